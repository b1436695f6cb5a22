"""Articles dressed as a local paper prints them, with photos between and pieces missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from service.leads import without_lead
from service.splitters.stories import Role
from training.pages.noise.press import STOPS, Block, CleanArticle, Press, Printed, torn_line


def dress(press: Press, article: CleanArticle, owner: str) -> Block:
    """Print an article the way a local paper does: leads and bylines of its own."""
    titles = list(article.title_lines)
    if len(titles) > 1 and press.has("joined_titles", 0.3):
        titles = [" ".join(titles)]
    if press.adds("columns", 0.12):
        titles.insert(0, press.column())
    paragraphs = list(article.paragraphs)
    lines = [
        Printed(title, owner, Role.HEADLINE if n == 0 else Role.HEADLINE_MORE)
        for n, title in enumerate(titles)
    ]
    lines += _writers(press, owner, paragraphs)
    if press.has("end_bylines", 0.3):
        byline = press.rng.choice(("({})", "（{}）", "（{}）")).format(
            press.names(2, press.rng.choice(" 、"))
        )
        if press.rng.random() < 0.4:
            paragraphs.append(byline)
        elif paragraphs[-1].endswith(tuple(STOPS)):
            paragraphs[-1] += byline
    lines += [Printed(paragraph, owner, Role.BODY) for paragraph in paragraphs]
    return Block(tuple(lines), owner, "plain", " ".join(titles))


def _writers(press: Press, owner: str, paragraphs: list[str]) -> list[Printed]:
    """A lead put before the first paragraph, or else perhaps a line with names above it."""
    if press.has("leads", 0.55) and len(paragraphs[0]) > 30:
        paragraphs[0] = _lead(press) + _bare_lead(paragraphs[0])
        return []
    if press.has("byline_lines", 0.12):
        role = press.rng.choice(
            ("本报记者 {}", "记者 {}", "□本报记者 {}", "□ 记者 {} 通讯员 {}", "本报记者 {} 文/图")
        )
        return [Printed(role.format(press.names(), press.name()), owner, Role.BODY)]
    if press.adds("authors", 0.12):
        return [Printed(press.names(), owner, Role.BODY)]
    return []


def _lead(press: Press) -> str:
    form = press.rng.choice(
        (
            "本报讯 ",
            "本报讯 ",
            "本报讯 记者{}报道:",
            "本报讯（记者 {}）",
            "本报讯 (记者{})",
            "本报讯（记者 {} 通讯员 {}）",
            "本报讯 ({}) ",
        )
    )
    return form.format(press.names(2, press.rng.choice(" 、")), press.name())


def _bare_lead(paragraph: str) -> str:
    return without_lead(paragraph).strip() or paragraph


def lay_photos(press: Press, blocks: list[Block]) -> list[Block]:
    """Caption news between the articles, or in the middle of one."""
    for _ in range(press.rng.choice((0, 0, 1, 1, 2))):
        sources = [b for b in blocks if len(b.lines) > 2]
        if not sources or not press.has("photos", 0.8):
            continue
        source = press.rng.choice(sources)
        place = _caption_place(press, source)
        if place is None:
            continue
        caption = _caption(press, source.lines[place].text)
        rest = (*source.lines[:place], *source.lines[place + 1 :])
        blocks = [replace(b, lines=rest) if b is source else b for b in blocks]
        blocks = _insert(press, blocks, _photo(press, caption))
    return blocks


def _photo(press: Press, caption: str) -> Block:
    """A caption with who took the photo, on one line or two, perhaps below a title."""
    press.n_made += 1
    owner = f"p{press.n_made}"
    credit = press.rng.choice(
        (
            "本报记者 {} 摄",
            "{} 摄",
            "记者 {} 摄",
            "本报通讯员 {} 摄",
            "{}摄",
            "本报记者 {} 摄影报道",
            "通讯员 {} 摄",
        )
    )
    credit = credit.format(press.names(2))
    texts = (
        [caption, credit]
        if press.has("credit_lines", 0.15)
        else [caption + press.rng.choice(("", " ")) + credit]
    )
    lines = [Printed(text, owner, Role.BODY) for text in texts]
    if not press.has("titled_photos", 0.08):
        lines[0] = replace(lines[0], role=Role.CAPTION)
        return Block(tuple(lines), owner, "photo", None)
    title = press.rng.choice(("图片新闻", "图片报道", caption[:10]))
    return Block((Printed(title, owner, Role.HEADLINE), *lines), owner, "photo", title)


def _caption_place(press: Press, source: Block) -> int | None:
    """A paragraph that could stand under a photo."""
    places = [
        n
        for n, line in enumerate(source.lines)
        if line.role is Role.BODY and 50 <= len(line.text) <= 220 and line.text[-1] in STOPS
    ]
    return press.rng.choice(places) if places and len(source.lines) > 3 else None


def _caption(press: Press, text: str) -> str:
    """The paragraph as a caption; every other one opens with a day."""
    text = without_lead(text)
    if press.rng.random() < 0.5:
        return f"{press.rng.randint(1, 12)}月{press.rng.randint(1, 28)}日，{text}"
    return text


def _insert(press: Press, blocks: list[Block], block: Block) -> list[Block]:
    if press.has("photos_inside", 0.15):
        n = press.rng.randrange(len(blocks))
        host = blocks[n]
        if len(host.lines) > 5 and host.kind == "plain":
            at = press.rng.randint(3, len(host.lines) - 1)
            first = replace(host, lines=host.lines[:at])
            rest = replace(host, lines=host.lines[at:])
            return [*blocks[:n], first, block, rest, *blocks[n + 1 :]]
    at = press.rng.randint(0, len(blocks))
    return [*blocks[:at], block, *blocks[at:]]


def lay_continuations(press: Press, blocks: list[Block]) -> list[Block]:
    """Pieces whose beginning is not in the issue, with or without headline and signpost."""
    for n, block in enumerate(blocks):
        body = [line for line in block.lines if line.role is Role.BODY]
        if not _is_whole(block) or len(body) < 4 or not press.has("continuations", 0.14):
            continue
        rest = _tail_of(press, body)
        form = press.rng.random()
        if form < 0.55 or "bare_continuations" not in press.faults:
            blocks[n] = _continued(press, block, rest, headed=True)
        elif form < 0.85:
            blocks[n] = _continued(press, block, rest, headed=False)
        elif press.has("orphans", 1.0):
            first = replace(rest[0], role=Role.START)
            blocks[n] = Block((first, *rest[1:]), block.owner, "orphan", None)
    return blocks


def _is_whole(block: Block) -> bool:
    """Whether a block is an article with nothing done to it yet."""
    return block.kind == "plain" and block.lines[0].role is Role.HEADLINE


def _tail_of(press: Press, body: Sequence[Printed]) -> list[Printed]:
    """The later part of a body, starting with a paragraph or in mid-sentence."""
    at = press.rng.randint(1, len(body) - 2)
    rest = list(body[at:])
    text = rest[0].text
    if len(text) > 60 and press.rng.random() < 0.6:
        cut = press.rng.randint(15, len(text) - 25)
        rest[0] = torn_line(rest[0], cut)
    return rest


def _continued(press: Press, block: Block, rest: list[Printed], *, headed: bool) -> Block:
    marker = _marker(press, "上接")
    if not headed:
        if press.rng.random() < 0.7:
            first = replace(rest[0], text=marker + rest[0].text, role=Role.START)
            lines = [first, *rest[1:]]
        else:
            lines = [Printed(marker, block.owner, Role.START), *rest]
        return Block(tuple(lines), block.owner, "cont-bare", None)
    titles = [line for line in block.lines if line.role in (Role.HEADLINE, Role.HEADLINE_MORE)]
    if press.has("short_headlines", 0.25):
        titles = [replace(titles[0], text=_shortened(press, titles[0].text))]
    if press.rng.random() < 0.6:
        lines = [*titles, Printed(marker, block.owner, Role.BODY), *rest]
    else:
        lines = [*titles, replace(rest[0], text=marker + rest[0].text), *rest[1:]]
    headline = " ".join(title.text for title in titles)
    return Block(tuple(lines), block.owner, "cont", headline)


def _marker(press: Press, way: str) -> str:
    forms = ["({}第{}版)", "（{}第{}版）", "（{}第{}版）"]
    if press.has("odd_markers", 0.3):
        forms = ["（{}{}版）", "【{}第{}版】", "（▲{}第{}版）", "({}第{}版·要闻)", "〔{}第{}版〕"]
    return press.rng.choice(forms).format(way, press.page_number())


def _shortened(press: Press, headline: str) -> str:
    parts = [part for part in re.split(r"[\s，：—（）！？]+", headline) if len(part) >= 5]
    return press.rng.choice(parts) if parts else headline


def lay_jumps(press: Press, blocks: list[Block]) -> list[Block]:
    """Stories that go on elsewhere: in this issue, or in another one."""
    for n in range(len(blocks) - 1, -1, -1):
        block = blocks[n]
        body = [i for i, line in enumerate(block.lines) if line.role is Role.BODY]
        if not _is_whole(block) or len(body) < 4 or not press.has("jumps", 0.1):
            continue
        at = body[press.rng.randint(1, len(body) - 2)]
        line = block.lines[at]
        head, rest = list(block.lines[: at + 1]), list(block.lines[at + 1 :])
        if len(line.text) > 60 and press.rng.random() < 0.6:
            cut = press.rng.randint(20, len(line.text) - 20)
            head[-1] = replace(line, text=line.text[:cut])
            torn = line.text[cut - 1].isalnum() and line.text[cut].isalnum()
            rest.insert(0, replace(line, text=line.text[cut:], is_torn=torn))
        marker = _marker(press, "下转")
        if press.rng.random() < 0.7:
            head[-1] = replace(head[-1], text=head[-1].text + marker)
        else:
            head.append(Printed(marker, block.owner, Role.BODY))
        blocks[n] = replace(block, lines=tuple(head), kind="head")
        if press.rng.random() < 0.8:
            headed = press.rng.random() < 0.75
            piece = _continued(press, block, rest, headed=headed)
            later = press.rng.randint(min(n + 1 + (n + 1 < len(blocks)), len(blocks)), len(blocks))
            blocks.insert(later, replace(piece, kind="piece"))
    return blocks
