"""The drawing of points in a plane of two shares, from finished numbers and texts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lumo_analysis.presentation.colours import GRID, INK, MARKERS, PAPER, SOFT, ZERO
from lumo_analysis.presentation.drawing import WIDTH, Sheet
from lumo_analysis.presentation.legend import Entry, cross, dashed, draw_legend, legend_height
from lumo_analysis.presentation.lettering import SMALL, balanced, height, widest, wrap
from lumo_analysis.presentation.position_map_labels import Area, Placed, place_labels

_LABEL_ROOM = 150.0
_EDGE = 22.0
_HEIGHTS = (460.0, 560.0, 680.0, 840.0, 1040.0, 1300.0)
_TICK = 0.1
_WIDE = 0.6
_COLOUR = MARKERS[0][1]


@dataclass(frozen=True)
class Point:
    """An item's two shares from 0 to 1: across and up, each with its interval."""

    label: str
    across: tuple[float, float, float]
    up: tuple[float, float, float]


@dataclass(frozen=True)
class MapTexts:
    """What stands around the points: the names of the axes, and the legend."""

    across: str
    up: str
    point: str
    diagonal: str


def map_ticks(points: Sequence[Point]) -> list[float]:
    """The shares at which both axes have a line, from the lowest interval to the highest.

    >>> map_ticks([Point("A", (0.5, 0.42, 0.58), (0.6, 0.51, 0.68))])
    [0.4, 0.5, 0.6, 0.7]
    """
    ends = [end for point in points for axis in (point.across, point.up) for end in axis[1:]]
    low = min(math.floor(round(min(ends) / _TICK, 9)), 9)
    high = max(math.ceil(round(max(ends) / _TICK, 9)), low + 1)
    step = 2 if (high - low) * _TICK > _WIDE else 1
    # Wide axes have lines at even tenths only, and both ends must be one.
    low, high = (low // step) * step, -(-high // step) * step
    return [tick / 10 for tick in range(low, high + 1, step)]


def draw_map(points: Sequence[Point], texts: MapTexts, ticks: dict[float, str]) -> Sheet:
    """Points with a cross of intervals and a label each, on axes of the same length of scale.

    `ticks` are the shares from `map_ticks` and their texts. On the dashed diagonal both
    shares are the same. Where labels don't find a place the chart is made taller.
    """
    entries = [Entry(texts.point, cross(_COLOUR)), Entry(texts.diagonal, dashed(ZERO))]
    up = wrap(texts.up, WIDTH, SMALL)
    left = widest(list(ticks.values()), SMALL) + 8
    right = WIDTH - _EDGE
    top = legend_height(entries) + height(len(up), SMALL) + 14
    across = wrap(texts.across, right - left, SMALL)
    labels = [balanced(point.label, _LABEL_ROOM) for point in points]
    plane = _Plane(Area(left, top, right, top), tuple(ticks))
    placed: list[Placed] | None = None
    for tall in _HEIGHTS:
        plane = _Plane(Area(left, top, right, top + tall), tuple(ticks))
        placed = _places(points, labels, plane)
        if placed is not None:
            break
    assert placed is not None, "a map is refused before it has more labels than find a place"

    bottom = plane.area.bottom
    sheet = Sheet(bottom + 22 + height(len(across), SMALL) + 4)
    draw_legend(sheet, entries)
    sheet.text(0, top - 6, up, size=SMALL, colour=SOFT, down="bottom")
    sheet.text(right, bottom + 22, across, size=SMALL, colour=SOFT, across="right", down="top")
    _draw_axes(sheet, plane, ticks)
    for point in points:
        _draw_cross(sheet, plane, point)
    for point, lines, place in zip(points, labels, placed, strict=True):
        if place.leader is not None:
            x, y = plane.at(point)
            sheet.line(x, y, *place.leader, colour=INK, thickness=0.8)
        sheet.box(place.left, place.top, widest(lines), height(len(lines)), PAPER, edge=None)
        sheet.text(place.left, place.top, lines, down="top")
    for point in points:
        sheet.marker(*plane.at(point), "o", _COLOUR, size=9)
    return sheet


@dataclass(frozen=True)
class _Plane:
    """Where shares stand on the sheet."""

    area: Area
    ticks: tuple[float, ...]

    def x(self, share: float) -> float:
        return self.area.left + self._part(share) * (self.area.right - self.area.left)

    def y(self, share: float) -> float:
        return self.area.bottom - self._part(share) * (self.area.bottom - self.area.top)

    def at(self, point: Point) -> tuple[float, float]:
        return self.x(point.across[0]), self.y(point.up[0])

    def arms(self, point: Point) -> tuple[Area, Area]:
        x, y = self.at(point)
        return (
            Area(self.x(point.across[1]), y, self.x(point.across[2]), y),
            Area(x, self.y(point.up[2]), x, self.y(point.up[1])),
        )

    def _part(self, share: float) -> float:
        return (share - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])


def _places(
    points: Sequence[Point], labels: Sequence[list[str]], plane: _Plane
) -> list[Placed] | None:
    return place_labels(
        [plane.at(point) for point in points],
        [(widest(lines), height(len(lines))) for lines in labels],
        Area(plane.area.left + 4, plane.area.top + 2, WIDTH - 2, plane.area.bottom - 2),
        [arm for point in points for arm in plane.arms(point)],
    )


def _draw_axes(sheet: Sheet, plane: _Plane, ticks: dict[float, str]) -> None:
    left, top, right, bottom = plane.area
    for share, text in ticks.items():
        x, y = plane.x(share), plane.y(share)
        sheet.line(x, top, x, bottom, colour=GRID)
        sheet.line(left, y, right, y, colour=GRID)
        sheet.text(x, bottom + 4, [text], size=SMALL, colour=SOFT, across="center", down="top")
        sheet.text(left - 6, y, [text], size=SMALL, colour=SOFT, across="right")
    sheet.line(left, bottom, right, top, colour=ZERO, thickness=1.2, dashes=(4, 3))


def _draw_cross(sheet: Sheet, plane: _Plane, point: Point) -> None:
    for arm in plane.arms(point):
        sheet.line(*arm, colour=SOFT, thickness=1)
