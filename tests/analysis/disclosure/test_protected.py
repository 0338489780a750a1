from __future__ import annotations

import pandas as pd
import pytest

from lumo_analysis.analysis.disclosure.plan import Cell, ItemPlan, Plan
from lumo_analysis.analysis.disclosure.protected import (
    beside_others,
    protected_counts,
    whole_without,
)
from lumo_analysis.errors import ParameterError

FINE = (Cell(("poor",), "scale"), Cell(("good",), "scale"), Cell(("no_answer",), "no_answer"))


def _plan(hidden: set[tuple[str, str]] | None = None, small: tuple[str, ...] = ()) -> Plan:
    item = ItemPlan("coping", "answers", "answers", FINE, FINE, frozenset(hidden or ()))
    return Plan("s", 5, 10, {"coping": item}, frozenset(small))


def _counts(**groups: tuple[int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"item": "coping", "group": group, "answer": c.answer, "kind": c.kind, "n": n}
            for group, row in groups.items()
            for c, n in zip(FINE, row, strict=True)
        ]
    )


REGIONS = _counts(north=(4, 20, 1), south=(10, 30, 0), west=(2, 3, 0))
WHOLE = _counts(all=(17, 54, 1))


def test_each_row_says_how_many_respondents_its_group_has():
    actual = protected_counts(_plan({("north", "poor")}), REGIONS)
    sizes = actual.groupby("group", sort=False)["group_size"].unique()
    assert sizes.map(list).to_dict() == {"north": [25], "south": [40], "west": [5]}
    assert actual["n"].isna().tolist() == [True] + [False] * 8


def test_options_are_not_added_up_to_a_size():
    cells = (
        Cell(("survey",), "option"),
        Cell(("panel",), "option"),
        Cell(("respondents",), "respondents"),
        Cell(("no_answer",), "no_answer"),
    )
    plan = Plan("s", 5, 10, {"ways": ItemPlan("ways", "answers", "answers", cells, cells)})
    counts = pd.DataFrame(
        {
            "item": "ways",
            "group": "all",
            "answer": [cell.answer for cell in cells],
            "kind": [cell.kind for cell in cells],
            "n": [20, 25, 30, 12],
        }
    )
    assert set(protected_counts(plan, counts)["group_size"]) == {42}


def test_a_small_group_has_no_row():
    actual = protected_counts(_plan(small=("west",)), REGIONS)
    assert actual["group"].unique().tolist() == ["north", "south"]


def test_an_item_without_a_plan_is_refused():
    with pytest.raises(ParameterError, match="no plan of disclosure control for item 'copin'"):
        protected_counts(_plan(), REGIONS.assign(item="copin"))


def test_the_others_are_the_whole_without_the_group():
    actual = beside_others(REGIONS, WHOLE, "north")
    assert actual["group"].tolist() == ["north"] * 3 + ["others"] * 3
    # One respondent told no region and is among the others.
    assert actual["n"].tolist() == [4, 20, 1, 13, 34, 0]


def test_the_others_are_hidden_with_the_group_or_the_whole():
    for hidden in ("north", "all"):
        plan = _plan({(hidden, "poor")})
        actual = protected_counts(plan, beside_others(REGIONS, WHOLE, "north"))
        others = actual[actual["group"] == "others"].set_index("answer")["n"]
        assert others.isna().to_dict() == {"poor": True, "good": False, "no_answer": False}


def test_what_is_in_no_group_is_a_remainder():
    kept = REGIONS[REGIONS["group"] != "west"]
    actual = whole_without(WHOLE, kept, "remainder")
    assert actual["group"].unique().tolist() == ["remainder"]
    assert actual["n"].tolist() == [3, 4, 0]
