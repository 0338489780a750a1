"""The legend at the top of a chart: glyphs and what they stand for, in rows that fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lumo_analysis.presentation.colours import BAND, INK, SOFT
from lumo_analysis.presentation.drawing import WIDTH, Sheet
from lumo_analysis.presentation.lettering import height, widest, wrap

_GLYPH = 18.0
_BETWEEN = 18.0
_ROW_AIR = 4.4

Glyph = Callable[[Sheet, float, float], None]
"""Draws itself in the 12 pixels right of x, its middle at y."""


@dataclass(frozen=True)
class Entry:
    """One sign of a chart and its name."""

    label: str
    glyph: Glyph


def swatch(colour: str) -> Glyph:
    """A filled square."""
    return lambda sheet, x, y: sheet.box(x, y - 6, 12, 12, colour)


def dot(shape: str, colour: str) -> Glyph:
    """A mark of a dot plot with a piece of its interval."""

    def draw(sheet: Sheet, x: float, y: float) -> None:
        sheet.line(x, y, x + 12, y, colour=colour, thickness=1.6)
        sheet.marker(x + 6, y, shape, colour, size=9)

    return draw


def whisker(sheet: Sheet, x: float, y: float) -> None:
    """An interval with its ends."""
    sheet.line(x, y, x + 12, y, colour=INK, thickness=1.2)
    for end in (x, x + 12):
        sheet.line(end, y - 3.5, end, y + 3.5, colour=INK, thickness=1.2)


def reference(sheet: Sheet, x: float, y: float) -> None:
    """The line and the band of those whom a group is compared with."""
    sheet.box(x, y - 6, 12, 12, BAND, edge=None)
    sheet.line(x + 6, y - 7, x + 6, y + 7, colour=INK, thickness=1.6)


def cross(colour: str) -> Glyph:
    """A point with an interval in both directions."""

    def draw(sheet: Sheet, x: float, y: float) -> None:
        sheet.line(x, y, x + 12, y, colour=SOFT, thickness=1)
        sheet.line(x + 6, y - 6, x + 6, y + 6, colour=SOFT, thickness=1)
        sheet.marker(x + 6, y, "o", colour, size=8)

    return draw


def dashed(colour: str) -> Glyph:
    """A piece of a dashed line that runs up."""
    return lambda sheet, x, y: sheet.line(
        x, y + 6, x + 12, y - 6, colour=colour, thickness=1.2, dashes=(3, 2)
    )


def legend_height(entries: Sequence[Entry], room: float = WIDTH) -> float:
    """The height of the legend in CSS pixels, 0 without entries.

    >>> legend_height([Entry("Well", whisker), Entry("Poorly", whisker)])
    20.0
    """
    return sum(_height(row, room) for row in _rows(entries, room))


def draw_legend(sheet: Sheet, entries: Sequence[Entry], room: float = WIDTH) -> None:
    """Signs and their names from the upper left corner of a sheet."""
    top = 0.0
    for row in _rows(entries, room):
        tall = _height(row, room)
        x = 0.0
        for entry in row:
            lines = _lines(entry, room)
            entry.glyph(sheet, x, top + tall / 2)
            sheet.text(x + _GLYPH, top + tall / 2, lines)
            x += _GLYPH + widest(lines) + _BETWEEN
        top += tall


def _rows(entries: Sequence[Entry], room: float) -> list[list[Entry]]:
    rows: list[list[Entry]] = []
    used = 0.0
    for entry in entries:
        needed = _GLYPH + widest(_lines(entry, room))
        if not rows or used + needed > room:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += needed + _BETWEEN
    return rows


def _height(row: Sequence[Entry], room: float) -> float:
    return height(max(len(_lines(entry, room)) for entry in row)) + _ROW_AIR


def _lines(entry: Entry, room: float) -> list[str]:
    return wrap(entry.label, room - _GLYPH)
