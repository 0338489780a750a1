"""What numbers that fit the facts show of each attacker's range."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lumo_analysis.analysis.disclosure.integer_program import UNBOUND, Integers
from lumo_analysis.analysis.disclosure.targets import Target

Insiders = tuple[int, ...]
"""The cells, by place, of those respondents who attack together; a cell twice for two in it."""
_AT_ONCE = 4_000_000


class Ranges:
    """For each attacker on a target, the lowest and highest number of others shown possible.

    `cells` are the cells whose members may know more of the target than an outsider does, and
    `truth` the true numbers of all cells. Attackers are nobody from inside, one of any of the
    cells, and two of any; two of the same where there are two. Those whom some numbers show
    at a glance to be harmless, since these leave their places to them, are left out.
    """

    def __init__(
        self, target: Target, truth: Integers, cells: Integers, witnesses: Integers
    ) -> None:
        self.target, self.cells = target, cells
        self._own = np.append(truth[cells], 0)
        self._member = np.append(np.isin(cells, target.places), False).astype(np.int64)
        self._first, self._second = self._attackers(witnesses)
        self._inside = self._member[self._first] + self._member[self._second]
        self._high = np.full(len(self._first), -1, dtype=np.int64)
        self._low = np.full(len(self._first), UNBOUND, dtype=np.int64)
        self.add(witnesses)

    def _attackers(self, witnesses: Integers) -> tuple[Integers, Integers]:
        """The attackers to look at, as places in `cells`, where the last + 1 is nobody."""
        nobody = len(self.cells)
        totals = witnesses[:, list(self.target.places)].sum(axis=1)
        lacks = witnesses[:, self.cells] < np.minimum(self._own[:-1], 2)
        value, threshold = int(self.target.value), self.target.threshold
        pairs = [np.array([[nobody, nobody]], dtype=np.int64)]
        everyone = np.arange(nobody + 1)
        for inside in range(3):
            # The true numbers are possible too, so the range begins at the true value or below.
            serving = totals >= max(threshold + inside, value + threshold - 1)
            wanting = np.arange(nobody)
            if serving.any():
                fewest = lacks[serving][np.argmin(lacks[serving].sum(axis=1))]
                wanting = np.flatnonzero(fewest)
            first, second = np.meshgrid(wanting, everyone, indexing="ij")
            these = np.column_stack([first.ravel(), second.ravel()])
            pairs.append(these[self._member[these].sum(axis=1) == inside])
        every = np.unique(np.sort(np.concatenate(pairs), axis=1), axis=0)[::-1]
        twice = (every[:, 0] == every[:, 1]) & (every[:, 0] < nobody)
        every = every[~twice | (self._own[every[:, 0]] >= 2)]
        # Outsiders first, then one insider, then two.
        every = every[np.argsort((every < nobody).sum(axis=1), kind="stable")]
        return every[:, 0], every[:, 1]

    def add(self, witnesses: Integers) -> None:
        """Take note of rows of numbers that fit the facts."""
        totals = witnesses[:, list(self.target.places)].sum(axis=1)
        step = max(1, _AT_ONCE // max(len(self._first), 1))
        same = (self._first == self._second) & (self._first < len(self.cells))
        for start in range(0, len(witnesses), step):
            some = witnesses[start : start + step, self.cells]
            some = np.column_stack([some, np.full(len(some), 2)])
            fits = (some[:, self._first] > same) & (some[:, self._second] > 0)
            total = totals[start : start + step, None]
            self._high = np.maximum(self._high, np.where(fits, total, -1).max(axis=0))
            self._low = np.minimum(self._low, np.where(fits, total, UNBOUND).min(axis=0))

    def first_unsafe(self) -> Insiders | None:
        """The first attacker whose range is not shown to be wide enough."""
        unsafe = np.flatnonzero(self._unsafe)
        if not len(unsafe):
            return None
        pair = self._first[unsafe[0]], self._second[unsafe[0]]
        return tuple(int(self.cells[place]) for place in pair if place < len(self.cells))

    def unsafe_in(self, cells: Integers) -> Integers:
        """How many attackers with a member in each of these cells are not shown harmless."""
        unsafe = self._unsafe
        count = np.zeros(int(max(cells.max(initial=0), self.cells.max(initial=0))) + 1, np.int64)
        for places in (self._first[unsafe], self._second[unsafe]):
            named = places[places < len(self.cells)]
            np.add.at(count, self.cells[named], 1)
        return count[cells]

    @property
    def _unsafe(self) -> npt.NDArray[np.bool_]:
        low, high = self._low - self._inside, self._high - self._inside
        return ~is_safe(low, high, self.target.threshold)


def is_safe(low: Integers | int, high: Integers | int, threshold: int) -> npt.NDArray[np.bool_]:
    """Whether others from `low` to `high` leave a target as uncertain as it must be.

    >>> bool(is_safe(0, 5, 5)), bool(is_safe(3, 6, 5)), bool(is_safe(0, 4, 5))
    (True, False, False)
    """
    return np.asarray((np.asarray(high) >= threshold) & (np.subtract(high, low) + 1 >= threshold))
