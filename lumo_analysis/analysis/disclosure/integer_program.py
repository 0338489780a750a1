"""Integer programs over cells and facts, solved part by part and checked in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import LinearConstraint
from scipy.sparse.csgraph import connected_components

from lumo_analysis.analysis.disclosure.facts import (
    UNBOUND,
    ContradictionError,
    Fact,
    Integers,
    UnsolvedError,
)
from lumo_analysis.analysis.disclosure.tied_cells import TiedCells

_TOLERANCE = 1e-6
_ROUNDS = 30

__all__ = [
    "UNBOUND",
    "ContradictionError",
    "Fact",
    "IntegerProgram",
    "Integers",
    "UnsolvedError",
]


class IntegerProgram:
    """Facts about cells that hold `low` to `high`, ready to be minimised over.

    Facts first narrow each cell by itself; what is then still open falls into parts that
    have no fact in common, and only the parts that a target touches are solved. `fitting`
    are numbers known to fit, if any are known.
    """

    def __init__(
        self,
        matrix: sparse.csr_array,
        fact_low: Integers,
        fact_high: Integers,
        low: Integers,
        high: Integers,
        fitting: Integers | None = None,
    ) -> None:
        self.matrix, self.fact_low, self.fact_high = matrix, fact_low, fact_high
        self.low, self.high = _narrowed(matrix, fact_low, fact_high, low, high)
        self.open = self.low < self.high
        self._part = _parts(matrix, self.open)
        self._solvers: dict[int, TiedCells] = {}
        self._fitting: Integers | None = None
        if fitting is not None:
            self.accept(fitting)

    @classmethod
    def of(
        cls,
        facts: Sequence[Fact],
        low: Sequence[int] | Integers,
        high: Sequence[int] | Integers,
        fitting: Integers | None = None,
    ) -> IntegerProgram:
        """The program of these facts."""
        rows = np.repeat(np.arange(len(facts)), [len(fact.places) for fact in facts])
        columns = np.array([p for fact in facts for p in fact.places], dtype=np.int64)
        weights = np.array([w for fact in facts for w in fact.weights], dtype=np.int64)
        return cls(
            sparse.csr_array((weights, (rows, columns)), shape=(len(facts), len(low))),
            np.array([-UNBOUND if f.low is None else f.low for f in facts], dtype=np.int64),
            np.array([UNBOUND if f.high is None else f.high for f in facts], dtype=np.int64),
            np.array(low, dtype=np.int64),
            np.array(high, dtype=np.int64),
            fitting,
        )

    def accept(self, fitting: Integers) -> None:
        """Take numbers that are known to fit; `ContradictionError` where they do not."""
        if not self.fits(fitting):
            raise ContradictionError("the numbers that are known do not fit the facts")
        self._fitting = fitting

    def counting(self, sums: sparse.csr_array, caps: Integers) -> IntegerProgram:
        """The program with one more cell for each sum of cells: the sum, or its cap if lower.

        Maximising the further cells makes each sum large enough where not all can be largest.
        """
        more = sums.shape[0]
        matrix = sparse.block_array(
            [[self.matrix, None], [sums, -sparse.eye_array(more, dtype=np.int64)]], format="csr"
        )
        fitting = self._fitting
        if fitting is not None:
            fitting = np.concatenate([fitting, np.minimum(sums @ fitting, caps)])
        return IntegerProgram(
            matrix,
            np.concatenate([self.fact_low, np.zeros(more, dtype=np.int64)]),
            np.concatenate([self.fact_high, np.full(more, UNBOUND)]),
            np.concatenate([self.low, np.zeros(more, dtype=np.int64)]),
            np.concatenate([self.high, caps]),
            fitting,
        )

    def together(self, place: int) -> npt.NDArray[np.bool_]:
        """The cells that are still open and that facts tie to this one."""
        tied: npt.NDArray[np.bool_] = self.open & (self._part == self._part[place])
        return tied

    def minimise(self, weights: Integers, at_least: Integers | None = None) -> Integers:
        """Numbers for all cells that fit every fact and make the weighted sum lowest.

        Cells hold `at_least` so much, where given; the known fitting numbers must too.

        Raises:
            ContradictionError: no whole numbers fit the facts.
            UnsolvedError: the solver did not prove an optimum.
        """
        low = self.low if at_least is None else np.maximum(self.low, at_least)
        cells = self._fitting_cells().copy()
        for part in np.unique(self._part[(weights != 0) & self.open]).tolist():
            solver = self._solver(part)
            places = solver.places
            cells[places] = solver.minimise(weights[places], low[places])
        if not (self.fits(cells) and (cells >= low).all()):
            raise UnsolvedError("the solver's numbers do not fit the facts once they are rounded")
        return cells

    def fit(self, several: Integers) -> npt.NDArray[np.bool_]:
        """Which of several rows of numbers agree with every fact, in whole numbers."""
        sums = (self.matrix @ several.T).T
        fact = (sums >= self.fact_low) & (sums <= self.fact_high)
        cell = (several >= self.low) & (several <= self.high)
        return np.asarray(fact.all(axis=1) & cell.all(axis=1))

    def fits(self, cells: Integers) -> bool:
        """Whether these numbers agree with every fact, in whole numbers."""
        return bool(self.fit(cells[None])[0])

    def _fitting_cells(self) -> Integers:
        if self._fitting is None:
            cells = self.low.copy()
            for part in np.unique(self._part[self.open]).tolist():
                solver = self._solver(part)
                cells[solver.places] = solver.minimise(
                    np.zeros_like(solver.places), self.low[solver.places]
                )
            if not self.fits(cells):
                raise ContradictionError("no whole numbers fit the facts")
            self._fitting = cells
        return self._fitting

    def _solver(self, part: int) -> TiedCells:
        if part not in self._solvers:
            places = np.flatnonzero((self._part == part) & self.open)
            touching = self.matrix[:, places]
            facts = np.flatnonzero(np.diff(touching.indptr) > 0)
            fixed = self.matrix[facts] @ np.where(self.open, 0, self.low)
            low, high = self.fact_low[facts], self.fact_high[facts]
            self._solvers[part] = TiedCells(
                places,
                LinearConstraint(
                    touching[facts].astype(float).tocsc(),
                    np.where(low > -UNBOUND, low - fixed, -np.inf),
                    np.where(high < UNBOUND, high - fixed, np.inf),
                ),
                self.high[places],
            )
        return self._solvers[part]


def _parts(matrix: sparse.csr_array, still_open: npt.NDArray[np.bool_]) -> Integers:
    """A number for each cell, the same for cells that facts tie together.

    Cells that are known tie nothing together.
    """
    facts, cells = matrix.shape
    entries = matrix.tocoo()
    tying = still_open[entries.col]
    ties = entries.row[tying], facts + entries.col[tying]
    graph = sparse.csr_array((np.ones(len(ties[0])), ties), shape=(facts + cells,) * 2)
    parts: Integers = connected_components(graph, directed=False)[1][facts:].astype(np.int64)
    return parts


def _narrowed(
    matrix: sparse.csr_array,
    fact_low: Integers,
    fact_high: Integers,
    low: Integers,
    high: Integers,
) -> tuple[Integers, Integers]:
    """What each fact leaves each cell, given what is known of the fact's other cells.

    Repeated while it tells anything; every step is sound, so stopping early is sound too.
    """
    entries = matrix.tocoo()
    facts, places, weights = entries.row, entries.col, entries.data
    positive = weights > 0
    count = len(fact_low)
    for _ in range(_ROUNDS):
        least = weights * np.where(positive, low[places], high[places])
        most = weights * np.where(positive, high[places], low[places])
        # How high and how low a weighted cell can be, so that its sum stays in its bounds.
        room = (fact_high - np.bincount(facts, least, count))[facts] + least
        need = (fact_low - np.bincount(facts, most, count))[facts] + most
        highest = np.floor(np.where(positive, room, need) / weights + _TOLERANCE)
        lowest = np.ceil(np.where(positive, need, room) / weights - _TOLERANCE)
        new_low, new_high = low.astype(np.float64), high.astype(np.float64)
        np.maximum.at(new_low, places, lowest)
        np.minimum.at(new_high, places, highest)
        if (new_low > new_high).any():
            raise ContradictionError("no whole numbers fit the facts")
        if (new_low == low).all() and (new_high == high).all():
            break
        low, high = new_low.astype(np.int64), new_high.astype(np.int64)
    return low, high
