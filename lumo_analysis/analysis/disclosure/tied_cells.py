"""Cells that facts tie together, minimised over by HiGHS and checked in whole numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

from lumo_analysis.analysis.disclosure.facts import (
    ContradictionError,
    Integers,
    UnsolvedError,
)

_TOLERANCE = 1e-6
_OPTIMAL, _INFEASIBLE = 0, 2


@dataclass(frozen=True)
class TiedCells:
    """Cells that facts tie together."""

    places: Integers
    facts: LinearConstraint
    high: Integers

    def minimise(self, weights: Integers, low: Integers) -> Integers:
        """Whole numbers for the part's cells, `low` or more, that make the sum lowest.

        The linear program mostly has them already, and it proves that no others are lower.
        """
        linear = self._solved(weights, low)
        if linear is not None:
            cells: Integers = np.rint(linear.x).astype(np.int64)
            if self._fits(cells) and weights @ cells == math.ceil(linear.fun - _TOLERANCE):
                return cells
        whole = self._solved(weights, low, whole=True)
        if whole is None:
            raise ContradictionError("no whole numbers fit the facts")
        cells = np.rint(whole.x).astype(np.int64)
        # The sum is a whole number, so the proof may fall short of it by less than one.
        if weights.any() and math.ceil(whole.mip_dual_bound - _TOLERANCE) != weights @ cells:
            raise UnsolvedError("the solver did not prove the bound that it found")
        return cells

    def _fits(self, cells: Integers) -> bool:
        sums = self.facts.A @ cells
        return bool((sums >= self.facts.lb).all() and (sums <= self.facts.ub).all())

    def _solved(
        self, weights: Integers, low: Integers, whole: bool = False
    ) -> OptimizeResult | None:
        """The solver's optimum, or None where it says that nothing fits."""
        result = milp(
            weights,
            constraints=self.facts,
            bounds=Bounds(low, self.high),
            integrality=np.full(len(weights), int(whole)),
            # With its own preparation the solver takes some feasible integer programs for
            # infeasible (HiGHS issue 3090); ours are small and narrowed already.
            options={"presolve": not whole, "mip_rel_gap": 0.0},
        )
        if result.status == _INFEASIBLE:
            return None
        if result.status != _OPTIMAL:
            raise UnsolvedError(f"the solver gave no optimum (status {result.status})")
        return result
