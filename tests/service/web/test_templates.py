"""What the templates write: whole pages, hostile words shown and never run."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import service.web.templating as templating
from service.config import TopicSet, load_config
from service.web.presenting import Visitor, on_panel
from service.web.templating import Templates
from service.web.views.issue import PANELS, IssueView
from service.web.wording import CHINESE, ENGLISH, WORDS, Wording
from service.writers.bulletin import Bulletin
from tests.factories import make_digest
from tests.service.web.reading import Reading

TOPICS = load_config("configs/topics.yaml", TopicSet)
TEMPLATES = Templates(TOPICS)
ROOM = Path(templating.__file__).parent
HOSTILE = '<script>alert(1)</script>" onclick="x" {{ 7*7 }} </textarea>&'


def page(issue: IssueView, panel: str = "", words: Wording = CHINESE) -> Reading:
    frame = {
        "visitor": Visitor("王芳", "admin", True, True, may_leave=True, may_administer=True),
        "bulletin": Bulletin(title=HOSTILE, masthead=HOSTILE),
        "has_template": True,
        "here": "",
        "examples": (),
        "max_chars": 150,
    }
    return Reading(
        TEMPLATES.render("issue.html", words, {**frame, "issue": issue, **on_panel(issue, panel)})
    )


def view(*, may_edit: bool = True) -> IssueView:
    return IssueView("k", make_digest(), TOPICS, 150, may_edit=may_edit, is_kept=True)


@pytest.mark.parametrize("words", [CHINESE, ENGLISH])
@pytest.mark.parametrize("panel", ["", "a2", *PANELS])
def test_each_panel_is_well_formed_and_has_each_id_once(panel: str, words: Wording) -> None:
    read = page(view(), panel, words)
    assert len(set(read.ids())) == len(read.ids())
    assert read.of_class("row")


@pytest.mark.parametrize("panel", ["", *PANELS])
def test_nothing_of_an_issue_becomes_markup(panel: str) -> None:
    issue = view()
    digest = issue.digest
    articles = tuple(
        replace(a, headline=HOSTILE, byline=HOSTILE, edited_by=HOSTILE, kicker=HOSTILE)
        for a in digest.articles
    )
    pages = tuple(replace(p, file=HOSTILE) for p in digest.pages)
    hostile = replace(digest, paper=HOSTILE, articles=articles, pages=pages)
    read = page(replace(issue, digest=hostile), panel)
    assert [a for tag, a in read.elements if tag == "script"] == [
        {"type": "application/json", "id": "words"},
        {"type": "module", "src": read.elements_of("script")[1]["src"]},
    ]
    assert not [name for _, a in read.elements for name in a if name.startswith("on")]
    assert "{{ 7*7 }}" in "".join(read.text)


def test_no_element_carries_a_style_that_the_policy_would_refuse() -> None:
    for panel in ("", *PANELS):
        assert not [a for _, a in page(view(), panel).elements if "style" in a]


def test_a_reader_finds_nothing_to_change() -> None:
    read = page(view(may_edit=False))
    assert not [a for _, a in read.elements if "data-field" in a or "data-boundary" in a]
    topics = [a for tag, a in read.elements if tag == "button" and "data-topic" in a]
    assert topics
    assert all("disabled" in a for a in topics)


def test_every_word_is_used_and_every_word_used_is_known() -> None:
    written = "".join(file.read_text(encoding="utf-8") for file in ROOM.rglob("*.html"))
    said = [file for file in ROOM.rglob("*.py") if file.parent.name != "words"]
    written += "".join(file.read_text(encoding="utf-8") for file in said)
    scripts = "".join(file.read_text(encoding="utf-8") for file in ROOM.rglob("*.js"))
    asked = set(re.findall(r"\bt\([\"'](\w+)[\"'][,)]", written))
    assert asked <= set(WORDS)
    made = {f"tab_{name.replace('-', '_')}" for name in PANELS}
    made |= {
        key for key in WORDS if key.startswith(("role_", "run_", "way_", "js_stage_", "js_run_"))
    }
    for key in set(WORDS) - made:
        where = scripts if key.startswith("js_") else written
        assert re.search(rf"[\"'(]{key.removeprefix('js_')}[\"',)]", where), key


def test_the_words_of_both_languages_have_the_same_braces() -> None:
    for key, word in WORDS.items():
        braces = [set(re.findall(r"{(\w+)", said)) for said in word]
        assert braces[0] == braces[1], key
