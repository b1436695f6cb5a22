from __future__ import annotations

import numpy as np
import torch

from service.text import split_sentences
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


def test_the_target_prefers_what_the_reference_says() -> None:
    sentences = split_sentences("社区食堂开张。晴朗无风无云。没有句号的一行")
    target = salience_target(sentences, "社区食堂今天开张", SalienceBlock())
    assert target.argmax() == 0
    assert target[1] == target[2]
    assert np.isclose(target.sum(), 1)
    assert salience_target((), "食堂", SalienceBlock()).shape == (0,)


def test_what_is_no_whole_sentence_is_no_target() -> None:
    sentences = split_sentences("天气晴朗。食堂昨天开张。食堂昨天开张")
    assert salience_target(sentences, "食堂开张", SalienceBlock()).argmax() == 1


def test_the_best_pick_gets_its_share_of_the_target() -> None:
    text = "社区食堂开张了。社区食堂开张。老人半价用餐。晴朗无风无云。"
    reference = "社区食堂开张，老人半价用餐"
    sentences = split_sentences(text)
    graded = salience_target(sentences, reference, SalienceBlock(oracle_share=0))
    picked = salience_target(sentences, reference, SalienceBlock(oracle_share=1))
    assert picked.tolist() == [0, 0.5, 0.5, 0]
    assert graded[0] > graded[3] > 0
    mixed = salience_target(sentences, reference, SalienceBlock(oracle_share=0.25))
    assert np.allclose(mixed, 0.75 * graded + 0.25 * picked)
    nothing = salience_target(sentences, "桥", SalienceBlock(oracle_share=1))
    assert np.allclose(nothing, 0.25)
