"""A chart held against its table: what is drawn must be a number that the table shows.

In the room of a row every edge, end and mark must stand where a number of that row of the
table stands, however the chart is laid out. A bar for a hidden number, even one in white,
stands where no number of the table does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lumo_analysis.analysis.intervals import wilson_interval
from lumo_analysis.presentation.lettering import PIXELS_PER_POINT
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.audit.chart_layout import NEAR, Axis, ChartRow, Layout, is_white
from lumo_analysis.publishing.audit.claims import Claim
from lumo_analysis.publishing.audit.drawing import Box, Drawing, Lettering
from lumo_analysis.publishing.audit.numerals import tokens, words_of

_GLYPH = 13.0
"""No sign of a legend is wider, in points."""
_WORD_GAP = 3 / PIXELS_PER_POINT
"""How far the white room of a word stays from the bars beside it, in points."""
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
Exact = Callable[[Claim], tuple[int, int]]
"""How many of how many a claim is about, to the last respondent."""


@dataclass(frozen=True)
class TableRow:
    """What a chart may show of one row of its table."""

    label: str
    tokens: frozenset[str]
    claims: tuple[Claim, ...]


class Chart:
    """One chart and the rows of its table.

    `exact` gives the numbers behind a claim that is shown; `frames` are how many people were
    asked, where intervals allow for it.
    """

    def __init__(
        self,
        drawing: Drawing,
        rows: Sequence[TableRow],
        words: Wording,
        exact: Exact,
        frames: Collection[int] = (),
    ) -> None:
        self._drawing, self._table, self._words = drawing, rows, words
        self._exact, self._frames = exact, tuple(frames)
        self._layout = Layout(drawing, [row.label for row in rows])

    def faults(self) -> list[str]:
        """Shapes that no number of the table accounts for."""
        faults, layout = list(self._drawing.faults), self._layout
        if not layout.rows:
            return [*faults, "the rows of the chart are not those of its table"]
        for row in layout.rows:
            axis = layout.axis
            drawn = self._on_axis(row, axis) if axis is not None else self._stacked(row)
            faults += [f"row '{self._table[row.number].label}': {fault}" for fault in drawn]
        if layout.unmatched:
            faults.append(f"{len(layout.unmatched)} lines at the left are no row of the table")
        return [*faults, *self._outside()]

    def accounted(self, text: Lettering, harmless: Collection[tuple[int, int]]) -> bool:
        """Whether each number of a text of the chart stands where it may stand."""
        found = {token.group() for token in tokens(text.text) if token.span() not in harmless}
        if not found:
            return True
        if not self._layout.rows:
            return False
        row = self._layout.row_at(text.y - 4)
        if row is not None:
            return found <= self._tokens_of(row)
        if text.y > self._layout.rows[-1].bottom - NEAR and self._layout.axis is not None:
            return words_of(text.text) in [[str(round(100 * tick))] for tick in _TICKS]
        # Above the rows stand the unit and the legend: bases that all rows share.
        bases = [{str(c.reading.base) for c in row.claims if c.reading.base} for row in self._table]
        known = [own for own in bases if own]
        return bool(known) and found <= set.intersection(*known)

    def _tokens_of(self, row: ChartRow) -> set[str]:
        table = self._table[row.number]
        off_scale = [c for c in table.claims if c.cell is not None and c.cell.kind == "off_scale"]
        found = set(table.tokens)
        if off_scale and all(claim.reading.n is not None for claim in off_scale):
            # Answers off the scale stand in the chart as one.
            pairs = [self._exact(claim) for claim in off_scale]
            share = sum(n for n, _ in pairs) / max(pairs[0][1], 1)
            found |= {*words_of(self._words.percent(share))}
        return found

    def _on_axis(self, row: ChartRow, axis: Axis) -> Iterator[str]:
        """Bars from zero, intervals and marks on an axis of shares."""
        claims = [c for c in self._table[row.number].claims if c.reading.share is not None]
        allowed = [axis.place(share) for claim in claims for share in self._shares(claim)]
        ticks = [axis.place(tick) for tick in _TICKS]
        for box in self._layout.boxes(row):
            edges = [] if self._layout.is_room_of_word(box) else [box.left, box.right]
            if not all(_near(edge, [*allowed, axis.left]) for edge in edges):
                yield "a bar shows a share that the table has not"
        for line in self._layout.lines(row):
            if not all(_near(x, [*allowed, *ticks]) for x in (line.x, line.to_x)):
                yield "a line shows a share that the table has not"
        marks = [mark for mark in self._drawing.marks if row.holds(mark.y)]
        drawn = [mark for mark in marks if not self._stands_for_word(mark.x, mark.y)]
        if any(not _near(mark.x, allowed) for mark in drawn) or len(drawn) > len(claims):
            yield "a mark shows a share that the table has not"

    def _shares(self, claim: Claim) -> list[float]:
        """The share of a claim and the ends of its interval, exactly."""
        n, base = self._exact(claim)
        if claim.cell is None or not base:
            return []
        return [n / base, *self._ends(n, base)]

    def _ends(self, n: int, base: int) -> list[float]:
        found: list[float] = []
        for frame in (None, *(frame for frame in self._frames if frame >= base)):
            low, high = wilson_interval(n, base, frame=frame)
            found += [float(low), float(high)]
        return found

    def _stands_for_word(self, x: float, y: float) -> bool:
        """Whether a mark only names the group of a number that is hidden or too small."""
        beside = self._layout.words_beside(x, y)
        return any(not tokens(text) or not text[0].isdecimal() for text in beside)

    def _stacked(self, row: ChartRow) -> Iterator[str]:
        """Bars in a stack: each as wide as a share, one beside the other."""
        boxes, scale = self._layout.boxes(row), self._scale()
        pairs = [self._exact(claim) for claim in self._on_scale(row)]
        shares = [n / base for n, base in pairs if base]
        for before, box in pairwise(boxes):
            gap = _WORD_GAP * (is_white(before) + is_white(box))
            if abs(box.left - before.right - gap) > NEAR:
                yield "bars stand apart, as if a hidden one stood between"
        for box in boxes:
            wide = box.right - box.left
            if is_white(box):
                if not self._layout.is_room_of_word(box):
                    yield "a white bar stands where no word stands"
            elif not any(abs(wide - share * scale) < NEAR for share in shares):
                yield "a bar shows a share that the table has not"
        yield from self._whiskers(row, boxes, scale)

    def _whiskers(self, row: ChartRow, boxes: Sequence[Box], scale: float) -> Iterator[str]:
        """Intervals stand at an end of the stack, as far from it as the share's from theirs."""
        ends = [box.left for box in boxes[:1]] + [box.right for box in boxes[-1:]]
        offsets = [0.0]
        for claim in self._table[row.number].claims:
            if claim.cell is not None and claim.reading.low is not None:
                n, base = self._exact(claim)
                offsets += [(end - n / base) * scale for end in self._ends(n, base)]
        places = [end + way * offset for end in ends for offset in offsets for way in (1, -1)]
        for line in self._layout.lines(row):
            if not all(_near(x, places) for x in (line.x, line.to_x)):
                yield "a line shows an interval that the table has not"

    def _scale(self) -> float:
        """How many points the whole of a share takes, from all bars of the chart together."""
        drawn = shown = 0.0
        for row in self._layout.rows:
            widths = [b.right - b.left for b in self._layout.boxes(row) if not is_white(b)]
            if widths:
                pairs = [self._exact(claim) for claim in self._on_scale(row)]
                drawn += sum(widths)
                shown += sum(n / base for n, base in pairs if base)
        return drawn / shown if shown else 0.0

    def _on_scale(self, row: ChartRow) -> list[Claim]:
        """The cells that a bar stacks, shown: single answers, or answers put together."""
        return [
            claim
            for claim in self._table[row.number].claims
            if claim.cell is not None
            and claim.cell.kind in ("scale", "rest")
            and not claim.headline
            and claim.reading.n is not None
        ]

    def _outside(self) -> Iterator[str]:
        """What is drawn above and below the rows: signs of a legend, which are small."""
        for box in self._drawing.boxes:
            small = max(box.right - box.left, box.bottom - box.top) <= _GLYPH
            outside = self._layout.row_at(box.middle) is None
            if outside and not small and not self._layout.is_paper(box):
                yield "a bar stands outside the rows of the chart"


def _near(x: float, places: Sequence[float]) -> bool:
    return any(abs(x - place) < NEAR for place in places)
