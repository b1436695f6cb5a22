"""Articles to windows of token ids: sentence-aligned, led by the headline, no text dropped."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from service.artifacts import WindowSettings
from service.datamodels import Article, Sentence
from service.errors import ArtifactError
from service.text import find_opening, split_sentences
from service.traditional import to_simplified

HEADLINE = -1  # owner of a token of the headline
NOBODY = -2  # owner of a special token or of the prefix


@dataclass(frozen=True, slots=True)
class Window:
    """One input of the encoder.

    Attributes:
        input_ids: Token ids, shape (t,), t at most `max_length`.
        owners: For each token the index of its sentence, or `HEADLINE`, or
            `NOBODY`; shape (t,).
    """

    input_ids: NDArray[np.int64]
    owners: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class WindowedArticle:
    """An article cut for the encoder.

    Attributes:
        sentences: All of its text, in order.
        windows: At least one.
        stand_in: Places of the sentences that stand in for a missing headline.
    """

    sentences: tuple[Sentence, ...]
    windows: tuple[Window, ...]
    stand_in: range = range(0)


def cut_article(
    article: Article, tokenizer: Tokenizer, settings: WindowSettings
) -> WindowedArticle:
    """Cut an article into windows.

    Each window is `first prefix headline last sentences last`. For a headline that is missing
    the opening of the text stands in, as long as the settings say. Sentences are never
    parted unless one alone is longer than a window. Tokens come from one
    tokenization of the whole text, so no window sees other tokens than another cut
    of the same text would give. Traditional characters are read as simplified ones, which
    the encoder was trained on.

    Returns:
        All sentences, and windows in which each token of the text stands exactly once.

    Raises:
        ArtifactError: If the tokenizer lacks a token that opens or ends windows, or the headline
            leaves no room for text.
    """
    sentences = split_sentences(article.text)
    opening = (0, 0) if article.headline else find_opening(article.text, settings.stand_in_chars)
    headline = article.headline or " ".join(article.text[slice(*opening)].split())
    lead, rest = _lead(headline, tokenizer, settings)
    runs = [(HEADLINE, rest)] if rest else []
    runs += _sentence_runs(article.text, sentences, tokenizer)
    end = [_token_id(tokenizer, settings.last_token)]
    room = settings.max_length - len(lead[0]) - len(end)
    if room < 1:
        raise ArtifactError(
            f"windows.max_length 是 {settings.max_length} 个词元，标题和它前后的就要 "
            f"{len(lead[0]) + len(end)} 个；请用更长的窗口训练 "
            "(the headline fills the window: train with longer ones)"
        )
    windows = [
        Window(
            np.array(lead[0] + ids + end, np.int64),
            np.array(lead[1] + owners + [NOBODY], np.int64),
        )
        for ids, owners in _pack(runs, room)
    ]
    return WindowedArticle(sentences, tuple(windows), _touched(sentences, *opening))


def _touched(sentences: Sequence[Sentence], start: int, end: int) -> range:
    """Places of the sentences that share a character with a range of the text."""
    places = [i for i, found in enumerate(sentences) if found.start < end and start < found.end]
    return range(places[0], places[-1] + 1) if places else range(0)


def _lead(
    headline: str, tokenizer: Tokenizer, settings: WindowSettings
) -> tuple[tuple[list[int], list[int]], list[int]]:
    """Ids and owners that open each window, and the headline in full if it is cut there."""
    first = _token_id(tokenizer, settings.first_token)
    last = _token_id(tokenizer, settings.last_token)
    prefix = tokenizer.encode(settings.prefix, add_special_tokens=False).ids
    ids = tokenizer.encode(to_simplified(headline), add_special_tokens=False).ids
    shown = ids[: settings.max_headline_tokens]
    owners = [NOBODY] * (1 + len(prefix)) + [HEADLINE] * len(shown) + [NOBODY]
    rest = ids if len(ids) > len(shown) else []
    return ([first, *prefix, *shown, last], owners), rest


def _token_id(tokenizer: Tokenizer, token: str) -> int:
    token_id = tokenizer.token_to_id(token)
    if token_id is None:
        raise ArtifactError(
            f"分词器没有词元 {token!r}，与模型不配；请用同一次训练写出的 "
            "(a token is missing: the tokenizer is that of another model)"
        )
    return token_id


def _sentence_runs(
    text: str, sentences: Sequence[Sentence], tokenizer: Tokenizer
) -> list[tuple[int, list[int]]]:
    """Token ids of each sentence, in order."""
    encoding = tokenizer.encode(to_simplified(text), add_special_tokens=False)
    starts = [sentence.start for sentence in sentences]
    runs: list[tuple[int, list[int]]] = [(index, []) for index in range(len(sentences))]
    for token_id, (_, end) in zip(encoding.ids, encoding.offsets, strict=True):
        # The last character tells: a word-start mark may reach back over a line end.
        owner = bisect_right(starts, end - 1) - 1
        if runs:
            runs[max(owner, 0)][1].append(token_id)
    return runs


def _pack(runs: Sequence[tuple[int, list[int]]], room: int) -> list[tuple[list[int], list[int]]]:
    """Fill windows in order; at least one, perhaps empty."""
    packed: list[tuple[list[int], list[int]]] = [([], [])]
    for owner, ids in runs:
        if packed[-1][0] and len(packed[-1][0]) + len(ids) > room:
            packed.append(([], []))
        for start in range(0, len(ids), room):
            piece = ids[start : start + room]
            if start:
                packed.append(([], []))
            packed[-1][0].extend(piece)
            packed[-1][1].extend([owner] * len(piece))
    return packed
