"""What a map of two shares says of places: verdicts of tests, told as whole numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from lumo_analysis.analysis.paired_shares import detectable_paired_difference
from lumo_analysis.presentation.wording import Wording, round_half_up
from lumo_analysis.publishing.audit.harmless import Span
from lumo_analysis.publishing.audit.messages import sentences_with
from lumo_analysis.publishing.audit.numerals import tokens, words_of
from lumo_analysis.publishing.audit.tables import TableReading
from lumo_analysis.publishing.audit.truth import Truth

_LEVEL = 0.05


class Ranking:
    """The numbers that a map's texts may tell beside its shares; none where there is no map.

    Places are counted from the pairs of things that a test tells apart; how many tests there
    were and what they could have noticed follow from the rows and bases that are shown.
    """

    def __init__(self, table: TableReading, notes: Sequence[str], words: Wording) -> None:
        self._words, self._notes = words, notes
        self._is_map = any(column.items for column in table.columns)
        self._rows = len(table.by_row)
        self._shown = [
            own for own in table.by_row if own and all(c.reading.share is not None for c in own)
        ]

    def place_spans(self, text: str) -> list[Span]:
        """Where a cell of places has numbers, which are those of rows."""
        found = tokens(text)
        known = all(t.group().isdecimal() and 1 <= int(t.group()) <= self._rows for t in found)
        return [token.span() for token in found] if known else []

    def spans(self, text: str, truth: Truth) -> Iterator[Span]:
        """Where a sentence tells how many pairs, tests, or points of difference there are."""
        if not self._is_map:
            return
        pairs = len(self._shown) * (len(self._shown) - 1) // 2
        for found in self._found(text, "apart", "n"):
            if self._whole(found["n"]) == pairs and self._whole(found["apart"]) <= pairs:
                yield found.span("apart")
                yield found.span("n")
        for found in self._found(text, "example", "n"):
            if self._whole(found["n"]) <= 2 * pairs + len(self._shown):
                yield found.span("n")
                yield found.span("example")
        for found in self._found(text, "points"):
            if self._whole(found["points"]) == self._points(truth):
                yield found.span("points")

    def _points(self, truth: Truth) -> int:
        """The smallest difference that the tests would probably tell apart."""
        tests = max((t for note in self._notes for t in self._tests(note)), default=1)
        bases = [truth.pair(claim)[1] for own in self._shown for claim in own]
        points = detectable_paired_difference(min(bases, default=0), level=_LEVEL / max(tests, 1))
        return -1 if math.isnan(points) else int(round_half_up(points * 100))

    def _tests(self, note: str) -> Iterator[int]:
        yield from (self._whole(found["n"]) for found in self._found(note, "example", "n"))

    def _found(self, text: str, *names: str) -> Iterator[re.Match[str]]:
        own = frozenset(names)
        for sentence in sentences_with(self._words.language, own, own):
            yield from sentence.finditer(text)

    def _whole(self, text: str) -> int:
        digits = "".join(words_of(text)).replace(",", "").replace(".", "")
        return int(digits) if digits.isdecimal() else -1
