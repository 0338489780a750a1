"""Text that the fonts of the PDF can show; what they can't is named in words.

PDF/UA forbids a sign without a glyph, and a report must not lose one silently either.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from pathlib import Path

import matplotlib
from matplotlib.ft2font import FT2Font

# The last font that Typst tries; its first one, Libertinus Serif, is inside Typst.
_FALLBACK = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
_UNNAMED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me"})
_LONG_WORD = re.compile(r"\S{36,}")
_ZERO_WIDTH_SPACE = "\u200b"


def fallback_fonts() -> tuple[Path, ...]:
    """The files of DejaVu Sans, which matplotlib brings along.

    >>> [path.name for path in fallback_fonts()]
    ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf']
    """
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return tuple(folder / name for name in _FALLBACK)


@functools.cache
def _displayable() -> frozenset[int]:
    """Code points that every fallback font has, so that bold text has them too."""
    charmaps = [set(FT2Font(str(path)).get_charmap()) for path in fallback_fonts()]
    return frozenset(set.intersection(*charmaps)) | {ord("\n"), ord("\t")}


def displayable(text: str) -> str:
    """The text with each sign that no font has written as its Unicode name.

    Joiners and variation selectors without a glyph are dropped: they only shape a sign
    that is named already.

    >>> displayable("Hyvä 👍")
    'Hyvä [thumbs up sign]'
    """
    return "".join(map(_sign, unicodedata.normalize("NFC", text)))


def _sign(sign: str) -> str:
    if ord(sign) in _displayable():
        return sign
    if unicodedata.category(sign) in _UNNAMED:
        return ""
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"


def breakable(text: str) -> str:
    r"""The text with places to break inside words that are too long for any column.

    >>> breakable("a" * 40).count("\u200b")
    1
    """
    return _LONG_WORD.sub(
        lambda word: _ZERO_WIDTH_SPACE.join(re.findall(".{1,24}", word.group())), text
    )
