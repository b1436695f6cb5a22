"""Two readings of one page laid side by side, character by character and line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from service.characters import content_characters
from service.datamodels import Digest
from training.pages.gold import FURNITURE, REPEAT, UNJUDGED, GoldPage, is_article


@dataclass(frozen=True, slots=True)
class Partner:
    """The found article that stands for a gold one.

    Attributes:
        name: Its id, None where no found article shares a character.
        overlap: Characters in both over characters in either, from 0 to 1.
    """

    name: str | None
    overlap: float


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A line given to a wrong owner, or taken for text instead of headline or the reverse.

    Attributes:
        number: Its number among all lines of the page, counted from 1.
        text: What it says.
        wanted: What it should be, such as `a2 headline`, `duplicate` or `furniture`.
        found: What it was taken for; an article bears the name of the gold one it stands for,
            or `+` and its own where it stands for none.
    """

    number: int
    text: str
    wanted: str
    found: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Who owns what on a page.

    Attributes:
        owners: Owner of each non-space character, empty where it has none, `skip` where it may
            have any.
        headlines: Headline of each article, None where none is printed.
    """

    owners: tuple[str, ...]
    headlines: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The gold reading of a page and one that is judged.

    Attributes:
        text: The page.
        wanted: The gold reading.
        found: The reading that is judged.
        partners: For each gold article the found one that overlaps it most.
    """

    text: str
    wanted: Reading
    found: Reading
    partners: Mapping[str, Partner]

    @property
    def judged(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Gold and found owners of the characters that cannot lie anywhere."""
        wanted = self.wanted.owners
        places = [place for place, owner in enumerate(wanted) if owner != UNJUDGED]
        found = self.found.owners
        return tuple(wanted[place] for place in places), tuple(found[place] for place in places)

    def has_same_headline(self, article: str) -> bool:
        """Whether the headline of a gold article was found, punctuation and spaces aside."""
        partner = self.partners[article].name
        if partner is None:
            return False
        wanted, found = self.wanted.headlines[article], self.found.headlines[partner]
        return content_characters(wanted or "") == content_characters(found or "")

    def first_wrong(self) -> WrongLine | None:
        """The first line that holds a wrong character, None if all are right."""
        names = _gold_names(self.partners)
        wanted = _line_parts(self.text, self.wanted)
        found = _line_parts(self.text, self.found)
        lines = zip(self.text.splitlines(), wanted, found, strict=True)
        for number, (line, mine, theirs) in enumerate(lines, 1):
            for (owner, part), (other, other_part) in zip(mine, theirs, strict=True):
                expected = _describe(owner, part)
                got = _describe(names.get(other, f"+{other}"), other_part)
                if expected != got:
                    return WrongLine(number, line.strip(), expected, got)
        return None


def align(gold: GoldPage, digest: Digest) -> Alignment:
    """Lay the gold reading of a page and a digest of it side by side."""
    wanted = Reading(_owners(gold.text, gold.segments), gold.headlines)
    headlines = {article.id: article.headline for article in digest.articles}
    owners = zip(wanted.owners, _owners(gold.text, _segments(digest)), strict=True)
    found = Reading(tuple(UNJUDGED if w == UNJUDGED else f for w, f in owners), headlines)
    return Alignment(gold.text, wanted, found, _partners(wanted, found))


def _segments(digest: Digest) -> Iterator[tuple[int, int, str]]:
    for article in digest.articles:
        for span in article.spans:
            yield span.start, span.end, article.id
    for entry in digest.left_out:
        owner = FURNITURE if entry.reason == "furniture" else f"{REPEAT}{entry.of}"
        yield entry.start, entry.end, owner


def _owners(text: str, segments: Iterable[tuple[int, int, str]]) -> tuple[str, ...]:
    owners = [""] * len(text)
    for start, end, owner in segments:
        owners[start:end] = [owner] * (end - start)
    return tuple(o for o, character in zip(owners, text, strict=True) if not character.isspace())


def _partners(wanted: Reading, found: Reading) -> dict[str, Partner]:
    sizes_wanted, sizes_found = Counter(wanted.owners), Counter(found.owners)
    shared = Counter(zip(wanted.owners, found.owners, strict=True))
    best = dict.fromkeys(wanted.headlines, Partner(None, 0.0))
    for (mine, theirs), n in sorted(shared.items()):
        if mine in best and is_article(theirs):
            overlap = n / (sizes_wanted[mine] + sizes_found[theirs] - n)
            if overlap > best[mine].overlap:
                best[mine] = Partner(theirs, overlap)
    return best


def _gold_names(partners: Mapping[str, Partner]) -> dict[str, str]:
    """For each found article the gold one it overlaps most; of equals the first."""
    names: dict[str, str] = {}
    for mine, partner in sorted(partners.items(), key=lambda entry: -entry[1].overlap):
        if partner.name is not None:
            names.setdefault(partner.name, mine)
    return names


def _line_parts(text: str, reading: Reading) -> Iterator[list[tuple[str, str]]]:
    """For each line the owners of its characters, and whether the line is headline or text."""
    ahead = {name: content_characters(line or "") for name, line in reading.headlines.items()}
    place = 0
    for line in text.splitlines():
        n = sum(not character.isspace() for character in line)
        owners = reading.owners[place : place + n]
        place += n
        part, content = "text", content_characters(line)
        for owner in set(owners) & ahead.keys():
            is_headline = bool(content) and ahead[owner].startswith(content)
            ahead[owner] = ahead[owner][len(content) :] if is_headline else ""
            part = "headline" if is_headline else "text"
        yield [(owner, part) for owner in owners]


def _describe(owner: str, part: str) -> str:
    """What a character is; which article a copy is of does not matter here."""
    bare = owner.removeprefix("+")
    if bare.startswith(REPEAT):
        return "duplicate"
    return f"{owner} {part}" if is_article(bare) else bare or "nothing"
