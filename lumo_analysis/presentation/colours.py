"""Colours of the charts, chosen to be told apart by every eye and in greyscale.

Diverging colours run brown, grey, teal, darkest at the ends, so that the strength of an
answer shows as darkness and its direction as the side of the zero line. Markers of groups
differ in shape too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lumo_analysis.analysis.count_table import OTHERS
from lumo_analysis.survey.scales import Scale

INK = "#1b1b1b"
BLACK = "#000000"
SOFT = "#555555"
GRID = "#dddddd"
ZERO = "#8a8a8a"
PAPER = "#ffffff"
BAR = "#5f93b5"
BAND = "#d4d4d4"
_LOW = ("#6b3a05", "#cf9b4d")
_HIGH = ("#63b5a8", "#014a44")
_MIDDLE = "#d9d9d9"
_ALONE = {"low": "#ad7a33", "high": "#246b63"}
_CONTRAST_OFFSET = 0.05
_LINEAR_BELOW = 0.04045

MARKERS: tuple[tuple[str, str], ...] = (
    ("o", "#0b4f8a"),
    ("s", "#d1600a"),
    ("^", "#00806a"),
    ("D", "#9c3f86"),
    ("v", "#6b4a2b"),
    ("P", "#a88400"),
)
REFERENCE = "|"
"""The shape of those whom a group is compared with: a line across its row."""


def scale_colours(scale: Scale) -> dict[str, str]:
    """A colour for each answer on a scale, whether anybody chose it or not."""
    low = [answer.id for answer in scale.ordered if scale.sides[answer.id] == "low"]
    high = [answer.id for answer in scale.ordered if scale.sides[answer.id] == "high"]
    return {
        **{answer.id: _MIDDLE for answer in scale.ordered},
        **dict(zip(low, _blend(_LOW, len(low), _ALONE["low"]), strict=True)),
        **dict(zip(high, _blend(_HIGH, len(high), _ALONE["high"]), strict=True)),
    }


def _blend(ends: tuple[str, str], count: int, alone: str) -> Sequence[str]:
    if count <= 1:
        return [alone] * count
    # Seaborn takes seconds to import, and colours are also read where nothing is drawn.
    import seaborn

    palette = seaborn.blend_palette(ends, count).as_hex()
    return [str(colour) for colour in palette]


def luminance(colour: str) -> float:
    """Relative luminance of a "#rrggbb" colour, from 0 to 1 (WCAG 2.2).

    >>> luminance("#ffffff"), luminance("#000000")
    (1.0, 0.0)
    """
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= _LINEAR_BELOW else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2).

    >>> contrast("#ffffff", "#000000")
    21.0
    """
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + _CONTRAST_OFFSET) / (darker + _CONTRAST_OFFSET)


def text_on(colour: str) -> str:
    """White or black, whichever is easier to read; one of them always has a contrast of 4.5.

    >>> text_on("#01564f"), text_on("#d9d9d9")
    ('#ffffff', '#000000')
    """
    return max((PAPER, BLACK), key=lambda text: contrast(text, colour))


def marker_of(groups: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """A shape and a colour for each group in their order; a reference line for the others."""
    markers = dict(zip(groups, MARKERS, strict=False))
    return {
        group: (REFERENCE, INK) if group == OTHERS else marker for group, marker in markers.items()
    }
