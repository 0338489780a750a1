"""Why a pattern of hidden cells is not enough: inequalities that every safe pattern obeys.

After Fischetti & Salazar-Gonzalez (2001), Management Science 47(7), 1008-1027. The linear
program that bounds a target has a dual price for each shown cell. Hiding cells can widen the
target's range by no more than their prices times how far they could vary, so some of them
must be hidden. Where only the integer program narrows a target, the cut says that a larger
pattern is needed, found by hiding as much as still leaves the target narrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from lumo_analysis.analysis.disclosure.attackers import Attack, Narrowed
from lumo_analysis.analysis.disclosure.integer_program import (
    UNBOUND,
    IntegerProgram,
    Integers,
    UnsolvedError,
)
from lumo_analysis.analysis.disclosure.targets import Target
from lumo_analysis.analysis.disclosure.witnesses import Insiders

Numbers = npt.NDArray[np.float64]
Pattern = npt.NDArray[np.bool_]
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Publication:
    """What reports could show of an item: sums of its cells, beside what is public anyway."""

    public: IntegerProgram
    truth: Integers
    sums: sparse.csr_array
    values: Integers
    most: Integers
    """The highest that each sum could be, for all that is public."""

    @cached_property
    def dual(self) -> tuple[sparse.csc_array, Numbers, Bounds]:
        """The dual of the linear program over the facts and all sums, as far as it is fixed.

        Its unknowns are a price for each fact's high side (all of an equality), each sum,
        each fact's low side, each cell's high limit and each cell's low limit.
        """
        public = self.public
        cells = sparse.eye_array(len(public.low))
        matrix = [public.matrix.T, self.sums.T, -public.matrix.T, cells, -cells]
        equal = public.fact_low == public.fact_high
        above, below = public.fact_high < UNBOUND, (public.fact_low > -UNBOUND) & ~equal
        costs = [
            np.where(above, public.fact_high, 0),
            self.values,
            np.where(below, -public.fact_low, 0),
            public.high,
        ]
        low = np.zeros(sum(part.shape[1] for part in matrix))
        high = np.full(len(low), np.inf)
        facts, sums = len(equal), len(self.values)
        low[:facts] = np.where(equal, -np.inf, 0)
        high[:facts] = np.where(above, np.inf, 0)
        high[facts + sums : facts + sums + facts] = np.where(below, np.inf, 0)
        return (
            sparse.hstack(matrix, format="csc").astype(float),
            np.concatenate(costs).astype(float),
            Bounds(low, high),
        )

    def program(self, hidden: Pattern) -> IntegerProgram:
        """What is known where these sums are hidden and all others shown."""
        shown = np.flatnonzero(~hidden)
        return IntegerProgram(
            sparse.vstack([self.public.matrix, self.sums[shown]], format="csr"),
            np.concatenate([self.public.fact_low, self.values[shown]]),
            np.concatenate([self.public.fact_high, self.values[shown]]),
            self.public.low,
            self.public.high,
            self.truth,
        )


def cut(publication: Publication, hidden: Pattern, found: Narrowed, order: Integers) -> Numbers:
    """Weights of the sums; those of the hidden ones must add up to 1 or more in a safe pattern.

    `order` is the order in which sums are hidden in search of a larger pattern.
    """
    weights = priced(publication, hidden, found.target, found.insiders)
    if weights is None or weights @ hidden >= 1 - _TOLERANCE:
        weights = _larger(publication, hidden, found, order)
    return weights


def priced(
    publication: Publication, hidden: Pattern, target: Target, insiders: Insiders
) -> Numbers | None:
    """The weights by the dual prices, or None where the linear program narrows nothing."""
    own = np.bincount(insiders, minlength=len(publication.truth))
    inside = int(own[list(target.places)].sum())
    threshold = target.threshold
    highest, upwards = _bound(publication, hidden, target, own, -1)
    lacking = threshold + inside - highest
    if lacking > _TOLERANCE:
        return np.minimum(upwards / lacking, 1.0)
    lowest, downwards = _bound(publication, hidden, target, own, 1)
    lacking = threshold - 1 - (highest - lowest)
    if lacking > _TOLERANCE:
        return np.minimum((upwards + downwards) / lacking, 1.0)
    return None


def _bound(
    publication: Publication, hidden: Pattern, target: Target, own: Integers, sign: int
) -> tuple[float, Numbers]:
    """The target's linear bound, and by how much hiding each sum could move it at most.

    Solved as the dual program, whose unknowns are the prices: of the facts, of the sums, and
    of each cell's limits.
    """
    goal = np.zeros(len(own))
    goal[list(target.places)] = -sign
    low, (dual, costs, bounds) = np.maximum(publication.public.low, own), publication.dual
    facts, sums = len(publication.public.fact_low), len(publication.values)
    costs = np.concatenate([costs, -low])
    free = slice(facts, facts + sums)
    limits = Bounds(bounds.lb.copy(), bounds.ub.copy())
    limits.lb[free], limits.ub[free] = np.where(hidden, 0, -np.inf), np.where(hidden, 0, np.inf)
    result = milp(costs, constraints=LinearConstraint(dual, goal, goal), bounds=limits)
    if result.status != 0:
        raise UnsolvedError(f"the solver gave no optimum (status {result.status})")
    prices = result.x[free]
    moves = np.maximum(
        prices * (publication.most - publication.values), -prices * publication.values
    )
    return -sign * float(result.fun), np.where(moves > _TOLERANCE, moves, 0.0)


def _larger(publication: Publication, hidden: Pattern, found: Narrowed, order: Integers) -> Numbers:
    larger = hidden.copy()
    for place in order.tolist():
        if larger[place]:
            continue
        larger[place] = True
        program = publication.program(larger)
        if not Attack(program, publication.truth, [found.target]).narrows(
            found.target, found.insiders
        ):
            larger[place] = False
    return np.where(larger, 0.0, 1.0)
