"""The drawing of horizontal bars with their intervals, from finished numbers and texts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lumo_analysis.presentation.colours import BAR, GRID, INK, PAPER, SOFT, ZERO
from lumo_analysis.presentation.drawing import MARK, WIDTH, Sheet
from lumo_analysis.presentation.lettering import SMALL, height, widest, wrap

_THICKNESS = 14.0
_ROW = 28.0
_GAP = 14.0
_LABEL_ROOM = 230.0
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_FULL = 0.5


@dataclass(frozen=True)
class ShareBar:
    """One row: a share from 0 to 1 with its interval (NaN where not given) and its text."""

    label: str
    share: float
    low: float
    high: float
    cells: tuple[str, ...]
    instead: str = ""


def draw_shares(
    bars: Sequence[ShareBar], headers: Sequence[str], unit: str, ticks: Sequence[str]
) -> Sheet:
    """Bars from zero, a whisker for each interval, text columns right of them.

    The axis reaches the whole 100 % only where an interval passes 50 %; `ticks` are the
    texts of 0, 25, 50, 75 and 100 %.
    """
    labels = [wrap(bar.label, _LABEL_ROOM) for bar in bars]
    left = max(widest(lines) for lines in labels) + _GAP
    rooms = [
        max(widest([bar.cells[number] for bar in bars]), widest([header], SMALL))
        for number, header in enumerate(headers)
    ]
    right = WIDTH - sum(rooms) - _GAP * (len(rooms) + 0.5)
    rows = [max(_ROW, height(len(lines)) + 8) for lines in labels]
    unit_lines = wrap(unit, right - left, SMALL)
    head = height(len(unit_lines), SMALL) + 8
    foot = 22.0
    sheet = Sheet(head + sum(rows) + foot)
    bottom = head + sum(rows)

    ends = [right + _GAP * 1.5 + rooms[0]]
    for room in rooms[1:]:
        ends.append(ends[-1] + _GAP + room)
    sheet.text(left, head - 6, unit_lines, size=SMALL, colour=SOFT, down="bottom")
    for end, header in zip(ends, headers, strict=True):
        sheet.text(end, head - 6, [header], size=SMALL, colour=SOFT, across="right", down="bottom")

    reach = axis_reach([bar.high for bar in bars])
    draw_axis(sheet, left, right, head, bottom, reach, ticks)
    y = head
    for bar, lines, row in zip(bars, labels, rows, strict=True):
        middle = y + row / 2
        sheet.text(0, middle, lines)
        if bar.instead:
            sheet.box(left + 6, middle - 8, widest([bar.instead], SMALL), 16, PAPER)
            sheet.text(left + 6, middle, [bar.instead], size=SMALL, colour=SOFT)
        else:
            scale = (right - left) / reach
            sheet.box(left, middle - _THICKNESS / 2, bar.share * scale, _THICKNESS, BAR)
            draw_interval(sheet, left + bar.low * scale, left + bar.high * scale, middle)
        for number, end in enumerate(ends):
            hanging = any(other.cells[number].endswith(MARK) for other in bars)
            sheet.cell(end, middle, bar.cells[number], hanging=hanging)
        y += row
    sheet.line(left, head, left, bottom, colour=ZERO, thickness=1)
    return sheet


def axis_reach(highs: Sequence[float]) -> float:
    """Where a share axis ends: at 50 % or at 100 %.

    >>> axis_reach([0.2, 0.4]), axis_reach([0.2, 0.6]), axis_reach([math.nan])
    (0.5, 1.0, 1.0)
    """
    known = [high for high in highs if not math.isnan(high)]
    return _FULL if known and max(known) <= _FULL else 1.0


def draw_axis(
    sheet: Sheet,
    left: float,
    right: float,
    top: float,
    bottom: float,
    reach: float,
    ticks: Sequence[str],
) -> None:
    """Light vertical lines at each quarter, and their per cents below."""
    for share, text in zip(_TICKS, ticks, strict=True):
        if share > reach:
            continue
        x = left + share / reach * (right - left)
        sheet.line(x, top, x, bottom, colour=GRID)
        sheet.text(x, bottom + 4, [text], size=SMALL, colour=SOFT, across="center", down="top")


def draw_interval(sheet: Sheet, low: float, high: float, y: float) -> None:
    """A whisker from the low to the high end of an interval."""
    sheet.line(low, y, high, y, colour=INK, thickness=1.2)
    for end in (low, high):
        sheet.line(end, y - 3.5, end, y + 3.5, colour=INK, thickness=1.2)
