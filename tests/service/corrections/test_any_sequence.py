"""Whatever people do, one after the other, the contract holds."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.corrections import Change, Corrected, Correction, Position, changes, replay
from service.corrections.passages import without
from service.corrections.tracing import Piece, text_of
from service.datamodels import Article, Digest, Span, SummarySentence
from service.errors import CorrectionError
from service.readers import read_issue
from service.splitters import ArticleSplitter
from service.text import split_sentences
from service.writers.as_json import to_json
from tests.contract import breaches
from tests.factories import make_digest
from tests.service.corrections.logs import LABELS, Desk, score

ROOT = Path(__file__).parents[3]


@cache
def _digest(name: str) -> Digest:
    if name == "small":
        return make_digest()
    digest = ArticleSplitter().split(read_issue([ROOT / "examples" / name]))
    articles = tuple(score(article) for article in digest.articles)
    return replace(digest, model="test@1", articles=articles)


@dataclass(frozen=True)
class _Hand:
    """A hand on the digest of today, with what it points at."""

    data: st.DataObject
    desk: Desk
    today: Corrected
    article: Article
    other: Article
    span: Span
    text: str | None
    position: Position

    @classmethod
    def draw(cls, data: st.DataObject, desk: Desk) -> _Hand:
        today = desk.today
        article, other = (data.draw(st.sampled_from(today.digest.articles)) for _ in range(2))
        span = data.draw(st.sampled_from(article.spans))
        text = data.draw(st.sampled_from((None, "云川新事", " 两 行\n标题 ")))
        position = data.draw(st.sampled_from(_POSITIONS))
        return cls(data, desk, today, article, other, span, text, position)

    def split(self) -> Change:
        at = self.data.draw(st.integers(self.span.start, self.span.end - 1))
        return changes.split(at, Span(at, self.span.end) if self.text else None)

    def split_at_line(self) -> Change:
        return changes.split(self.span.start, self.span if self.text else None)

    def join(self) -> Change:
        return changes.join(self.today, self.article)

    def move(self) -> Change:
        return changes.move(self.today, self.span, self.other, self.position)

    def leave_out(self) -> Change:
        whole = Span(self.article.spans[0].start, self.span.end)
        return changes.leave_out(whole if self.text else self.span)

    def put_back(self) -> Change:
        if not self.today.digest.left_out:
            raise CorrectionError("nothing is left out")
        entry = self.data.draw(st.sampled_from(self.today.digest.left_out))
        to = self.other if self.text else None
        return changes.put_back(self.today, Span(entry.start, entry.end), to, self.position)

    def tick(self) -> Change:
        sentences = split_sentences(self.article.text)[:4]
        chosen = [s for s in sentences if self.data.draw(st.booleans())]
        ticks = [SummarySentence(s.start, s.end, 0.25) for s in chosen]
        return changes.set_summary(self.today, self.article, ticks)

    def write(self) -> Change:
        setters = (changes.set_headline, changes.set_kicker, changes.set_byline)
        return self.data.draw(st.sampled_from(setters))(self.today, self.article, self.text)

    def choose_topic(self) -> Change:
        label = self.data.draw(st.sampled_from(LABELS))
        return changes.set_topic(self.today, self.article, label)

    def undo(self) -> Change:
        return changes.undo(self.entry())

    def redo(self) -> Change:
        return changes.redo(self.entry())

    def entry(self) -> Correction:
        if not self.desk.log:
            raise CorrectionError("nothing was done")
        return self.data.draw(st.sampled_from(self.desk.log))


_POSITIONS: tuple[Position, ...] = ("in_order", "first", "last")
_MOVES = (
    _Hand.split,
    _Hand.split_at_line,
    _Hand.join,
    _Hand.move,
    _Hand.leave_out,
    _Hand.put_back,
    _Hand.tick,
    _Hand.write,
    _Hand.choose_topic,
    _Hand.undo,
    _Hand.redo,
)


def _do_something(data: st.DataObject, desk: Desk) -> None:
    """Make any change of what the digest of today shows; some cannot be made."""
    if not desk.today.digest.articles:
        entry = desk.today.digest.left_out[0]
        desk.do(changes.put_back(desk.today, Span(entry.start, entry.end)))
        return
    hand = _Hand.draw(data, desk)
    with suppress(CorrectionError):
        desk.do(data.draw(st.sampled_from(_MOVES))(hand))


def _characters(corrected: Corrected) -> dict[int, int]:
    """For each character of an article the version of that article."""
    return {
        place: corrected.versions[article.id]
        for article in corrected.digest.articles
        for start, end in article.spans
        for place in range(start, end)
    }


def _check_texts(today: Corrected) -> None:
    """Every text is put together from what its article holds, nothing of it twice."""
    source = today.digest.source_text
    for draft, article in zip(today.state.drafts, today.digest.articles, strict=True):
        passage = draft.traced()
        assert passage.spans == article.spans
        assert text_of(source, passage.body) == article.text
        pieces = sorted((*passage.title, *passage.body))
        assert all(one.end <= other.start for one, other in pairwise(pieces))
        assert (
            without([Span(p.start, p.end) for p in pieces], [Piece(*s) for s in article.spans])
            == []
        )
        assert all(source[p.start : p.end].strip() for p in pieces)


@pytest.mark.parametrize("name", ["small", "yunchuan_0318.txt", "yunchuan_0722.txt"])
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_the_contract_holds_after_any_sequence(name: str, data: st.DataObject) -> None:
    desk = Desk(_digest(name))
    for _ in range(data.draw(st.integers(1, 6))):
        earlier = desk.today
        before = _characters(earlier)
        _do_something(data, desk)
        today = desk.today
        assert breaches(today.digest) == []
        _check_texts(today)
        assert Digest.from_json(to_json(today.digest)) == today.digest
        after = _characters(today)
        assert all(after[place] >= before[place] for place in before.keys() & after.keys())
        again = replay(desk.digest, desk.log, rescore=score, before=earlier)
        assert again == today


@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_what_was_undone_leaves_no_trace(data: st.DataObject) -> None:
    desk = Desk(_digest("yunchuan_0318.txt"))
    for _ in range(data.draw(st.integers(1, 6))):
        _do_something(data, desk)
    for entry in tuple(desk.log):
        if entry.what not in ("undo", "redo"):
            desk.do(changes.undo(entry))
    assert desk.today.digest == desk.digest
    assert desk.today.orphans == ()


@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_a_log_replays_over_what_another_splitter_made(data: st.DataObject) -> None:
    """Each entry is done or shown as lost, and the contract holds."""
    desk = Desk(_digest("yunchuan_0318.txt"))
    for _ in range(data.draw(st.integers(1, 6))):
        _do_something(data, desk)
    others = Desk(desk.digest)
    for _ in range(data.draw(st.integers(1, 4))):
        _do_something(data, others)
    plain = tuple(replace(a, edited_by=None, kicker=None) for a in others.today.digest.articles)
    new = replace(others.today.digest, articles=plain)
    over = replay(new, desk.log, rescore=score)
    assert breaches(over.digest) == []
    lost = {orphan.correction.id for orphan in over.orphans}
    done = {edit.id for edits in over.edited.values() for edit in edits}
    assert {c.id for c in desk.log if c.what == "set_topic"} & lost & done == set()
