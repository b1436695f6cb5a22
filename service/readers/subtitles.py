"""Subtitles and transcripts of recordings: text with the times at which it was said."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from service.readers.base import PageText
from service.readers.encodings import decode

_HEAD_BYTES = 1 << 16
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CLOCK = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,:]\d{1,3})?"
_CUE = re.compile(rf"({_CLOCK})[ \t]*-->[ \t]*({_CLOCK})(?:[ \t][^\n]*)?")
# Hours and minutes without brackets are those of a programme.
_STAMPED = re.compile(
    rf"[ \t]*(?:[\[【(（<]{_CLOCK}(?:[ \t]*[-–~]+[ \t]*{_CLOCK})?[\]】)）>]"
    r"|\d{1,2}:[0-5]\d:[0-5]\d(?:[.,]\d+)?)[ \t:：]*"
)
_SPEAKER = re.compile(
    r"[ \t]*+((?:说话人|发言人|讲话人|主持人|主播|记者|嘉宾|Speaker)[ \t]?\S{0,8}?)[ \t]++"
    rf"[(（\[]?{_CLOCK}[)）\]]?[ \t]*+",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[\u4e00-\u9fffA-Za-z\d]{1,8}[：:]")
_FEWEST_STAMPS, _STAMPED_SHARE, _CUE_WITHIN = 3, 0.4, 10
_FEWEST_SPEAKERS = 2
_SONG = re.compile(r"\[(ti|ar|al|by|au|length|offset|re|ve|la|id):(.*)\]", re.IGNORECASE)
_SPOKEN = re.compile(r"Dialogue:", re.IGNORECASE)
_FIELDS_BEFORE_TEXT = 9
# Of a voice, a style or a place on the screen.
_MARKUP = re.compile(r"</?[a-z][^<>\n]*>|\{\\[^{}\n]*\}", re.IGNORECASE)
_PAUSE_S = 3.0


def is_subtitles(raw: bytes) -> bool:
    """Whether a text is divided by the times at which its parts are said."""
    encoding = "utf-16" if raw.startswith(_UTF16_MARKS) else "utf-8"
    head = raw.removeprefix(codecs.BOM_UTF8)[:_HEAD_BYTES].decode(encoding, errors="replace")
    head = head.lstrip("\ufeff \r\n")
    if head.startswith(("WEBVTT", "[Script Info]")):
        return True
    lines = [line for line in head.splitlines() if line.strip()]
    if any(_CUE.fullmatch(line.strip()) for line in lines[:_CUE_WITHIN]):
        return True
    n_stamped = sum(_STAMPED.match(line) is not None for line in lines)
    if n_stamped >= max(_FEWEST_STAMPS, _STAMPED_SHARE * len(lines)):
        return True
    return sum(_SPEAKER.fullmatch(line) is not None for line in lines) >= _FEWEST_SPEAKERS


def read_subtitles(raw: bytes, name: str) -> tuple[PageText, ...]:
    """Give what is said, one line for each line of print, without times and marks of style.

    A blank line stands where nothing is said for a while.

    Raises:
        ReadError: As `decode` says.
    """
    text = decode(raw, name).lstrip("\ufeff")
    lines = text.splitlines()
    if _SPOKEN.search(text) and "[Script Info]" in text:
        said = _dialogue(lines)
    elif any(_CUE.fullmatch(line.strip()) for line in lines):
        said = _cues(lines)
    else:
        said = _stamped(lines)
    written = "\n".join(_MARKUP.sub("", line).strip() for line in said)
    warning = f"{name}: 时间码没有读入，只读了说的话 (the times of what is said are left out)"
    return (PageText(written.strip("\n"), warnings=(warning,)),)


def _dialogue(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if _SPOKEN.match(line):
            spoken = line.split(",", _FIELDS_BEFORE_TEXT)[_FIELDS_BEFORE_TEXT:]
            yield "".join(spoken).replace("\\N", "\n").replace("\\n", "\n").replace("\\h", " ")


def _cues(lines: list[str]) -> Iterator[str]:
    """The lines below the time of each cue, up to a blank one."""
    is_said, ended = False, 0.0
    for line in lines:
        bare = line.strip()
        if cue := _CUE.fullmatch(bare):
            is_said = True
            if _seconds(cue[1]) - ended >= _PAUSE_S:
                yield ""
            ended = _seconds(cue[2])
        elif not bare:
            is_said = False
        elif is_said:
            yield bare


def _stamped(lines: list[str]) -> Iterator[str]:
    """Lines without the time before each; speakers before what they say, once."""
    speaker = last = ""
    for line in lines:
        if named := _SPEAKER.fullmatch(line):
            speaker = f"{named[1].strip()}："
        elif title := _SONG.fullmatch(line.strip()):
            if title[1].lower() == "ti":
                yield title[2]
        elif said := _without_stamp(line):
            label = _LABEL.match(said)
            yield f"{speaker}{said.removeprefix(last) if last else said}"
            last, speaker = label[0] if label else "", ""
        elif not (speaker or line.strip()):
            yield ""


def _without_stamp(line: str) -> str:
    stamp = _STAMPED.match(line)
    return line[stamp.end() if stamp else 0 :].strip()


def _seconds(clock: str) -> float:
    seconds = 0.0
    whole, *_ = clock.replace(",", ".").partition(".")
    for part in whole.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds
