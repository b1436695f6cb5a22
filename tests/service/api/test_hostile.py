"""Requests that nobody sends by mistake: each is refused in words, and changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from service.newsroom.room import Newsroom
from service.store import Store
from tests.fakes import make_pipeline
from tests.service.api.asking import client_of, in_loop

TWO = "市医院开夜门诊\n市医院昨天起开夜门诊。医生轮班。\n\n快递进村\n快递车昨天开进了山村。"
HUGE = 10**9 - 1


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(make_pipeline(), Store.open(tmp_path / "desk.sqlite"))


def orders(place: int) -> list[dict[str, Any]]:
    return [
        {"split": {"article": place, "at": HUGE}},
        {"split": {"article": HUGE, "at": 1}},
        {"split": {"article": place, "at": 0}},
        {"join": {"article": place}},
        {"join": {"article": HUGE}},
        {"move": {"passage": [0, HUGE], "to": place}},
        {"move": {"passage": [9, 3], "to": place}},
        {"move": {"passage": [-5, -1], "to": place}},
        {"move": {"passage": [1, 2, 3], "to": place}},
        {"move": {"passage": [0, 7], "to": place, "position": "sideways"}},
        {"put_back": {"passage": [0, 7]}},
        {"put_back": {"passage": [HUGE - 1, HUGE]}},
        {"leave_out": {"passage": [HUGE - 1, HUGE]}},
        {"leave_out": {}},
        {"leave_out": {"article": place, "passage": [0, 1]}},
        {"delete": {"article": place}},
        {},
    ]


@in_loop
async def test_boundaries_out_of_all_bounds_are_refused(room: Newsroom) -> None:
    async with client_of(room) as client:
        answer = await client.post("digest?keep=true&wait=true", json={"text": TWO})
        key = answer.json()["issues"][0]["stored"]["id"]
        before = (await client.get(f"issues/{key}")).json()
        star, first = {"if-match": "*"}, before["articles"][0]["place"]
        for order in orders(first):
            answer = await client.post(f"issues/{key}/boundaries", json=order, headers=star)
            assert answer.status_code in (404, 422), (order, answer.text)
            assert answer.json()["detail"]
        assert (await client.get(f"issues/{key}")).json() == before


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": "a\0b"},
        {"headline": "长" * 501},
        {"topic": "sports"},
        {"topic": None},
        {"summary": [[0, 0]]},
        {"summary": [[3, 1]]},
        {"summary": [[0, 5], [2, 8]]},
        {"summary": [[-3, 2]]},
        {"summary": [[0]]},
        {"edited_by": "somebody else"},
    ],
    ids=range(10),
)
@in_loop
async def test_values_that_cannot_be_are_refused(room: Newsroom, fields: dict[str, Any]) -> None:
    async with client_of(room) as client:
        answer = await client.post("digest?keep=true&wait=true", json={"text": TWO})
        key = answer.json()["issues"][0]["stored"]["id"]
        article = (await client.get(f"issues/{key}")).json()["articles"][0]
        path = f"articles/{article['address']}"
        answer = await client.patch(path, json=fields, headers={"if-match": "*"})
        assert answer.status_code == 422, answer.text
        assert (await client.get(path)).json() == article


@in_loop
async def test_texts_and_names_come_back_as_they_are_and_do_nothing(room: Newsroom) -> None:
    evil = "<script>alert(1)</script>{{7*7}}'; DROP TABLE issues; --\u202e"
    files = [("files", (f"../../{evil}.txt", TWO.replace("快递进村", evil).encode()))]
    async with client_of(room) as client:
        answer = await client.post("digest?keep=true&wait=true", files=files)
        (done,) = answer.json()["issues"]
        key = done["stored"]["id"]
        page = (await client.get(f"exports/{key}.html")).text
        name = (await client.get(f"exports/{key}.md")).headers["content-disposition"]
        found = (await client.get("articles", params={"q": evil})).json()
        wild = (await client.get("articles", params={"q": '%" OR 1=1 --'})).json()
    assert done["digest"]["articles"][1]["headline"] == evil
    assert "/" not in done["digest"]["pages"][0]["file"]
    assert "<script>" not in page
    assert "%2F" not in name
    assert (found["total"], wild["total"]) == (1, 0)


NAMES = [
    (b"C:\\fakepath\\..\\3\xe7\x89\x88.txt", "3版.txt"),
    (b"/var/spool/../page.txt", "page.txt"),
    (b"..", "3"),
    (b"...\\", "4"),
    (b"a\0b.txt", "a\ufffdb.txt"),
    ("要闻\u202etxt.exe".encode(), "要闻\ufffdtxt.exe"),
    (b"x\x1b]0;owned\x07.txt", "x\ufffd]0;owned\ufffd.txt"),
    ("版".encode() * 300 + b".txt", "版" * 195 + "….txt"),
    (b"a." + b"t" * 300, "a." + "t" * 187 + "…." + "t" * 9),
    (b"CON.txt", "CON.txt"),
    (b"nul", "nul"),
    (b"<b onclick=x>.txt", "<b onclick=x>.txt"),
    (b"%2e%2e%2fpasswd", "%2e%2e%2fpasswd"),
    ("版\u2028面.txt".encode(), "版\ufffd面.txt"),
]
"""Names as they are sent, and as they are told."""


@in_loop
async def test_names_of_uploads_are_seen_as_they_are_wherever_they_are_told(
    room: Newsroom,
) -> None:
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n%s\r\n'
        % (sent, f"第{number}版\n\n{TWO}".encode())
        for number, (sent, _) in enumerate(NAMES)
    ]
    kind = {"content-type": "multipart/form-data; boundary=x"}
    async with client_of(room) as client:
        form = b"".join([*parts, b"--x--\r\n"])
        answer = await client.post("digest?keep=true&wait=true", content=form, headers=kind)
        (made,) = answer.json()["issues"]
        export = await client.get(f"exports/{made['stored']['id']}.md")
    assert [page["file"] for page in made["digest"]["pages"]] == [told for _, told in NAMES]
    assert unquote(export.headers["content-disposition"]).endswith("3版 报摘.md")
    assert list(room.kept.export())


@in_loop
async def test_no_name_of_an_issue_gets_into_the_head_of_an_answer(room: Newsroom) -> None:
    async with client_of(room) as client:
        answer = await client.post("digest?keep=true&wait=true", json={"text": TWO})
        key = answer.json()["issues"][0]["stored"]["id"]
        for name in ("a\r\nSet-Cookie: x=1", "\u2028", "\ud7ff" * 200, "..", "CON", "\u202egpj"):
            patch, star = {"issue_id": name, "paper": None}, {"if-match": "*"}
            named = await client.patch(f"issues/{key}", json=patch, headers=star)
            assert named.status_code in (200, 422)
            query = {"title": name, "masthead": name}
            for asked in ({}, query):
                export = await client.get(f"exports/{key}.md", params=asked)
                assert export.status_code in (200, 422)
                assert "set-cookie" not in export.headers
                head = export.headers.get("content-disposition", "")
                assert head.isascii()
                assert unquote(head).isprintable()
                assert len(unquote(head.partition("''")[2]).encode()) <= 255


@pytest.mark.parametrize(
    "tag", ['""', "v1", 'W/"v1"', '"v1", "v2"', '"v99999999999999999999"', "x"]
)
@in_loop
async def test_a_tag_that_was_never_given_changes_nothing(room: Newsroom, tag: str) -> None:
    async with client_of(room) as client:
        answer = await client.post("digest?keep=true&wait=true", json={"text": TWO})
        key = answer.json()["issues"][0]["stored"]["id"]
        patch = {"issue_id": "x"}
        answer = await client.patch(f"issues/{key}", json=patch, headers={"if-match": tag})
    assert answer.status_code in (400, 412)


ENDLESS = "9" * 4500
"""More digits than Python reads as a number, and a request may hold."""
BEYOND = "9" * 30
"""More than a database counts to."""


@pytest.mark.parametrize("number", [ENDLESS, BEYOND, "-1", "1e3", "٣", "0x1", "²"], ids=range(7))
@in_loop
async def test_numbers_that_are_none_are_refused_wherever_they_stand(
    room: Newsroom, number: str
) -> None:
    async with client_of(room) as client:
        answer = await client.post("digest?keep=true&wait=true", json={"text": TWO})
        key = answer.json()["issues"][0]["stored"]["id"]
        form = {"max_chars": (None, number), "text": (None, TWO)}
        answers = [
            await client.post("digest?wait=true", files=form),
            await client.get(f"articles/{key}-{number}"),
            await client.get(f"exports/{key}.md", params={"articles": number}),
            await client.get(f"issues/{key}", params={"max_chars": number}),
        ]
        for path, cursor in (
            ("articles", f"2026-03-18.{number}.1"),
            ("articles", f"2026-03-18.1.{number}"),
            ("issues", f"2026-03-18.{number}"),
            ("review", f"{number}.1.1"),
            ("audit", number),
        ):
            answers.append(await client.get(path, params={"cursor": cursor}))
        for tag in (f'"v{number}"', f'"{number}-1"'):
            headers = {b"if-match": tag.encode()}
            answers.append(
                await client.patch(f"issues/{key}", json={"paper": "云川日报"}, headers=headers)
            )
    assert {answer.status_code for answer in answers} <= {400, 404, 422}


@pytest.mark.parametrize(
    "body",
    [
        rb'{"text": "\ud800"}',
        rb'{"text": "a", "id": "\udc00\ud800"}',
        rb'{"text": "a", "\ud800": 1}',
        rb'{"articles": [{"id": "\ud800", "text": "a"}]}',
        rb'{"articles": [{"id": "a", "\udfff": "a"}]}',
        rb'{"\ud800": [[0, 1]]}',
        rb'{"headline": "\ud800"}',
        b'{"text": "a", "max_chars": %s}' % ENDLESS.encode(),
        b'{"text": "a", "max_chars": NaN}',
        b'{"text": "a", "max_chars": 1e999}',
        b"[" * 1_000_000 + b"]" * 1_000_000,
        b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
        b"[" + b"1," * 500_000 + b"1]",
        b'{"text": "\xff\xfe"}',
        '{"text": "渡口"'.encode("utf-16"),
        b"\xef\xbb\xbf",
        b"",
    ],
    ids=range(17),
)
@in_loop
async def test_json_that_no_program_writes_is_refused(room: Newsroom, body: bytes) -> None:
    async with client_of(room) as client:
        answer = await client.post("digest?keep=true&wait=true", json={"text": TWO})
        key = answer.json()["issues"][0]["stored"]["id"]
        address = (await client.get(f"issues/{key}")).json()["articles"][0]["address"]
        headers = {"content-type": "application/json", "if-match": "*"}
        for path in ("digest?wait=true", "split", "classify", "summarize", "session", "tokens"):
            answer = await client.post(path, content=body, headers=headers)
            assert answer.status_code in (400, 401, 413, 422), (path, answer.text[:200])
        for path in (f"articles/{address}", f"issues/{key}"):
            answer = await client.patch(path, content=body, headers=headers)
            assert answer.status_code in (400, 422), (path, answer.text[:200])
        answer = await client.post(f"issues/{key}/boundaries", content=body, headers=headers)
        assert answer.status_code in (400, 422)
