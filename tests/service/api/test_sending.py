from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from docx import Document

from service.newsroom.room import Newsroom
from service.store import Store
from tests.fakes import make_pipeline
from tests.service.api.asking import client_of, in_loop

TWO = """市医院开夜门诊
市医院昨天起开夜门诊。医生轮班。

快递进村
快递车昨天开进了山村。村民很高兴。
"""


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(make_pipeline(), Store.open(tmp_path / "desk.sqlite"))


async def keep(client: httpx.AsyncClient) -> dict[str, Any]:
    answer = await client.post("digest?keep=true&wait=true", json={"text": TWO, "id": "夜刊"})
    key = answer.json()["issues"][0]["stored"]["id"]
    issue: dict[str, Any] = (await client.get(f"issues/{key}")).json()
    return issue


def words_of(docx: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(docx)).paragraphs]


def template_with(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@in_loop
async def test_every_format_has_the_order_and_selection_asked_for(room: Newsroom) -> None:
    async with client_of(room) as client:
        issue = await keep(client)
        hospital, parcels = issue["articles"]
        order = f"{parcels['place']},{hospital['place']}"
        made = {
            name: await client.get(f"exports/{issue['id']}.{name}", params={"articles": order})
            for name in ("docx", "html", "md", "json", "csv")
        }
        one = await client.get(f"exports/{issue['id']}.md?articles={parcels['place']}")
        none = await client.get(f"exports/{issue['id']}.md?articles=99999")
    assert {answer.status_code for answer in made.values()} == {200}
    docx = "\n".join(words_of(made["docx"].content))
    for text in (docx, made["html"].text, made["md"].text, made["csv"].text):
        assert 0 < text.index("快递进村") < text.index("市医院开夜门诊")
    told = [article["headline"] for article in made["json"].json()["articles"]]
    assert told == ["快递进村", "市医院开夜门诊"]
    rows = list(csv.reader(io.StringIO(made["csv"].content.decode("utf-8-sig"))))
    assert [row[2] for row in rows[1:]] == told
    assert "市医院" not in one.text
    assert none.status_code == 404
    named = unquote(made["docx"].headers["content-disposition"])
    assert named == "attachment; filename*=UTF-8''夜刊 报摘.docx"


@in_loop
async def test_a_saved_selection_is_sent_and_outlives_a_join(room: Newsroom) -> None:
    async with client_of(room) as client:
        issue = await keep(client)
        hospital, parcels = issue["articles"]
        path, seen = f"issues/{issue['id']}", {"if-match": f'"v{issue["version"]}"'}
        places = [parcels["place"], hospital["place"]]
        saved = await client.patch(path, json={"selection": places}, headers=seen)
        late = await client.patch(path, json={"selection": []}, headers=seen)
        sent = await client.get(f"exports/{issue['id']}.md")
        order = {"join": {"article": parcels["place"]}}
        await client.post(f"{path}/boundaries", json=order, headers={"if-match": "*"})
        joined = await client.get(f"exports/{issue['id']}.md")
    assert saved.json()["selection"] == places
    assert (late.status_code, late.json()["current"]["selection"]) == (412, places)
    assert sent.text.index("快递进村") < sent.text.index("市医院开夜门诊")
    assert joined.status_code == 200
    assert joined.text.count("\n## ") == 1


@in_loop
async def test_the_desk_says_title_masthead_and_sources(room: Newsroom) -> None:
    async with client_of(room) as client:
        issue = await keep(client)
        wanted = {"title": "每日要闻 {paper}", "masthead": "云川融媒 <内参>", "sources": False}
        answer = await client.put("settings", json=wanted)
        page = (await client.get(f"exports/{issue['id']}.html")).text
        docx = words_of((await client.get(f"exports/{issue['id']}.docx")).content)
        other = await client.get(f"exports/{issue['id']}.md", params={"title": "周末版"})
    assert answer.json() == {**wanted, "has_template": False}
    assert "<h1>每日要闻 夜刊</h1>" in page
    assert "云川融媒 &lt;内参&gt;" in page
    assert docx[:2] == ["云川融媒 <内参>", "每日要闻 夜刊"]
    assert "# 周末版" in other.text


@in_loop
async def test_a_template_of_the_desk_is_filled(room: Newsroom) -> None:
    template = template_with(
        "{{ title }}",
        "{%p for a in articles %}",
        "{{ a.topic }}｜{{ a.headline }}：{{ a.summary }}",
        "{%p endfor %}",
    )
    async with client_of(room) as client:
        issue = await keep(client)
        taken = await client.put("settings/template", files={"template": template})
        words = words_of((await client.get(f"exports/{issue['id']}.docx")).content)
        await client.delete("settings/template")
        own = words_of((await client.get(f"exports/{issue['id']}.docx")).content)
    assert taken.status_code == 204
    assert words[0] == "夜刊 报摘"
    assert any(line.startswith("医药｜市医院开夜门诊：") for line in words)
    assert len(own) > len(words)


@pytest.mark.parametrize(
    "template",
    [
        b"no zip",
        template_with("{{ nothing.of.the.kind }}"),
        template_with("{% for %}"),
        template_with("{{ ''.__class__.__mro__ }}"),
    ],
    ids=["no zip", "unknown", "syntax", "escape"],
)
@in_loop
async def test_a_bad_template_is_refused(room: Newsroom, template: bytes) -> None:
    async with client_of(room) as client:
        answer = await client.put("settings/template", files={"template": template})
        kept = (await client.get("settings")).json()
    assert answer.status_code == 422
    assert "模板" in answer.json()["detail"]
    assert kept["has_template"] is False


@in_loop
async def test_a_template_that_unpacks_to_gigabytes_is_refused(room: Newsroom) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b" " * (65 * 2**20))
    async with client_of(room) as client:
        answer = await client.put("settings/template", files={"template": stream.getvalue()})
    assert answer.status_code == 422


@in_loop
async def test_what_only_the_desk_should_check_is_not_sent_to_readers(room: Newsroom) -> None:
    async with client_of(room) as client:
        issue = await keep(client)
        made = {
            name: await client.get(f"exports/{issue['id']}.{name}")
            for name in ("docx", "html", "md")
        }
        kept = (await client.get(f"exports/{issue['id']}.json")).json()
    texts = [made["html"].text, made["md"].text, "\n".join(words_of(made["docx"].content))]
    for text in texts:
        assert "市医院昨天起开夜门诊" in text
        assert "医药" in text
        for word in ("92%", "存疑", "全文照录", "提示"):
            assert word not in text
    assert kept["articles"][0]["topic"]["probability"] == 0.92
