from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats

from lumo_analysis.analysis import ordinal_odds
from lumo_analysis.analysis.ordinal_comparison import compare_adjusted
from lumo_analysis.analysis.ordinal_groups import GroupFit, fitted, laid_out
from lumo_analysis.analysis.ordinal_odds import adjusted_odds
from lumo_analysis.errors import ParameterError

NURSES = [[5, 8, 6, 7, 2], [3, 10, 12, 8, 12], [7, 8, 7, 2, 2]]
OTHERS = [[2, 3, 4, 1, 6], [1, 2, 5, 5, 3], [4, 4, 3, 2, 1]]
NUMBERS = ["log_odds", "standard_error", "odds_ratio", "low", "high"]


def _counts(*strata: list[list[int]]) -> pd.DataFrame:
    rows = [
        ("coping", f"s{place}", group, f"a{answer}", "scale", n)
        for place, table in enumerate(strata)
        for group, row in zip("xyz", table, strict=False)
        for answer, n in enumerate(row)
    ]
    return pd.DataFrame(rows, columns=["item", "stratum", "group", "answer", "kind", "n"])


def test_two_answers_and_one_stratum_give_the_odds_ratio_of_the_table() -> None:
    actual = adjusted_odds(_counts([[20, 10], [10, 25]]), "x", interval="wald").iloc[1]

    assert actual["odds_ratio"] == pytest.approx(20 * 25 / (10 * 10), rel=1e-9)
    error = np.sqrt(1 / 20 + 1 / 10 + 1 / 10 + 1 / 25)
    assert actual["standard_error"] == pytest.approx(error, rel=1e-9)
    ends = np.exp(np.log(5) + np.array([-1, 1]) * stats.norm.ppf(0.975) * error)
    assert actual[["low", "high"]].tolist() == pytest.approx(ends.tolist(), rel=1e-9)


def test_a_profile_interval_ends_where_the_likelihood_ratio_test_would_refuse() -> None:
    """Of a two by two table with given odds ratio the likelihood has one free parameter."""
    actual = adjusted_odds(_counts([[20, 10], [10, 25]]), "x").iloc[1]

    def likelihood(odds_ratio: float) -> float:
        def fall(cut: float) -> float:
            first, second = 1 / (1 + np.exp(-cut)), 1 / (1 + odds_ratio * np.exp(-cut))
            shares = np.array([first, 1 - first, second, 1 - second])
            return -float(np.array([20, 10, 10, 25]) @ np.log(shares))

        return -optimize.minimize_scalar(fall, tol=1e-12).fun

    for end in ("low", "high"):
        fallen = 2 * (likelihood(5) - likelihood(actual[end]))
        assert fallen == pytest.approx(stats.chi2.ppf(0.95, 1), rel=1e-7)


def test_log_odds_against_the_average_group_add_up_to_nothing() -> None:
    actual = adjusted_odds(_counts(NURSES, OTHERS))

    assert actual["log_odds"].sum() == pytest.approx(0, abs=1e-12)
    assert actual["against"].tolist() == ["mean"] * 3
    assert actual["n"].tolist() == [44, 61, 40]
    assert (actual["low"] < actual["odds_ratio"]).all()
    assert (actual["odds_ratio"] < actual["high"]).all()
    assert (actual["reason"] == "").all()
    assert np.log(actual["odds_ratio"]).tolist() == pytest.approx(actual["log_odds"].tolist())


def test_a_reference_is_left_without_numbers_and_the_others_are_against_it() -> None:
    about_mean = adjusted_odds(_counts(NURSES, OTHERS))["log_odds"]

    actual = adjusted_odds(_counts(NURSES, OTHERS), "y")

    assert actual["reason"].tolist() == ["", "reference", ""]
    assert actual.loc[1, NUMBERS].isna().all()
    expected = (about_mean - about_mean[1])[[0, 2]].tolist()
    assert actual["log_odds"][[0, 2]].tolist() == pytest.approx(expected, abs=1e-9)


def test_one_odds_ratio_is_refused_as_the_test_of_two_groups_refuses() -> None:
    two = _counts(NURSES[:2], OTHERS[:2])
    p = compare_adjusted(two)["p"][0]

    just_in, just_out = (
        adjusted_odds(two, "x", confidence=1 - p + shift).iloc[1] for shift in (1e-6, -1e-6)
    )

    assert just_in["low"] < 1 < just_in["high"]
    assert not just_out["low"] < 1 < just_out["high"]


def test_more_confidence_is_a_wider_interval() -> None:
    for interval in ("profile", "wald"):
        wide, narrow = (
            adjusted_odds(_counts(NURSES), interval=interval, confidence=confidence)  # type: ignore[arg-type]
            for confidence in (0.99, 0.9)
        )
        assert (wide["low"] < narrow["low"]).all()
        assert (narrow["high"] < wide["high"]).all()


@pytest.mark.parametrize(
    ("strata", "reasons"),
    [
        ([[[5, 4], [0, 9], [2, 3]]], ["separated"] * 3),
        ([[[5, 4], [0, 0], [2, 3]]], ["", "no_answers", ""]),
        ([[[5, 0], [3, 0], [2, 0]]], ["constant"] * 3),
        ([[[5, 4], [1, 3], [0, 0]], [[0, 0], [0, 0], [4, 4]]], ["confounded"] * 3),
    ],
)
def test_where_there_is_no_odds_ratio_a_reason_says_why(
    strata: list[list[list[int]]], reasons: list[str]
) -> None:
    actual = adjusted_odds(_counts(*strata))

    assert actual["reason"].tolist() == reasons
    assert actual[NUMBERS].isna().all(axis=1).tolist() == [bool(reason) for reason in reasons]


def test_an_empty_reference_leaves_nothing_to_compare_with() -> None:
    actual = adjusted_odds(_counts([[5, 4], [0, 0], [2, 3]]), "y")

    assert actual["reason"].tolist() == ["no_answers"] * 3


def test_a_profile_that_is_not_found_is_told(monkeypatch) -> None:
    monkeypatch.setattr(ordinal_odds, "_MOST_STEPS", 1)

    actual = adjusted_odds(_counts(NURSES))

    assert (actual["reason"] == "no_fit").all()
    assert actual[["low", "high"]].isna().all(axis=None)
    assert actual["odds_ratio"].notna().all()


def test_mistakes_are_refused_in_words() -> None:
    counts = _counts(NURSES)

    with pytest.raises(ParameterError, match="no group 'w' among the counts"):
        adjusted_odds(counts, "w")
    with pytest.raises(ParameterError, match="unknown interval 'walt'; did you mean 'wald'"):
        adjusted_odds(counts, interval="walt")  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="must lie between 0 and 1"):
        adjusted_odds(counts, confidence=95)


@pytest.mark.parametrize("away", [-12.0, -0.01, 0.01, 12.0])
def test_an_end_is_found_from_anywhere_on_its_side(away: float) -> None:
    model = fitted(laid_out(np.array([[[1, 2, 30], [9, 14, 7]]])))
    assert isinstance(model, GroupFit)
    top = model.whole.parameters[2]

    actual = ordinal_odds._profile(model, 0, 1.96, top + away)

    near = ordinal_odds._profile(model, 0, 1.96, top + np.sign(away))
    assert actual == pytest.approx(near, abs=1e-8)
    assert (actual - top) * away > 0
