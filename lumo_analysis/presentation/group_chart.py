"""The drawing of a dot plot of groups with intervals, from finished numbers and texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lumo_analysis.presentation.colours import BAND, GRID, INK, PAPER, REFERENCE, SOFT
from lumo_analysis.presentation.drawing import MARK, WIDTH, Sheet
from lumo_analysis.presentation.legend import (
    Entry,
    dot,
    draw_legend,
    legend_height,
    reference,
)
from lumo_analysis.presentation.lettering import SMALL, height, widest, wrap
from lumo_analysis.presentation.share_chart import axis_reach, draw_axis

_GAP = 14.0
_EDGE = 18.0
_LABEL_ROOM = 190.0
_BESIDE = 12.0
_AROUND = 12.0
_BAND = 26.0
_FULL = 0.5

Marker = tuple[str, str]


@dataclass(frozen=True)
class Dot:
    """One group's share from 0 to 1 with its interval, and its marker (shape, colour).

    Those whom a group is compared with have the shape of a reference: a line across the row,
    and a band as wide as their interval.
    """

    share: float
    low: float
    high: float
    marker: Marker


@dataclass(frozen=True)
class Missing:
    """A group's place without a share: a word, such as "hidden", and its marker if it needs one."""

    text: str
    marker: Marker | None = None


@dataclass(frozen=True)
class DotRow:
    """The dots of a row, and texts beside them; an empty place is None."""

    label: str
    dots: tuple[Dot | Missing | None, ...]
    cells: tuple[str, ...] = ()


def draw_groups(
    rows: Sequence[DotRow],
    legend: Mapping[str, Marker],
    headers: Sequence[str],
    unit: str,
    ticks: Sequence[str],
) -> Sheet:
    """One row an item with a dot a group, or one row a group.

    `ticks` are the texts of 0, 25, 50, 75 and 100 %; `headers` head the texts beside the
    dots; an empty legend is left out.
    """
    labels = [wrap(row.label, _LABEL_ROOM) for row in rows]
    left = max(widest(lines) for lines in labels) + _GAP
    rooms = [
        max(widest([row.cells[number] for row in rows]), widest([header], SMALL))
        for number, header in enumerate(headers)
    ]
    right = WIDTH - _EDGE - sum(room + _GAP for room in rooms)
    heights = [
        max(_dots_height(row), height(len(lines)) + 8)
        for row, lines in zip(rows, labels, strict=True)
    ]
    entries = [
        Entry(label, reference if shape == REFERENCE else dot(shape, colour))
        for label, (shape, colour) in legend.items()
    ]
    unit_lines = wrap(unit, right - left, SMALL)
    head = legend_height(entries) + height(len(unit_lines), SMALL) + 12
    bottom = head + sum(heights)
    sheet = Sheet(bottom + 22)

    draw_legend(sheet, entries)
    sheet.text(left, head - 6, unit_lines, size=SMALL, colour=SOFT, down="bottom")
    ends = [
        WIDTH - sum(room + _GAP for room in rooms[number + 1 :]) for number in range(len(rooms))
    ]
    for end, header in zip(ends, headers, strict=True):
        sheet.text(end, head - 6, [header], size=SMALL, colour=SOFT, across="right", down="bottom")

    reach = axis_reach([dot.high for row in rows for dot in row.dots if isinstance(dot, Dot)])
    draw_axis(sheet, left, right, head, bottom, reach, ticks)
    y = head
    for row, lines, tall in zip(rows, labels, heights, strict=True):
        sheet.line(0, y, right, y, colour=GRID)
        sheet.text(0, y + tall / 2, lines)
        draw_dots(sheet, row, left, (right - left) / reach, y, tall)
        for number, end in enumerate(ends):
            hanging = any(other.cells[number].endswith(MARK) for other in rows)
            sheet.cell(end, y + tall / 2, row.cells[number], hanging=hanging)
        y += tall
    return sheet


def _dots_height(row: DotRow) -> float:
    return max(len(_beside(row)), 1) * _BESIDE + _AROUND


def _beside(row: DotRow) -> list[Dot | Missing | None]:
    """The places of a row that stand below each other: all but a reference."""
    return [place for place in row.dots if not is_reference(place)]


def is_reference(place: Dot | Missing | None) -> bool:
    """Whether a place holds those whom the row's group is compared with."""
    return place is not None and place.marker is not None and place.marker[0] == REFERENCE


def draw_dots(
    sheet: Sheet, row: DotRow, left: float, pixels: float, top: float, tall: float
) -> None:
    """The dots of one row below each other, on the band and the line of a reference."""
    bands = [place for place in row.dots if isinstance(place, Dot) and is_reference(place)]
    for band in bands:
        _draw_reference(sheet, band, left, pixels, top, tall)
    beside = _beside(row)
    first = top + tall / 2 - (len(beside) - 1) * _BESIDE / 2
    places = [(place, first + number * _BESIDE) for number, place in enumerate(beside)]
    starts = [
        left + _clear(place, bands, pixels) if isinstance(place, Missing) else left
        for place in beside
    ]
    # The white room of a word would cut the word above it, were that written first.
    for (place, y), start in zip(places, starts, strict=True):
        if isinstance(place, Missing):
            sheet.box(_word_start(place, start) - 1, y - 7, _width(place) + 2, 14, PAPER, edge=None)
    for (place, y), start in zip(places, starts, strict=True):
        if isinstance(place, Dot):
            _draw_dot(sheet, place, start, pixels, y)
        elif isinstance(place, Missing):
            _draw_missing(sheet, place, start, y)


def _clear(place: Missing, bands: Sequence[Dot], pixels: float) -> float:
    """How far right a word begins: past a band that it would cover, where there is room."""
    room = _width(place) + 20
    for band in bands:
        if band.low * pixels < room and (_FULL - band.high) * pixels > room:
            return band.high * pixels
    return 0.0


def _width(place: Missing) -> float:
    return widest([place.text], SMALL)


def _word_start(place: Missing, left: float) -> float:
    """Where a word begins: after its marker, where it has one."""
    return left + 4 + (13 if place.marker is not None else 0)


def _draw_missing(sheet: Sheet, place: Missing, left: float, y: float) -> None:
    if place.marker is not None:
        sheet.marker(left + 8, y, *place.marker, size=9)
    sheet.text(_word_start(place, left), y, [place.text], size=SMALL, colour=SOFT)


def _draw_reference(
    sheet: Sheet, one: Dot, left: float, pixels: float, top: float, tall: float
) -> None:
    low, high = left + one.low * pixels, left + one.high * pixels
    half, y = min(tall / 2 - 3, _BAND / 2), top + tall / 2
    sheet.box(low, y - half, high - low, 2 * half, BAND, edge=None)
    x = left + one.share * pixels
    sheet.line(x, y - half - 1, x, y + half + 1, colour=INK, thickness=1.6)


def _draw_dot(sheet: Sheet, one: Dot, left: float, pixels: float, y: float) -> None:
    shape, colour = one.marker
    sheet.line(
        left + one.low * pixels, y, left + one.high * pixels, y, colour=colour, thickness=1.6
    )
    sheet.marker(left + one.share * pixels, y, shape, colour, size=9)
