from __future__ import annotations

import pandas as pd
import pytest

from lumo_analysis.analysis.published import compare_published
from lumo_analysis.errors import ParameterError


def _published(answers: str, percent: float, decimals: int = 0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "section": ["one"],
            "item": ["coping"],
            "answers": [answers],
            "percent": [percent],
            "decimals": [decimals],
            "count": pd.array([None], dtype="Int64"),
        }
    )


def _counts(poor: int, good: int, no_answer: int, group: str = "all") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "item": "coping",
            "group": group,
            "answer": ["poor", "good", "no_answer"],
            "kind": ["scale", "scale", "no_answer"],
            "n": [poor, good, no_answer],
        }
    )


@pytest.mark.parametrize(
    ("good", "base", "decimals", "expected"),
    [
        (1, 8, 0, 13.0),  # 12.5; half to even would give 12
        (3, 8, 0, 38.0),  # 37.5
        (1, 80, 1, 1.3),  # 1.25
        (201, 20_000, 2, 1.01),  # 1.005, which a float holds as a little less
        (28, 134, 1, 20.9),
        (0, 10, 0, 0.0),
        (10, 10, 0, 100.0),
    ],
)
def test_a_half_is_rounded_up(good: int, base: int, decimals: int, expected: float) -> None:
    counts = _counts(0, good, base - good)

    right = compare_published(_published("good", expected, decimals), counts).iloc[0]
    wrong = compare_published(_published("good", expected + 10.0**-decimals, decimals), counts)

    assert right["computed_percent"] == expected
    assert (right["computed_n"], right["computed_base"]) == (good, base)
    assert right["agrees"]
    assert not wrong["agrees"][0]


def test_the_rows_stay_in_their_order() -> None:
    published = pd.concat(
        [_published("good", 50), _published("poor+good", 75), _published("poor", 25)]
    )

    actual = compare_published(published, _counts(1, 2, 1))

    assert actual["answers"].tolist() == ["good", "poor+good", "poor"]
    assert actual["computed_n"].tolist() == [2, 3, 1]
    assert actual["agrees"].tolist() == [True, True, True]


def test_the_columns_of_the_published_table_come_first() -> None:
    actual = compare_published(_published("good", 50), _counts(1, 2, 1))

    assert list(actual.columns) == [
        *("section", "item", "answers", "percent", "decimals", "count"),
        *("computed_n", "computed_base", "computed_percent", "agrees"),
    ]


def test_nobody_agrees_with_nothing() -> None:
    actual = compare_published(_published("good", 0), _counts(0, 0, 0)).iloc[0]

    assert pd.isna(actual["computed_percent"])
    assert not actual["agrees"]


def test_nothing_published_gives_an_empty_table() -> None:
    actual = compare_published(_published("good", 0).iloc[:0], _counts(1, 2, 1))

    assert actual.empty
    assert "agrees" in actual.columns


def test_counts_in_groups_are_refused() -> None:
    counts = pd.concat([_counts(1, 2, 1, "north"), _counts(1, 2, 1, "south")])

    with pytest.raises(ParameterError, match="count without 'by'"):
        compare_published(_published("good", 50), counts)


def test_an_item_that_was_not_counted_is_refused() -> None:
    counts = _counts(1, 2, 1).assign(item="copin")

    with pytest.raises(ParameterError, match="published item 'coping' is not among the counts"):
        compare_published(_published("good", 50), counts)


def test_an_answer_that_the_item_lacks_is_refused() -> None:
    with pytest.raises(ParameterError, match="item 'coping' has no answer 'god'"):
        compare_published(_published("god", 50), _counts(1, 2, 1))


@pytest.mark.parametrize(("count", "agrees"), [(100, True), (101, False), (None, True)])
def test_a_published_count_must_come_back_too(count: int | None, agrees: bool) -> None:
    published = _published("good", 50).assign(count=pd.array([count], dtype="Int64"))

    actual = compare_published(published, _counts(100, 100, 0))

    assert actual["agrees"].tolist() == [agrees]
