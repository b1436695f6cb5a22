from __future__ import annotations

import numpy as np
import torch

from service.datamodels import Span
from service.text import split_sentences
from training.articles.datamodels import SummarizedArticle
from training.config import SalienceBlock
from training.learning.salience_head import RatedArticle, fit_head, salience_target


def made_article(rng: np.random.Generator) -> RatedArticle:
    """Its best sentence has the greatest second input, which lies far from 0."""
    inputs = np.stack([rng.normal(size=6), 50 + rng.permutation(6) / 10, np.ones(6)], axis=1)
    target = np.eye(6)[inputs[:, 1].argmax()]
    return RatedArticle(torch.from_numpy(inputs).float(), torch.from_numpy(target).float())


def test_the_head_learns_from_inputs_as_they_are() -> None:
    rng = np.random.default_rng(1)
    settings = SalienceBlock(width=8, n_epochs=20, learning_rate=3e-2)
    head, scale = fit_head([made_article(rng) for _ in range(64)], settings, seed=1)
    head = scale.taken_into(head)
    for _ in range(20):
        unseen = made_article(rng)
        assert head(unseen.inputs).argmax() == unseen.target.argmax()


def test_the_same_seed_gives_the_same_head() -> None:
    articles = [made_article(np.random.default_rng(1))] * 2
    (first, _), (second, _) = (
        fit_head(articles, SalienceBlock(n_epochs=2, dropout=0), seed=1) for _ in range(2)
    )
    assert torch.equal(first(articles[0].inputs), second(articles[0].inputs))


def test_a_head_goes_on_from_what_it_knows() -> None:
    rng = np.random.default_rng(1)
    articles = [made_article(rng) for _ in range(64)]
    settings = SalienceBlock(width=8, n_epochs=20)
    known, scale = fit_head(articles, settings, seed=1)
    wanted = scale.taken_into(known)(articles[0].inputs)
    barely = SalienceBlock(width=8, n_epochs=1, learning_rate=1e-6, dropout=0)
    head, scale = fit_head(articles, barely, seed=2, known=known)
    assert torch.allclose(scale.taken_into(head)(articles[0].inputs), wanted, atol=1e-2)


def test_a_brief_gives_shares_of_sentences() -> None:
    text = "社区食堂开张。晴朗无风无云。社区食堂今天开张"
    sentences = split_sentences(text)
    row = SummarizedArticle(id="1", text=text, summary="社区食堂今天开张")
    said = salience_target(sentences, row, SalienceBlock(oracle_share=0))
    assert np.allclose(said, [4 / 5, 0, 0])
    picked = salience_target(sentences, row, SalienceBlock(oracle_share=1))
    assert picked.tolist() == [1, 0, 0]
    mixed = salience_target(sentences, row, SalienceBlock(oracle_share=0.25))
    assert np.allclose(mixed, 0.75 * said + 0.25 * picked)
    assert salience_target((), row, SalienceBlock()).shape == (0,)


def test_picks_are_all_or_nothing() -> None:
    text = "本报讯 社区食堂开张。晴朗无风。老人半价用餐。没有句号的一行"
    sentences = split_sentences(text)
    picks = (Span(0, 11), Span(text.index("老人"), len(text)))
    row = SummarizedArticle(id="1", text=text, summary="老人半价用餐。", picks=picks)
    assert [s.text for s in sentences][:2] == ["本报讯", "社区食堂开张。"]
    assert salience_target(sentences, row, SalienceBlock()).tolist() == [0, 1, 0, 1, 0]


def test_shares_are_learned_as_they_are() -> None:
    articles = [
        RatedArticle(torch.tensor([[0.0], [1.0]]), torch.tensor([0.2, 0.7])) for _ in range(32)
    ]
    settings = SalienceBlock(width=4, n_epochs=60, learning_rate=3e-2, dropout=0, weight_decay=0)
    head, scale = fit_head(articles, settings, seed=1)
    with torch.no_grad():
        shares = torch.sigmoid(scale.taken_into(head)(articles[0].inputs))
    assert torch.allclose(shares, articles[0].target, atol=0.05)
