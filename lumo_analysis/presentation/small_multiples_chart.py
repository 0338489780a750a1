"""The drawing of small panels side by side on one axis, from finished numbers and texts."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lumo_analysis.presentation.colours import GRID, MARKERS, PAPER, SOFT, ZERO
from lumo_analysis.presentation.diverging_bars import Bar, draw_bar, fit, readable
from lumo_analysis.presentation.drawing import WIDTH, Across, Sheet
from lumo_analysis.presentation.group_chart import Dot, DotRow, draw_dots
from lumo_analysis.presentation.legend import (
    Entry,
    dot,
    draw_legend,
    legend_height,
    reference,
    swatch,
)
from lumo_analysis.presentation.lettering import SIZE, SMALL, height, widest, wrap
from lumo_analysis.presentation.share_chart import axis_reach
from lumo_analysis.survey.scales import Side

MOST_BESIDE = 6
_LEAST_WIDTH = 66.0
_LABEL_ROOM = 150.0
_GAP = 14.0
_BETWEEN = 12.0
_ROW = 24.0
_FOOT = 22.0
_BELOW = 16.0
_BAR = 13.0

Draw = Callable[["Grid", Sheet, int, float, float], None]
"""Draws the rows of a panel, given its number, its left edge and the top of its rows."""


@dataclass(frozen=True)
class Grid:
    """How many panels stand beside each other, and how large each part of one is."""

    columns: int
    left: float
    width: float
    titles: tuple[tuple[str, ...], ...]
    labels: tuple[tuple[str, ...], ...]
    heights: tuple[float, ...]
    foot: float = 0.0

    @property
    def head(self) -> float:
        """The height of the panels' titles."""
        return height(max(len(lines) for lines in self.titles)) + 6

    @property
    def tall(self) -> float:
        """The height of one row of panels with titles and axes."""
        return self.head + sum(self.heights) + self.foot + _BELOW

    @property
    def deep(self) -> int:
        """How many rows of panels there are."""
        return math.ceil(len(self.titles) / self.columns)


def grid_of(titles: Sequence[str], labels: Sequence[str]) -> Grid:
    """Up to six panels beside each other, as many as leave each title its room.

    With one label the panels need none, since all show the same.

    >>> grid_of(["North", "South", "East", "West"], ["Access", "Fit"]).columns
    4
    >>> grid_of([f"Region {n}" for n in range(9)], ["Access", "Fit"]).columns
    5
    """
    alone = len(labels) == 1
    lines = tuple(tuple(wrap(label, _LABEL_ROOM)) for label in labels)
    left = 0.0 if alone else max(widest(list(label)) for label in lines) + _GAP
    for columns in range(min(MOST_BESIDE, len(titles)), 0, -1):
        width = (WIDTH - left - _BETWEEN * (columns - 1)) / columns
        wrapped = tuple(tuple(wrap(title, width, SIZE, "bold")) for title in titles)
        fits = max(widest(list(title), SIZE, "bold") for title in wrapped) <= width
        if columns == 1 or (fits and width >= _LEAST_WIDTH):
            break
    # Rows of panels are filled evenly: five and four rather than six and three.
    columns = math.ceil(len(titles) / math.ceil(len(titles) / columns))
    width = (WIDTH - left - _BETWEEN * (columns - 1)) / columns
    return Grid(
        columns,
        left,
        width,
        tuple(tuple(wrap(title, width, SIZE, "bold")) for title in titles),
        ((),) if alone else lines,
        tuple(_ROW if alone else max(_ROW, height(len(label)) + 8) for label in lines),
    )


