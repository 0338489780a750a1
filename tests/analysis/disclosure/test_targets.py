from __future__ import annotations

from lumo_analysis.analysis.disclosure.targets import targets_of
from tests.analysis.disclosure.tables import LADDER, options, scale


def names(table, whole="answers", groups="answers", row="north"):
    if len(table.rows) == 1:
        # One row is the whole.
        row, whole = "all", groups
    found = targets_of(table, table.ladder[whole], table.ladder[groups])
    return {target.name: target.value for target in found if target.group == row}


def test_small_cells_on_the_scale_are_targets_and_empty_ones_are_not():
    table = scale({"north": [1, 0, 9, 10, 3], "south": [4, 5, 20, 10, 0]})

    assert names(table) == {"bad": 1, "bad+poor": 1}
    assert names(table, row="south") == {"bad": 4}
    # In the whole there are 5 of each.
    assert names(table, row="all") == {}


def test_answers_off_the_scale_are_targets_where_they_are_shown_by_themselves():
    table = scale({"north": [9, 9, 9, 2, 3], "south": [9, 9, 9, 9, 9]})

    assert names(table, groups="answers") == {"cant_say": 2}
    assert names(table, groups="sides") == {"cant_say": 2}
    assert names(table, groups="sides_only") == {}
    # The whole shows it only at its own rung.
    few = scale({"north": [9, 9, 9, 2, 3], "south": [9, 9, 9, 1, 9]})
    assert "cant_say" in names(few, "answers", "headline", row="all")
    assert "cant_say" not in names(few, "headline", "headline", row="all")


def test_no_answer_is_no_target():
    assert names(scale({"north": [9, 9, 9, 9, 1]})) == {}


def test_merged_cells_are_targets_beside_the_answers_in_them():
    table = scale({"north": [1, 2, 9, 9, 9]})

    assert names(table, groups="sides") == {"bad": 1, "poor": 2, "bad+poor": 3}


def test_the_others_are_a_target_where_nearly_everybody_gave_the_same_answer():
    # Nobody answered otherwise, and few did not answer: even none is telling.
    assert names(scale({"north": [0, 0, 20, 0, 4]})) == {
        "bad+poor": 0,
        "bad+poor+cant_say+no_answer": 4,
    }
    # Many may have thought otherwise, but of those who answered nobody.
    assert names(scale({"north": [0, 0, 20, 0, 8]})) == {"bad+poor": 0}


def test_the_rest_is_no_common_answer_where_it_holds_those_who_said_nothing():
    table = scale({"north": [9, 9, 0, 9, 9]})

    assert names(table, groups="headline") == {}
    rest = scale({"north": [1, 0, 20, 1, 0]})
    assert names(rest, groups="headline")["bad+poor+cant_say+no_answer"] == 2


def test_options_are_targets_and_so_are_the_few_who_did_not_choose_one():
    table = options({"north": [3, 0, 18, 20, 6]})

    assert names(table) == {"a": 3, "not c": 2}
    everybody = options({"north": [3, 0, 20, 20, 1]})
    assert names(everybody) == {"a": 3, "not c": 0, "not c+no_answer": 1}


def test_sums_of_the_whole_are_told_apart_from_those_of_groups():
    table = scale({"north": [1, 9, 9, 9, 9], "south": [2, 9, 9, 9, 9]})

    found = targets_of(table, LADDER["answers"], LADDER["answers"])

    assert [(t.group, t.name, t.value) for t in found] == [
        ("all", "bad", 3),
        ("north", "bad", 1),
        ("south", "bad", 2),
    ]
    assert {t.threshold for t in found} == {5}


def test_a_lower_threshold_leaves_fewer_targets():
    table = scale({"north": [1, 3, 9, 9, 9]})

    found = targets_of(table, LADDER["answers"], LADDER["answers"], threshold=3)

    assert {t.name for t in found} == {"bad"}
