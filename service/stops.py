"""Stops as text recognition and typesetting print them."""

from __future__ import annotations

import re

# Stops in other forms: of half width, small, for vertical lines.
_FORMS = str.maketrans("｡︒﹒︕﹗︖﹖", "。。。！！？？")
_OTHER_FORM = re.compile("[｡︒﹒︕﹗︖﹖]")
# OCR also reads 。 as a dot amid the line, up to the end of the text.
_MIDDLE_DOT = re.compile(r"(?<=[\u4e00-\u9fff%％”）])[·•・](?=[\u4e00-\u9fff\d“（]|\s|$)")


def stops_in_usual_form(text: str) -> str:
    """The text with its stops as 。！？, of the same length."""
    text = text.translate(_FORMS) if _OTHER_FORM.search(text) else text
    ends_so = "。" not in text and text.rstrip().endswith(("·", "•", "・"))
    if ends_so and len(_MIDDLE_DOT.findall(text)) > 1:
        text = _MIDDLE_DOT.sub("。", text)
    return text
