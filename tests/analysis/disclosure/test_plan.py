from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from lumo_analysis.analysis.disclosure.plan import Cell, ItemPlan, Plan
from lumo_analysis.errors import ParameterError

FINE = (
    *(Cell((answer,), "scale") for answer in ("bad", "poor", "good")),
    Cell(("no_answer",), "no_answer"),
)
SIDES = Cell(("bad", "poor"), "scale"), Cell(("good",), "scale"), Cell(("no_answer",), "outside")


def plan(*hidden, **changes):
    item = ItemPlan("coping", "answers", "sides_only", FINE, SIDES, frozenset(hidden))
    settings = {"small": frozenset({"west"}), "groups": frozenset({"north", "south"})}
    return Plan("s", 5, 10, {"coping": item}, **(settings | changes))


def counts(**groups):
    rows = [
        {"item": "coping", "group": group, "answer": cell.answer, "kind": cell.kind, "n": n}
        for group, numbers in groups.items()
        for cell, n in zip(FINE, numbers, strict=True)
    ]
    return pd.DataFrame(rows)


def shown(frame):
    return {
        (group, answer): None if pd.isna(n) else int(n)
        for group, answer, n in zip(frame["group"], frame["answer"], frame["n"], strict=True)
    }


def test_the_whole_is_shown_at_its_own_rung_and_groups_at_theirs():
    whole = plan().apply(counts(all=(1, 2, 3, 4)))
    groups = plan().apply(counts(north=(1, 2, 3, 4), south=(5, 6, 7, 8)))

    assert shown(whole) == {
        ("all", "bad"): 1,
        ("all", "poor"): 2,
        ("all", "good"): 3,
        ("all", "no_answer"): 4,
    }
    assert shown(groups) == {
        ("north", "bad+poor"): 3,
        ("north", "good"): 3,
        ("north", "no_answer"): 4,
        ("south", "bad+poor"): 11,
        ("south", "good"): 7,
        ("south", "no_answer"): 8,
    }
    assert groups["kind"].tolist() == ["scale", "scale", "outside"] * 2


def test_a_group_alone_is_shown_like_a_group():
    actual = plan(("north", "good")).apply(counts(all=(1, 2, 3, 4)), place="north")

    assert shown(actual) == {("all", "bad+poor"): 3, ("all", "good"): None, ("all", "no_answer"): 4}


def test_the_others_hide_what_the_group_or_the_whole_hides():
    two = counts(north=(1, 2, 3, 4), others=(5, 6, 7, 8))

    own = plan(("north", "good")).apply(two)
    assert shown(own)["others", "good"] is None
    whole = plan(("all", "good")).apply(two)
    assert shown(whole)["north", "good"] == 3
    assert shown(whole)["others", "good"] is None


def test_a_small_group_and_its_others_show_nothing():
    actual = plan().apply(counts(west=(1, 2, 3, 4), others=(5, 6, 7, 8)))

    assert set(shown(actual).values()) == {None}


def test_groups_that_were_not_planned_for_are_refused():
    for group, place in (("nurses", "all"), ("all", "nurses")):
        with pytest.raises(ParameterError, match="has no group 'nurses', so nothing of it"):
            plan().apply(counts(**{group: (1, 2, 3, 4)}), place)
    anywhere = plan(groups=None).apply(counts(nurses=(1, 2, 3, 4)))
    assert shown(anywhere)["nurses", "good"] == 3


def test_items_and_answers_without_a_plan_are_refused():
    with pytest.raises(ParameterError, match="no plan of disclosure control for item 'workload'"):
        plan().apply(counts(all=(1, 2, 3, 4)).assign(item="workload"))
    with pytest.raises(ParameterError, match="lacks the answer 'great'"):
        plan().apply(counts(all=(1, 2, 3, 4)).replace({"answer": {"good": "great"}}))


def test_statistics_are_withheld_where_groups_are_coarser_or_hide_something():
    fine = ItemPlan("coping", "answers", "answers", FINE, FINE)

    assert plan().withholds("coping")
    assert not dataclasses.replace(plan(), items={"coping": fine}).withholds("coping")
    for hidden, expected in ((("all", "bad"), False), (("north", "bad"), True)):
        item = dataclasses.replace(fine, hidden=frozenset({hidden}))
        assert dataclasses.replace(plan(), items={"coping": item}).withholds("coping") == expected


def test_a_public_survey_shows_everything():
    open_plan = Plan("s", 5, 10, public=True)

    assert shown(open_plan.apply(counts(west=(1, 2, 3, 4))))["west", "bad"] == 1
    assert not open_plan.withholds("anything")


def test_a_plan_is_the_same_after_writing_and_reading():
    for original in (plan(("north", "good"), ("all", "bad")), plan(groups=None)):
        assert Plan.from_json(original.to_json()) == original
    assert plan().fingerprint != plan(("north", "good")).fingerprint
    assert plan().fingerprint == plan().fingerprint


def test_counts_of_nothing_stay_empty():
    actual = plan().apply(counts(all=(1, 2, 3, 4)).head(0))

    assert actual["n"].dtype == "Int64"
    assert actual.empty
