"""How well issues are split: readings by people against readings by a splitter."""

from __future__ import annotations

from collections.abc import Iterable

from service.datamodels import Digest, Issue
from service.stages import Splitter
from training.evaluation.splitting.alignment import Alignment, align
from training.evaluation.splitting.report import (
    COPIED,
    IN_PIECES,
    ArticleReport,
    PageReport,
    SplitReport,
)
from training.metrics.rates import BCubed
from training.metrics.segmentation import (
    b_cubed,
    boundaries,
    characters,
    pieces,
    stitches,
    window_diff,
)
from training.pages.gold import FURNITURE, REPEAT, GoldPage

_EXACT_OVERLAP = 0.97


def evaluate_split(pages: Iterable[GoldPage], splitter: Splitter) -> SplitReport:
    """Split pages and compare with their gold reading.

    Args:
        pages: Pages with their gold reading.
        splitter: What is judged.

    Returns:
        One report per page, in order, and the figures over all.
    """
    return SplitReport(
        tuple(judge_page(page, splitter.split(Issue(page.page_id, page.text))) for page in pages)
    )


def judge_page(gold: GoldPage, digest: Digest) -> PageReport:
    """Compare one digest with the gold reading of its page."""
    alignment = align(gold, digest)
    wanted, found = alignment.judged
    return PageReport(
        page_id=gold.page_id,
        articles=_judge_articles(alignment, gold),
        window_diff=window_diff(wanted, found),
        boundaries=boundaries(wanted, found),
        stitches=stitches(wanted, found, lambda article: alignment.partners[article].name),
        repeats=characters(wanted, found, lambda owner: owner.startswith(REPEAT)),
        furniture=characters(wanted, found, lambda owner: owner == FURNITURE),
        first_wrong=alignment.first_wrong(),
    )


def _judge_articles(alignment: Alignment, gold: GoldPage) -> tuple[ArticleReport, ...]:
    wanted, found = alignment.judged
    in_pieces, owners = pieces(wanted), set(wanted)
    sums = b_cubed(wanted, found)
    reports = []
    for article, partner in alignment.partners.items():
        laid_over = {IN_PIECES: article in in_pieces, COPIED: f"{REPEAT}{article}" in owners}
        shown = (fault for fault, holds in laid_over.items() if holds)
        reports.append(
            ArticleReport(
                faults=(gold.kinds[article], *shown, *gold.styles),
                is_exact=partner.overlap >= _EXACT_OVERLAP,
                has_headline=alignment.has_same_headline(article),
                b_cubed=sums.get(article, BCubed()),
            )
        )
    return tuple(reports)
