"""Which finished texts of a table are numbers that a spreadsheet can calculate with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from babel import Locale
from babel.numbers import NumberFormatError, get_decimal_symbol, parse_decimal

from lumo_analysis.presentation.wording import MINUS, Wording

# A spreadsheet keeps fifteen digits; a longer number would come back as another.
_MOST_DIGITS = 15
_NUMBER = re.compile(rf"({MINUS}?)(\d[\d.,\s]*?)(\s?%)?")


@dataclass(frozen=True)
class Number:
    """A number with the spreadsheet's format for it; a per cent is stored as a share of one."""

    value: float
    format: str

    @property
    def is_percent(self) -> bool:
        """Whether it is shown as a per cent."""
        return self.format.endswith("%")


def number_of(text: str, words: Wording) -> Number | None:
    """The number that a text is, in the report's language; None where it is anything more.

    It must read back as the very text it came from, so nothing is guessed: a mark, an
    interval, a leading zero or the other language's separators leave it a text.

    >>> number_of("46%", Wording("en"))
    Number(value=0.46, format='0%')
    >>> number_of("1\u00a0234,5", Wording("fi"))
    Number(value=1234.5, format='#,##0.0')
    >>> number_of("46%*", Wording("en")), number_of("1,5", Wording("en"))
    (None, None)
    """
    match = _NUMBER.fullmatch(text)
    if match is None or sum(sign.isdigit() for sign in text) > _MOST_DIGITS:
        return None
    minus, digits, percent = match.groups()
    locale = Locale.parse(words.language)
    try:
        value = parse_decimal(digits, locale=locale, strict=True) * (-1 if minus else 1)
    except NumberFormatError:
        return None
    decimals = len(digits.partition(get_decimal_symbol(locale))[2])
    zeros = "." + "0" * decimals if decimals else ""
    if percent:
        share = value / 100
        gap = f'"{percent[0]}"' if len(percent) > 1 else ""
        same = words.percent(float(share), decimals) == text
        return Number(float(share), f"0{zeros}{gap}%") if same else None
    if words.number(float(value), decimals) == text:
        return Number(float(value), f"#,##0{zeros}")
    return Number(float(value), "0") if str(value) == text.replace(MINUS, "-") else None
