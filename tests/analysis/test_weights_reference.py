"""Weights, raking and weighted shares against R's package survey 4.1-1.

The samples of Californian schools and the values lie in `../shared/real-surveys/rdata`; there
the standard errors follow each design, while here they go by Kish's effective base, so that
estimates are compared and errors are not.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.raking import rake
from lumo_analysis.analysis.shares import shares
from lumo_analysis.analysis.weights import design_effect

EXCERPT = Path(__file__).parents[1] / "reference" / "raked.csv"
SCHOOLS = {"E": 4421, "H": 755, "M": 1018}
TARGET_MET = {"No": 1072, "Yes": 5122}
ITEMS = ("stype", "sch.wide", "awards")


@pytest.fixture
def weighted(real_surveys: Path) -> dict[str, pd.DataFrame]:
    """Each sample of the reference with its weights."""
    samples = {
        name: pd.read_csv(real_surveys / "rdata" / f"survey_{name}.csv").astype(
            dict.fromkeys(ITEMS, "category")
        )
        for name in ("apisrs", "apistrat", "apiclus1")
    }
    designs = {
        "apisrs_nofpc": samples["apisrs"].assign(weight=samples["apisrs"]["pw"]),
        # With a frame and no weights each school stands for 6194/200 of them.
        "apisrs_fpc": samples["apisrs"].assign(weight=samples["apisrs"]["fpc"] / 200),
        "apistrat_fpc": samples["apistrat"].assign(weight=samples["apistrat"]["pw"]),
        "apistrat_nofpc": samples["apistrat"].assign(weight=samples["apistrat"]["pw"]),
        "apiclus1_fpc": samples["apiclus1"].assign(weight=samples["apiclus1"]["pw"]),
    }
    both = {"stype": SCHOOLS, "sch.wide": TARGET_MET}
    for name, sample, margins in (
        ("apisrs_raked", "apisrs", both),
        ("apisrs_poststratified", "apisrs", {"stype": SCHOOLS}),
        ("apiclus1_raked", "apiclus1", both),
    ):
        responses = samples[sample]
        weights = rake(responses, margins, start="pw", total=6194, tolerance=1e-13)
        designs[name] = responses.assign(weight=weights)
    return designs


def test_an_excerpt_of_the_weights_from_r_is_met() -> None:
    cells = pd.read_csv(EXCERPT)
    responses = cells.loc[cells.index.repeat(cells["n"])].astype(
        {"type": "category", "met": "category"}
    )

    actual = rake(responses, {"type": SCHOOLS, "met": TARGET_MET}, start="start", total=6194)

    assert actual.tolist() == pytest.approx(responses["weight"].tolist(), rel=1e-9)
    assert len(actual) == 200


def test_weights_meet_r(weighted: dict[str, pd.DataFrame], real_surveys: Path) -> None:
    reference = _reference(real_surveys)
    compared = 0
    for row in reference[reference["analysis"] == "weights"].itertuples():
        responses = weighted[str(row.item)]
        weights = responses["weight"]
        cell = responses["stype"].astype(str) + " " + responses["sch.wide"].astype(str)
        actual = {
            "sum": weights.sum(),
            "min": weights.min(),
            "max": weights.max(),
            "kish_deff": design_effect(weights),
            "kish_neff": len(weights) / design_effect(weights),
            "cell_weight": weights[cell == row.category].mean(),
        }[str(row.stat)]
        # R ends its rounds at 1e-10 of a count of thousands.
        assert actual == pytest.approx(float(row.value), rel=1e-9), row
        compared += 1
    assert compared == 28


def test_weighted_shares_meet_r(weighted: dict[str, pd.DataFrame], real_surveys: Path) -> None:
    reference = _reference(real_surveys)
    rows = reference[(reference["analysis"] == "survey") & (reference["stat"] == "estimate")]
    compared = 0
    for row in rows.itertuples():
        for item in ITEMS:
            if not str(row.category).startswith(item):
                continue
            counts = count_answers(weighted[str(row.item)], [item], weight="weight")
            actual = shares(counts, str(row.category).removeprefix(item)).iloc[0]
            assert actual["share"] == pytest.approx(float(row.value), rel=1e-9), row
            assert actual["low"] < actual["share"] < actual["high"]
            compared += 1
    assert compared == 40


def test_shares_are_the_ones_that_r_gives_intervals_to(
    weighted: dict[str, pd.DataFrame], real_surveys: Path
) -> None:
    """R's six kinds of interval of one share; they follow the design, and are not compared."""
    reference = _reference(real_surveys)
    rows = reference[(reference["analysis"] == "svyciprop") & (reference["stat"] == "estimate")]
    compared = 0
    for row in rows.itertuples():
        item, _, answer = str(row.category).partition("=")
        counts = count_answers(weighted[str(row.item)], [item], weight="weight")
        actual = shares(counts, answer).iloc[0]
        assert actual["share"] == pytest.approx(float(str(row.value)), rel=1e-9), row
        compared += 1
    assert compared == 48


def _reference(real_surveys: Path) -> pd.DataFrame:
    path = real_surveys / "rdata" / "reference" / "survey_weights.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False)
