from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lumo_analysis.analysis.answer_sums import GROUP_SIZE, BaseName
from lumo_analysis.analysis.disclosure.plan import Cell, ItemPlan, Plan
from lumo_analysis.analysis.disclosure.protected import protected_counts
from lumo_analysis.analysis.shares import shares
from lumo_analysis.errors import ParameterError

FINE = ("bad", "poor", "fair", "good", "cant_say", "no_answer")
KINDS = dict.fromkeys(FINE, "scale") | {"cant_say": "off_scale", "no_answer": "no_answer"}
ANSWERS = tuple(Cell((answer,), KINDS[answer]) for answer in FINE)
SIDES = (Cell(("bad", "poor"), "scale"), *ANSWERS[2:])
SIDES_ONLY = (*SIDES[:-2], Cell(("cant_say", "no_answer"), "outside"))
OF_ALL = (Cell(("good",), "scale"), Cell(("bad", "poor", "fair", "cant_say", "no_answer"), "rest"))
OF_ANSWERED = (
    Cell(("good",), "scale"),
    Cell(("bad", "poor", "fair"), "rest"),
    Cell(("cant_say", "no_answer"), "outside"),
)


def _protected(
    cells: tuple[Cell, ...] = ANSWERS,
    hidden: tuple[str, ...] = (),
    n: tuple[int, ...] = (2, 9, 20, 60, 7, 2),
    group: str = "all",
) -> pd.DataFrame:
    raw = pd.DataFrame(
        {"item": "coping", "group": group, "answer": FINE, "kind": KINDS.values(), "n": n}
    )
    item = ItemPlan(
        "coping", "answers", "answers", cells, cells, frozenset((group, a) for a in hidden)
    )
    return protected_counts(Plan("s", 5, 10, {"coping": item}), raw)


def test_where_nothing_is_hidden_the_shares_are_those_of_the_raw_counts():
    counts = _protected()
    raw = counts.drop(columns=GROUP_SIZE).astype({"n": "int64"})
    for base in ("answered", "all"):
        actual = shares(counts, base=base)
        assert not actual["hidden"].any()
        pd.testing.assert_frame_equal(actual.drop(columns="hidden"), shares(raw, base=base))


def test_raw_counts_have_no_column_about_hidden_numbers():
    raw = _protected().astype({"n": "int64"})
    assert "hidden" not in shares(raw)


def test_a_hidden_number_has_no_share_and_no_interval():
    actual = shares(_protected(hidden=("bad",)), base="all").set_index("answers").loc["bad"]
    assert actual["hidden"]
    assert pd.isna(actual["n"])
    assert actual["base"] == 100
    assert np.isnan([actual["share"], actual["low"], actual["high"]]).all()


def test_the_base_of_all_is_the_public_size_of_the_group_whatever_is_hidden():
    actual = shares(_protected(hidden=("bad", "cant_say")), ["good"], base="all").iloc[0]
    assert (actual["n"], actual["base"], actual["share"], actual["hidden"]) == (60, 100, 0.6, False)


@pytest.mark.parametrize("hidden", ["bad", "good"])
def test_a_base_of_those_who_answered_is_missing_with_any_of_its_parts(hidden):
    actual = shares(_protected(hidden=(hidden,)))
    assert actual["base"].isna().all()
    assert actual["share"].isna().all()
    assert actual["hidden"].tolist() == [answer == hidden for answer in FINE[:4]]


def test_without_a_public_size_a_base_of_all_is_missing_too():
    counts = _protected(hidden=("cant_say",)).drop(columns=GROUP_SIZE)
    assert shares(counts, ["good"], base="all")["base"].isna().all()


def test_a_hidden_answer_off_the_scale_leaves_the_shares_of_those_who_answered():
    actual = shares(_protected(hidden=("cant_say",)), ["good"]).iloc[0]
    assert (actual["n"], actual["base"]) == (60, 91)
    assert actual["n"].dtype == np.int64


def test_a_sum_with_a_hidden_part_is_hidden():
    assert shares(_protected(hidden=("bad",)), ["bad", "poor"], base="all")["hidden"].tolist() == [
        True
    ]


def test_answers_that_are_put_together_are_told_together():
    actual = shares(_protected(SIDES), ["poor", "bad"], base="all").iloc[0]
    assert (actual["answers"], actual["n"], actual["share"]) == ("poor+bad", 11, 0.11)


def test_an_answer_that_stands_together_with_others_is_hidden():
    actual = shares(_protected(SIDES), [["poor"], ["poor", "fair"], ["fair"]])
    assert actual["hidden"].tolist() == [True, True, False]
    assert actual["base"].tolist() == [91] * 3


def test_every_cell_is_a_row_and_those_outside_the_scale_are_never_told():
    actual = shares(_protected(SIDES_ONLY), base="all")
    assert actual["answers"].tolist() == ["bad+poor", "fair", "good"]
    assert set(actual["base"]) == {100}
    asked = shares(_protected(SIDES_ONLY), ["cant_say", "no_answer"], base="all")
    assert asked["hidden"].tolist() == [True]


def test_all_others_count_in_the_base_that_they_belong_to():
    of_all = shares(_protected(OF_ALL), base="all")
    assert of_all[["answers", "n", "base"]].to_numpy().tolist() == [
        ["bad+poor+fair+cant_say+no_answer", 40, 100],
        ["good", 60, 100],
    ]
    of_answered = shares(_protected(OF_ANSWERED))
    assert of_answered[["answers", "n", "base"]].to_numpy().tolist() == [
        ["bad+poor+fair", 31, 91],
        ["good", 60, 91],
    ]


def test_those_who_answered_are_not_known_where_all_others_hold_those_who_did_not():
    assert shares(_protected(OF_ALL), ["good"])["base"].isna().all()


def test_an_unknown_answer_is_still_refused():
    with pytest.raises(ParameterError, match="no answer 'god'; did you mean 'good'"):
        shares(_protected(SIDES), ["god"])


def test_groups_are_hidden_one_by_one():
    both = pd.concat([_protected(hidden=("bad",), group="north"), _protected(group="south")])
    actual = shares(both, ["bad", "poor"], base="answered").set_index("group")
    assert actual["hidden"].tolist() == [True, False]
    assert actual.loc["south", "share"] == pytest.approx(11 / 91)
    assert pd.isna(actual.loc["north", "base"])


@given(
    n=st.tuples(*[st.integers(0, 40)] * 6),
    cells=st.sampled_from([ANSWERS, SIDES, SIDES_ONLY, OF_ALL, OF_ANSWERED]),
    place=st.integers(0, 5),
    base=st.sampled_from(["answered", "all"]),
)
def test_a_hidden_number_changes_nothing_that_is_told(
    n: tuple[int, ...], cells: tuple[Cell, ...], place: int, base: BaseName
) -> None:
    hidden = cells[place % len(cells)]
    counts = _protected(cells, (hidden.answer,), n)
    if len(hidden.parts) > 1:
        # Whoever moves inside the hidden cell is seen nowhere.
        moved = dict(zip(FINE, n, strict=True))
        moved[hidden.parts[0]] += moved[hidden.parts[1]]
        moved[hidden.parts[1]] = 0
        other = _protected(cells, (hidden.answer,), tuple(moved.values()))
        pd.testing.assert_frame_equal(shares(counts, base=base), shares(other, base=base))
    told = shares(counts, base=base)
    assert not told.loc[told["answers"] == hidden.answer, "share"].notna().any()
    known = told["n"].notna() & told["base"].notna()
    assert (told["share"].notna() <= known).all()
