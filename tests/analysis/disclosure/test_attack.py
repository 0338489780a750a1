from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lumo_analysis.analysis.disclosure.attack import (
    ContradictionError,
    LinearSystem,
    share_interval,
)

TABLES = st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=2)
SHOWN = st.lists(st.booleans(), min_size=6, max_size=6)


def _facts(table, shown):
    """Row and column sums, and some of the cells, as (cells, sum) pairs."""
    places = list(itertools.product(range(2), range(3)))
    facts = [([(r, c) for c in range(3)], sum(table[r])) for r in range(2)]
    facts += [([(r, c) for r in range(2)], table[0][c] + table[1][c]) for c in range(3)]
    return facts + [([p], table[p[0]][p[1]]) for p, s in zip(places, shown, strict=True) if s]


@settings(max_examples=40, deadline=None)
@given(TABLES, SHOWN)
def test_bounds_equal_those_of_trying_every_table(table, shown):
    facts = _facts(table, shown)
    system = LinearSystem(limit=12)
    for cells, total in facts:
        system.add_fact(dict.fromkeys(cells, 1), total, total)
    totals = [sum(row) for row in table]
    fitting = []
    for a, b in itertools.product(range(totals[0] + 1), repeat=2):
        if a + b > totals[0]:
            continue
        row = [a, b, totals[0] - a - b]
        other = [table[0][c] + table[1][c] - row[c] for c in range(3)]
        candidate = [row, other]
        if min(other) >= 0 and all(
            sum(candidate[r][c] for r, c in cells) == total for cells, total in facts
        ):
            fitting.append(candidate)
    for r, c in itertools.product(range(2), range(3)):
        expected = (min(t[r][c] for t in fitting), max(t[r][c] for t in fitting))
        actual = system.bounds({(r, c): 1})
        assert (actual.low, actual.high) == expected


def test_a_mean_with_two_decimals_gives_a_table_away():
    system = LinearSystem(limit=28)
    system.add_fact({"poor": 1, "fair": 1, "good": 1}, 28, 28)
    system.add_fact({"good": 1}, 20, 20)
    before = system.bounds({"poor": 1})
    mean = Fraction(2 * 1 + 6 * 2 + 20 * 3, 28)
    half = Fraction(1, 200)
    codes = {"poor": 1, "fair": 2, "good": 3}
    system.add_fact(codes, (mean - half) * 28, (mean + half) * 28)
    assert (before.low, before.high) == (0, 8)
    assert system.bounds({"poor": 1}) == (2, 2)


def test_a_rounded_per_cent_of_a_small_base_is_as_good_as_a_count():
    assert share_interval(Fraction(21), 0, 28) == (6, 6)


def test_facts_that_no_whole_numbers_fit_are_a_contradiction():
    system = LinearSystem(limit=9)
    system.add_fact({"poor": 2}, 3, 3)
    with pytest.raises(ContradictionError):
        system.bounds({"poor": 1})


def test_insiders_know_their_own_answers():
    system = LinearSystem(limit=6)
    system.add_fact({"poor": 1, "good": 1}, 6, 6)
    assert system.knowing(["poor", "poor"]).bounds({"good": 1}) == (0, 4)
