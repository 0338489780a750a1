"""Which cells to hide: those that are sensitive, and others so that nobody can compute them.

A cutting-plane method, exact in whole numbers. A master program proposes the cheapest pattern
that obeys every inequality known so far; `attackers` tries to narrow each target, and every
success gives another inequality (`cuts`). Once no attack succeeds the pattern is safe, and no
cheaper one is. It is also irredundant: with any further cell shown some attack succeeds.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from lumo_analysis.analysis.disclosure.attackers import Attack, Narrowed
from lumo_analysis.analysis.disclosure.cuts import Numbers, Pattern, cut, priced
from lumo_analysis.analysis.disclosure.integer_program import (
    UnsolvedError,
)
from lumo_analysis.analysis.disclosure.problem import Memory, Problem
from lumo_analysis.analysis.disclosure.targets import Target
from lumo_analysis.analysis.disclosure.witnesses import Insiders

__all__ = ["Memory", "Problem", "suppress"]

_TURNS = 300
_KEPT = 300
_OBEYED = 1 - 1e-6


def suppress(problem: Problem, limit: int | None = None) -> Pattern | None:
    """The cheapest pattern of hidden sums that leaves no target narrow.

    Args:
        problem: what could be shown, and what must be protected.
        limit: stop as soon as more of the counted sums must be hidden than this.

    Returns:
        For each sum whether it is hidden, or None where the limit is passed.

    Raises:
        UnsolvedError: a solver gave no proof, or no pattern is safe; then all must be hidden.
    """
    cuts = _Cuts(problem)
    hidden = problem.primary
    for _ in range(_TURNS):
        if limit is not None and cuts.fewest_counted() > limit:
            return None
        attack = problem.attack(hidden)
        if cuts.add_again(hidden, attack):
            hidden = cuts.cheapest()
            continue
        found = list(attack.narrowed())
        problem.memory.keep(attack)
        if not found:
            return _irredundant(problem, hidden, cuts)
        cuts.add(hidden, found)
        hidden = cuts.cheapest()
    raise UnsolvedError("no safe pattern was found")


class _Cuts:
    """The inequalities known so far, and the cheapest pattern that obeys them."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._weights: list[Numbers] = []
        self._successes: dict[tuple[Target, Insiders], None] = {}
        self.order = np.argsort(-problem.costs, kind="stable")

    def add(self, hidden: Pattern, found: Iterable[Narrowed]) -> None:
        """An inequality for each successful attack on a pattern."""
        for narrowed in found:
            self._weights.append(cut(self._problem.publication, hidden, narrowed, self.order))
            self._successes[narrowed.target, narrowed.insiders] = None

    def add_again(self, hidden: Pattern, attack: Attack) -> bool:
        """Add what former attackers, attacking again, find; whether they find anything."""
        weights = [
            priced(self._problem.publication, hidden, target, insiders)
            for target, insiders in self._successes
            if not attack.resists(target, insiders)
        ]
        new = [weight for weight in weights if weight is not None and weight @ hidden < _OBEYED]
        self._weights += new
        return bool(new)

    def cheapest(self) -> Pattern:
        """The cheapest pattern, proved so."""
        return self._best(self._problem.costs)

    def fewest_counted(self) -> int:
        """The least number of counted sums that a safe pattern hides, as far as is known."""
        return int(self._best(self._problem.counted.astype(float))[self._problem.counted].sum())

    def _best(self, costs: Numbers) -> Pattern:
        problem = self._problem
        if not self._weights:
            return problem.primary
        constraints = [LinearConstraint(sparse.csr_array(np.array(self._weights)), _OBEYED)]
        if problem.pairs:
            differences = np.zeros((len(problem.pairs), len(costs)))
            for row, (first, second) in enumerate(problem.pairs):
                differences[row, first], differences[row, second] = 1, -1
            constraints.append(LinearConstraint(sparse.csr_array(differences), 0, 0))
        result = milp(
            costs,
            constraints=constraints,
            bounds=Bounds(problem.primary.astype(float), 1),
            integrality=np.ones(len(costs)),
            options={"mip_rel_gap": 0.0},
        )
        if result.status != 0:
            raise UnsolvedError(f"the solver stopped without an optimum (status {result.status})")
        return np.asarray(result.x > 0.5)

    def allow(self, hidden: Pattern) -> bool:
        """Whether the pattern obeys all inequalities; if not, some attack on it succeeds."""
        return all(weights @ hidden >= _OBEYED for weights in self._weights)


def _irredundant(problem: Problem, hidden: Pattern, cuts: _Cuts) -> Pattern:
    """The pattern without sums that may as well be shown: none, but for ties in cost."""
    partner = dict(problem.pairs) | {second: first for first, second in problem.pairs}
    for place in cuts.order.tolist():
        if not hidden[place] or problem.primary[place]:
            continue
        fewer = hidden.copy()
        fewer[[place, partner.get(place, place)]] = False
        if cuts.allow(fewer) and not any(problem.attack(fewer).narrowed()):
            hidden = fewer
    return hidden
