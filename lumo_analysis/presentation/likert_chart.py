"""The drawing of a diverging stacked bar chart, from finished numbers and texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lumo_analysis.presentation.colours import GRID, PAPER, SOFT, ZERO, text_on
from lumo_analysis.presentation.drawing import MARK, WIDTH, Sheet, legend_rows
from lumo_analysis.presentation.lettering import (
    SIZE,
    SMALL,
    Weight,
    height,
    widest,
    width,
    wrap,
)
from lumo_analysis.survey.scales import Side

BAR = 22.0
GAP = 14.0
_LEGEND_ROW = 20.0
_LABEL_ROOM = 168.0
_HEADER_ROOM = 76.0
_MIDDLE = 0.5


@dataclass(frozen=True)
class Segment:
    """One answer's part of a bar: its share from 0 to 1, and the share as text."""

    answer: str
    share: float
    text: str


@dataclass(frozen=True)
class Bar:
    """One item's row; without segments `instead` stands where the bar would be."""

    label: str
    segments: tuple[Segment, ...]
    cells: tuple[str, ...]
    instead: str = ""


@dataclass(frozen=True)
class Column:
    """A column of text beside the bars; the first one, the headline, is bold."""

    label: str
    weight: Weight = "normal"


def draw_bars(
    bars: Sequence[Bar],
    columns: Sequence[Column],
    sides: Mapping[str, Side],
    colours: Mapping[str, str],
    legend: Mapping[str, str],
    unit: str,
) -> Sheet:
    """The chart: low answers left of the zero line, high ones right, the middle across it."""
    labels = [wrap(bar.label, _LABEL_ROOM) for bar in bars]
    headers = [wrap(column.label, _HEADER_ROOM, SMALL) for column in columns]
    left = max(widest(lines) for lines in labels) + GAP
    ends = _column_ends(bars, columns, headers)
    right = ends[0][0] - GAP
    rows = [max(BAR + 8, height(len(lines)) + 8) for lines in labels]

    entries = legend_rows(list(legend.values()), WIDTH)
    unit_lines = wrap(unit, right - left, SMALL)
    head = len(entries) * _LEGEND_ROW + 8
    head += height(max(len(lines) for lines in (*headers, unit_lines)), SMALL) + 6
    sheet = Sheet(head + sum(rows) + 4)

    swatches = {legend[answer]: colours[answer] for answer in legend}
    draw_legend(sheet, entries, swatches)
    sheet.text(left, head - 6, unit_lines, size=SMALL, colour=SOFT, down="bottom")
    for (_, end), lines in zip(ends, headers, strict=True):
        sheet.text(end, head - 6, lines, size=SMALL, colour=SOFT, across="right", down="bottom")
    sheet.line(0, head - 1, WIDTH, head - 1, colour=GRID)

    lowest = max((_below_zero(bar, sides) for bar in bars), default=0.0)
    highest = max((_above_zero(bar, sides) for bar in bars), default=0.0)
    pixels = (right - left) / ((lowest + highest) or 1.0)
    zero = left + lowest * pixels

    if any(bar.segments for bar in bars):
        sheet.line(zero, head, zero, head + sum(rows), colour=ZERO, thickness=1)
    y = head
    for bar, lines, row in zip(bars, labels, rows, strict=True):
        middle = y + row / 2
        sheet.text(0, middle, lines)
        x = zero - _below_zero(bar, sides) * pixels
        for segment in bar.segments:
            _draw_segment(sheet, segment, x, middle, segment.share * pixels, colours)
            x += segment.share * pixels
        if bar.instead:
            instead = wrap(bar.instead, right - left, SMALL)
            sheet.box(left, middle - BAR / 2, widest(instead, SMALL), BAR, PAPER)
            sheet.text(left, middle, instead, size=SMALL, colour=SOFT)
        for number, (_, end) in enumerate(ends):
            sheet.cell(
                end,
                middle,
                bar.cells[number],
                weight=columns[number].weight,
                hanging=any(other.cells[number].endswith(MARK) for other in bars),
            )
        y += row
    return sheet


def draw_legend(sheet: Sheet, entries: Sequence[Sequence[str]], colours: Mapping[str, str]) -> None:
    """Swatches and their labels in rows at the top of a chart."""
    for number, entry in enumerate(entries):
        x, y = 0.0, _LEGEND_ROW * (number + 0.5)
        for label in entry:
            sheet.swatch(x, y, colours[label])
            sheet.text(x + 18, y, [label])
            x += 18 + width(label) + 18


def _draw_segment(
    sheet: Sheet, segment: Segment, x: float, y: float, room: float, colours: Mapping[str, str]
) -> None:
    if not segment.share:
        return
    colour = colours[segment.answer]
    sheet.box(x, y - BAR / 2, room, BAR, colour)
    if width(segment.text, SMALL) + 4 <= room:
        sheet.text(
            x + room / 2, y, [segment.text], size=SMALL, colour=text_on(colour), across="center"
        )


def _column_ends(
    bars: Sequence[Bar], columns: Sequence[Column], headers: Sequence[list[str]]
) -> list[tuple[float, float]]:
    """Where each text column begins and ends, the last one at the right edge."""
    ends: list[tuple[float, float]] = []
    end = float(WIDTH)
    for number in reversed(range(len(columns))):
        cells = widest([bar.cells[number] for bar in bars], SIZE, columns[number].weight)
        room = max(cells, widest(headers[number], SMALL))
        ends.append((end - room, end))
        end -= room + GAP
    return ends[::-1]


def _below_zero(bar: Bar, sides: Mapping[str, Side]) -> float:
    return sum(
        segment.share * (1 if sides[segment.answer] == "low" else _MIDDLE)
        for segment in bar.segments
        if sides[segment.answer] != "high"
    )


def _above_zero(bar: Bar, sides: Mapping[str, Side]) -> float:
    return sum(segment.share for segment in bar.segments) - _below_zero(bar, sides)
