r"""Text as it is searched, letter by letter beside the text as it was written.

Invisible characters, composed accents, wide digits and the many kinds of space and hyphen
would otherwise hide a telephone number from every pattern.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"


@dataclass(frozen=True)
class PlainText:
    """What is searched; its n-th character stands from `starts[n]` to `ends[n]` as written."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of `text` stands in the original."""
        return self.starts[start], self.ends[end - 1]


def plain_text(written: str) -> PlainText:
    r"""A text with one visible, ordinary character for each that a reader sees.

    >>> plain = plain_text("p. 04\u200b0\u2011123\u00a04567")
    >>> plain.text, plain.original(3, 15)
    ('p. 040-123 4567', (3, 16))
    """
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, sign in enumerate(written):
        category = unicodedata.category(sign)
        if category == "Cf":
            continue
        if category == "Mn" and letters:
            composed = unicodedata.normalize("NFC", letters[-1] + sign)
            if len(composed) == 1:
                letters[-1], ends[-1] = composed, place + 1
                continue
        letters.append(_ordinary(sign, category))
        starts.append(place)
        ends.append(place + 1)
    return PlainText("".join(letters), tuple(starts), tuple(ends))


def _ordinary(sign: str, category: str) -> str:
    if sign.isascii():
        return sign
    if sign in _HYPHENS:
        return "-"
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.digit(sign))
    compatible = unicodedata.normalize("NFKC", sign)
    return compatible if len(compatible) == 1 else sign
