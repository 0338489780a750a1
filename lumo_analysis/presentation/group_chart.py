"""The drawing of a dot plot of groups with intervals, from finished numbers and texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lumo_analysis.presentation.colours import GRID, SOFT
from lumo_analysis.presentation.drawing import MARK, WIDTH, Sheet, legend_rows
from lumo_analysis.presentation.lettering import SMALL, height, widest, width, wrap
from lumo_analysis.presentation.share_chart import axis_reach, draw_axis

_GAP = 14.0
_EDGE = 18.0
_LABEL_ROOM = 190.0
_LEGEND_ROW = 20.0
_BESIDE = 12.0
_AROUND = 12.0

Marker = tuple[str, str]


@dataclass(frozen=True)
class Dot:
    """One group's share from 0 to 1 with its interval, and its marker (shape, colour)."""

    share: float
    low: float
    high: float
    marker: Marker


@dataclass(frozen=True)
class DotRow:
    """The dots of a row (None where a group has too few respondents), and texts beside them."""

    label: str
    dots: tuple[Dot | None, ...]
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
        max(len(row.dots) * _BESIDE + _AROUND, height(len(lines)) + 8)
        for row, lines in zip(rows, labels, strict=True)
    ]
    entries = legend_rows(list(legend), WIDTH) if legend else []
    unit_lines = wrap(unit, right - left, SMALL)
    head = len(entries) * _LEGEND_ROW + height(len(unit_lines), SMALL) + 12
    bottom = head + sum(heights)
    sheet = Sheet(bottom + 22)

    for number, entry in enumerate(entries):
        _draw_legend_row(sheet, entry, legend, _LEGEND_ROW * (number + 0.5))
    sheet.text(left, head - 6, unit_lines, size=SMALL, colour=SOFT, down="bottom")
    ends = [
        WIDTH - sum(room + _GAP for room in rooms[number + 1 :]) for number in range(len(rooms))
    ]
    for end, header in zip(ends, headers, strict=True):
        sheet.text(end, head - 6, [header], size=SMALL, colour=SOFT, across="right", down="bottom")

    reach = axis_reach([dot.high for row in rows for dot in row.dots if dot])
    draw_axis(sheet, left, right, head, bottom, reach, ticks)
    y = head
    for row, lines, tall in zip(rows, labels, heights, strict=True):
        sheet.line(0, y, right, y, colour=GRID)
        sheet.text(0, y + tall / 2, lines)
        first = y + tall / 2 - (len(row.dots) - 1) * _BESIDE / 2
        for number, dot in enumerate(row.dots):
            if dot:
                _draw_dot(sheet, dot, left, (right - left) / reach, first + number * _BESIDE)
        for number, end in enumerate(ends):
            hanging = any(other.cells[number].endswith(MARK) for other in rows)
            sheet.cell(end, y + tall / 2, row.cells[number], hanging=hanging)
        y += tall
    return sheet


def _draw_legend_row(
    sheet: Sheet, entry: Sequence[str], legend: Mapping[str, Marker], y: float
) -> None:
    x = 0.0
    for label in entry:
        shape, colour = legend[label]
        sheet.marker(x + 6, y, shape, colour, size=9)
        sheet.text(x + 18, y, [label])
        x += 18 + width(label) + 18


def _draw_dot(sheet: Sheet, dot: Dot, left: float, pixels: float, y: float) -> None:
    shape, colour = dot.marker
    sheet.line(
        left + dot.low * pixels, y, left + dot.high * pixels, y, colour=colour, thickness=1.6
    )
    sheet.marker(left + dot.share * pixels, y, shape, colour, size=9)
