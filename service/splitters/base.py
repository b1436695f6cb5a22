"""An issue taken apart into its articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.datamodels import Article, Digest, Issue, LeftOut, LeftOutReason
from service.splitters.articles import Seams, write_article
from service.splitters.best_path import best_roles
from service.splitters.continuations import pair_continuations, stitch
from service.splitters.copies import remove_repeats, set_copies_aside
from service.splitters.furniture import Masthead, read_masthead
from service.splitters.line_scorer import LineScorer
from service.splitters.lines import Line, read_lines
from service.splitters.photos import names_photographer
from service.splitters.stories import Role, group_stories
from service.traditional import to_simplified


class ArticleSplitter:
    """Takes an issue apart into articles and what is left out."""

    def __init__(self, scorer: LineScorer | None = None) -> None:
        """Take a scorer of lines; None takes the one that is shipped."""
        self._scorer = scorer or LineScorer.from_pretrained()

    def split(self, issue: Issue) -> Digest:
        """Give every non-space character of the issue to an article or to `left_out`.

        Lines are scored, their roles chosen together, lines grouped into
        stories; then copies are left out and continuations stitched. All of it is
        judged in simplified characters and written as printed.

        Args:
            issue: The raw issue; several pages are joined by form feeds.

        Returns:
            The digest with unscored articles and `model` None; no articles
            for blank text. The same issue gives the same digest.
        """
        clean = set_copies_aside(read_lines(to_simplified(issue.text)))
        lines = clean.lines
        if not lines:
            return _digest(issue, Masthead(None, None), (), ())
        scores = self._scorer.score(lines, clean.repeats)
        roles = best_roles(lines, scores)
        credits_at = frozenset(i for i, line in enumerate(lines) if names_photographer(line))
        cut_at = frozenset(i for i in range(len(lines)) if scores.is_cut(i))
        stories = group_stories(roles, credits_at, cut_at)
        seams = Seams(lines, scores)
        stories, copies = remove_repeats(clean, stories, self._scorer.cohesion, seams.is_cut)
        stories = stitch(lines, stories, pair_continuations(lines, stories))
        furniture = [
            line for line, role in zip(lines, roles, strict=True) if role is Role.FURNITURE
        ]
        articles = tuple(
            write_article(issue.text, story, seams, f"a{n}") for n, story in enumerate(stories, 1)
        )
        return _digest(
            issue,
            read_masthead(issue.text, furniture),
            articles,
            _left_out(articles, furniture, copies),
        )


def _left_out(
    articles: Sequence[Article], furniture: Sequence[Line], copies: Mapping[Line, Line]
) -> tuple[LeftOut, ...]:
    """Entries for furniture and copies; a copy of furniture is furniture too."""
    keeper = {span.start: article.id for article in articles for span in article.spans}
    entries = [LeftOut(line.start, line.end, "furniture") for line in furniture]
    for copy, kept in copies.items():
        of = keeper.get(kept.start)
        reason: LeftOutReason = "duplicate" if of else "furniture"
        entries.append(LeftOut(copy.start, copy.end, reason, of))
    return tuple(sorted(entries, key=lambda entry: entry.start))


def _digest(
    issue: Issue,
    masthead: Masthead,
    articles: tuple[Article, ...],
    left_out: tuple[LeftOut, ...],
) -> Digest:
    return Digest(
        issue_id=issue.issue_id,
        paper=masthead.paper,
        date=masthead.date,
        model=None,
        source_text=issue.text,
        pages=issue.pages,
        articles=articles,
        left_out=left_out,
    )
