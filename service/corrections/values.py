"""What a person set of an article, put over what the machine gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from service.corrections.drafts import Draft
from service.corrections.paragraphs import offset_of
from service.corrections.passages import Passage
from service.corrections.records import Edit, Json, What
from service.datamodels import Article, Flag, Span, Summary, SummarySentence, TopicScores
from service.errors import CorrectionError
from service.summarizers.sentence_text import join_sentences
from service.vocabulary import CHANGES

VALUES: frozenset[What] = frozenset(
    ("set_topic", "set_headline", "set_kicker", "set_byline", "set_summary")
)


def check_value(draft: Draft, what: What, value: Json) -> None:
    """See that a value can be set.

    Raises:
        CorrectionError: If it is of another type, not a topic, or names sentences that are not
            of the article.
    """
    if what == "set_summary":
        if value and not ticked(draft.traced(), value):
            raise CorrectionError(
                "勾选的句子都不在这一篇里 (none of the ticked sentences is of this article)"
            )
    elif what == "set_topic":
        topic = draft.article.topic
        labels = sorted(topic.probabilities) if topic else []
        if not isinstance(value, str) or not value or (labels and value not in labels):
            raise CorrectionError(
                f"没有主题 {value!r}；可用的是 {', '.join(labels)} (no such topic)"
            )
    elif value is not None and (not isinstance(value, str) or not value.strip()):
        raise CorrectionError(f"{value!r} 不是文字 (this is no text)")


def put_values(article: Article, draft: Draft) -> Article:
    """The article as a person has it.

    Args:
        article: As the machine has it, scored or not.
        draft: What was set of it. A topic and a summary that were set show once the
            article is scored.
    """
    values = draft.values
    if "set_headline" in values:
        article = _with_headline(article, values["set_headline"])
    if "set_kicker" in values:
        article = replace(article, kicker=_text(values["set_kicker"]))
    if "set_byline" in values:
        article = replace(article, byline=_text(values["set_byline"]))
    if article.topic and "set_topic" in values:
        article = replace(article, topic=_decided(article.topic, str(values["set_topic"])))
    if article.summary and "set_summary" in values and draft.passage:
        chosen = ticked(draft.passage, values["set_summary"])
        if chosen or not values["set_summary"]:
            article = replace(article, summary=summary_of(article.text, chosen))
    return replace(article, edited_by=_in_words(draft.edits))


def summary_of(text: str, sentences: Sequence[SummarySentence]) -> Summary:
    """The summary of some sentences of a text, in order; note `no_sentence` where there is none."""
    if not sentences:
        return Summary(None, "no_sentence", ())
    words = join_sentences(text[sentence.start : sentence.end] for sentence in sentences)
    return Summary(words, None, tuple(sentences))


def ticked(passage: Passage, value: Json) -> tuple[SummarySentence, ...]:
    """The sentences of a record that are of a passage, as offsets into its text.

    A record has each as the places of its first and its last character in the source, and
    its salience.
    """
    found: dict[tuple[int, int], float] = {}
    for entry in value if isinstance(value, Sequence) and not isinstance(value, str) else ():
        if not isinstance(entry, Mapping):
            continue
        first, last = entry.get("first"), entry.get("last")
        if not isinstance(first, int) or not isinstance(last, int):
            continue
        start, end = offset_of(passage.body, first), offset_of(passage.body, last)
        if start is not None and end is not None and start <= end:
            score = entry.get("score")
            found[start, end + 1] = (
                round(float(score), 4) if isinstance(score, int | float) else 0.0
            )
    return _apart(sorted(found.items()))


def _apart(
    sentences: Sequence[tuple[tuple[int, int], float]],
) -> tuple[SummarySentence, ...]:
    """The sentences, without those that overlap an earlier one."""
    kept: list[SummarySentence] = []
    for (start, end), score in sentences:
        if not kept or kept[-1].end <= start:
            kept.append(SummarySentence(start, end, score))
    return tuple(kept)


def _with_headline(article: Article, value: Json) -> Article:
    headline = _text(value)
    gone = ("no_headline", "unmarked_start")  # who heads an article says that it begins there
    flags: list[Flag] = [flag for flag in article.flags if flag not in gone]
    if headline is None:
        flags.append("no_headline")
    return replace(article, headline=headline, flags=tuple(flags))


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def _decided(topic: TopicScores, label: str) -> TopicScores:
    """What a person decided is certain; the deciding sentences are for the machine's label."""
    probabilities = {name: float(name == label) for name in topic.probabilities} | {label: 1.0}
    evidence: tuple[Span, ...] = topic.evidence if topic.label == label else ()
    return TopicScores(label, 1.0, uncertain=False, probabilities=probabilities, evidence=evidence)


def _in_words(edits: Sequence[Edit]) -> str | None:
    """Who changed what: `王芳：主题、标题；李明：分开`."""
    by_person: dict[str, dict[str, None]] = {}
    for edit in edits:
        by_person.setdefault(edit.who, {})[CHANGES[edit.what].zh] = None
    return "；".join(f"{who}：{'、'.join(whats)}" for who, whats in by_person.items()) or None
