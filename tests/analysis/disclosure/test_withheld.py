from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from lumo_analysis.analysis.comparison import compare_groups, compare_with_rest
from lumo_analysis.analysis.disclosure.plan import Cell, ItemPlan, Plan
from lumo_analysis.analysis.disclosure.withheld import withhold
from lumo_analysis.analysis.power import detectable_difference

FINE = (Cell(("poor",), "scale"), Cell(("good",), "scale"))
SIZES = {"north": 30, "south": 40}
NUMBERS = ["statistic", "df", "n", "p", "p_adjusted", "effect"]


def _plan(*withheld: str) -> Plan:
    return Plan(
        "s",
        5,
        10,
        {
            item: ItemPlan(
                item,
                "answers",
                "answers",
                FINE,
                FINE,
                frozenset({("north", "poor")} if item in withheld else ()),
            )
            for item in ("coping", "pace", "haste")
        },
    )


def _counts(**items: tuple[int, int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"item": item, "group": group, "answer": answer, "kind": "scale", "n": n}
            for item, row in items.items()
            for (group, answer), n in zip(
                [("north", "poor"), ("north", "good"), ("south", "poor"), ("south", "good")],
                row,
                strict=True,
            )
        ]
    )


COUNTS = _counts(coping=(20, 8, 8, 30), pace=(15, 14, 20, 19), haste=(0, 30, 0, 40))
FAMILY = {"coping": "work", "pace": "work", "haste": "haste"}


def _tests(counts: pd.DataFrame = COUNTS, *withheld: str) -> pd.DataFrame:
    return withhold(compare_groups(counts, FAMILY), _plan(*withheld), SIZES, 70)


def test_of_a_withheld_test_only_the_verdict_is_left():
    row = _tests(COUNTS, "coping").iloc[0]
    assert row["withheld"]
    assert row["below"]
    assert row[NUMBERS].isna().all()
    assert row["groups"] == "north+south"
    assert row["detectable"] == detectable_difference(30, 40)


def test_the_verdict_is_that_of_the_full_data():
    whole = compare_groups(COUNTS, FAMILY)
    for withheld in ((), ("coping",), ("coping", "pace")):
        actual = _tests(COUNTS, *withheld)["below"].tolist()
        assert actual == (whole["p_adjusted"] < 0.05).tolist() == [True, False, False]


def test_a_test_that_is_not_withheld_keeps_its_numbers():
    whole, actual = compare_groups(COUNTS, FAMILY), _tests()
    assert actual["exact"].all()
    pd.testing.assert_frame_equal(
        actual[NUMBERS].astype(float), whole[NUMBERS].astype(float), check_dtype=False
    )


def test_no_exact_adjusted_p_is_told_in_a_family_with_a_withheld_test():
    rows = _tests(COUNTS, "coping").set_index("item")
    assert not rows.loc["pace", "withheld"]
    assert not rows.loc["pace", "exact"]
    assert np.isnan(rows.loc["pace", "p_adjusted"])
    assert rows.loc["pace", "p"] == pytest.approx(0.97, abs=0.05)
    assert rows.loc["haste", "exact"]


def test_that_everyone_gave_the_same_answer_is_not_told():
    shown = _tests().set_index("item").loc["haste"]
    hidden = _tests(COUNTS, "haste").set_index("item").loc["haste"]
    assert shown["reason"] == "constant"
    assert hidden["reason"] == ""
    assert not hidden["below"]


def test_a_withheld_test_that_was_not_possible_counts_among_those_made():
    family = dict.fromkeys(FAMILY, "work")
    given = compare_groups(COUNTS, family)
    other = compare_groups(_counts(coping=(20, 8, 8, 30), pace=(15, 14, 20, 19)), family)
    actual = withhold(given, _plan("haste"), SIZES, 70).set_index("item")
    # Two tests were made; whether the third was must not be seen in the verdicts either.
    assert actual.loc["coping", "below"] == (other["p_adjusted"].iloc[0] * 1.5 < 0.05)


def test_how_p_was_computed_is_not_told():
    few = _counts(coping=(4, 3, 8, 30), pace=(15, 14, 20, 19), haste=(0, 30, 0, 40))
    shown, hidden = _tests(few), _tests(few, "coping")
    assert shown["test"].iloc[0] == "kruskal-wallis, permutation"
    assert hidden["test"].iloc[0] == "kruskal-wallis"


def test_beside_the_others_the_difference_comes_from_the_size_of_the_group():
    tests = withhold(compare_with_rest(COUNTS, FAMILY), _plan("coping"), SIZES, 75)
    row = tests[(tests["item"] == "coping") & (tests["group"] == "north")].iloc[0]
    assert row["detectable"] == detectable_difference(30, 45)
    assert row[[*NUMBERS, "n_group", "superiority", "effect_low", "effect_high"]].isna().all()
    assert row["groups"] == "north+others"


def test_beside_the_others_a_hidden_number_of_the_whole_withholds_the_test_too():
    item = ItemPlan("coping", "answers", "answers", FINE, FINE, frozenset({("all", "poor")}))
    plan = dataclasses.replace(_plan(), items={**_plan().items, "coping": item})
    assert not plan.withholds("coping")
    among = withhold(compare_groups(COUNTS, FAMILY), plan, SIZES, 75).set_index("item")
    beside = withhold(compare_with_rest(COUNTS, FAMILY), plan, SIZES, 75)
    assert not among.loc["coping", "withheld"]
    assert beside.set_index("item").loc["coping", "withheld"].all()
    assert not beside.set_index("item").loc["pace", "withheld"].any()


def test_p_is_adjusted_over_the_rows_that_are_left():
    tests = compare_with_rest(COUNTS, dict.fromkeys(FAMILY, "work"))
    north = tests[(tests["group"] == "north") & (tests["item"] != "haste")].reset_index(drop=True)
    actual = withhold(north, _plan(), SIZES, 70)
    assert actual["p_adjusted"].iloc[0] == pytest.approx(2 * north["p"].iloc[0])


def test_moving_a_respondent_in_hidden_numbers_changes_nothing_that_is_told():
    moved = _counts(coping=(21, 7, 8, 30), pace=(15, 14, 20, 19), haste=(0, 30, 0, 40))
    pd.testing.assert_frame_equal(_tests(COUNTS, "coping"), _tests(moved, "coping"))


def test_public_data_withhold_nothing():
    plan = Plan("s", 5, 10, public=True)
    actual = withhold(compare_groups(COUNTS, FAMILY), plan, SIZES, 70)
    assert not actual["withheld"].any()
    assert actual["exact"].all()
