"""How wide a text is in a chart, and where its lines break.

Charts are laid out in CSS pixels before anything is drawn, so that their height follows
their content and nothing is clipped. The font is the one that matplotlib ships, so that a
chart looks the same on every machine.
"""

from __future__ import annotations

import functools
from typing import Literal

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

FONT = "DejaVu Sans"
PIXELS_PER_POINT = 96 / 72
SIZE = 12.0
SMALL = 11.0
LINE = 1.3
Weight = Literal["normal", "bold"]
_VOWELS = frozenset("aeiouyäöåAEIOUYÄÖÅ")
_SHORTEST_PART = 3
_FINELY = 4


@functools.lru_cache(maxsize=4096)
def width(text: str, size: float = SIZE, weight: Weight = "normal") -> float:
    """The width of one line in CSS pixels; `size` is in CSS pixels too.

    >>> width("") == 0 and 0 < width("share") < width("shares")
    True
    """
    if not text:
        return 0.0
    font = FontProperties(family=FONT, size=size / PIXELS_PER_POINT, weight=weight)
    measured = text_to_path.get_text_width_height_descent(text, font, False)[0]
    return float(measured) * PIXELS_PER_POINT


def height(lines: int, size: float = SIZE) -> float:
    """The height of some lines in CSS pixels.

    >>> height(2, size=10)
    26.0
    """
    return lines * size * LINE


def wrap(text: str, room: float, size: float = SIZE, weight: Weight = "normal") -> list[str]:
    """The lines of a text that fit in `room` pixels.

    Lines break at spaces and after hyphens and slashes. A word that is still too long is
    divided with a hyphen before a consonant that a vowel follows, as Finnish divides words.

    >>> wrap("Lastensuojelun sijaishuolto", 120)
    ['Lastensuojelun', 'sijaishuolto']
    >>> wrap("Sosiaalihuoltolain", 80)
    ['Sosiaalihuol-', 'tolain']
    """
    lines: list[str] = []
    current = ""
    for piece in _pieces(text):
        if width((current + piece).rstrip(), size, weight) <= room:
            current += piece
            continue
        if current.strip():
            lines.append(current.rstrip())
        current = piece
        while width(current.rstrip(), size, weight) > room:
            head, tail = _divide(current, room, size, weight)
            if not tail:
                break
            lines.append(head)
            current = tail
    if current.strip():
        lines.append(current.rstrip())
    return lines or [""]


def balanced(text: str, room: float, size: float = SIZE, weight: Weight = "normal") -> list[str]:
    """As few lines as `wrap` makes, of much the same length.

    >>> wrap("Child protection: open care", 150), balanced("Child protection: open care", 150)
    (['Child protection: open', 'care'], ['Child protection:', 'open care'])
    """
    lines = wrap(text, room, size, weight)
    for narrower in range(int(room), 0, -_FINELY):
        closer = wrap(text, narrower, size, weight)
        if len(closer) > len(lines) or _divides(closer, lines):
            break
        lines = closer
    return lines


def _divides(closer: list[str], lines: list[str]) -> bool:
    """Whether words are divided that were whole."""
    return sum(map(len, "".join(closer).split())) > sum(map(len, "".join(lines).split()))


def widest(lines: list[str], size: float = SIZE, weight: Weight = "normal") -> float:
    """The width of the longest of some lines, in CSS pixels."""
    return max((width(line, size, weight) for line in lines), default=0.0)


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    current = ""
    for sign in " ".join(text.split(" ")).strip():
        current += sign
        if sign == " " or (sign in "-/\u2013" and len(current) > _SHORTEST_PART):
            pieces.append(current)
            current = ""
    return [*pieces, current] if current else pieces


def _divide(word: str, room: float, size: float, weight: Weight) -> tuple[str, str]:
    """The longest beginning of a word that fits with its hyphen, and the rest."""
    fitting = 0
    for position in range(_SHORTEST_PART, len(word.rstrip()) - _SHORTEST_PART + 1):
        if width(word[:position] + "-", size, weight) > room:
            break
        syllable = word[position] not in _VOWELS and word[position + 1] in _VOWELS
        if syllable and word[position].isalpha() and word[position - 1].isalpha():
            fitting = position
    if not fitting:
        return word, ""
    return word[:fitting] + "-", word[fitting:]
