"""Coefficients of agreement: R's package irr 0.84.1, textbooks, and their own rules."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lumo_analysis.analysis.agreement_measures import (
    Metric,
    Numbers,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    masi_distances,
    metric_distances,
)
from lumo_analysis.errors import ParameterError

# Krippendorff's own example: 4 coders, 12 units, values 1 to 5, 0 where a coder is missing.
TEXTBOOK = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
        [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
    ]
).T
# table(rater1, rater2) of the ratings of anxiety in irr, from 1 to 6.
ANXIETY = [
    [1, 0, 1, 0, 0, 0],
    [0, 4, 2, 0, 0, 0],
    [0, 0, 1, 3, 0, 1],
    [0, 0, 1, 0, 0, 1],
    [0, 1, 2, 1, 0, 0],
    [0, 0, 1, 0, 0, 0],
]


def _by_unit(ratings: np.ndarray, values: list[object]) -> Numbers:
    return np.stack([(ratings == value).sum(axis=1) for value in values], axis=1).astype(float)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("nominal", 0.743421052632),  # kripp.alpha(x, "nominal")$value
        ("ordinal", 0.815387503755),  # kripp.alpha(x, "ordinal")$value
        ("interval", 0.849107142857),  # kripp.alpha(x, "interval")$value
        ("ratio", 0.797402774712),  # kripp.alpha(x, "ratio")$value
    ],
)
def test_krippendorff_s_own_example_is_met(metric: Metric, expected: float) -> None:
    counts = _by_unit(TEXTBOOK, [1, 2, 3, 4, 5])

    distances = metric_distances([1, 2, 3, 4, 5], counts, metric)

    assert krippendorff_alpha(counts, distances) == pytest.approx(expected, abs=1e-12)


def test_every_value_from_r_is_met(real_surveys: Path) -> None:
    """irr 0.84.1 counts a complete table with over two coders as if it had (coders - 1) times
    the values, which moves Krippendorff's alpha; 7 of the 22 are met once that is done too.
    """
    folder = real_surveys / "rdata"
    reference = pd.read_csv(folder / "reference/coder_agreement.csv", dtype=str)
    reference = reference.fillna("")
    met = {"as it is": 0, "after the fault of irr": 0}
    for row in reference.itertuples():
        actual, faulty = _computed(folder, str(row.analysis), str(row.item), row.category, row.stat)
        expected = float(str(row.value))
        if actual == pytest.approx(expected, rel=1e-9):
            met["as it is"] += 1
        else:
            assert faulty == pytest.approx(expected, rel=1e-9), row
            met["after the fault of irr"] += 1
    assert met == {"as it is": 15, "after the fault of irr": 7}


def _computed(
    folder: Path, analysis: str, item: str, category: object, stat: object
) -> tuple[float, float]:
    """The value, and what it is when irr counts its values."""
    if item in ("anxiety_raters_1_2", "vision"):
        pair = pd.read_csv(folder / f"irr_{item.split('_')[0]}.csv").iloc[:, :2]
        values = sorted(set(pair.to_numpy().ravel()))
        table = pd.crosstab(pair.iloc[:, 0], pair.iloc[:, 1])
        kappa = cohen_kappa(table.reindex(index=values, columns=values, fill_value=0), category)
        return (kappa.kappa if stat == "cohen_kappa" else kappa.z), np.nan
    if item == "canonical_4x12":
        ratings = pd.read_csv(folder / "krippendorff_4coders_12units.csv", index_col=0).T
    else:
        ratings = pd.read_csv(folder / f"irr_{item}.csv")
    values = sorted({value for value in ratings.to_numpy().ravel() if not pd.isna(value)})
    counts = _by_unit(ratings.to_numpy(), values)
    if analysis == "krippendorff":
        numbers = values if category != "nominal" else range(len(values))
        alpha = krippendorff_alpha(counts, metric_distances(numbers, counts, category))
        n = counts.sum()
        counted = n * (counts.shape[0] and counts.sum(axis=1).max() - 1)
        return alpha, 1 - (1 - alpha) * (counted - 1) / counted * n / (n - 1)
    codes = ratings.map(values.index).to_numpy()
    fleiss = fleiss_kappa(counts)
    return {
        "fleiss_kappa": fleiss.kappa,
        "fleiss_z": fleiss.z,
        "conger_exact_kappa": conger_kappa(codes),
        "percent_agreement_all": 100 * (counts.max(axis=1) == ratings.shape[1]).mean(),
    }[str(stat)], np.nan


@pytest.mark.parametrize(
    ("weights", "kappa", "z"),
    [
        ("unweighted", 0.119496855346, 1.16376222866),  # kappa2(x, "unweighted")
        ("equal", 0.189189189189, 1.41565884999),  # kappa2(x, "equal")
        ("squared", 0.29676511955, 1.34049877333),  # kappa2(x, "squared")
    ],
)
def test_kappa_of_two_raters_meets_r(weights: str, kappa: float, z: float) -> None:
    actual = cohen_kappa(ANXIETY, weights)  # type: ignore[arg-type]

    assert actual == pytest.approx((kappa, z), rel=1e-9)


@given(st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=2, max_size=8))
def test_alpha_is_one_less_the_mean_distance_within_units_by_that_between_all(
    rows: list[list[int]],
) -> None:
    """Straight from the definition, pair by pair; 2 is a missing coder."""
    units = [[value for value in row if value < 2] for row in rows]
    units = [unit for unit in units if len(unit) > 1]
    counts = np.array([[row.count(0), row.count(1)] for row in rows])

    actual = krippendorff_alpha(counts, 1 - np.eye(2))

    values = [value for unit in units for value in unit]
    if len(set(values)) < 2:
        assert np.isnan(actual)
        return
    within = sum(
        (one != two) / (len(unit) - 1)
        for unit in units
        for one, two in itertools.permutations(unit, 2)
    )
    between = sum(one != two for one, two in itertools.permutations(values, 2))
    expected = 1 - (within / len(values)) / (between / (len(values) * (len(values) - 1)))
    assert actual == pytest.approx(expected)


@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_kappa_and_alpha_go_together_for_two_coders(cells: list[int]) -> None:
    """Alpha pools the coders' habits, so that in 2 x 2 it is Scott's pi of a finite sample."""
    table = np.array(cells).reshape(2, 2)
    counts = np.array([[2, 0]] * table[0, 0] + [[1, 1]] * (table[0, 1] + table[1, 0]))
    counts = np.concatenate(
        [counts.reshape(-1, 2), np.array([[0, 2]] * table[1, 1]).reshape(-1, 2)]
    )

    kappa, alpha = cohen_kappa(table).kappa, krippendorff_alpha(counts, 1 - np.eye(2))

    if np.isnan(kappa) or np.isnan(alpha):
        assert (table > 0).sum() <= 1
        return
    n = table.sum()
    share = (2 * table[0, 0] + table[0, 1] + table[1, 0]) / (2 * n)
    chance = share**2 + (1 - share) ** 2
    pi = ((table[0, 0] + table[1, 1]) / n - chance) / (1 - chance)
    assert alpha == pytest.approx(1 - (1 - pi) * (2 * n - 1) / (2 * n))
    assert pi <= kappa + 1e-12


@pytest.mark.parametrize("table", [[[5, 0], [0, 0]], [[0, 0], [0, 5]], [[0, 0], [0, 0]]])
def test_one_value_throughout_has_no_kappa(table: list[list[int]]) -> None:
    assert np.isnan(cohen_kappa(table)).all()


def test_a_coder_who_never_gives_a_value_agrees_as_far_as_chance() -> None:
    assert cohen_kappa([[6, 0], [4, 0]]).kappa == pytest.approx(0)


def test_coefficients_of_several_coders_have_no_value_without_variation() -> None:
    assert np.isnan(fleiss_kappa([[3, 0], [3, 0]])).all()
    assert np.isnan(conger_kappa([[0, 0], [0, 0]]))
    assert np.isnan(krippendorff_alpha([[3, 0], [3, 0]], 1 - np.eye(2)))
    assert np.isnan(krippendorff_alpha([[1, 0], [0, 1]], 1 - np.eye(2)))


@pytest.mark.parametrize("counts", [[[2, 0], [1, 0]], [[1, 0], [0, 1]]])
def test_fleiss_s_kappa_needs_the_same_coders_for_every_unit(counts: list[list[int]]) -> None:
    with pytest.raises(ParameterError, match="the same coders, two or more, for every unit"):
        fleiss_kappa(counts)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("ab", "ab", 0),
        ("", "", 0),
        ("", "a", 1),
        ("a", "b", 1),
        ("a", "ab", 1 - 2 / 3 * 1 / 2),
        ("abc", "a", 1 - 2 / 3 * 1 / 3),
        ("ab", "bc", 1 - 1 / 3 * 1 / 3),
    ],
)
def test_masi_counts_sets_that_overlap_as_partly_alike(one: str, two: str, expected: float) -> None:
    actual = masi_distances([set(one), set(two)])

    assert actual[0, 1] == actual[1, 0] == pytest.approx(expected)
    assert actual[0, 0] == actual[1, 1] == 0
