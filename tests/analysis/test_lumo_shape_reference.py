"""Every count, share, interval and test against R, on surveys of the LUMO shape.

The values were made with R 4.2.2 (effectsize 0.8.3, effsize 0.8.1). `four_areas.csv` holds
some of them with the R call of each; the whole files, with the answers themselves, are read
from `../shared/real-surveys` where that folder stands beside the project.

The interval of Cliff's delta is set aside where only the second of two groups gave the
highest answer: there effsize 0.8.1 departs from its own formula, which `test_ranks.py` checks
cell by cell. The number set aside is part of each test.
"""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lumo_analysis.analysis.comparison import compare_groups, compare_with_rest
from lumo_analysis.analysis.count_table import scale_tables, stack_counts
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.multiplicity import benjamini_hochberg
from lumo_analysis.analysis.shares import shares
from lumo_analysis.survey.questionnaire import Questionnaire

EXCERPT = Path(__file__).parents[1] / "reference" / "four_areas.csv"
REAL = Path(__file__).parents[3] / "shared" / "real-surveys" / "lumo_shape"
CODES = {
    "täysin eri mieltä": "1",
    "jokseenkin eri mieltä": "2",
    "ohita kysymys": "3",
    "jokseenkin samaa mieltä": "4",
    "täysin samaa mieltä": "5",
}
BOXES = {"top": "4+5", "bottom": "1+2", "neutral": "3"}
STATISTICS = {
    "counts": {"n_valid", "n_missing", "count", "share"},
    "box": {
        *("count", "n", "share"),
        *("wilson_lo", "wilson_hi", "clopper_pearson_lo", "clopper_pearson_hi"),
    },
    "kruskal": {"n", "H_tie_corrected", "df", "p", "epsilon_squared"},
    "family_kruskal": {"p_holm", "p_BH"},
    "assoc_full": {"n", "chisq", "df", "p", "cramers_v_biascorrected"},
    "pairwise": {
        *("wilcoxon_W", "cliffs_delta_group1_vs_group2", "cliffs_delta_lo", "cliffs_delta_hi"),
    },
}
Key = tuple[str, str, str, str, str, str]


def test_an_excerpt_of_the_values_from_r_is_met() -> None:
    reference = pd.read_csv(EXCERPT, dtype=str, keep_default_na=False)

    by_area = _counts_in(reference)
    whole = by_area.groupby(["item", "answer", "kind"], sort=False, as_index=False).agg(
        {"n": "sum"}
    )

    assert _compared(reference, _computed(whole.assign(group="all"), by_area)) == (780, 0)


@pytest.mark.parametrize(
    ("survey", "policy", "expected"),
    [
        ("tyontekijat", "skip_is_3", (2193, 18)),
        ("tyontekijat", "skip_missing", (1698, 18)),
        ("kumppanit", "skip_is_3", (2211, 0)),
        ("kumppanit", "skip_missing", (1716, 0)),
    ],
)
def test_every_value_from_r_is_met(survey: str, policy: str, expected: tuple[int, int]) -> None:
    reference = _reference(f"lumo_shape_{survey}_{policy}.csv")
    responses, questionnaire = _survey(survey, policy)
    items = questionnaire.select("q*")

    whole = count_answers(responses, items, questionnaire=questionnaire)
    by_area = count_answers(responses, items, by="area", questionnaire=questionnaire)

    assert _compared(reference, _computed(whole, by_area)) == expected


@pytest.mark.parametrize("policy", ["skip_is_3", "skip_missing"])
def test_two_surveys_compared_meet_every_value_from_r(policy: str) -> None:
    reference = _reference("lumo_shape_between_surveys.csv")
    reference = reference[reference["analysis"] == f"between_surveys_{policy}"]
    counts = []
    for survey in ("tyontekijat", "kumppanit"):
        responses, questionnaire = _survey(survey, policy)
        items = questionnaire.select("q*")
        counts.append(
            count_answers(responses, items, questionnaire=questionnaire).assign(group=survey)
        )
    rows = compare_with_rest(pd.concat(counts, ignore_index=True), permutations=0)
    rows = rows[rows["group"] == "tyontekijat"].set_index("item")
    columns = {
        "cliffs_delta": "effect",
        "cliffs_delta_lo": "effect_low",
        "cliffs_delta_hi": "effect_high",
        "prob_superiority": "superiority",
    }
    compared = 0
    for expected in reference.itertuples():
        if expected.stat in columns:
            actual = rows.loc[str(expected.item), columns[str(expected.stat)]]
            assert math.isclose(actual, float(str(expected.value)), rel_tol=1e-9, abs_tol=1e-12)
            compared += 1
    assert compared == 44


