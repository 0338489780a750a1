from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.intervals import wilson_interval
from lumo_analysis.analysis.shares import shares
from lumo_analysis.errors import ParameterError

COLUMNS = [
    *("item", "group", "answers", "n", "base", "base_name"),
    *("share", "low", "high", "uncertain"),
]
KINDS = {"cant_say": "off_scale", "no_answer": "no_answer"}


def _counts(item: str = "coping", group: str = "all", **n: int) -> pd.DataFrame:
    kinds = [KINDS.get(answer, "scale") for answer in n]
    return pd.DataFrame(
        {"item": item, "group": group, "answer": list(n), "kind": kinds, "n": list(n.values())}
    )


def _options(**n: int) -> pd.DataFrame:
    counts = _counts("ways", **n)
    kinds = {"respondents": "respondents", "no_answer": "no_answer"}
    return counts.assign(kind=[kinds.get(answer, "option") for answer in counts["answer"]])


FIVE = _counts(poor=10, fair=20, good=70, cant_say=15, no_answer=5)


def test_the_base_is_those_who_answered_on_the_scale() -> None:
    actual = shares(FIVE)

    assert list(actual.columns) == COLUMNS
    assert actual["answers"].tolist() == ["poor", "fair", "good"]
    assert actual["share"].tolist() == [0.1, 0.2, 0.7]
    assert set(actual["base"]) == {100}
    assert set(actual["base_name"]) == {"answered"}


def test_the_base_can_be_all_respondents() -> None:
    actual = shares(FIVE, base="all")

    assert actual["answers"].tolist() == ["poor", "fair", "good", "cant_say", "no_answer"]
    assert set(actual["base"]) == {120}
    assert actual["share"].sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (["fair", "good"], [("fair+good", 90)]),
        ("fair+good", [("fair+good", 90)]),
        ("good", [("good", 70)]),
        ([["poor"], ["fair", "good"]], [("poor", 10), ("fair+good", 90)]),
        ({"coping": ["poor", "fair"]}, [("poor+fair", 30)]),
        ({"coping": [["poor", "fair"], ["good"]]}, [("poor+fair", 30), ("good", 70)]),
    ],
)
def test_answers_can_be_added_up(answers: Any, expected: list[tuple[str, int]]) -> None:
    actual = shares(FIVE, answers)

    assert list(zip(actual["answers"], actual["n"], strict=True)) == expected


def test_a_mapping_leaves_other_items_out_and_keeps_the_order_of_the_counts() -> None:
    counts = pd.concat([_counts(item, good=20, poor=20) for item in ("a", "b", "c")])

    actual = shares(counts, {"c": ["good"], "a": ["poor"]})

    assert actual[["item", "answers"]].to_numpy().tolist() == [["a", "poor"], ["c", "good"]]


def test_groups_keep_the_order_of_the_counts() -> None:
    counts = pd.concat([_counts(group="south", good=20), _counts(group="north", good=15)])

    actual = shares(counts)

    assert actual["group"].tolist() == ["south", "north"]
    assert actual["base"].tolist() == [20, 15]


@pytest.mark.parametrize(
    ("good", "poor", "given_share", "uncertain"),
    [
        (9, 0, False, True),
        (10, 0, True, True),
        (29, 0, True, True),
        (30, 0, True, False),
        (15, 15, True, True),  # the interval is 0.34 wide
        (0, 0, False, True),
    ],
)
def test_small_bases_and_wide_intervals_are_uncertain(
    good: int, poor: int, given_share: bool, uncertain: bool
) -> None:
    actual = shares(_counts(good=good, poor=poor), ["good"]).iloc[0]

    assert actual["base"] == good + poor
    assert actual[["share", "low", "high"]].notna().tolist() == [given_share] * 3
    assert actual["uncertain"] == uncertain


def test_options_are_shares_of_those_who_chose_anything() -> None:
    counts = _options(a=20, b=30, respondents=40, no_answer=10)

    assert shares(counts)["share"].tolist() == [0.5, 0.75]
    assert shares(counts, base="all")["share"].tolist() == [0.4, 0.6, 0.2]


