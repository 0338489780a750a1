from __future__ import annotations

import pandas as pd
import pytest

from lumo_analysis.analysis.count_table import counts_of_others, scale_tables
from lumo_analysis.errors import ParameterError


def _counts(rows: list[tuple[str, str, str, str, int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["item", "group", "answer", "kind", "n"])


THREE = _counts(
    [
        (item, group, answer, kind, n)
        for item in ("coping", "access")
        for group, n in (("north", 1), ("south", 2), ("west", 4))
        for answer, kind in (("poor", "scale"), ("good", "scale"), ("no_answer", "no_answer"))
    ]
)


def test_the_others_are_the_sum_without_the_group() -> None:
    actual = counts_of_others(THREE, "south")

    assert actual["item"].tolist() == ["coping"] * 6 + ["access"] * 6
    assert actual["group"].tolist() == (["south"] * 3 + ["others"] * 3) * 2
    assert actual["answer"].tolist() == ["poor", "good", "no_answer"] * 4
    assert actual["n"].tolist() == [2, 2, 2, 5, 5, 5] * 2


def test_a_group_that_is_not_there_is_refused() -> None:
    with pytest.raises(ParameterError, match="no group 'nort' among the counts; did you mean"):
        counts_of_others(THREE, "nort")


def test_a_group_named_others_is_refused() -> None:
    counts = THREE.replace({"group": {"west": "others"}})

    with pytest.raises(ParameterError, match="'others' is already a group"):
        counts_of_others(counts, "north")


def test_only_answers_on_the_scale_stand_in_a_table() -> None:
    groups, table = scale_tables(THREE)["access"]

    assert groups == ["north", "south", "west"]
    assert table.tolist() == [[1, 1], [2, 2], [4, 4]]


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        (_counts([("ways", "all", "a", "option", 1)]), "'ways' has no answers on a scale"),
        (_counts([("q", "all", "a", "scale", 1)] * 2), "counts have a row twice"),
        (_counts([("q", "all", "a", "scale", -1)]), "whole numbers, 0 or more"),
        (_counts([("q", "all", "a", "scale", 1)]).astype({"n": float}), "whole numbers"),
        (_counts([]).drop(columns="kind"), "counts has no column 'kind'"),
    ],
)
def test_what_is_not_a_table_of_counts_is_refused(counts: pd.DataFrame, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        scale_tables(counts)
