"""What no summary of the shipped model may be, on small articles that tempt it."""

from __future__ import annotations

import numpy as np
import pytest

from service.artifacts import ModelFolder
from service.classifiers.topics import MIN_SHARE
from service.config import ServiceConfig, load_config, locate
from service.datamodels import Summary
from service.encoders.base import EncodedArticle
from service.encoders.pooling import mean_of_text
from service.text import split_sentences
from training.articles.datamodels import PlainArticle
from training.evaluation.evidence import leave_out
from training.evaluation.served_model import ServedModel

FOLDER = locate(load_config("configs/service.yaml", ServiceConfig).model)
TITLE = "云川市社区食堂让老人吃上热乎饭"
FILLER = (
    "云川市今年在十二个社区办起食堂，六十岁以上的老人用餐半价，送餐不收钱。"
    "市民政局局长闻立诚介绍，每家食堂每天能供应三百份午饭，菜价由居民代表一起商定。"
    "望江社区的程雨桐每天中午都来，一荤两素只要八块钱。"
    "食堂的账目每月贴在门口，谁都可以看，街道办事处的孟凡溪每个季度核对一遍。"
    "明年还要再开二十家，郊区的村子也要有。\n"
)
TEMPTING = {
    "byline": "（本报记者苏禾报道）",
    "credit": "苏禾摄。",
    "editor": "责任编辑：贺子衿。",
    "marker": "（上接第一版）云川市社区食堂让老人吃上热乎饭。",
    "half": "云川市社区食堂让老人吃上热乎饭，六十岁以上",
    "subhead": "社区食堂让老人吃上热乎饭",
}
POINTING = (
    "其中七家社区食堂让老人吃上热乎饭。",
    "那么，云川市社区食堂怎样让老人吃上热乎饭？",
    "他说，云川市社区食堂让老人吃上热乎饭。",
    "为此，云川市社区食堂让老人吃上热乎饭。",
    "这家云川市社区食堂让老人吃上热乎饭。",
    "该市社区食堂让老人吃上热乎饭。",
)


@pytest.fixture(scope="module")
def model() -> ServedModel:
    return ServedModel.from_pretrained(FOLDER)


def summarize(model: ServedModel, text: str, max_chars: int) -> Summary:
    article = PlainArticle(id="1", title=TITLE, text=text).to_article()
    return model.summarizer.summarize(article, model.encoder.encode(article), max_chars=max_chars)


@pytest.mark.parametrize("max_chars", [40, 80, 150])
@pytest.mark.parametrize("tempting", TEMPTING.values(), ids=TEMPTING)
def test_what_is_no_news_or_no_sentence_is_never_said(
    model: ServedModel, tempting: str, max_chars: int
) -> None:
    summary = summarize(model, f"{tempting}\n{FILLER}{tempting}", max_chars)
    assert summary.text is not None
    assert len(summary.text) <= max_chars
    assert tempting not in summary.text
    assert all(sentence.is_whole for sentence in split_sentences(summary.text))


@pytest.mark.parametrize("max_chars", [30, 60, 150])
@pytest.mark.parametrize("pointing", POINTING)
def test_what_points_back_never_opens_a_summary(
    model: ServedModel, pointing: str, max_chars: int
) -> None:
    text = f"{FILLER}望江社区的白一鸣管着这家食堂。{pointing}{FILLER}"
    summary = summarize(model, text, max_chars)
    said = [text[s.start : s.end] for s in summary.sentences]
    assert said
    assert (
        pointing not in said or said[said.index(pointing) - 1] == "望江社区的白一鸣管着这家食堂。"
    )
    assert said[0] != pointing


def test_evidence_is_the_sentence_without_which_the_probability_falls_most(
    model: ServedModel,
) -> None:
    medicine = "市第一医院给三千名糖尿病患者换用新药，医生每周随访血糖。"
    text = f"天气转凉。{medicine}操场边的银杏黄了。\n{FILLER}"
    article = PlainArticle(id="1", title="患者用上新药", text=text).to_article()
    encoded = model.encoder.encode(article)
    scores = model.classifier.classify(article, encoded)
    falls = [_fall(model, encoded, left_out) for left_out in range(len(encoded.sentences))]
    shown = {text[span.start : span.end] for span in scores.evidence}
    best = encoded.sentences[int(np.argmax(falls))].text
    assert best in shown
    for sentence, fall in zip(encoded.sentences, falls, strict=True):
        if sentence.text in shown:
            assert fall >= MIN_SHARE * max(falls)


@pytest.mark.parametrize("title", ["患者用上新药", None], ids=["headline", "no headline"])
@pytest.mark.parametrize("before", ["", "天气转凉，操场边的银杏黄了。"], ids=["first", "second"])
def test_without_its_evidence_an_article_read_again_says_least_of_its_topic(
    model: ServedModel, title: str | None, before: str
) -> None:
    medicine = "市第一医院给三千名糖尿病患者换用新药，医生每周随访血糖。"
    text = f"{before}{medicine}渡口的风又大了一些，末班船提前收工。河边的柳树还绿着。"
    article = PlainArticle(id="1", title=title, text=text).to_article()
    encoded = model.encoder.encode(article)
    label = int(model.classifier.logits(encoded).argmax())
    shown = {span.start for span in model.classifier.classify(article, encoded).evidence}
    left = []
    for i, sentence in enumerate(encoded.sentences):
        rest = model.encoder.encode(leave_out(article, encoded.sentences, [i]))
        left.append((_log_odds(model.classifier.logits(rest), label), sentence.start))
    assert min(left)[1] == text.index(medicine)
    assert min(left)[1] in shown


def _fall(model: ServedModel, encoded: EncodedArticle, left_out: int) -> float:
    """How far the log-odds of the label fall without a sentence, pooled anew."""
    kept = [i for i in range(len(encoded.sentences)) if i != left_out]
    rest = EncodedArticle(
        tuple(encoded.sentences[i] for i in kept),
        encoded.headline,
        encoded.vectors[kept],
        encoded.n_tokens[kept],
    )
    assert mean_of_text(rest).shape == encoded.headline.shape
    temperature = ModelFolder(FOLDER).read_inference().temperature
    whole, without = (model.classifier.logits(a) / temperature for a in (encoded, rest))
    label = int(whole.argmax())
    return _log_odds(whole, label) - _log_odds(without, label)


def _log_odds(logits: np.ndarray, label: int) -> float:
    return float(logits[label] - np.logaddexp.reduce(np.delete(logits, label)))
