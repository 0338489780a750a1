"""A chart's layout, read from the chart itself: its rows, its axis, the room of its words."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from lumo_analysis.presentation.lettering import PIXELS_PER_POINT, SMALL, width
from lumo_analysis.publishing.audit.drawing import Box, Drawing, Lettering, Line
from lumo_analysis.publishing.audit.drawn_text import drawn_as_written, drawn_signs

NEAR = 0.02
"""Two places that are so near are one, in points."""
_ALONE = 30.0
_BESIDE = 12.0
_WORD_AROUND = (0.0, 2.0, 6.0)
"""By how many pixels the white room of a word may be wider than the word."""
_HALF_A_LINE = 4.0


@dataclass(frozen=True)
class ChartRow:
    """A row of a chart: the table's row it shows, and the room it takes."""

    number: int
    top: float
    bottom: float

    def holds(self, y: float) -> bool:
        """Whether a height is in the row's room."""
        return self.top <= y < self.bottom


@dataclass(frozen=True)
class Axis:
    """Where 0 stands, where the axis ends, and the share at its end."""

    left: float
    right: float
    reach: float

    def place(self, share: float) -> float:
        """Where a share stands."""
        return self.left + share / self.reach * (self.right - self.left)


class Layout:
    """The rows and the axis of a drawing whose rows bear `labels`, from top to bottom.

    `unmatched` are lines at the left edge that are no row's label.
    """

    def __init__(self, drawing: Drawing, labels: Sequence[str]) -> None:
        self.drawing = drawing
        self.unmatched: list[Lettering] = []
        self.rows = list(self._rows(labels))

    def _rows(self, labels: Sequence[str]) -> Iterator[ChartRow]:
        """The rows by their labels at the left edge, in the order of the table."""
        lines = [text for text in self.drawing.texts if abs(text.x) < 1]
        found: list[tuple[int, float]] = []
        place = 0
        for number, label in enumerate(labels):
            for start in range(place, len(lines)):
                size = _lines_of(label, lines[start:]) or _lines_drawn(label, lines[start:])
                if size:
                    own = lines[start : start + size]
                    found.append((number, (own[0].y + own[-1].y) / 2 - _HALF_A_LINE))
                    self.unmatched += lines[place:start] if place else []
                    place = start + size
                    break
        self.unmatched += lines[place:]
        if found:
            edges = self._edges([middle for _, middle in found])
            for (number, _), (top, bottom) in zip(found, pairwise(edges), strict=True):
                yield ChartRow(number, top, bottom)

    def _edges(self, middles: Sequence[float]) -> list[float]:
        """Where the rows part: at lines drawn for it, or half way between two."""
        between = [(low + high) / 2 for low, high in pairwise(middles)]
        tallest = max(self.upright, key=_tall, default=None)
        if tallest is None:
            half = between[0] - middles[0] if between else _ALONE
            return [middles[0] - half, *between, middles[-1] + half]
        top, bottom = sorted((tallest.y, tallest.to_y))
        rules = sorted({round(line.y, 3) for line in self.drawing.lines if _is_rule(line)})
        inside = [y for y in rules if top - NEAR <= y < bottom - NEAR]
        if len(inside) == len(middles):
            between = inside[1:]
        return [top, *between, bottom]

    @cached_property
    def upright(self) -> list[Line]:
        """Every line that runs straight up."""
        return [line for line in self.drawing.lines if abs(line.x - line.to_x) < NEAR]

    @cached_property
    def axis(self) -> Axis | None:
        """Three or five lines of one height, as far from each other; None where there are none."""
        by_height: dict[tuple[float, float], set[float]] = {}
        for line in self.upright:
            ends = round(line.y, 2), round(line.to_y, 2)
            by_height.setdefault(ends, set()).add(round(line.x, 3))
        tallest = max(by_height, key=lambda ends: abs(ends[1] - ends[0]), default=None)
        places = sorted(by_height[tallest]) if tallest is not None else []
        steps = [high - low for low, high in pairwise(places)]
        if len(places) not in (3, 5) or max(steps) - min(steps) > NEAR:
            return None
        return Axis(places[0], places[-1], 0.5 if len(places) == 3 else 1.0)

    @cached_property
    def zeros(self) -> list[float]:
        """Where the tallest lines stand: the zero line of stacked bars is one."""
        tall = max(map(_tall, self.upright), default=0.0)
        return [line.x for line in self.upright if _tall(line) > tall - NEAR]

    def row_at(self, y: float) -> ChartRow | None:
        """The row in whose room a height is."""
        return next((row for row in self.rows if row.holds(y)), None)

    def boxes(self, row: ChartRow) -> list[Box]:
        """The boxes of a row from left to right."""
        inside = [box for box in self.drawing.boxes if row.holds(box.middle)]
        return sorted(box for box in inside if not self.is_paper(box))

    def lines(self, row: ChartRow) -> list[Line]:
        """The lines of a row, but those that part it from the next."""
        inside = [line for line in self.drawing.lines if row.holds((line.y + line.to_y) / 2)]
        return [line for line in inside if abs(line.x) > NEAR and not self._is_axis(line)]

    def _is_axis(self, line: Line) -> bool:
        return line in self.upright and any(abs(line.x - zero) < NEAR for zero in self.zeros)

    def is_paper(self, box: Box) -> bool:
        """Whether this is the sheet itself, under all that is drawn."""
        wide, high = self.drawing.width, self.drawing.height
        return box.right - box.left > 0.99 * wide and box.bottom - box.top > 0.99 * high

    def is_room_of_word(self, box: Box) -> bool:
        """Whether a white box is as wide as the word in it, and so tells no number."""
        if not is_white(box):
            return False
        inside = [
            text.text
            for text in self.drawing.texts
            if box.left - _BESIDE < text.x < box.right and box.top < text.y < box.bottom + 2
        ]
        wide = (box.right - box.left) * PIXELS_PER_POINT
        return any(
            abs(wide - width(text, SMALL) - extra) < 1 for text in inside for extra in _WORD_AROUND
        )

    def words_beside(self, x: float, y: float) -> list[str]:
        """What stands right of a place, in its line."""
        return [
            text.text
            for text in self.drawing.texts
            if 0 < text.x - x < _BESIDE and abs(text.y - y) < _BESIDE / 2
        ]


