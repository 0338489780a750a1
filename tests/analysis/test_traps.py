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
