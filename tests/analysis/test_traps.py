"""Where common tools answer wrongly without a word: what they do, and what is done here.

A test fails also when a tool has mended its ways, so that its detour can go.
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from lumo_analysis.analysis.comparison import compare_groups, compare_with_rest
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.intervals import (
    clopper_pearson_interval,
    goodman_interval,
    wilson_interval,
)
from lumo_analysis.analysis.ordinal_comparison import compare_adjusted
from lumo_analysis.analysis.ordinal_odds import adjusted_odds
from lumo_analysis.analysis.pairs import compare_pairs
from lumo_analysis.analysis.strata import compare_within_strata
from lumo_analysis.analysis.stratified import stratified_p, within_strata
from lumo_analysis.errors import ParameterError


def _counts(table: list[list[int]]) -> pd.DataFrame:
    rows = [
        ("coping", group, f"a{place}", "scale", n)
        for group, row in zip("xyz", table, strict=False)
        for place, n in enumerate(row)
    ]
    return pd.DataFrame(rows, columns=["item", "group", "answer", "kind", "n"])


def test_equal_answers_give_a_reason_in_every_comparison() -> None:
    """scipy's kruskal gives nan."""
    with warnings.catch_warnings(action="ignore"):
        assert np.isnan(stats.kruskal([1, 1, 1], [1, 1]).pvalue)

    counts = _counts([[0, 12], [0, 15]])
    for compared in (
        compare_groups(counts),
        compare_groups(counts, nominal=["coping"]),
        compare_groups(counts, exact=["coping"]),
        compare_pairs(counts),
        compare_with_rest(counts),
        compare_within_strata(counts.assign(stratum="s")),
        compare_adjusted(counts.assign(stratum="s")),
    ):
        assert compared["p"].isna().all()
        assert set(compared["reason"]) == {"constant"}


def test_an_empty_group_is_left_out_of_every_omnibus_test() -> None:
    """scipy's chi2_contingency raises."""
    with pytest.raises(ValueError, match="zero element"):
        stats.chi2_contingency([[5, 7], [0, 0], [9, 2]])

    with_empty, without = _counts([[5, 7], [0, 0], [9, 2]]), _counts([[5, 7], [9, 2]])
    for options in ({}, {"nominal": ["coping"]}, {"exact": ["coping"]}):
        actual = compare_groups(with_empty, **options)  # type: ignore[arg-type]
        expected = compare_groups(without, **options)  # type: ignore[arg-type]
        numbers = ["statistic", "df", "n", "p", "effect", "detectable"]
        pd.testing.assert_frame_equal(actual[numbers], expected[numbers])


def test_two_by_two_has_no_correction_of_yates() -> None:
    """scipy's chi2_contingency makes it without being asked."""
    table = [[15, 25], [25, 15]]
    plain = stats.chi2_contingency(table, correction=False).statistic

    assert stats.chi2_contingency(table).statistic < plain
    actual = compare_groups(_counts(table), nominal=["coping"])
    assert actual["statistic"][0] == pytest.approx(plain)


def test_groups_that_share_no_answer_are_compared_all_the_same() -> None:
    """scipy's brunnermunzel gives nan."""
    with warnings.catch_warnings(action="ignore"):
        assert np.isnan(stats.brunnermunzel([1] * 20, [2] * 20).pvalue)

    counts = _counts([[20, 0], [0, 20]])
    assert compare_with_rest(counts)["p"].tolist() == [0.0001, 0.0001]
    assert compare_pairs(counts)["p"][0] < 1e-8
    assert compare_pairs(counts)["effect"][0] == 1


def test_ties_count() -> None:
    """scipy's mannwhitneyu(method="exact") goes on as if there were none."""
    few, many = [0, 0, 1, 1, 1, 2], [0, 1, 1, 2, 2, 2]

    actual = compare_pairs(_counts([[2, 3, 1], [1, 2, 3]])).iloc[0]

    corrected = stats.mannwhitneyu(few, many, method="asymptotic", use_continuity=False)
    assert actual["p"] == pytest.approx(corrected.pvalue, abs=1e-12)


def test_answers_and_groups_that_nobody_gave_are_counted_as_none() -> None:
    """pd.crosstab and groupby(observed=True) leave them out."""
    responses = pd.DataFrame(
        {
            "coping": pd.Categorical(["good", "good"], ["poor", "fair", "good"], ordered=True),
            "region": pd.Categorical(["north", "north"], ["north", "south"]),
            "role": pd.Categorical(["nurse", "nurse"], ["nurse", "other"]),
        }
    )
    assert pd.crosstab(responses["region"], responses["coping"]).shape == (1, 1)

    actual = count_answers(responses, ["coping"], by="region", stratum="role")

    assert len(actual) == 2 * 2 * 4
    assert actual["n"].sum() == 2