@pytest.mark.parametrize(
    ("counts", "options", "message"),
    [
        (FIVE, {"answers": ["god"]}, "no answer 'god'; did you mean 'good'?"),
        (FIVE, {"answers": ["cant_say"]}, "'cant_say' is not part of base 'answered'"),
        (FIVE, {"answers": ["good", "good"]}, "one is named twice"),
        (FIVE, {"answers": [[]]}, "the answers to add up are none"),
        (FIVE, {"answers": {"copin": ["good"]}}, "no item 'copin' among the counts"),
        (FIVE, {"base": "everyone"}, "unknown base 'everyone'; known are"),
        (FIVE, {"method": "wald"}, "unknown method 'wald'"),
        (FIVE, {"confidence": 95}, "confidence is 95; it must lie between 0 and 1"),
        (FIVE, {"frame": 99}, "a frame size is smaller than the base"),
        (FIVE, {"frame": 200, "method": "clopper_pearson"}, "a frame goes with method 'wilson'"),
        (FIVE, {"frame": {"north": 200}}, "no frame size for group 'all'"),
        (_options(a=1, b=2, respondents=3), {"answers": ["a", "b"]}, "can't be added together"),
        (_options(a=1, respondents=3), {"answers": ["respondents"]}, "no answer 'respondents'"),
        (FIVE.drop(columns="n"), {}, "counts has no column 'n'"),
    ],
)
def test_what_would_mislead_is_refused(
    counts: pd.DataFrame, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        shares(counts, **options)

    assert message in str(caught.value)


def test_goodmans_intervals_hold_for_all_answers_together() -> None:
    counts = pd.concat([FIVE, _counts("fit", no=30, yes=30)])

    actual = shares(counts, method="goodman").set_index(["item", "answers"])

    assert actual.loc["coping", "low"].tolist() == [
        float(wilson_interval(n, 100, 1 - 0.05 / 3)[0]) for n in (10, 20, 70)
    ]
    assert actual.loc[("fit", "no"), "high"] == wilson_interval(30, 60, 0.975)[1]
    one = shares(FIVE, ["good"], method="goodman")
    pd.testing.assert_frame_equal(one, shares(FIVE, ["good"]))


def test_one_frame_does_not_serve_several_groups() -> None:
    counts = pd.concat([_counts(group=name, good=20, poor=20) for name in ("north", "south")])

    with pytest.raises(ParameterError, match="give a frame size for each group"):
        shares(counts, frame=500)

    actual = shares(counts, ["good"], frame={"north": 40, "south": 4000})
    assert actual["low"][0] == 0.5
    assert actual["low"][1] < 0.36


def test_no_items_give_an_empty_table_with_the_columns() -> None:
    actual = shares(FIVE.iloc[:0])

    assert list(actual.columns) == COLUMNS
    assert actual.empty


@given(st.lists(st.integers(0, 40), min_size=5, max_size=5))
def test_shares_of_all_answers_sum_to_one(n: list[int]) -> None:
    counts = _counts(**dict(zip(["poor", "fair", "good", "cant_say", "no_answer"], n, strict=True)))

    for base, size in (("answered", sum(n[:3])), ("all", sum(n))):
        actual = shares(counts, base=base)  # type: ignore[arg-type]
        if size >= 10:
            assert actual["share"].sum() == pytest.approx(1)
            assert (actual["low"] <= actual["share"] + 1e-15).all()
            assert (actual["share"] <= actual["high"] + 1e-15).all()
        else:
            assert actual["share"].isna().all()


@given(st.lists(st.sampled_from([("poor", "n"), ("good", "n"), ("good", "s"), (None, "s")])))
def test_other_names_for_groups_change_nothing_else(rows: list[tuple[str | None, str]]) -> None:
    responses = pd.DataFrame(
        {
            "coping": pd.Categorical([row[0] for row in rows], ["poor", "good"]),
            "region": pd.Categorical([row[1] for row in rows], ["n", "s"]),
        }
    )
    renamed = responses.assign(region=responses["region"].cat.rename_categories(["x", "a"]))

    actual = shares(count_answers(renamed, ["coping"], by="region"))
    expected = shares(count_answers(responses, ["coping"], by="region"))

    assert actual["group"].replace({"x": "n", "a": "s"}).tolist() == expected["group"].tolist()
    pd.testing.assert_frame_equal(actual.drop(columns="group"), expected.drop(columns="group"))
    assert np.isfinite(expected["n"]).all()
