"""Ordinal logit against R on six items of a survey of the LUMO shape.

`ordinal_areas.csv` holds their counts by area and employer (n = 114), and what R 4.2.2 with
ordinal 2022.11-16 makes of them, with the R call of each value; fits with
`clm.control(gradTol = 1e-10)`.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from lumo_analysis.analysis.ordinal_comparison import compare_adjusted
from lumo_analysis.analysis.ordinal_odds import adjusted_odds

REFERENCE = pd.read_csv(
    Path(__file__).parents[1] / "reference" / "ordinal_areas.csv",
    dtype=str,
    keep_default_na=False,
)
COUNTS = (
    REFERENCE[REFERENCE["stat"] == "count"]
    .assign(kind="scale", n=lambda rows: rows["value"].astype("int64"))
    .drop(columns=["against", "stat", "value", "r_call"])
    .reset_index(drop=True)
)


def _values(against: str) -> pd.DataFrame:
    of_model = REFERENCE[(REFERENCE["stat"] != "count") & (REFERENCE["against"] == against)]
    return of_model.assign(value=of_model["value"].astype(float))


def test_every_test_meets_r() -> None:
    actual = compare_adjusted(COUNTS).set_index("item")

    expected = _values("")
    assert len(expected) == 6 * 8
    for row in expected.itertuples():
        value = actual.loc[str(row.item), str(row.stat)]
        assert value == pytest.approx(row.value, rel=1e-9), row


def test_odds_against_the_average_group_meet_r() -> None:
    actual = adjusted_odds(COUNTS, interval="wald").set_index(["item", "group"])

    expected = _values("mean")
    assert len(expected) == 6 * 8
    for row in expected.itertuples():
        value = actual.loc[(str(row.item), str(row.group)), str(row.stat)]
        assert value == pytest.approx(row.value, rel=1e-9), row


def test_odds_against_a_group_and_their_profile_intervals_meet_r() -> None:
    actual = adjusted_odds(COUNTS, "a").set_index(["item", "group"])

    expected = _values("a")
    assert len(expected) == 6 * 12
    for row in expected.itertuples():
        value = actual.loc[(str(row.item), str(row.group)), str(row.stat)]
        assert value == pytest.approx(row.value, rel=1e-9), row


def test_the_check_stands_where_answers_are_missing_from_a_group() -> None:
    """R's `nominal_test` says p < 2e-16 for q136, from a fit with probabilities of -1."""
    row = compare_adjusted(COUNTS).set_index("item").loc["q136"]

    by_group = COUNTS[COUNTS["item"] == "q136"].groupby(["group", "answer"])["n"].sum()
    assert (by_group == 0).any()
    assert 0.01 < row["po_p"] < 0.06