def test_a_category_that_the_scale_lacks_is_refused() -> None:
    """Series.map makes a missing answer of it."""
    from lumo_analysis.survey.questionnaire import Answer, Item

    assert pd.Series(["god"]).map({"good": 1}).isna().all()
    label = {"en": "x"}
    item = Item(
        id="coping",
        kind="ordinal",
        section="one",
        wording=label,
        label=label,
        answers=(Answer(id="poor", label=label), Answer(id="good", label=label)),
    )

    with pytest.raises(ParameterError, match="1 categories that its scale lacks"):
        count_answers(pd.DataFrame({"coping": pd.Categorical(["god"])}), [item])


def test_strata_without_some_group_are_drawn_with_their_margins() -> None:
    """scipy's random_table gives counts below 0 where a margin is 0 (Patefield's method)."""
    empty = np.array([[0, 0], [5, 1]])
    margins = stats.random_table(empty.sum(axis=1), empty.sum(axis=0))
    assert margins.rvs(size=9, method="patefield", random_state=1).min() < 0
    seen: list[np.ndarray] = []
    tables = np.array([[[9, 0], [0, 9]], empty])
    statistic = within_strata(tables, ordered=True)

    def watched(drawn: np.ndarray) -> np.ndarray:
        seen.append(drawn)
        return statistic(drawn)

    assert stratified_p(tables, watched, "coping", 199) == pytest.approx(1 / 200)
    drawn = seen[-1]
    assert drawn.min() >= 0
    assert (drawn.sum(axis=3) == tables.sum(axis=2)).all()
    assert (drawn.sum(axis=2) == tables.sum(axis=1)).all()


def test_a_blank_is_no_answer_and_spoils_no_test() -> None:
    """scipy's kruskal gives nan where one number is."""
    assert np.isnan(stats.kruskal([1, 2, np.nan, 3], [2, 3, 3]).pvalue)
    answers = ["poor"] * 9 + ["good"] * 8 + [None] * 3
    responses = pd.DataFrame(
        {
            "coping": pd.Categorical(answers, ["poor", "good"], ordered=True),
            "region": pd.Categorical(["north", "south"] * 10),
        }
    )

    actual = compare_groups(count_answers(responses, ["coping"], by="region"))

    answered = responses[responses["coping"].notna()]
    expected = compare_groups(count_answers(answered, ["coping"], by="region"))
    pd.testing.assert_frame_equal(actual, expected)
    assert actual["n"][0] == 17


def test_an_item_without_a_test_leaves_the_adjusted_p_of_the_others_alone() -> None:
    """statsmodels' multipletests counts a nan as a test, and gives wrong numbers beside it."""
    frames = [
        _counts([[20, 8], [9, 17]]),
        _counts([[0, 12], [0, 15]]).assign(item="constant"),
        _counts([[14, 12], [9, 17]]).assign(item="strain"),
    ]

    three = compare_groups(pd.concat(frames, ignore_index=True))
    two = compare_groups(pd.concat(frames[::2], ignore_index=True))

    assert np.isnan(three["p_adjusted"][1])
    assert three["p_adjusted"][[0, 2]].tolist() == two["p_adjusted"].tolist()
    assert two["p_adjusted"][0] == pytest.approx(2 * two["p"][0])


def test_nobody_has_no_interval() -> None:
    """statsmodels' proportion_confint(0, 0, method="jeffreys") gives numbers: beta(0.5, 0.5)."""
    assert np.isfinite(stats.beta.ppf([0.025, 0.975], 0.5, 0.5)).all()

    for low, high in (
        wilson_interval([0], [0]),
        clopper_pearson_interval([0], [0]),
        goodman_interval([0], [0], 5),
    ):
        assert np.isnan([low[0], high[0]]).all()


def test_intervals_of_several_answers_hold_something_where_few_were_given() -> None:
    """Sison and Glaz's, as in statsmodels, are all from 0 to 1 for [1, 0, 25, 0, 0]."""
    low, high = goodman_interval([1, 0, 25, 0, 0], 26, 5)

    assert (high - low < 0.35).all()
    assert low[2] > 0.7


def test_ordinal_logit_is_logit() -> None:
    """statsmodels' OrderedModel is probit unless told otherwise."""
    counts = _counts([[20, 10], [10, 25]]).assign(stratum="s")

    actual = adjusted_odds(counts, "x").iloc[1]

    assert actual["odds_ratio"] == pytest.approx(20 * 25 / (10 * 10))
    probit = stats.norm.ppf(25 / 35) - stats.norm.ppf(10 / 30)
    assert actual["log_odds"] > 1.5 * probit


def test_groups_that_are_separated_are_refused() -> None:
    """OrderedModel says it has converged, and so does any search that stops at a small gain."""
    counts = _counts([[9, 7, 10], [0, 0, 12]]).assign(stratum="s")

    refused, odds = compare_adjusted(counts).iloc[0], adjusted_odds(counts)

    assert refused["reason"] == "separated"
    assert np.isnan(refused[["statistic", "p", "effect"]].to_numpy(float)).all()
    assert (odds["reason"] == "separated").all()
    assert odds[["odds_ratio", "low", "high"]].isna().all(axis=None)
    assert compare_within_strata(counts)["p"][0] < 0.01
