"""Inputs that make a pattern try again and again, made from what it repeats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import islice, product
from typing import Any

# The only way into a pattern; not every checker of types knows these modules.
constants, parser = import_module("re._constants"), import_module("re._parser")

ENDS = ("", "\0", "甲")
_SAMPLES_OF_A_SET = 3
_SAMPLES = 8
_MANY = 12
_CATEGORIES = {
    constants.CATEGORY_SPACE: (" ", "\u3000"),
    constants.CATEGORY_NOT_SPACE: ("甲", "-"),
    constants.CATEGORY_DIGIT: ("1",),
    constants.CATEGORY_NOT_DIGIT: ("甲", " "),
    constants.CATEGORY_WORD: ("甲", "_"),
    constants.CATEGORY_NOT_WORD: ("-", " "),
}
_REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)


def attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str]]:
    """What stands before a repetition, and what is repeated.

    For each repetition of the pattern: what leads up to it with texts that it takes, and
    with white space. By themselves: all those texts, and the leads, which begin the
    pattern over and over.
    """
    source = pattern.pattern
    text = source if isinstance(source, str) else source.decode("latin-1")
    tree = parser.parse(text, pattern.flags & ~re.DEBUG)
    alone = {" ", "甲", "1", "a", "（", next(_samples(tree), "")}
    for lead, body in _repetitions(tree, ""):
        alone.update(body, [lead])
        yield from ((lead, pump) for pump in (*body, " "))
    yield from (("", pump) for pump in sorted(alone) if pump)


def _repetitions(tree: Any, lead: str) -> Iterator[tuple[str, list[str]]]:
    """Each repetition below a node, with a text that matches what stands before it."""
    for operator, argument in tree:
        if operator in _REPEATS:
            _, most, body = argument
            if most == constants.MAXREPEAT or most >= _MANY:
                yield lead, [text for text in islice(_samples(body), _SAMPLES) if text]
        for part in _parts(operator, argument):
            yield from _repetitions(part, lead)
        lead += next(_samples([(operator, argument)]), "")


def _parts(operator: Any, argument: Any) -> list[Any]:
    if operator in _REPEATS:
        return [argument[2]]
    if operator is constants.SUBPATTERN:
        return [argument[3]]
    if operator is constants.BRANCH:
        return list(argument[1])
    if operator in (constants.ASSERT, constants.ASSERT_NOT):
        return [argument[1]]
    if operator is constants.ATOMIC_GROUP:
        return [argument]
    return []


def _samples(tree: Any) -> Iterator[str]:
    """Some texts that match a sequence."""
    parts = [list(islice(_samples_of(*node), _SAMPLES)) for node in tree]
    yield from ("".join(texts) for texts in islice(product(*parts), _SAMPLES))


def _samples_of(operator: Any, argument: Any) -> Iterable[str]:
    if operator in (constants.LITERAL, constants.NOT_LITERAL, constants.ANY):
        return [_sample_of_one(operator, argument)]
    if operator is constants.IN:
        return _samples_of_set(argument)
    if operator in _REPEATS:
        least, _, body = argument
        return (text * max(least, 1) for text in _samples(body))
    if operator is constants.BRANCH:
        return (text for branch in argument[1] for text in islice(_samples(branch), 2))
    if operator in (constants.SUBPATTERN, constants.ATOMIC_GROUP):
        return _samples(_parts(operator, argument)[0])
    return [""]


def _sample_of_one(operator: Any, argument: Any) -> str:
    if operator is constants.LITERAL:
        return chr(argument)
    return "甲" if argument != ord("甲") else "乙"


def _samples_of_set(members: Any) -> list[str]:
    found: list[str] = []
    negated = members[0][0] is constants.NEGATE
    for operator, argument in members:
        if operator is constants.LITERAL:
            found.append(chr(argument))
        elif operator is constants.RANGE:
            found += [chr(argument[0]), chr(argument[1])]
        elif operator is constants.CATEGORY:
            found += _CATEGORIES[argument]
    if negated:
        return [text for text in ("甲", " ", "1", "a") if text not in found][:_SAMPLES_OF_A_SET]
    # White space is what two neighbouring repetitions share most often.
    return sorted(found, key=lambda text: not text.isspace())[:_SAMPLES_OF_A_SET]
