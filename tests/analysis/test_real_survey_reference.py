"""Tests and differences against R on every real survey, from the counts R was given.

Each file of values holds the counts by item, group and answer, so that what is computed from
counts can be checked without reading the answers again. That the answers of the LUMO-shaped
surveys give these counts is tested in `test_lumo_shape_reference.py`.

R's pairs are the first group minus the second, save Dunn's z; here all are the second minus
the first. The interval of Cliff's delta is set aside where only the second of two groups gave
the highest answer: there effsize 0.8.1 departs from its own formula (see `test_ranks.py`).
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lumo_analysis.analysis.comparison import compare_groups
from lumo_analysis.analysis.count_table import scale_tables, stack_counts
from lumo_analysis.analysis.differences import share_difference
from lumo_analysis.analysis.multiplicity import benjamini_hochberg
from lumo_analysis.analysis.pairs import compare_pairs

EXCERPT = Path(__file__).parents[1] / "reference" / "four_areas.csv"
PAIRS = {
    "lumo_shape/reference/lumo_shape_tyontekijat_skip_is_3.csv": 66,
    "lumo_shape/reference/lumo_shape_tyontekijat_skip_missing.csv": 66,
    "lumo_shape/reference/lumo_shape_kumppanit_skip_is_3.csv": 66,
    "lumo_shape/reference/lumo_shape_kumppanit_skip_missing.csv": 66,
    "alliance2023/reference/alliance2023.csv": 54,
    "qualtrics_voting/reference/qualtrics_legitimacy_by_belief.csv": 8,
    "qualtrics_voting/reference/qualtrics_polarization_by_gender.csv": 20,
    "spss_displayr/reference/mobiles_sav.csv": 54,
    "yle2015/reference/yle2015_skip_is_3.csv": 66,
    "yle2015/reference/yle2015_skip_missing.csv": 66,
    "rdata/reference/bfi.csv": 50,
    "rdata/reference/cardata_mass.csv": 15,
    "rdata/reference/pisa_st24.csv": 33,
}
EXACT = {
    "lumo_shape/reference/lumo_shape_tyontekijat_skip_is_3.csv": (11, 22),
    "lumo_shape/reference/lumo_shape_tyontekijat_skip_missing.csv": (12, 21),
    "lumo_shape/reference/lumo_shape_kumppanit_skip_is_3.csv": (11, 11),
    "lumo_shape/reference/lumo_shape_kumppanit_skip_missing.csv": (11, 11),
    "alliance2023/reference/alliance2023.csv": (9, 9),
    "qualtrics_voting/reference/qualtrics_legitimacy_by_belief.csv": (16, 0),
    "qualtrics_voting/reference/qualtrics_polarization_by_gender.csv": (40, 0),
    "spss_displayr/reference/mobiles_sav.csv": (9, 9),
    "starwars/reference/starwars_characters_by_region.csv": (0, 24),
    "yle2015/reference/yle2015_skip_is_3.csv": (11, 11),
    "yle2015/reference/yle2015_skip_missing.csv": (11, 11),
    "rdata/reference/bfi.csv": (0, 10),
    "rdata/reference/cardata_mass.csv": (5, 5),
    "rdata/reference/pisa_st24.csv": (11, 11),
}
"""How many of R's p are met exactly, and how many from random tables."""
Pair = tuple[str, str, str]


@pytest.mark.parametrize("name", PAIRS)
def test_every_pair_of_groups_meets_r(real_surveys: Path, name: str) -> None:
    reference = _reference(real_surveys / name)

    assert _pairs_met(reference) == len(_pairs(reference)) == PAIRS[name]


@pytest.mark.parametrize("name", PAIRS)
def test_every_difference_of_shares_meets_r(real_surveys: Path, name: str) -> None:
    reference = _reference(real_surveys / name)

    assert _differences_met(reference, _top(name)) == len(_pairs(reference)) == PAIRS[name]


def test_an_excerpt_of_the_values_from_r_is_met() -> None:
    reference = _reference(EXCERPT)

    assert _pairs_met(reference) == 12
    assert _differences_met(reference, ("4", "5")) == 12
    assert _exact_met(reference, ("4", "5")) == (2, 2)


def _pairs_met(reference: pd.DataFrame) -> int:
    counts = _counts(reference)
    actual = compare_pairs(counts).set_index(["item", "group1", "group2"])
    discovered = actual.groupby("item")["p"].transform(benjamini_hochberg)
    expected = _pairs(reference)
    for pair, values in expected.items():
        row = actual.loc[pair]
        _meets(row["statistic"], values["dunn_z_group2_minus_group1"], pair)
        _meets(row["p"], values["dunn_p_two_sided"], pair)
        _meets(row["p_adjusted"], values["dunn_p_holm"], pair)
        _meets(discovered.loc[pair], values["dunn_p_BH"], pair)
        _meets(-row["effect"], values["cliffs_delta_group1_vs_group2"], pair)
        if _first_gave_the_highest(counts, pair):
            _meets(-row["effect_high"], values["cliffs_delta_lo"], pair)
            _meets(-row["effect_low"], values["cliffs_delta_hi"], pair)
    return len(expected)


def _differences_met(reference: pd.DataFrame, top: tuple[str, str]) -> int:
    """Newcombe's interval."""
    actual = share_difference(_counts(reference), top)
    actual = actual.set_index(["item", "group1", "group2"])
    expected = _pairs(reference)
    for pair, values in expected.items():
        row = actual.loc[pair]
        _meets(-row["difference"], values["prop_diff"], pair)
        _meets(-row["high"], values["newcombe_lo"], pair)
        _meets(-row["low"], values["newcombe_hi"], pair)
    return len(expected)


