from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from service.mcp_tools import build_tools
from service.newsroom.room import Newsroom
from service.store import Store
from tests.fakes import make_pipeline

TWO = "市医院开夜门诊\n市医院昨天起开夜门诊。医生轮班。\n\n快递进村\n快递车昨天开进了山村。"


def asked(room: Newsroom, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """The answers of tools: what they give, or the words of their refusal."""

    async def ask() -> list[Any]:
        async with Client(build_tools(room, "1")) as client:
            results = [await client.call_tool(name, arguments) for name, arguments in calls]
        return [
            str(result.content[0]) if result.is_error else result.structured_content
            for result in results
        ]

    return anyio.run(ask)


def test_an_issue_is_digested_kept_and_found(tmp_path: Path) -> None:
    room = Newsroom(make_pipeline(), Store.open(tmp_path / "desk.sqlite"))
    digested, found = asked(
        room, ("digest_issue", {"text": TWO, "keep": True}), ("find_issue", {"words": "夜门诊"})
    )
    (issue,) = digested["result"]
    assert [article["topic"] for article in issue["articles"]] == ["medicine", "logistics"]
    assert found["total"] == 1
    assert found["articles"][0]["issue"] == issue["stored_as"]


def test_one_article_has_a_topic_and_a_summary() -> None:
    text = "市医院昨天起开夜门诊，医生轮班到晚上十点。市民说方便。"
    topic, summary = asked(
        Newsroom(make_pipeline()),
        ("classify_article", {"text": text}),
        ("summarize_article", {"text": text, "max_chars": 22}),
    )
    assert (topic["topic"], topic["title"]) == ("medicine", "医药")
    assert summary["summary"] == "市医院昨天起开夜门诊，医生轮班到晚上十点。"


def test_what_cannot_be_done_is_told_in_words() -> None:
    room = Newsroom(make_pipeline())
    blank, nowhere = asked(room, ("digest_issue", {"text": " "}), ("find_issue", {}))
    assert "只有空白" in blank
    assert "不保存" in nowhere


@pytest.mark.slow
def test_the_command_speaks_over_standard_input_and_output(tmp_path: Path) -> None:
    environment = {"BAOZHAI_STORE": str(tmp_path / "desk.sqlite"), "HOME": str(tmp_path)}
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "service.cli", "mcp"], env=environment
    )

    async def ask() -> list[str]:
        async with Client(command) as client:
            tools = (await client.list_tools()).tools
            result = await client.call_tool("digest_issue", {"text": TWO})
        assert not result.is_error
        assert json.dumps(result.structured_content, ensure_ascii=False).count("快递进村")
        return [tool.name for tool in tools]

    names = anyio.run(ask)
    assert names == ["digest_issue", "classify_article", "summarize_article", "find_issue"]
