from __future__ import annotations

import itertools
import math

import narwhals as nw
import pytest

from lumo_analysis.analysis.count_lots import COMBINATIONS, Part, Sums, added_up, lots_of


def _part(name: str, values: int = 6) -> Part:
    return Part(name, nw.col(name), values)


@pytest.mark.parametrize("groups", [1, 6, 300, 5_000])
@pytest.mark.parametrize("values", [2, 6, 40, 3_000])
def test_every_part_is_in_one_lot_and_a_lot_has_few_combinations(groups, values):
    parts = [_part(f"item {number}", values) for number in range(25)]
    lots = lots_of(parts, groups)
    assert [part for lot in lots for part in lot] == parts
    for lot in lots:
        assert len(lot) == 1 or groups * math.prod(part.values for part in lot) <= COMBINATIONS
    # No two neighbours would have fitted together.
    for one, other in itertools.pairwise(lots):
        assert groups * math.prod(part.values for part in [*one, other[0]]) > COMBINATIONS


def test_the_counts_of_each_part_are_those_of_the_combinations():
    lots = [[_part("a"), _part("b")], [_part("c")]]
    rows = [
        (0, "north", "yes", "low", 3, 0.1, 0.01),
        (0, "north", "yes", None, 4, 0.2, 0.04),
        (0, "north", "no", "low", 5, 0.7, 0.49),
        (0, None, "no", "low", 1, 1.0, 1.0),
        (1, "north", "x", None, 12, 1.0, 0.54),
    ]
    found = added_up(lots, rows, columns=2)
    assert found["a", "north", "yes"] == Sums(7, math.fsum([0.1, 0.2]), math.fsum([0.01, 0.04]))
    assert found["b", "north", "low"] == Sums(8, math.fsum([0.1, 0.7]), 0.5)
    assert found["b", "north", None].n == 4
    assert found["a", None, "no"].n == 1
    assert found["c", "north", "x"].n == 12
    assert ("c", "north", None) not in found
    assert found == added_up(lots, rows[::-1], columns=2)
