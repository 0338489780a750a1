from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lumo_analysis.analysis.disclosure import cuts, suppression, tied_cells
from lumo_analysis.analysis.disclosure.integer_program import Fact, UnsolvedError
from lumo_analysis.analysis.disclosure.suppression import Problem, suppress
from tests.analysis.disclosure.tables import (
    LADDER,
    everything,
    narrowed_by_trial,
    options,
    scale,
)

REGIONS = {
    "north": [1, 3, 12, 2, 2],
    "south": [2, 6, 18, 4, 5],
    "east": [0, 7, 15, 6, 1],
    "west": [9, 8, 20, 1, 7],
}


def problem(table, whole="answers", groups="answers", **options):
    return Problem(table, table.ladder[whole], table.ladder[groups], **options)


def narrowed(case, hidden):
    return {f"{n.target.group}:{n.target.name}" for n in case.attack(hidden).narrowed()}


@st.composite
def surveys(draw):
    """An item in some regions of ten to forty respondents, at some rungs."""
    answers = 5
    rows = {}
    for group in ("north", "south", "east", "west", "*")[: draw(st.integers(1, 5))]:
        row = [draw(st.integers(0, 9)) for _ in range(answers)]
        row[draw(st.integers(0, 2))] += draw(st.integers(5, 15))
        rows[group] = row
    rungs = list(LADDER)
    whole = draw(st.integers(0, 3))
    table = scale(
        rows, draw(st.sampled_from([3, 5, 10])), draw(st.sampled_from(["all", "answered"]))
    )
    return problem(table, rungs[whole], rungs[draw(st.integers(whole, 3))])


@settings(max_examples=20)
@given(surveys())
def test_no_attack_succeeds_and_showing_any_further_cell_lets_one_succeed(case):
    hidden = suppress(case)

    assert not narrowed(case, hidden)
    for place in np.flatnonzero(hidden & ~case.primary):
        fewer = hidden.copy()
        fewer[place] = False
        assert narrowed(case, fewer), case.sums[place]


@st.composite
def choices(draw):
    rows = {}
    for group in ("north", "south", "east"):
        chosen = [draw(st.integers(0, 12)) for _ in range(3)]
        respondents = max(chosen) + draw(st.integers(0, 6))
        rows[group] = [*chosen, respondents, draw(st.integers(0, 6))]
    exclusive = draw(st.sampled_from([(), ("c",)]))
    table = options(rows, 5, exclusive=exclusive, everyone_chose=draw(st.booleans()))
    return problem(table)


@settings(max_examples=12)
@given(choices())
def test_choices_are_protected_as_well(case):
    hidden = suppress(case)

    assert not narrowed(case, hidden)
    partner = dict(case.pairs) | {second: first for first, second in case.pairs}
    for first, second in case.pairs:
        assert hidden[first] == hidden[second]
    for place in np.flatnonzero(hidden & ~case.primary):
        fewer = hidden.copy()
        fewer[[place, partner.get(place, place)]] = False
        assert narrowed(case, fewer), case.sums[place]


@st.composite
def tiny_surveys(draw):
    rows = {
        group: [draw(st.integers(0, 3)) for _ in range(2)] + [draw(st.integers(2, 5)), 0, 0]
        for group in ("north", "south")
    }
    return problem(scale(rows, 2))


