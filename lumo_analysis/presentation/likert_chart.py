"""The drawing of a diverging stacked bar chart, from finished numbers and texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lumo_analysis.presentation.colours import GRID, PAPER, SOFT, ZERO
from lumo_analysis.presentation.diverging_bars import (
    BAR,
    WHISKER,
    Bar,
    Segment,
    Whisker,
    draw_bar,
    fit,
    readable,
    whisker_side,
)
from lumo_analysis.presentation.drawing import MARK, WIDTH, Sheet
from lumo_analysis.presentation.legend import (
    Entry,
    draw_legend,
    legend_height,
    swatch,
    whisker,
)
from lumo_analysis.presentation.lettering import SIZE, SMALL, Weight, height, widest, wrap
from lumo_analysis.survey.scales import Side

__all__ = ["Bar", "Column", "Segment", "Whisker", "draw_bars"]

GAP = 14.0
_LABEL_ROOM = 168.0
_HEADER_ROOM = 76.0


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
    interval: str = "",
) -> Sheet:
    """The chart: low answers left of the zero line, high ones right, the middle across it.

    Args:
        bars: rows from top to bottom, their segments from left to right.
        columns: heads of the cells that stand right of the bars.
        sides: where each answer stands; answers that are put together have one place.
        colours: a colour for each answer.
        legend: the label of each answer, whether anybody chose it or not.
        unit: what the bars are per cents of.
        interval: what the bars' intervals are, for the legend.
    """
    labels = [wrap(bar.label, _LABEL_ROOM) for bar in bars]
    headers = [wrap(column.label, _HEADER_ROOM, SMALL) for column in columns]
    left = max((widest(lines) for lines in labels), default=0) + GAP
    ends = _column_ends(bars, columns, headers)
    right = ends[0][0] - GAP
    bars = readable(bars, sides, right - left)
    intervals = any(whisker_side(bar, sides) for bar in bars)
    thick = BAR + (2 * WHISKER if intervals else 0)
    rows = [max(thick + 8, height(len(lines)) + 10) for lines in labels]

    entries = [Entry(label, swatch(colours[answer])) for answer, label in legend.items()]
    if intervals and interval:
        entries.append(Entry(interval, whisker))
    unit_lines = wrap(unit, right - left, SMALL)
    head = legend_height(entries) + 8
    head += height(max(len(lines) for lines in (*headers, unit_lines)), SMALL) + 6
    sheet = Sheet(head + sum(rows) + 4)

    draw_legend(sheet, entries)
    sheet.text(left, head - 6, unit_lines, size=SMALL, colour=SOFT, down="bottom")
    for (_, end), lines in zip(ends, headers, strict=True):
        sheet.text(end, head - 6, lines, size=SMALL, colour=SOFT, across="right", down="bottom")
    sheet.line(0, head - 1, WIDTH, head - 1, colour=GRID)

    place = fit(bars, sides, left, right)
    if any(bar.segments for bar in bars):
        sheet.line(place.zero, head, place.zero, head + sum(rows), colour=ZERO, thickness=1)
    y = head
    for bar, lines, row in zip(bars, labels, rows, strict=True):
        middle = y + row / 2
        sheet.text(0, middle, lines)
        draw_bar(sheet, bar, sides, colours, place, middle)
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
