"""One wrong input through one room of the product, and what must hold whatever it is."""

from __future__ import annotations

import io
import json
import random
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import anyio
import httpx
from openpyxl import Workbook

from service import ArticleSplitter, DigestPipeline
from service.batch.articles import read_articles
from service.characters import is_unicode
from service.datamodels import Digest, Issue
from service.errors import DigestError, ReadError
from service.newsroom.room import Newsroom
from service.readers import issue_from_files, read_issue
from service.splitters import part_issues
from service.writers.as_json import to_json
from service.writers.formats import FORMATS, render_digest
from tests.contract import breaches
from tests.documents import level, make_docx, numbered, numbering, paragraph
from tests.fakes import make_pipeline
from tests.fuzz.mutations import mutate_bytes, mutate_text
from tests.pdfs import GB_FONT, VERTICAL_GB_FONT, make_pdf
from tests.service.api.asking import PAPER, client_of

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
_PART, _LENGTH = 0.9, 800
MOST_SECONDS = 5.0  # of the processor, for one input


@dataclass(frozen=True, slots=True)
class Finding:
    """What went wrong: a short kind, by which findings are counted, and all that is known."""

    kind: str
    detail: str


def try_one(given: tuple[str, int]) -> Finding | None:
    """Try the input of a number in one of `ROOMS`; the same number makes the same input."""
    room, number = given
    started = time.process_time()
    try:
        wrong = next(ROOMS[room](random.Random(f"{room} {number}")), None)
    except DigestError:
        wrong = None
    except Exception as error:  # noqa: BLE001 - every other error is what is looked for
        places = traceback.extract_tb(error.__traceback__)
        place = next((at for at in reversed(places) if "/service/" in at.filename), places[-1])
        kind = f"{type(error).__name__} in {Path(place.filename).name}:{place.name}"
        return Finding(kind, traceback.format_exc())
    taken = time.process_time() - started
    if wrong is None and taken > MOST_SECONDS:
        wrong = f"slow: {taken:.1f} s"
    return Finding(wrong.partition(":")[0], wrong) if wrong else None


def input_of(room: str, number: int) -> bytes:
    """What is tried under a number, as far as it is bytes of a file."""
    chance = random.Random(f"{room} {number}")
    if room == "read":
        return _file(chance)
    return _text(chance).encode("utf-8", errors="surrogatepass") if room == "split" else b""


def _file(chance: random.Random) -> bytes:
    return mutate_bytes(chance.choice(_files()), chance)


def _text(chance: random.Random) -> str:
    """A part of a page, now and then all of it."""
    text = chance.choice(_texts())
    if chance.random() < _PART:
        first = chance.randrange(len(text))
        text = text[first : first + _LENGTH]
    return mutate_text(text, chance)


def _read(chance: random.Random) -> Iterator[str]:
    raw = _file(chance)
    try:
        issue = issue_from_files([("p", raw)])
    except ReadError as error:
        if isinstance(error.__cause__, UnicodeEncodeError):
            yield f"text is no Unicode: {error}"
        return
    if not all(map(is_unicode, issue.warnings)):
        yield "warning is no Unicode: it cannot be shown"
    if any(not 0 <= page.start <= page.end <= len(issue.text) for page in issue.pages):
        yield f"pages lie outside the text: {issue.pages}"
    if len(raw) < 200_000 and issue_from_files([("p", raw)]) != issue:
        yield "read twice, it is not the same"


def _split(chance: random.Random) -> Iterator[str]:
    for issue in part_issues(Issue("p", _text(chance))):
        digest = _splitter().split(issue)
        scored = _scored(digest)
        if found := breaches(scored):
            yield f"breach: {found[0]}"
        if _splitter().split(issue) != digest:
            yield "split twice, it is not the same"
        if Digest.from_json(to_json(scored)) != scored:
            yield "read back, it is not the same"
        # A document of Word takes a hundred times what the others take.
        weights = [1 if output_format == "docx" else 20 for output_format in FORMATS]
        render_digest(scored, chance.choices(FORMATS, weights)[0], _pipeline().topics)


def _table(chance: random.Random) -> Iterator[str]:
    suffix, raw = chance.choice(_tables())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"t{suffix}"
        path.write_bytes(mutate_bytes(raw, chance))
        articles = list(read_articles([str(path)]))
        written = "".join(f"{a.id}{a.headline}{a.text}{a.error}" for a in articles)
        if not is_unicode(written):
            yield "article is no Unicode: it cannot be written as UTF-8"
        if list(read_articles([str(path)])) != articles:
            yield "table read twice, it is not the same"


