from __future__ import annotations

import pytest

from service.artifacts import Certainty, ModelFolder
from service.encoders.openvino_runtime import OpenVinoEncoder
from tests.tiny_model import LABELS, make_model_folder
from training.articles.datamodels import LabelledArticle
from training.release.export import write_calibration
from training.release.few_articles import hold_to_origin

SHIPPED = Certainty(temperature=1.6, threshold=0.7)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[ModelFolder, ModelFolder]:
    """A model that was trained, and the one it went on from."""
    place = tmp_path_factory.mktemp("models")
    made, origin = (make_model_folder(place / name) for name in ("made", "origin"))
    write_calibration(origin, SHIPPED)
    return made, origin


def articles(n: int) -> list[LabelledArticle]:
    return [
        LabelledArticle(id=str(n), title="标题", text=f"社区食堂{n}开张。", topic=LABELS[n % 5])
        for n in range(n)
    ]


def test_few_articles_move_it_little_and_many_more(
    folders: tuple[ModelFolder, ModelFolder],
) -> None:
    made, origin = folders
    encoder = OpenVinoEncoder.from_pretrained(made.path)
    few, many = (hold_to_origin(made, encoder, origin, articles(n), 0.03) for n in (6, 120))
    gaps = [abs(found["whole"].temperature - SHIPPED.temperature) for found in (few, many)]
    assert gaps[0] < gaps[1]
    written = made.read_inference()
    assert written.temperature == pytest.approx(many["whole"].temperature, abs=1e-5)
    assert written.headlines_alone is not None


def test_no_article_leaves_what_shipped(folders: tuple[ModelFolder, ModelFolder]) -> None:
    made, origin = folders
    found = hold_to_origin(made, OpenVinoEncoder.from_pretrained(made.path), origin, [], 0.03)
    assert found["whole"] == SHIPPED
