from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lumo_analysis.analysis.differences import share_difference
from lumo_analysis.analysis.intervals import wilson_interval
from lumo_analysis.analysis.power import detectable_difference
from lumo_analysis.errors import ParameterError


def _counts(item: str = "coping", **n: tuple[int, int, int]) -> pd.DataFrame:
    """Of each group how many answered poor and good, and how many can't say."""
    rows = [
        (item, group, answer, kind, count)
        for group, row in n.items()
        for answer, kind, count in zip(
            ("poor", "good", "cant_say"), ("scale", "scale", "off_scale"), row, strict=True
        )
    ]
    return pd.DataFrame(rows, columns=["item", "group", "answer", "kind", "n"])


TWO = _counts(north=(20, 20, 10), south=(10, 40, 0))


def test_the_difference_is_the_second_share_minus_the_first() -> None:
    actual = share_difference(TWO, ["good"]).iloc[0]

    low1, high1 = (float(end) for end in wilson_interval(20, 40))
    low2, high2 = (float(end) for end in wilson_interval(40, 50))
    assert list(actual.index) == [
        *("item", "groups", "group1", "group2", "answers", "base_name"),
        *("n1", "base1", "share1", "n2", "base2", "share2"),
        *("difference", "low", "high", "uncertain", "reason", "detectable"),
    ]
    assert actual.tolist()[:12] == [
        *("coping", "north+south", "north", "south", "good", "answered"),
        *(20, 40, 0.5, 40, 50, 0.8),
    ]
    assert actual["difference"] == pytest.approx(0.3)
    assert actual["low"] == pytest.approx(0.3 - np.hypot(0.8 - low2, high1 - 0.5))
    assert actual["high"] == pytest.approx(0.3 + np.hypot(high2 - 0.8, 0.5 - low1))
    assert actual["reason"] == ""
    assert actual["detectable"] == detectable_difference(40, 50)


def test_the_base_can_be_all_respondents() -> None:
    actual = share_difference(TWO, ["good"], "all").iloc[0]

    assert (actual["base1"], actual["share1"], actual["base_name"]) == (50, 0.4, "all")


def test_pairs_of_an_item_stand_together_in_the_order_of_the_counts() -> None:
    groups = {"north": (20, 20, 0), "south": (10, 40, 0), "west": (9, 9, 0)}
    counts = pd.concat([_counts("b", **groups), _counts("a", **groups)])

    actual = share_difference(counts)

    assert actual["item"].tolist() == ["b"] * 6 + ["a"] * 6
    assert actual["groups"].tolist()[:6:2] == ["north+south", "north+west", "south+west"]
    assert actual["answers"].tolist()[:4] == ["poor", "good"] * 2


def test_the_pairs_to_compare_can_be_named() -> None:
    actual = share_difference(TWO, ["good"], pairs=[("south", "north")])

    assert actual["groups"].tolist() == ["south+north"]
    assert actual["difference"].tolist() == pytest.approx([-0.3])


def test_a_small_base_gives_no_difference_and_a_reason() -> None:
    counts = _counts(north=(4, 5, 9), south=(10, 40, 0), west=(0, 0, 0))

    actual = share_difference(counts, ["good"])

    assert actual["reason"].tolist() == ["small_base"] * 3
    assert actual[["difference", "low", "high"]].isna().all(axis=None)
    assert actual["uncertain"].all()
    assert actual["detectable"].isna().tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("north", "south", "uncertain"),
    [
        ((100, 100, 0), (100, 100, 0), False),
        ((29, 0, 0), (1000, 0, 0), True),
        ((30, 0, 0), (1000, 0, 0), False),
        ((40, 40, 0), (40, 40, 0), True),  # the interval is 0.30 wide
    ],
)
def test_small_bases_and_wide_intervals_are_uncertain(
    north: tuple[int, int, int], south: tuple[int, int, int], uncertain: bool
) -> None:
    actual = share_difference(_counts(north=north, south=south), ["good"])

    assert actual["uncertain"].tolist() == [uncertain]


@pytest.mark.parametrize(
    ("counts", "options", "message"),
    [
        (TWO, {"pairs": [("north", "soth")]}, "no group 'soth' among the counts; did you mean"),
        (TWO, {"pairs": [("north", "north")]}, "group 'north' is compared with itself"),
        (TWO, {"answers": ["god"]}, "no answer 'god'; did you mean 'good'?"),
        (TWO.iloc[:3], {}, "no two groups to compare; count with 'by'"),
        (TWO.drop(columns="group"), {}, "counts has no column 'group'"),
    ],
)
def test_what_would_mislead_is_refused(
    counts: pd.DataFrame, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        share_difference(counts, **options)

    assert message in str(caught.value)


@given(st.tuples(*[st.integers(0, 60)] * 2), st.tuples(*[st.integers(0, 60)] * 2))
def test_the_interval_holds_the_difference(one: tuple[int, int], two: tuple[int, int]) -> None:
    counts = _counts(north=(*one, 0), south=(*two, 0))

    actual = share_difference(counts, ["good"]).iloc[0]
    turned = share_difference(counts, ["good"], pairs=[("south", "north")]).iloc[0]

    if actual["reason"] == "":
        assert -1 <= actual["low"] <= actual["difference"] + 1e-12
        assert actual["difference"] - 1e-12 <= actual["high"] <= 1
    assert turned["low"] == pytest.approx(-actual["high"], nan_ok=True)