def _api(chance: random.Random) -> Iterator[str]:
    path, body = chance.choice(_REQUESTS)
    written = mutate_bytes(json.dumps(body, ensure_ascii=False).encode(), chance)

    async def ask() -> httpx.Response:
        room = Newsroom(_pipeline(), None)
        async with client_of(room) as client:
            headers = {"content-type": "application/json"}
            return await client.post(path, content=written, headers=headers)

    answer = anyio.run(ask)
    if answer.status_code >= 500:
        yield f"status {answer.status_code}: {path} {written!r} {answer.text}"


ROOMS: Mapping[str, Callable[[random.Random], Iterator[str]]] = {
    "read": _read,
    "split": _split,
    "table": _table,
    "api": _api,
}
_REQUESTS = (
    ("split", {"text": "市医院开夜门诊\n市医院昨天起开夜门诊。医生轮班。", "id": "p1"}),
    ("classify", {"articles": [{"id": "1", "headline": "开馆", "text": "市图书馆昨天开馆。"}]}),
    ("summarize", {"articles": [{"id": "1", "text": "市图书馆昨天开馆。"}], "max_chars": 60}),
    ("digest?wait=true", {"text": "快递进村\n快递车昨天开进了山村。", "max_chars": 100}),
)


def _scored(digest: Digest) -> Digest:
    pipeline = _pipeline()
    articles = tuple(pipeline.score(article) for article in digest.articles)
    return replace(digest, model=pipeline.model, articles=articles)


@cache
def _pipeline() -> DigestPipeline:
    return make_pipeline()


@cache
def _splitter() -> ArticleSplitter:
    return ArticleSplitter()


@cache
def _texts() -> tuple[str, ...]:
    texts = [read_issue([path]).text for path in sorted(EXAMPLES.glob("*.txt"))]
    return (*texts, "\f".join(texts[:2]), PAPER)


@cache
def _files() -> tuple[bytes, ...]:
    found = [path for path in sorted((EXAMPLES / "formats").rglob("*")) if path.is_file()]
    files = [path.read_bytes() for path in found if path.suffix != ".json"]
    text = _texts()[0]
    lines = [(50, 700 - 20 * n, 10, line) for n, line in enumerate(text.split("\n")[:30]) if line]
    page = (
        "<p>" + "</p><p>".join(text.split("\n")) + "</p><select><option>一</select><ol><li>甲</ol>"
    )
    saved = "MIME-Version: 1.0\nTo: a\nSubject: =?utf-8?q?x?=\n"
    saved += 'Content-Type: multipart/related; boundary=b; start="<f0>"\n\n--b\n'
    saved += f"Content-Type: text/html; charset=utf-8\nContent-ID: <f0>\n\n<body>{page}</body>\n"
    saved += "--b\nContent-Type: text/html; charset=gbk\nContent-Location: f1\n\n<p>f</p>\n"
    saved += "--b\nContent-Disposition: attachment; filename*=utf-8''%41.doc\n\nx\n--b--\n"
    listed = numbering(level(0, "chineseCounting", "%1、"))
    return (
        *files,
        *(text.encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16")),
        make_pdf([lines, lines]),
        make_pdf([lines], font=GB_FONT, settings={0: "/Rotate 90 "}),
        make_pdf([lines], font=VERTICAL_GB_FONT),
        make_docx("".join(map(paragraph, text.split("\n")[:20])) + numbered("条目"), listed),
        f"<html><body>{page}</body></html>".encode(),
        saved.encode(),
    )


@cache
def _tables() -> tuple[tuple[str, bytes], ...]:
    rows = [
        ("id", "title", "text"),
        ("1", "开馆", "市图书馆昨天开馆。"),
        ("2", "", "路通了，桥也通了。"),
    ]
    book, packed = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(packed)
    lines = [json.dumps(dict(zip(rows[0], row, strict=True)), ensure_ascii=False) for row in rows]
    return (
        (".csv", "\n".join(",".join(row) for row in rows).encode()),
        (".tsv", "\n".join("\t".join(row) for row in rows).encode("gb18030")),
        (".jsonl", "\n".join(lines[1:]).encode()),
        (".xlsx", packed.getvalue()),
        (".csv.gz", b"\x1f\x8b\x08" + b"\0" * 20),
    )
