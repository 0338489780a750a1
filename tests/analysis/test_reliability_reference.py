"""Reliability against R's package psych 2.2.9 on every battery of the real surveys.

`four_items.csv` holds the joint counts of four items (n = 134) and what R makes of them, with
the R call of each. The other batteries and their values lie in `../shared/real-surveys`; left
out there are Spearman's and Kendall's correlations, which nothing here computes.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from real_batteries import batteries

from lumo_analysis.analysis.reliability import (
    Reliability,
    polychoric_correlations,
    reliability,
    reliability_of_pairs,
)
from lumo_analysis.analysis.reliability_pairs import PairTables, pair_tables

EXCERPT = Path(__file__).parents[1] / "reference" / "four_items.csv"
COLUMNS = {
    "n_complete": "n",
    "n_items": "n_items",
    "cronbach_alpha_raw": "alpha",
    "cronbach_alpha_std": "standardized_alpha",
    "mean_interitem_r": "mean_correlation",
    "guttman_lambda6": "lambda6",
    "feldt_lo": "low",
    "feldt_hi": "high",
    "ordinal_alpha": "ordinal_alpha",
}
OF_ITEMS = {"r_drop": "item_rest", "alpha_if_dropped": "alpha_if_dropped"}
LEFT_OUT = {"spearman_r_1_2", "kendall_tau_b_1_2"}
EXPECTED = {"alliance2023": 33, "lumo_shape": 148, "yle2015": 74, "starwars": 40, "rdata": 137}
EXPECTED |= {"qualtrics_voting": 101, "spss_displayr": 60}


def test_an_excerpt_of_the_values_from_r_is_met() -> None:
    reference = pd.read_csv(EXCERPT, dtype=str, keep_default_na=False)
    pairs = _pairs(reference[reference["stat"] == "count"])

    actual = reliability_of_pairs(pairs, pairs)

    values = reference[reference["stat"] != "count"]
    met = [
        _meets(actual, pairs, stat, item, "listwise", value)
        for stat, item, value in zip(values["stat"], values["item"], values["value"], strict=True)
    ]
    assert met == [True] * 19


def test_every_battery_of_the_real_surveys_meets_r(real_surveys: Path) -> None:
    compared = dict.fromkeys(EXPECTED, 0)
    for (file, name), (codes, levels) in batteries(real_surveys).items():
        reference = pd.read_csv(real_surveys / file, dtype=str, keep_default_na=False)
        values = reference[(reference["analysis"] == "scale") & (reference["item"] == name)]
        answers = pd.CategoricalDtype([str(level) for level in levels], ordered=True)
        texts = codes.apply(lambda column: column.map(_text, na_action="ignore"))
        responses = texts.astype(answers)
        items = list(responses.columns)
        actual = reliability(responses, items, scores={str(n): n for n in levels})
        pairs = pair_tables(responses, items)
        for row in values.itertuples():
            if row.stat not in LEFT_OUT:
                missing = "pairwise" if row.category == "pairwise" else "listwise"
                stat, item, value = str(row.stat), str(row.group1), str(row.value)
                assert _meets(actual, pairs, stat, item, missing, value), (file, row)
                compared[file.split("/")[0]] += 1
    assert compared == EXPECTED


def _text(code: float) -> str:
    return str(int(code))


def _meets(
    actual: Reliability, pairs: PairTables, stat: str, item: str, missing: str, value: str
) -> bool:
    if stat in COLUMNS:
        number = float(actual.battery.set_index("missing").loc[missing, COLUMNS[stat]])
    elif stat in OF_ITEMS:
        number = float(actual.items.set_index("item").loc[item, OF_ITEMS[stat]])
    else:
        correlations, _ = polychoric_correlations(pairs)
        first = stat == "polychoric_r_1_2"
        number = correlations[1, 0] if first else np.linalg.eigvalsh(correlations)[-1]
    # R's search for a polychoric correlation stops within 1e-4.
    close = 1e-3 if stat.startswith(("poly", "ordinal")) else 1e-9
    return number == pytest.approx(float(value), rel=0 if close == 1e-3 else close, abs=close)


def _pairs(counts: pd.DataFrame) -> PairTables:
    items = list(dict.fromkeys([*counts["item"], *counts["other"]]))
    tables = np.zeros((4, 4, 5, 5), dtype=np.int64)
    for row in counts.itertuples():
        one, two = items.index(str(row.item)), items.index(str(row.other))
        a, b = int(str(row.answer)) - 1, int(str(row.other_answer)) - 1
        tables[one, two, a, b] = tables[two, one, b, a] = int(str(row.value))
    for place in range(4):
        own = tables[place, (place + 1) % 4].sum(axis=1)
        tables[place, place] = np.diag(own)
    return PairTables(tuple(items), tuple("12345"), tables, np.full(4, 134))