@pytest.mark.parametrize("policy", ["is_3", "missing"])
def test_two_surveys_differ_as_r_says(real_surveys: Path, policy: str) -> None:
    folder = real_surveys / "lumo_shape" / "reference"
    reference = _reference(folder / "lumo_shape_between_surveys.csv")
    reference = reference[reference["analysis"] == f"between_surveys_skip_{policy}"]
    counts = pd.concat(
        [
            _counts(_reference(folder / f"lumo_shape_{survey}_skip_{policy}.csv"))
            .groupby(["item", "answer", "kind"], sort=False, as_index=False)
            .agg({"n": "sum"})
            .assign(group=survey)
            for survey in ("tyontekijat", "kumppanit")
        ]
    )

    shares = share_difference(counts, ["4", "5"]).set_index("item")
    ranks = compare_pairs(counts).set_index("item")

    columns = {
        "prop_diff": -shares["difference"],
        "newcombe_lo": -shares["high"],
        "newcombe_hi": -shares["low"],
        "cliffs_delta": -ranks["effect"],
        "cliffs_delta_lo": -ranks["effect_high"],
        "cliffs_delta_hi": -ranks["effect_low"],
    }
    compared = 0
    for row in reference[reference["stat"].isin(columns)].itertuples():
        _meets(columns[str(row.stat)][str(row.item)], float(str(row.value)), row.item)
        compared += 1
    assert compared == 66


@pytest.mark.parametrize("name", EXACT)
def test_the_exact_test_meets_r(real_surveys: Path, name: str) -> None:
    # Nine regions of the stars' viewers take longest to draw at random.
    permutations = 29_999 if "starwars" in name else 99_999

    actual = _exact_met(_reference(real_surveys / name), _top(name), permutations)

    assert actual == EXACT[name]


def _exact_met(
    reference: pd.DataFrame, top: tuple[str, str], permutations: int = 99_999
) -> tuple[int, int]:
    """Exactly where both are exact; within 0.006 where either is from random tables."""
    counts = _counts(reference)
    sums = counts.assign(answer=np.where(counts["answer"].isin(top), "top", "other"))
    keys = ["item", "group", "answer", "kind"]
    two = sums.groupby(keys, sort=False, as_index=False).agg({"n": "sum"})
    exactly = nearly = 0
    for analysis, table in (("assoc_full", counts), ("assoc_top", two)):
        expected = _association(reference, analysis)
        wanted = table[table["item"].isin(expected)]
        actual = compare_groups(wanted, exact=list(expected), permutations=permutations)
        for row in actual.itertuples():
            values = expected[str(row.item)]
            _meets(row.effect, values["cramers_v_biascorrected"], row.item)
            for stat in {"fisher_freeman_halton_p", "fisher_mc_p_B1e5"} & set(values):
                if stat == "fisher_freeman_halton_p" and row.test == "fisher-freeman-halton":
                    _meets(row.p, values[stat], row.item)
                    exactly += 1
                else:
                    assert row.p == pytest.approx(values[stat], abs=0.006), row.item
                    nearly += 1
    return exactly, nearly


def _association(reference: pd.DataFrame, analysis: str) -> dict[str, dict[str, float]]:
    names = [analysis, f"{analysis}_exact"]
    rows = reference[reference["analysis"].isin(names) & (reference["value"] != "NA")]
    return {
        str(item): {
            str(stat): float(str(value))
            for stat, value in zip(values["stat"], values["value"], strict=True)
        }
        for item, values in rows.groupby("item", sort=False)
        if {"fisher_freeman_halton_p", "fisher_mc_p_B1e5"} & set(values["stat"])
    }


def _top(name: str) -> tuple[str, str]:
    """The two answers that R took together; bfi has six of them and pisa four."""
    return ("5", "6") if "bfi" in name else ("3", "4") if "pisa" in name else ("4", "5")


def _reference(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _meets(actual: float, expected: float, where: object) -> None:
    assert math.isclose(actual, expected, rel_tol=1e-8, abs_tol=1e-11), (where, actual, expected)


def _counts(reference: pd.DataFrame) -> pd.DataFrame:
    """The counts by group that stand among the values."""
    rows = reference[
        (reference["analysis"] == "counts")
        & (reference["stat"] == "count")
        & (reference["group1"] != "(all)")
    ]
    blocks = []
    for item in rows["item"].unique():
        table = rows[rows["item"] == item].pivot_table(
            index="group1", columns="category", values="value", aggfunc="first", sort=False
        )
        answers = [str(answer) for answer in table.columns]
        kinds = ["scale"] * len(answers)
        blocks.append((str(item), answers, kinds, table.to_numpy().astype(np.int64)))
    return stack_counts([str(group) for group in rows["group1"].unique()], blocks)


def _pairs(reference: pd.DataFrame) -> dict[Pair, dict[str, float]]:
    rows = reference[(reference["analysis"] == "pairwise") & (reference["value"] != "NA")]
    return {
        (str(item), str(one), str(two)): {
            str(stat): float(str(value))
            for stat, value in zip(values["stat"], values["value"], strict=True)
        }
        for (item, one, two), values in rows.groupby(["item", "group1", "group2"], sort=False)
    }


def _first_gave_the_highest(counts: pd.DataFrame, pair: Pair) -> bool:
    groups, table = scale_tables(counts[counts["item"] == pair[0]])[pair[0]]
    given = table[[groups.index(pair[1]), groups.index(pair[2])]] > 0
    return bool(given[0, np.flatnonzero(given.any(axis=0))[-1]])
