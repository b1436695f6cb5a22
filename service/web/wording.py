"""What the page says to a visitor, in the language of their own.

The words stand in `service/web/words`, those of the contract (kinds, flags, reasons, notes) in
`service/vocabulary.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.config import Language
from service.vocabulary import Word
from service.web.words.archive import ARCHIVE
from service.web.words.desk import INPUT
from service.web.words.frame import FRAME, HELP
from service.web.words.issue import EDITING, READING, SENDING
from service.web.words.people import DEEDS, PEOPLE
from service.web.words.scripts import SCRIPT_WORDS
from service.web.words.training import TRAINING

_SCRIPTS = "js_"

WORDS: Mapping[str, Word] = {
    **FRAME,
    **INPUT,
    **READING,
    **EDITING,
    **SENDING,
    **ARCHIVE,
    **PEOPLE,
    **TRAINING,
    **HELP,
    **SCRIPT_WORDS,
}


def deed_of(action: str, language: Language) -> str:
    """An action of the audit list in words; as it is where it has none."""
    return DEEDS[action].in_language(language) if action in DEEDS else action


@dataclass(frozen=True, slots=True)
class Wording:
    """Every word of the page in one language."""

    language: Language

    @property
    def lang(self) -> str:
        """The language as HTML names it."""
        return "zh-CN" if self.language == "zh" else "en"

    def __call__(self, key: str, /, **values: object) -> str:
        """The words of a key, with its braces filled in."""
        words = WORDS[key].in_language(self.language)
        return words.format(**values) if values else words

    def for_scripts(self) -> dict[str, str]:
        """What the scripts of the page say; they fill in the braces."""
        return {
            key.removeprefix(_SCRIPTS): word.in_language(self.language)
            for key, word in WORDS.items()
            if key.startswith(_SCRIPTS)
        }


CHINESE, ENGLISH = Wording("zh"), Wording("en")


def wording_for(chosen: str | None, accepted: str) -> Wording:
    """The language of a visitor.

    Args:
        chosen: What the visitor switched to, `zh` or `en`; anything else is no choice.
        accepted: The header Accept-Language; Chinese where it names neither.
    """
    if chosen in ("zh", "en"):
        return CHINESE if chosen == "zh" else ENGLISH
    for part in accepted.lower().split(","):
        if part.strip().startswith("zh"):
            return CHINESE
        if part.strip().startswith("en"):
            return ENGLISH
    return CHINESE
