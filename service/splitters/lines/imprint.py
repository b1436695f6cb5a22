"""Who publishes, prints and sends a paper, as its pages tell at their foot: 主办：… 印刷：…."""

from __future__ import annotations

import re

_LABEL = (
    r"(?:主管主办|主[管办]|[承协联]办|编辑出版|出版|编[印辑]|编委会|发行|承?印刷?|印[数张]|开本|准印证号?|"
    r"国内(?:统一)?刊号|国内统一连续出版物号|(?:广告)?(?:经营)?许可证号?|邮发代号|[社地]址|邮编|邮政编码|电话|"
    r"传真|邮箱|网址|(?:零售|定|全年订)?价|副?社长|副?(?:总编辑?|主[编任])|法律顾问)(?:单位|部门)?(?:号码?)?"
)
_FIELD = re.compile(rf"{_LABEL}[\s\u3000]*+[:：]")
# Without one of these the words may be those of whoever holds an event.
_OF_PAPER = re.compile(
    r"(?:出版|编印|印[数张]|准印证号?|刊号|发行|社址|许可证号?|社长|总编辑?)(?:单位)?[\s\u3000]*+[:：]"
    r"|承?印刷?(?:单位)?[\s\u3000]*+[:：][^\s:：]{0,30}(?:报社?|印务|印刷中心|传媒|集团|公司|厂)(?=[\s\u3000]|$)"
    r"|(?:主管|[主承协]办)(?:单位)?[\s\u3000]*+[:：][^\s:：]{0,30}(?:报社?|编辑部|杂志社|融媒体?中心)(?=[\s\u3000]|$)"
)
_OTHER = re.compile(
    r"[。！？；]|[作译著]者|导演|主演|出品|出版社"
)  # a book or film, too, has a press
_FEWEST, _LONGEST_FIELD = 2, 40


def is_imprint_of_paper(line: str) -> bool:
    """Whether a line is two or more fields of an imprint and tells that it is a paper's.

    Args:
        line: The folded text of a line.
    """
    fields = _FIELD.findall(line)
    is_whole = len(fields) >= _FEWEST and len(line) <= _LONGEST_FIELD * len(fields)
    return is_whole and bool(_OF_PAPER.search(line)) and not _OTHER.search(line)
