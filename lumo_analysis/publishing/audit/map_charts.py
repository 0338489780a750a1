"""A map of two shares held against its table: points, crosses and ticks in a plane."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from lumo_analysis.analysis.intervals import wilson_interval
from lumo_analysis.presentation.lettering import PIXELS_PER_POINT, width
from lumo_analysis.publishing.audit.chart_layout import NEAR, is_white
from lumo_analysis.publishing.audit.charts import Exact, TableRow
from lumo_analysis.publishing.audit.claims import Claim
from lumo_analysis.publishing.audit.drawing import Box, Drawing, Lettering, Line
from lumo_analysis.publishing.audit.numerals import tokens, words_of

_GLYPH = 13.0
_BELOW = 6.0
"""The ticks of the axis across stand at least this far below it, in points."""
_AT = 3.0
_PER_CENT = re.compile(r"\d+\s?%")
Place = tuple[float, float]


@dataclass(frozen=True)
class Scale:
    """Where the lines of an axis stand, and the shares that are written beside them."""

    places: tuple[float, ...]
    shares: tuple[float, ...]

    def place(self, share: float) -> float:
        """Where a share stands."""
        first, last = self.places[0], self.places[-1]
        part = (share - self.shares[0]) / (self.shares[-1] - self.shares[0])
        return first + part * (last - first)


class MapChart:
    """A map and the rows of its table, each with a claim across and one up."""

    def __init__(
        self, drawing: Drawing, rows: Sequence[TableRow], exact: Exact, frames: Collection[int]
    ) -> None:
        self._drawing, self._table = drawing, rows
        self._exact, self._frames = exact, tuple(frames)

    def faults(self) -> list[str]:
        """Shapes that no two shares of the table account for."""
        faults = list(self._drawing.faults)
        if self._scales is None:
            return [*faults, "the axes of the map can't be read"]
        points = [point for row in self._table if (point := self._point(row)) is not None]
        marks = [mark for mark in self._drawing.marks if mark.y > self._top]
        for mark in marks:
            if not any(_same((mark.x, mark.y), point[0]) for point in points):
                faults.append("a point that the table has not")
        if len(marks) > len(points):
            faults.append("more points than the table shows")
        arms = [arm for _, *own in points for arm in own]
        for line in self._drawing.lines:
            if max(line.y, line.to_y) > self._top and not self._is_known(line, points, arms):
                faults.append("a line shows an interval that the table has not")
        faults += self._boxes()
        return list(dict.fromkeys(faults))

    def accounted(self, text: Lettering, harmless: Collection[tuple[int, int]]) -> bool:
        """Whether each number of a text is a share of a line of the axes."""
        found = [token for token in tokens(text.text) if token.span() not in harmless]
        if not found or self._scales is None:
            return not found
        ticks = {str(round(100 * share)) for scale in self._scales for share in scale.shares}
        return "%" in text.text and len(found) == 1 and found[0].group() in ticks

    @cached_property
    def _grid(self) -> tuple[list[Line], list[Line]]:
        """The lines that run up and across over the whole plane."""
        up = [line for line in self._drawing.lines if abs(line.x - line.to_x) < NEAR]
        across = [line for line in self._drawing.lines if abs(line.y - line.to_y) < NEAR]
        tall = max((abs(line.y - line.to_y) for line in up), default=0.0)
        wide = max((abs(line.x - line.to_x) for line in across), default=0.0)
        return (
            [line for line in up if abs(line.y - line.to_y) > tall - NEAR],
            [line for line in across if abs(line.x - line.to_x) > wide - NEAR],
        )

    @cached_property
    def _top(self) -> float:
        return min((min(line.y, line.to_y) for line in self._grid[0]), default=0.0) - 1

    @cached_property
    def _scales(self) -> tuple[Scale, Scale] | None:
        up, across = self._grid
        columns = sorted({round(line.x, 3) for line in up})
        heights = sorted({round(line.y, 3) for line in across}, reverse=True)
        if min(len(columns), len(heights)) < 2:
            return None
        texts = [text for text in self._drawing.texts if _PER_CENT.fullmatch(text.text)]
        below = sorted((t for t in texts if t.y > heights[0] + _BELOW), key=lambda t: t.x)
        beside = sorted((t for t in texts if t not in below), key=lambda t: -t.y)
        scales = _scale(columns, below), _scale(heights, beside)
        if scales[0] is None or scales[1] is None:
            return None
        return scales[0], scales[1]

    def _point(self, row: TableRow) -> tuple[Place, Line, Line] | None:
        """Where the shares of a row stand, and the two lines of their intervals."""
        assert self._scales is not None, "points stand on axes"
        claims = [claim for claim in row.claims if claim.cell is not None]
        if len(claims) != 2 or any(claim.reading.share is None for claim in claims):
            return None
        across, up = self._scales
        (x, *sides), (y, *ends) = (
            [scale.place(share) for share in self._shares(claim)]
            for scale, claim in zip((across, up), claims, strict=True)
        )
        return (x, y), Line(sides[0], y, sides[1], y), Line(x, ends[0], x, ends[1])

    def _shares(self, claim: Claim) -> list[float]:
        n, base = self._exact(claim)
        frame = next((frame for frame in self._frames if frame >= base), None)
        low, high = wilson_interval(n, base, frame=frame)
        return [n / base, float(low), float(high)]

    def _is_known(
        self, line: Line, points: Sequence[tuple[Place, Line, Line]], arms: Sequence[Line]
    ) -> bool:
        """Whether a line is of the grid, an interval, the diagonal, or leads to a name."""
        ends = (line.x, line.y), (line.to_x, line.to_y)
        if line in self._grid[0] or line in self._grid[1]:
            return True
        if any(_same_line(line, arm) for arm in arms):
            return True
        assert self._scales is not None, "lines stand among axes"
        across, up = self._scales
        corners = (across.places[0], up.places[0]), (across.places[-1], up.places[-1])
        if all(any(_same(end, corner) for corner in corners) for end in ends):
            return True
        return any(
            _same(end, point) and self._is_at_name(other)
            for point, *_ in points
            for end, other in (ends, ends[::-1])
        )

    def _is_at_name(self, place: Place) -> bool:
        """Whether a line that leads from a point to its name ends there."""
        return any(
            box.left - _AT <= place[0] <= box.right + _AT
            and box.top - _AT <= place[1] <= box.bottom + _AT
            for box in self._drawing.boxes
            if is_white(box) and self._holds_name(box)
        )

    def _boxes(self) -> Iterator[str]:
        """Boxes are the sheet, the white room of a name, or signs of the legend."""
        wide, high = self._drawing.width, self._drawing.height
        for box in self._drawing.boxes:
            paper = box.right - box.left > 0.99 * wide and box.bottom - box.top > 0.99 * high
            small = max(box.right - box.left, box.bottom - box.top) <= _GLYPH
            if not paper and not small and not (is_white(box) and self._holds_name(box)):
                yield "a box that is no room of a name"

    def _holds_name(self, box: Box) -> bool:
        inside = [
            width(text.text)
            for text in self._drawing.texts
            if abs(text.x - box.left) < 1 and box.top < text.y < box.bottom + 2
        ]
        wide = (box.right - box.left) * PIXELS_PER_POINT
        return bool(inside) and abs(max(inside) - wide) < 0.5


def _scale(places: Sequence[float], texts: Sequence[Lettering]) -> Scale | None:
    """The scale of lines and the texts beside them; None where they don't belong together."""
    numbers = [words_of(text.text) for text in texts]
    if len(texts) != len(places) or any(len(own) != 1 for own in numbers):
        return None
    shares = tuple(int(own[0]) / 100 for own in numbers if own[0].isdecimal())
    steps = [high - low for low, high in pairwise(shares)]
    gaps = [high - low for low, high in pairwise(places)]
    even = len(shares) == len(places) and max(steps) - min(steps) < 1e-6 and min(steps) > 0
    if not even or max(gaps) - min(gaps) > 2 * NEAR:
        return None
    return Scale(tuple(places), shares)


def _same(one: Place, other: Place) -> bool:
    return abs(one[0] - other[0]) < NEAR and abs(one[1] - other[1]) < NEAR


def _same_line(one: Line, other: Line) -> bool:
    ends = sorted([(one.x, one.y), (one.to_x, one.to_y)])
    others = sorted([(other.x, other.y), (other.to_x, other.to_y)])
    return all(_same(a, b) for a, b in zip(ends, others, strict=True))
