"""Of subtitles and transcripts what is said is read, and that the times are not is told."""

from __future__ import annotations

import pytest

from service.readers import issue_from_files
from service.readers.subtitles import is_subtitles

SAID = ("渡口昨天恢复通航", "每天开行八班渡船", "船票还是两元")


def _timed(separator: str, more: str = "", *, numbered: bool) -> str:
    return "\n\n".join(
        f"{f'{n}{chr(10)}' if numbered else ''}"
        f"00:00:{n:02d}{separator}000 --> 00:00:{n + 1:02d}{separator}000{more}\n{line}"
        for n, line in enumerate(SAID, start=1)
    )


FORMS = {
    "srt": _timed(",", numbered=True),
    "srt without hours": _timed(",", numbered=True).replace("00:00:", "00:"),
    "vtt": "WEBVTT\nKind: captions\n\nNOTE 校对过\n\n"
    + _timed(".", " align:start", numbered=False),
    "vtt with voices": "WEBVTT\n\n"
    + _timed(".", numbered=True).replace(SAID[0], f"<v 播音员><i>{SAID[0]}</i>"),
    "ass": "[Script Info]\nTitle: 早间\n\n[Events]\nFormat: Layer, Start, End, Style, Name, "
    "MarginL, MarginR, MarginV, Effect, Text\n"
    + "\n".join(
        rf"Dialogue: 0,0:00:0{n}.00,0:00:0{n}.90,Default,,0,0,0,,{{\an8}}{line}"
        for n, line in enumerate(SAID)
    ),
    "lrc": "[ar:云川电台]\n[by:校对]\n"
    + "\n".join(f"[00:{n:02d}.50]{line}" for n, line in enumerate(SAID)),
    "times before lines": "\n".join(f"00:01:{n:02d}　{line}" for n, line in enumerate(SAID)),
    "times in brackets": "\n".join(f"【01:{n:02d}】 {line}" for n, line in enumerate(SAID)),
    "times above lines": "\n".join(f"00:01:{n:02d}\n{line}" for n, line in enumerate(SAID)),
}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS.keys())
def test_what_is_said_is_read_line_by_line(content: str, encoding: str) -> None:
    if encoding == "gb18030":
        content = content.replace("【", "[").replace("】", "]").replace("　", " ")
    issue = issue_from_files([("早间.txt", content.encode(encoding))])
    assert issue.text.split("\n") == list(SAID)
    assert "时间码没有读入" in issue.warnings[0]


def test_a_pause_parts_what_is_said() -> None:
    late = _timed(",", numbered=True).replace("00:00:03,000 -->", "00:00:09,000 -->")
    assert issue_from_files([("a.srt", late.encode())]).text == (
        f"{SAID[0]}\n{SAID[1]}\n\n{SAID[2]}"
    )


def test_speakers_stand_before_what_they_say() -> None:
    content = f"说话人1 00:00\n{SAID[0]}\n\n说话人2   01:05:30\n{SAID[1]}\n"
    issue = issue_from_files([("a.txt", content.encode())])
    assert issue.text == f"说话人1：{SAID[0]}\n\n说话人2：{SAID[1]}"


def test_a_speaker_is_named_once_as_long_as_he_speaks() -> None:
    who = ("主播", "主播", "记者")
    said = zip(range(3), who, SAID, strict=True)
    content = "\n".join(f"[00:0{n}] {name}：{line}" for n, name, line in said)
    issue = issue_from_files([("a.txt", content.encode())])
    assert issue.text.split("\n") == [f"主播：{SAID[0]}", SAID[1], f"记者：{SAID[2]}"]


@pytest.mark.parametrize(
    "text",
    [
        "今日节目\n08:00 早间新闻\n08:30 农事\n09:00 戏曲\n",
        "比分 3:2\n渡口昨天通航。\n",
        "渡口 --> 码头\n渡口昨天通航。\n",
        "记者 10:30 到达渡口。\n船票还是两元。\n",
        "[本报讯] 渡口昨天通航。\n[又讯] 船票两元。\n[另讯] 每天八班。\n",
    ],
)
def test_a_text_with_hours_in_it_stays_as_it_is(text: str) -> None:
    assert not is_subtitles(text.encode())
