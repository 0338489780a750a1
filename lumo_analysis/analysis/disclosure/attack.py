"""What can be computed about a count from linear facts: exact bounds by integer programming.

The plan is made with it, and the audit of finished files attacks with it: both know cells,
which are unknown whole numbers of respondents, and facts about sums of them.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from lumo_analysis.analysis.disclosure.integer_program import (
    ContradictionError,
    Fact,
    IntegerProgram,
    Integers,
    UnsolvedError,
)

__all__ = ["ContradictionError", "LinearSystem", "Range", "UnsolvedError", "share_interval"]

Number = int | Fraction


class Range(NamedTuple):
    """The lowest and the highest number that the facts leave possible."""

    low: int
    high: int

    @property
    def values(self) -> int:
        """How many numbers the range has."""
        return self.high - self.low + 1


class LinearSystem:
    """Cells that hold unknown whole numbers, and linear facts about them.

    `limit` is what no cell exceeds: the number of respondents. Cells are named by anything
    hashable and hold 0 to `limit` unless `add_cell` says less. A fact is an equality (low
    equals high) or an interval; a bound that is left out does not bind.

    >>> system = LinearSystem(limit=20)
    >>> system.add_fact({"poor": 1, "good": 1}, 20, 20)
    >>> system.add_fact({"good": 1}, 15, 17)
    >>> system.bounds({"poor": 1})
    Range(low=3, high=5)
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._places: dict[Hashable, int] = {}
        self._low: list[int] = []
        self._high: list[int] = []
        self._facts: list[Fact] = []
        self._program: IntegerProgram | None = None

    @property
    def cells(self) -> tuple[Hashable, ...]:
        """The names of the cells, in the order in which they were first named."""
        return tuple(self._places)

    def add_cell(self, name: Hashable, low: int = 0, high: int | None = None) -> None:
        """Name a cell, or narrow what is known of one."""
        place = self._place(name)
        self._low[place] = max(self._low[place], low)
        self._high[place] = self._high[place] if high is None else min(self._high[place], high)
        self._program = None

    def add_fact(
        self,
        coefficients: Mapping[Hashable, Number],
        low: Number | None = None,
        high: Number | None = None,
    ) -> None:
        """Say that a weighted sum of cells lies from `low` to `high`, both included.

        A count is such a fact, a mean of codes too, and so is a rounded per cent (see
        `share_interval`). Coefficients are whole numbers or fractions, so that nothing is
        lost in rounding; bounds are narrowed to the sums that whole cells can have.
        """
        unit = math.lcm(*(Fraction(c).denominator for c in coefficients.values()))
        whole = {self._place(name): int(c * unit) for name, c in coefficients.items() if c != 0}
        step = math.gcd(*whole.values()) or 1
        scale = Fraction(unit, step)
        self._facts.append(
            Fact(
                tuple(whole),
                tuple(weight // step for weight in whole.values()),
                None if low is None else math.ceil(low * scale),
                None if high is None else math.floor(high * scale),
            )
        )
        self._program = None

    def knowing(self, respondents: Iterable[Hashable]) -> LinearSystem:
        """The same system for those who know that they are in these cells.

        A cell named twice holds two of them. Bounds still count them: the number of the
        *others* is lower by the number of those respondents who are in the target.

        >>> LinearSystem(limit=9).knowing(["poor", "poor"]).bounds({"poor": 1})
        Range(low=2, high=9)
        """
        other = LinearSystem(self.limit)
        other._places = dict(self._places)
        other._low, other._high = list(self._low), list(self._high)
        other._facts = list(self._facts)
        own = list(respondents)
        for name in dict.fromkeys(own):
            other.add_cell(name, low=own.count(name))
        return other

    def bounds(self, target: Mapping[Hashable, int]) -> Range:
        """The lowest and highest value of a weighted sum of cells that the facts allow.

        Raises:
            ContradictionError: no whole numbers fit the facts.
            UnsolvedError: the solver did not prove an optimum.

        >>> LinearSystem(limit=3).bounds({"poor": 1})
        Range(low=0, high=3)
        """
        weights = self._weights(target)
        low, high = self.extremes(target)
        return Range(int(weights @ low), int(weights @ high))

    def extremes(self, target: Mapping[Hashable, int]) -> tuple[Integers, Integers]:
        """Numbers for all cells, in the order of `cells`, that give the two bounds.

        They fit every fact in whole numbers, so they prove that each bound can be so. Raises
        as `bounds` does.
        """
        weights = self._weights(target)
        if self._program is None:
            self._program = IntegerProgram.of(self._facts, self._low, self._high)
        return self._program.minimise(weights), self._program.minimise(-weights)

    def _weights(self, target: Mapping[Hashable, int]) -> Integers:
        places = [self._place(name) for name in target]
        weights = np.zeros(len(self._places), dtype=np.int64)
        weights[places] = list(target.values())
        return weights

    def _place(self, name: Hashable) -> int:
        if name not in self._places:
            self._places[name] = len(self._places)
            self._low.append(0)
            self._high.append(self.limit)
            self._program = None
        return self._places[name]


def share_interval(percent: Fraction, decimals: int, base: int) -> tuple[int, int]:
    """The lowest and highest count of a base that round to a per cent.

    Halves may have been rounded up, down or to even, so both ends are allowed.

    >>> share_interval(Fraction("15.9"), 1, 548), share_interval(Fraction(22), 0, 548)
    ((87, 87), (118, 123))
    """
    half = Fraction(1, 2 * 10**decimals)
    low = math.ceil((percent - half) * base / 100)
    high = math.floor((percent + half) * base / 100)
    return max(low, 0), min(high, base)
