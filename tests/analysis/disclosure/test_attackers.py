from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lumo_analysis.analysis.disclosure.attackers import Attack, Narrowed, attainable
from lumo_analysis.analysis.disclosure.integer_program import ContradictionError, Fact
from lumo_analysis.analysis.disclosure.targets import Target
from tests.analysis.disclosure.tables import everything, narrowed_by_trial, program


def total(places, value):
    return Fact(tuple(places), (1,) * len(places), value, value)


@st.composite
def small_tables(draw):
    """Two rows and three columns, with some sums known, and all small cells as targets."""
    table = np.array([[draw(st.integers(0, 4)) for _ in range(3)] for _ in range(2)])
    places = np.arange(6).reshape(2, 3)
    sums = [*places, *places.T, *([place] for place in range(6)), [0, 1]]
    truth = table.ravel()
    likely = [True, True, *(draw(st.booleans()) for _ in range(3))]
    likely += [draw(st.integers(0, 4)) == 0 for _ in range(7)]
    facts = [
        total(s, int(truth[list(s)].sum())) for s, known in zip(sums, likely, strict=True) if known
    ]
    threshold = draw(st.integers(2, 3))
    targets = [
        Target("row", str(place), (place,), int(n), threshold)
        for place, n in enumerate(truth)
        if 0 < n < threshold
    ]
    targets.append(Target("row", "sum", (0, 1), int(truth[:2].sum()), threshold))
    return truth, facts, targets, np.repeat(table.sum(axis=1), 3)


@settings(max_examples=60)
@given(small_tables())
def test_attacks_find_what_trying_all_numbers_finds(case):
    truth, facts, targets, most = case
    expected = narrowed_by_trial(everything(facts, most), truth, targets)

    found = list(Attack(program(facts, truth), truth, targets).narrowed())

    assert {narrowed.target.name for narrowed in found} == expected


def test_an_outsider_is_named_before_insiders():
    truth = np.array([1, 3, 6])
    target = Target("north", "bad", (0,), 1, 3)
    facts = [total([0, 1, 2], 10), total([0, 1], 4)]

    attack = Attack(program([*facts, total([0], 1)], truth), truth, [target])

    assert list(attack.narrowed()) == [Narrowed(target, (), 1, 1)]


def test_a_cell_may_be_safe_from_outsiders_and_not_from_an_insider():
    truth = np.array([1, 2, 6])
    target = Target("north", "bad", (0,), 1, 3)
    facts = [total([0, 1, 2], 9), total([0, 1], 3)]

    found = list(Attack(program(facts, truth), truth, [target]).narrowed())

    # Outsiders think of 0 to 3 respondents, one of the two cells of 0 to 2 others.
    assert [(len(narrowed.insiders), narrowed.low, narrowed.high) for narrowed in found] == [
        (1, 0, 2)
    ]


def test_two_insiders_may_find_what_one_does_not():
    truth = np.array([1, 4, 6])
    target = Target("north", "bad", (0,), 1, 4)
    facts = [total([0, 1, 2], 11), total([0, 1], 5)]

    (found,) = Attack(program(facts, truth), truth, [target]).narrowed()

    assert len(found.insiders) == 2
    assert found.high == 3


def test_the_number_of_others_leaves_the_insiders_out():
    truth = np.array([2, 2])
    target = Target("north", "bad", (0,), 2, 3)
    attack = Attack(program([total([0, 1], 4)], truth), truth, [target])

    assert not attack.narrows(target, ())
    # The pair in the target knows of 0 to 2 others.
    assert attack.narrows(target, (0, 0))


def test_numbers_that_are_not_those_of_the_data_are_noticed():
    truth = np.array([2, 3])
    with pytest.raises(ContradictionError, match="do not fit"):
        Attack(program([total([0, 1], 6)], truth), truth, [])


def test_earlier_witnesses_serve_again_only_where_they_fit():
    truth = np.array([2, 3, 4])
    target = Target("north", "bad", (0,), 2, 3)
    first = Attack(program([total([0, 1, 2], 9)], truth), truth, [target])
    assert not list(first.narrowed())

    second = Attack(program([total([0, 1], 5)], truth), truth, [target], first.witnesses)

    assert all(numbers[:2].sum() == 5 for numbers in second.witnesses)


def test_a_threshold_falls_to_what_is_possible_where_nothing_is_published():
    truth = np.array([2, 4])
    target = Target("north", "bad", (0,), 2, 10)

    (actual,) = attainable([target], program([total([0, 1], 6)], truth), truth)

    # Two outside the target know that no more than 4 others are in it.
    assert actual.threshold == 4


def test_what_is_public_of_the_whole_is_no_target_and_of_a_group_still_is():
    truth = np.array([2, 40])
    known = program([total([0, 1], 42), total([0], 2)], truth)
    whole = Target("all", "bad", (0,), 2, 5)
    group = Target("north", "bad", (0,), 2, 5)

    assert attainable([whole], known, truth) == []
    assert attainable([group], known, truth) == []

    almost = program([total([0, 1], 42), Fact((0,), (1,), 0, 4)], truth)
    assert attainable([whole], almost, truth) == []
    assert [target.threshold for target in attainable([group], almost, truth)] == [2]
