"""An issue taken apart into its articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from service.artifacts import LineScorerFolder, damaged
from service.config import SHIPPED_LINE_SCORER, locate
from service.datamodels import Article, Digest, Issue, LeftOut, LeftOutReason
from service.splitters.articles.writing import Seams, write_article
from service.splitters.issues import group_issues
from service.splitters.lines.columns import column_width
from service.splitters.lines.line import Line, find_unseen
from service.splitters.lines.masthead import Masthead, read_masthead, read_post_head
from service.splitters.repeats.copies import remove_repeats, set_copies_aside
from service.splitters.roles.best_path import best_roles
from service.splitters.roles.line_scorer import LineScorer
from service.splitters.roles.looks import NOTE
from service.splitters.roles.photos import counts_on
from service.splitters.stitching.continuations import choose_pairs, stitch
from service.splitters.stitching.pairs import EVIDENCE, PairRater
from service.splitters.stories import Role, Story, group_stories, join_notes


@dataclass(frozen=True, slots=True)
class Pieces:
    """An issue taken apart, before anything is stitched.

    Attributes:
        seams: Its lines, those that are certainly copies taken out, and their scores.
        stories: Its stories in page order.
        furniture: The lines that are furniture.
        copies: For each line that is a copy the line that keeps its text.
    """

    seams: Seams
    stories: tuple[Story, ...]
    furniture: tuple[Line, ...]
    copies: Mapping[Line, Line]


class ArticleSplitter:
    """Takes an issue apart into articles and what is left out."""

    def __init__(self, scorer: LineScorer | None = None) -> None:
        """Take a scorer of lines; None takes the one that is shipped."""
        self._scorer = scorer or _load_scorer(SHIPPED_LINE_SCORER)

    @classmethod
    def from_pretrained(cls, path: str | Path) -> Self:
        """Take the scorer of a folder; raises as `LineScorer.from_pretrained` does."""
        return cls(_load_scorer(path))

    @property
    def name(self) -> str | None:
        """`name@version` of the scorer; None for one that was not loaded from a folder."""
        return self._scorer.name

    def split(self, issue: Issue) -> Digest:
        """Give every non-space character of the issue to an article or to `left_out`.

        Lines are scored, their roles chosen together, lines grouped into
        stories; then copies are left out and continuations stitched, pages of other papers
        or days each by themselves. All of it is
        judged by folded text (`service.folding`) and written as printed.

        Args:
            issue: The raw issue; several pages are joined by form feeds.

        Returns:
            The digest with unscored articles and `model` None; no articles
            for blank text. The same issue gives the same digest.
        """
        left_out = [LeftOut(*span, "furniture") for span in find_unseen(issue.text)]
        lines = self._scorer.characters.read_lines(issue.text)
        parts = [self._join(self.take_apart(part)) for part in group_issues(lines)]
        printed = [(story, part.seams) for part in parts for story in part.stories]
        printed.sort(key=lambda entry: entry[1].lines[entry[0].lines[0]].start)
        articles = tuple(
            write_article(story, seams, f"a{n}") for n, (story, seams) in enumerate(printed, 1)
        )
        for part in parts:
            left_out += _left_out(articles, part.furniture, part.copies)
        furniture = [line for part in parts for line in part.furniture]
        masthead = read_masthead(furniture)
        if lines and not masthead.paper:
            masthead = read_post_head(lines[0]).completed(masthead)
        return self._digest(issue, masthead, articles, left_out)

    def _join(self, pieces: Pieces) -> Pieces:
        """The pieces with what continues elsewhere stitched."""
        seams, scorer = pieces.seams, self._scorer
        rater = PairRater(seams.lines, pieces.stories, scorer.characters)
        pairs = choose_pairs(rater.rate(scorer.pair_weights))
        return replace(pieces, stories=stitch(seams.lines, pieces.stories, pairs))

    def take_apart(self, lines: Sequence[Line]) -> Pieces:
        """Find the stories of an issue, before anything is stitched.

        Args:
            lines: All its lines, at least one.
        """
        clean = set_copies_aside(lines)
        lines = clean.lines
        scores = self._scorer.score(lines, clean.repeats)
        seams = Seams(lines, scores, column_width(lines))
        roles = best_roles(lines, scores, self._scorer.cohesion)
        credits_at = frozenset(i for i, line in enumerate(lines) if line.is_credit)
        goes_on_at = frozenset(
            i
            for i in range(len(lines))
            if scores.is_cut(i) or (i and counts_on(lines[i - 1], lines[i]))
        )
        notes_at = {i for i, line in enumerate(lines) if NOTE.fullmatch(line.text)}
        stories = join_notes(group_stories(roles, credits_at, goes_on_at), notes_at)
        stories, copies = remove_repeats(clean, stories, self._scorer.cohesion, seams.is_cut)
        furniture = (
            line for line, role in zip(lines, roles, strict=True) if role is Role.FURNITURE
        )
        return Pieces(seams, stories, tuple(furniture), copies)

    def _digest(
        self,
        issue: Issue,
        masthead: Masthead,
        articles: tuple[Article, ...],
        left_out: Sequence[LeftOut],
    ) -> Digest:
        return Digest(
            issue_id=issue.issue_id,
            paper=masthead.paper,
            date=masthead.date,
            model=None,
            splitter=self.name,
            source_text=issue.text,
            pages=issue.pages,
            articles=articles,
            left_out=tuple(sorted(left_out, key=lambda entry: entry.start)),
        )


def _load_scorer(path: str | Path) -> LineScorer:
    scorer = LineScorer.from_pretrained(path)
    learned, wanted = len(scorer.pair_weights), len(EVIDENCE) + 1
    if learned != wanted:
        raise damaged(
            LineScorerFolder(locate(path)).weights,
            f"pair_weights 有 {learned} 个数，这一版要 {wanted} 个 (this version wants {wanted})",
        )
    return scorer


def _left_out(
    articles: Sequence[Article], furniture: Sequence[Line], copies: Mapping[Line, Line]
) -> Iterator[LeftOut]:
    """Entries for furniture and copies; a copy of furniture is furniture too."""
    keeper = {span.start: article.id for article in articles for span in article.spans}
    for line in furniture:
        yield from (LeftOut(*span, "furniture") for span in line.spans)
    for copy, kept in copies.items():
        of = keeper.get(kept.start)
        reason: LeftOutReason = "duplicate" if of else "furniture"
        yield from (LeftOut(*span, reason, of) for span in copy.spans)
