"""The numbers that programs print before paragraphs, in the formats of Word and of web pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_DIGITS = "〇一二三四五六七八九"
_UNITS = ("", "十", "百", "千", "万")
_FORMAL_SIMPLIFIED = str.maketrans("〇一二三四五六七八九十百千万", "零壹贰叁肆伍陆柒捌玖拾佰仟万")
_FORMAL_TRADITIONAL = str.maketrans("〇一二三四五六七八九十百千万", "零壹貳參肆伍陸柒捌玖拾佰仟萬")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_WITH_STOP = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
_IN_BRACKETS = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_CIRCLED_CHINESE = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"
# Where whole hundreds begin, the plain counting systems go on digit by digit.
_DIGIT_BY_DIGIT = 100
_LARGEST = 99_999
_ROUNDS = 30


def numeral(value: int, number_format: str) -> str | None:
    """Write a number as a list does.

    Args:
        value: The number.
        number_format: A name of ECMA-376 part 1, 17.18.59 (`chineseCounting`).

    Returns:
        The numeral; in digits where the format has none for the number. None if
        the format is not known here.
    """
    write = _FORMATS.get(number_format)
    if write is None:
        return None
    return write(value) if 0 <= value <= _LARGEST else str(value)


def counted(value: int) -> str:
    """A number in Chinese as it is read: 二十一, 一百〇五, 一万二千."""
    if not value:
        return _DIGITS[0]
    written, is_gap = "", False
    for place in range(len(_UNITS) - 1, -1, -1):
        digit = value // 10**place % 10
        if digit:
            written += f"{_DIGITS[0] if is_gap and written else ''}{_DIGITS[digit]}{_UNITS[place]}"
        is_gap = not digit
    return written.removeprefix("一") if 10 <= value < 20 else written


def digits(value: int) -> str:
    """A number in Chinese digit by digit: 二〇二六."""
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def letters(value: int) -> str:
    """a, b … z, aa, bb, as Word goes on for thirty rounds."""
    count, place = divmod(value - 1, 26)
    return chr(ord("a") + place) * (count + 1) if 0 <= count < _ROUNDS else str(value)


def roman(value: int) -> str:
    """A Roman numeral in lower case."""
    written = ""
    for worth, sign in _ROMAN:
        written += sign * (value // worth)
        value %= worth
    return written.lower() or "0"


def _counted_to_a_hundred(value: int) -> str:
    return counted(value) if value < _DIGIT_BY_DIGIT else digits(value).replace("〇", "○")


def _counted_in_japan(value: int) -> str:
    written = counted(value)
    for unit in "十百千":
        written = written.replace(f"一{unit}", unit)
    return written.replace("〇", "") or written


def _one_of(signs: str, *, again: bool = False) -> Callable[[int], str]:
    """A sign for each number as far as they go, then digits or the signs again."""

    def write(value: int) -> str:
        if again and value:
            return signs[(value - 1) % len(signs)]
        return signs[value - 1] if 0 < value <= len(signs) else str(value)

    return write


def _formal(table: Mapping[int, int]) -> Callable[[int], str]:
    def write(value: int) -> str:
        prefix = "一" if 10 <= value < 20 else ""
        return f"{prefix}{counted(value)}".translate(table)

    return write


def _full_width(value: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(value))


def _sexagenary(value: int) -> str:
    return f"{_STEMS[(value - 1) % 10]}{_BRANCHES[(value - 1) % 12]}" if value else "0"


def _ordinal(value: int) -> str:
    last = 0 if value // 10 % 10 == 1 else value % 10
    return f"{value}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": "{:02d}".format,
    # As Word names those of its own: by the first number.
    "001": "{:03d}".format,
    "0001": "{:04d}".format,
    "00001": "{:05d}".format,
    "numberInDash": "- {} -".format,
    "hex": "{:X}".format,
    "ordinal": _ordinal,
    "none": lambda _: "",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "upperRoman": lambda value: roman(value).upper(),
    "lowerRoman": roman,
    "upperLetter": lambda value: letters(value).upper(),
    "lowerLetter": letters,
    "decimalEnclosedCircle": _one_of(_CIRCLED),
    "decimalEnclosedCircleChinese": _one_of(_CIRCLED),
    "decimalEnclosedFullstop": _one_of(_WITH_STOP),
    "decimalEnclosedParen": _one_of(_IN_BRACKETS),
    "ideographEnclosedCircle": _one_of(_CIRCLED_CHINESE),
    "ideographTraditional": _one_of(_STEMS, again=True),
    "ideographZodiac": _one_of(_BRANCHES, again=True),
    "ideographZodiacTraditional": _sexagenary,
    "ideographDigital": digits,
    "japaneseDigitalTenThousand": digits,
    "taiwaneseDigital": lambda value: digits(value).replace("〇", "○"),
    "koreanDigital2": digits,
    "chineseCounting": _counted_to_a_hundred,
    "taiwaneseCounting": _counted_to_a_hundred,
    "chineseCountingThousand": counted,
    "taiwaneseCountingThousand": counted,
    "japaneseCounting": _counted_in_japan,
    "chineseLegalSimplified": _formal(_FORMAL_SIMPLIFIED),
    "ideographLegalTraditional": _formal(_FORMAL_TRADITIONAL),
    "japaneseLegal": _formal(_FORMAL_TRADITIONAL),
}