@settings(max_examples=8)
@given(tiny_surveys())
def test_no_cheaper_pattern_is_safe(case):
    """Every pattern is tried, and every number behind it."""
    truth = case.table.values
    used = [place for place, (_, answer) in enumerate(case.table.keys) if answer in "bad poor good"]
    rows = [case.table.size(row) for row in case.table.rows]
    most = [rows[place // 5] if place in used else 0 for place in range(len(truth))]
    assume(len(case.targets) > 0)
    fixed = [Fact((p,), (1,), 0, 0) for p in range(len(truth)) if p not in used]
    possible = everything([*case.table.facts, *fixed], most)
    sums = [
        p
        for p, part in enumerate(case.sums)
        if "say" not in part.answer and "no" not in part.answer
    ]
    hidden = suppress(case)

    def safe(pattern):
        shown = [part for part, h in zip(case.sums, pattern, strict=True) if not h]
        fits = possible
        for part in shown:
            fits = fits[fits[:, list(part.places)].sum(axis=1) == part.value]
        targets = [dataclasses.replace(t, name=f"{t.group}:{t.name}") for t in case.targets]
        return not narrowed_by_trial(fits, truth, targets)

    assert safe(hidden)
    cost = case.costs @ hidden
    for number in range(2 ** len(sums)):
        pattern = case.primary.copy()
        pattern[sums] |= [bool(number >> bit & 1) for bit in range(len(sums))]
        if case.costs @ pattern < cost - 1e-6:
            assert not safe(pattern)


def test_hiding_only_the_small_cells_is_caught():
    case = problem(scale(REGIONS))

    found = narrowed(case, case.primary)

    assert "north:bad" in found
    assert case.primary.sum() < suppress(case).sum()


@pytest.mark.parametrize("weights", [[1] * 3, [1, 2, 3], [0, 1, 1]], ids=["n", "mean", "top"])
def test_a_valid_n_a_mean_or_a_top_share_beside_the_hidden_cells_is_caught(weights):
    """What a table of groups hides comes out with one more number of the same group."""
    case = problem(scale(REGIONS))
    hidden = suppress(case)
    caught = []
    for row in case.table.groups:
        places = [case.table.place[row, answer] for answer in ("bad", "poor", "good")]
        value = int(case.table.values[places] @ weights)
        used = [(p, w) for p, w in zip(places, weights, strict=True) if w]
        fact = Fact(tuple(p for p, _ in used), tuple(w for _, w in used), value, value)
        wider = dataclasses.replace(case.table, facts=(*case.table.facts, fact))
        told = dataclasses.replace(case, table=wider, memory=suppression.Memory())
        told.memory.thresholds.update({t.places: t.threshold for t in case.targets})
        caught += narrowed(told, hidden)
    assert caught


def test_the_whole_survey_is_hidden_last():
    case = problem(scale(REGIONS))
    hidden = suppress(case)

    parts = [part for part, is_hidden in zip(case.sums, hidden, strict=True) if is_hidden]
    assert {part.group for part in parts} <= set(REGIONS)


def test_what_must_be_hidden_is_and_the_rest_is_protected_with_it():
    forced = frozenset(("south", cell.answer) for cell in LADDER["answers"])
    case = problem(scale(REGIONS), forced=forced)

    hidden = suppress(case)

    assert forced <= case.names(hidden)
    assert not narrowed(case, hidden)


def test_nothing_is_hidden_where_nothing_is_sensitive():
    case = problem(scale({"north": [9, 12, 30, 9, 9], "south": [20, 9, 14, 9, 9]}))

    assert not suppress(case).any()


def test_suppression_stops_where_too_much_would_be_hidden():
    case = problem(scale(REGIONS))
    needed = int(suppress(case)[case.counted].sum())

    assert suppress(case, limit=needed) is not None
    assert suppress(case, limit=2) is None


def test_the_same_table_gives_the_same_pattern():
    first, second = (suppress(problem(scale(REGIONS), "answers", "sides")) for _ in range(2))

    assert (first == second).all()


@pytest.mark.parametrize("module", [tied_cells, cuts, suppression])
def test_a_solver_without_an_optimum_is_never_trusted(monkeypatch, module):
    monkeypatch.setattr(module, "milp", lambda *args, **options: SimpleNamespace(status=1))

    with pytest.raises(UnsolvedError):
        suppress(problem(scale(REGIONS)))


def test_a_table_that_no_pattern_makes_safe_is_told(monkeypatch):
    monkeypatch.setattr(suppression, "_TURNS", 1)

    with pytest.raises(UnsolvedError, match="no safe pattern"):
        suppress(problem(scale(REGIONS)))


def test_where_only_whole_numbers_narrow_a_target_a_larger_pattern_is_looked_for(monkeypatch):
    """The cut of last resort leads to a safe pattern too."""
    monkeypatch.setattr(cuts, "priced", lambda *args: None)
    monkeypatch.setattr(suppression, "priced", lambda *args: None)
    case = problem(scale({"north": [1, 3, 12, 2, 2], "south": [2, 6, 18, 4, 5]}))

    hidden = suppress(case)

    assert not narrowed(case, hidden)
    monkeypatch.undo()
    assert case.costs @ hidden == pytest.approx(case.costs @ suppress(case))
