"""How a chart draws a text: right to left, joined, or with signs that its font lacks."""

from __future__ import annotations

import functools

from matplotlib import font_manager
from matplotlib.textpath import text_to_path

from lumo_analysis.presentation.lettering import FONT
from lumo_analysis.publishing.audit.svg_reader import signs_of

# Latin letters, whose glyphs are read as the signs they were written with.
_LATIN_END = "\u024f"
_PUNCTUATION = range(0x2010, 0x2028)


def drawn_as_written(text: str) -> bool:
    """Whether every sign of a text is drawn by itself, in its place, by a glyph of its own.

    >>> drawn_as_written("Etelä-Savo – 5 %"), drawn_as_written("漢字"), drawn_as_written("a\u0308")
    (True, False, False)
    """
    return all(sign <= _LATIN_END or ord(sign) in _PUNCTUATION for sign in text)


@functools.lru_cache(maxsize=1024)
def drawn_signs(text: str) -> str:
    """The signs that are read from a text when a chart has drawn it, word by word.

    Signs that the font lacks are read as one sign a block of Unicode. Lines break
    between words, and words may run from right to left, so the order of the signs is not told.

    >>> drawn_signs("ba ab")
    'baab'
    """
    font = font_manager.get_font(font_manager.findfont(font_manager.FontProperties(family=FONT)))
    found = ""
    for word in text.split():
        for glyph, *_ in text_to_path.get_glyphs_with_font(font, word)[0]:
            name, _, number = str(glyph).rpartition("-")
            found += signs_of(name).get(int(number, 16), "")
    return found