def draw_share_panels(
    panels: Mapping[str, Sequence[DotRow]],
    unit: str,
    ticks: Sequence[str],
    own: str,
    others: str = "",
) -> Sheet:
    """A panel for each title, a row for each of the same labels, dots with intervals.

    `ticks` are the texts of 0, 25, 50, 75 and 100 %; `own` names the dots in the legend and
    `others` the reference lines.
    """
    rows = list(panels.values())
    grid = grid_of(list(panels), [row.label for row in rows[0]])
    grid = dataclasses.replace(grid, foot=_FOOT)
    dots = [one for panel in rows for row in panel for one in row.dots if isinstance(one, Dot)]
    reach = axis_reach([one.high for one in dots])
    end = ticks[-1] if reach == 1 else ticks[len(ticks) // 2]

    def draw(grid: Grid, sheet: Sheet, number: int, left: float, top: float) -> None:
        bottom = top + sum(grid.heights)
        quarters = 4 if reach == 1 else 2
        for tick in range(quarters + 1):
            x = left + grid.width * tick / quarters
            sheet.line(x, top, x, bottom, colour=GRID)
        sides: tuple[tuple[float, str, Across], ...] = (
            (left, ticks[0], "left"),
            (left + grid.width, end, "right"),
        )
        for x, text, across in sides:
            sheet.text(x, bottom + 4, [text], size=SMALL, colour=SOFT, across=across, down="top")
        y = top
        for row, tall in zip(rows[number], grid.heights, strict=True):
            draw_dots(sheet, row, left, grid.width / reach, y, tall)
            y += tall

    entries = [Entry(own, dot(*MARKERS[0])), *([Entry(others, reference)] if others else [])]
    return _draw(grid, entries, unit, draw)


def draw_answer_panels(
    panels: Mapping[str, Sequence[Bar]],
    sides: Mapping[str, Side],
    colours: Mapping[str, str],
    legend: Mapping[str, str],
    unit: str,
) -> Sheet:
    """A panel for each title, diverging bars of the same labels on one zero line each."""
    rows = list(panels.values())
    grid = grid_of(list(panels), [bar.label for bar in rows[0]])
    rows = [readable(panel, sides, grid.width) for panel in rows]
    place = fit([bar for panel in rows for bar in panel], sides, 0, grid.width)

    def draw(grid: Grid, sheet: Sheet, number: int, left: float, top: float) -> None:
        here = place._replace(zero=left + place.zero)
        bottom = top + sum(grid.heights)
        sheet.line(here.zero, top, here.zero, bottom, colour=ZERO, thickness=1)
        y = top
        for bar, tall in zip(rows[number], grid.heights, strict=True):
            middle = y + tall / 2
            draw_bar(sheet, bar, sides, colours, here, middle, thickness=_BAR, numbers=False)
            if bar.instead:
                sheet.box(left, middle - 7, widest([bar.instead], SMALL), 14, PAPER, edge=None)
                sheet.text(left, middle, [bar.instead], size=SMALL, colour=SOFT)
            y += tall

    entries = [Entry(label, swatch(colours[answer])) for answer, label in legend.items()]
    return _draw(grid, entries, unit, draw)


def _draw(grid: Grid, entries: Sequence[Entry], unit: str, draw: Draw) -> Sheet:
    unit_lines = wrap(unit, WIDTH, SMALL)
    head = legend_height(entries) + height(len(unit_lines), SMALL) + 12
    sheet = Sheet(head + grid.tall * grid.deep - _BELOW)
    draw_legend(sheet, entries)
    sheet.text(0, head - 6, unit_lines, size=SMALL, colour=SOFT, down="bottom")
    for number, title in enumerate(grid.titles):
        down, across = divmod(number, grid.columns)
        left = grid.left + across * (grid.width + _BETWEEN)
        top = head + down * grid.tall + grid.head
        sheet.text(left, top - 5, list(title), weight="bold", down="bottom")
        y = top
        for lines, tall in zip(grid.labels, grid.heights, strict=True):
            if across == 0:
                sheet.text(0, y + tall / 2, list(lines))
            sheet.line(0 if across == 0 else left, y, left + grid.width, y, colour=GRID)
            y += tall
        draw(grid, sheet, number, left, top)
    return sheet
