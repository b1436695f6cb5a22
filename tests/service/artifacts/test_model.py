"""The model folder as a whole: written by training, read by serving."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from service.artifacts import Certainty, ModelFolder
from service.classifiers.topics import TopicClassifier
from service.datamodels import Article
from service.encoders.openvino_runtime import OpenVinoEncoder
from service.errors import ArtifactError
from service.summarizers.salience import SalienceSummarizer
from tests.factories import make_article
from tests.tiny_model import LABELS, make_model_folder, make_start
from training.learning.checkpoint import Start, encoder_from_artifact
from training.learning.torch_encoder import TorchEncoder
from training.release.export import write_calibration

pytestmark = pytest.mark.slow

TEXTS = ("", "社区食堂昨天开张。", "居民都说方便。新药进医保！" * 12, "三种新药" * 40)
ARTICLES = [make_article(text, headline) for text in TEXTS for headline in (None, "新药进医保")]


@pytest.fixture(scope="module")
def start() -> Start:
    return make_start()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> ModelFolder:
    return make_model_folder(tmp_path_factory.mktemp("model"))


@pytest.fixture
def made(folder: ModelFolder, tmp_path: Path) -> ModelFolder:
    """A copy that a test may spoil."""
    return ModelFolder(Path(shutil.copytree(folder.path, tmp_path / "model")))


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: f"{len(a.text)} {bool(a.headline)}")
def test_export_agrees_with_the_checkpoint(
    start: Start, folder: ModelFolder, article: Article
) -> None:
    torch_encoder = TorchEncoder(start.model.encoder, start.tokenizer, start.windows)
    classifier = TopicClassifier.from_pretrained(folder.path)
    served = classifier.classify(
        article, OpenVinoEncoder.from_pretrained(folder.path).encode(article)
    )
    trained = classifier.classify(article, torch_encoder.encode(article))
    for label in LABELS:
        gap = served.probabilities[label] - trained.probabilities[label]
        assert abs(gap) < 1e-3  # weights are stored in half precision


def test_the_torch_encoder_comes_back_from_the_folder(start: Start, folder: ModelFolder) -> None:
    again = encoder_from_artifact(folder)
    for name, weight in start.model.encoder.state_dict().items():
        assert np.allclose(again.state_dict()[name].numpy(), weight.numpy(), atol=1e-3), name


def test_company_changes_no_digit(folder: ModelFolder) -> None:
    encoder = OpenVinoEncoder.from_pretrained(folder.path)
    alone = [OpenVinoEncoder.from_pretrained(folder.path).encode(article) for article in ARTICLES]
    together = [encoder.encode(article) for article in reversed(ARTICLES)][::-1]
    for one, other in zip(alone, together, strict=True):
        assert np.array_equal(one.vectors, other.vectors)
        assert np.array_equal(one.headline, other.headline)


def test_the_salience_of_a_sentence_is_a_share(folder: ModelFolder) -> None:
    encoder = OpenVinoEncoder.from_pretrained(folder.path)
    summarizer = SalienceSummarizer.from_pretrained(folder.path)
    article = make_article("居民都说方便。新药进医保！患者负担减轻。")
    salience = summarizer.rate(article, encoder.encode(article))
    assert salience.shape == (3,)
    assert ((salience > 0) & (salience < 1)).all()


def test_calibration_is_kept_in_the_folder(made: ModelFolder) -> None:
    alone = Certainty(temperature=2.5, threshold=0.9)
    write_calibration(made, Certainty(temperature=1.7, threshold=0.81), headlines_alone=alone)
    assert made.read_inference().temperature == 1.7
    assert made.read_inference().threshold == 0.81
    assert made.read_inference().headlines_alone == alone


def test_a_folder_of_old_doubts_headlines_like_articles(made: ModelFolder) -> None:
    record = json.loads(made.inference.read_text(encoding="utf-8"))
    del record["headlines_alone"]
    made.inference.write_text(json.dumps(record), encoding="utf-8")
    made.seal()
    headline = Article("a1", "社区食堂开张", "story", None, (), (), "")
    encoded = OpenVinoEncoder.from_pretrained(made.path).encode(headline)
    old = TopicClassifier.from_pretrained(made.path).classify(headline, encoded)
    write_calibration(made, Certainty(temperature=1.0, threshold=0.0))
    made.seal()
    new = TopicClassifier.from_pretrained(made.path).classify(headline, encoded)
    assert old == new


@pytest.mark.parametrize("missing", ["model.onnx", "heads.npz", "tokenizer.json", "labels.json"])
def test_an_incomplete_folder_names_what_is_missing(made: ModelFolder, missing: str) -> None:
    (made.path / missing).unlink()
    with pytest.raises(ArtifactError, match=missing):
        OpenVinoEncoder.from_pretrained(made.path)