def _reference(name: str) -> pd.DataFrame:
    if not REAL.is_dir():
        pytest.skip("the folder ../shared/real-surveys is not beside the project")
    return pd.read_csv(REAL / "reference" / name, dtype=str, keep_default_na=False)


def _survey(name: str, policy: str) -> tuple[pd.DataFrame, Questionnaire]:
    """Responses with the skipped answer on the scale, or off it ("missing" in R)."""
    path = next(REAL.glob(f"{name}_*.csv"))
    raw = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False, encoding="utf-8")
    asked = [c for c in raw.columns if c[:3].isdigit() and "Perustelut" not in c]
    label = {"en": "x"}
    questionnaire = Questionnaire.model_validate(
        {
            "survey": "shape",
            "title": label,
            "description": label,
            "population": label,
            "author": label,
            "source": label,
            "languages": ["en"],
            "region": "area",
            "collected": {"start": "2015-01", "end": "2015-02"},
            "sections": [{"id": "all", "title": label}],
            "scales": [
                {
                    "id": "agreement",
                    "answers": [
                        {
                            "id": f"a{code}",
                            "label": label,
                            "off_scale": code == "3" and policy == "skip_missing",
                        }
                        for code in CODES.values()
                    ],
                }
            ],
            "items": [
                {
                    "id": "area",
                    "kind": "nominal",
                    "section": "all",
                    "wording": label,
                    "label": label,
                    "answers": [{"id": area, "label": label} for area in ("a", "b", "c", "d")],
                },
                *(
                    {
                        "id": f"q{column[:3]}",
                        "kind": "ordinal",
                        "section": "all",
                        "wording": label,
                        "label": label,
                        "scale": "agreement",
                    }
                    for column in asked
                ),
            ],
        }
    )
    scale = questionnaire.scale_of(questionnaire["q127"])
    categories = [answer.id for answer in (*scale.ordered, *scale.off_scale)]
    columns = {
        f"q{column[:3]}": pd.Categorical(
            ["a" + CODES[cell] if cell else None for cell in raw[column]], categories, ordered=True
        )
        for column in asked
    }
    area = pd.Categorical(raw["alue"].str[-1].str.lower(), ["a", "b", "c", "d"])
    return pd.DataFrame({"area": area, **columns}), questionnaire


def _counts_in(reference: pd.DataFrame) -> pd.DataFrame:
    """The counts by area that stand among the values themselves."""
    rows = reference[(reference["analysis"] == "counts") & (reference["group1"] != "(all)")]
    groups = sorted(rows["group1"].unique())
    blocks = []
    for item in rows["item"].unique():
        of_item = rows[rows["item"] == item]
        table = [_row(of_item[of_item["group1"] == group]) for group in groups]
        answers = ["a1", "a2", "a3", "a4", "a5", "no_answer"]
        kinds = ["scale"] * 5 + ["no_answer"]
        blocks.append((item, answers, kinds, np.array(table, dtype=np.int64)))
    return stack_counts([group[-1].lower() for group in groups], blocks)


def _row(of_group: pd.DataFrame) -> list[int]:
    """Counts of the five answers, then of no answer."""
    answered = of_group[of_group["stat"] == "count"].sort_values("category")["value"]
    return [*map(int, answered), *map(int, of_group.loc[of_group["stat"] == "n_missing", "value"])]