def is_white(box: Box) -> bool:
    """Whether a box has the colour of the sheet."""
    return box.fill in ("#ffffff", "white")


def _tall(line: Line) -> float:
    return abs(line.to_y - line.y)


def _is_rule(line: Line) -> bool:
    """Whether a line parts the rows, from the left edge on."""
    return abs(line.y - line.to_y) < NEAR and abs(line.x) < NEAR


def _lines_of(label: str, lines: Sequence[Lettering]) -> int:
    """How many of some lines, from the first, spell a label; 0 where they don't."""
    wanted = _letters(label)
    spelt = ""
    for number, line in enumerate(lines, start=1):
        spelt += _letters(line.text)
        if spelt == wanted:
            return number
        if not wanted.startswith(spelt):
            return 0
    return 0


def _lines_drawn(label: str, lines: Sequence[Lettering]) -> int:
    """How many of some lines draw a label whose signs are not drawn as they are written."""
    if drawn_as_written(label):
        return 0
    wanted = _counted(drawn_signs(label))
    spelt: Counter[str] = Counter()
    for number, line in enumerate(lines, start=1):
        spelt += _counted(line.text)
        if spelt == wanted:
            return number
        if not spelt <= wanted:
            return 0
    return 0


def _counted(text: str) -> Counter[str]:
    """The letters of a text without regard to their order, ligatures taken apart."""
    return Counter(_letters(unicodedata.normalize("NFKC", text)))


def _letters(text: str) -> str:
    return "".join(sign for sign in text if not sign.isspace() and sign != "-")