def _computed(whole: pd.DataFrame, by_area: pd.DataFrame) -> dict[Key, float]:
    values: dict[Key, float] = {}
    for counts in (whole, by_area):
        values |= _share_values(counts)
    values |= _test_values(by_area)
    tables = scale_tables(by_area)
    for one, two in itertools.combinations(by_area["group"].unique(), 2):
        pair = by_area[by_area["group"].isin([one, two])]
        rows = compare_with_rest(pair, permutations=0)
        for row in rows[rows["group"] == one].itertuples():
            key = ("pairwise", str(row.item), one, two, "")
            wins = row.superiority * row.n_group * (row.n - row.n_group)
            values[(*key, "wilcoxon_W")] = wins
            values[(*key, "cliffs_delta_group1_vs_group2")] = row.effect
            groups, table = tables[str(row.item)]
            given = table[[groups.index(one), groups.index(two)]] > 0
            if given[0, np.flatnonzero(given.any(axis=0))[-1]]:
                values[(*key, "cliffs_delta_lo")] = row.effect_low
                values[(*key, "cliffs_delta_hi")] = row.effect_high
    return values


def _share_values(counts: pd.DataFrame) -> dict[Key, float]:
    values: dict[Key, float] = {}
    for row in shares(counts).itertuples():
        item, group, code = str(row.item), str(row.group), str(row.answers)[1:]
        values["counts", item, group, "", "", "n_valid"] = row.base
        values["counts", item, group, "", code, "count"] = row.n
        values["counts", item, group, "", code, "share"] = row.share
    missing = counts[counts["kind"].isin(["off_scale", "no_answer"])]
    for (item, group), n in missing.groupby(["item", "group"])["n"].sum().items():
        values["counts", item, group, "", "", "n_missing"] = n
    on_scale = counts[counts["kind"] == "scale"]["answer"].unique()
    for box, codes in BOXES.items():
        answers = [f"a{code}" for code in codes.split("+")]
        if not set(answers) <= set(on_scale):
            continue
        exact = shares(counts, answers, method="clopper_pearson")
        for row, strict in zip(
            shares(counts, answers).itertuples(), exact.itertuples(), strict=True
        ):
            key = ("box", str(row.item), str(row.group), "", box)
            values[(*key, "count")], values[(*key, "n")] = row.n, row.base
            values[(*key, "share")] = row.share
            values[(*key, "wilson_lo")], values[(*key, "wilson_hi")] = row.low, row.high
            values[(*key, "clopper_pearson_lo")] = strict.low
            values[(*key, "clopper_pearson_hi")] = strict.high
    return values


def _test_values(by_area: pd.DataFrame) -> dict[Key, float]:
    values: dict[Key, float] = {}
    ordinal = compare_groups(by_area, permutations=0)
    false_discovery = benjamini_hochberg(ordinal["p"])
    for row, discovered in zip(ordinal.itertuples(), false_discovery, strict=True):
        key = ("kruskal", str(row.item), "", "", "")
        values[(*key, "n")], values[(*key, "df")] = row.n, row.df
        values[(*key, "H_tie_corrected")], values[(*key, "p")] = row.statistic, row.p
        values[(*key, "epsilon_squared")] = row.effect
        values["family_kruskal", str(row.item), "", "", "", "p_holm"] = row.p_adjusted
        values["family_kruskal", str(row.item), "", "", "", "p_BH"] = discovered
    nominal = compare_groups(by_area, nominal=list(ordinal["item"]), permutations=0)
    for row in nominal.itertuples():
        key = ("assoc_full", str(row.item), "", "", "")
        values[(*key, "n")], values[(*key, "df")] = row.n, row.df
        values[(*key, "chisq")], values[(*key, "p")] = row.statistic, row.p
        values[(*key, "cramers_v_biascorrected")] = row.effect
    return values


def _compared(reference: pd.DataFrame, computed: dict[Key, float]) -> tuple[int, int]:
    """How many values agree, as all of the kinds in STATISTICS must, and how many are set aside."""
    compared, aside, wrong = 0, 0, []
    for row in reference.itertuples():
        if row.stat not in STATISTICS.get(str(row.analysis), set()):
            continue
        groups = (_area(str(row.group1)), _area(str(row.group2)))
        key = (str(row.analysis), str(row.item), *groups, str(row.category), str(row.stat))
        expected = float(str(row.value))
        if key not in computed and row.stat in ("cliffs_delta_lo", "cliffs_delta_hi"):
            aside += 1
            continue
        if not math.isclose(computed[key], expected, rel_tol=1e-9, abs_tol=1e-12):
            wrong.append((key, computed[key], expected))
        compared += 1
    assert wrong == []
    return compared, aside


def _area(name: str) -> str:
    return "all" if name == "(all)" else name[-1:].lower()
