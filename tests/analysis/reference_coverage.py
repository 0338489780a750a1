"""How many of R's values on the real surveys are met, by file and column.

    python tests/analysis/reference_coverage.py ../shared/real-surveys

prints the table. Each value is met here, held back, tested in another file, or of a
statistic that this package does not give, for a reason named below.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pandas as pd
from reference_values import Key, Values, computed_values

MET, WRONG, UNKNOWN = "met", "wrong", "unknown"
ASIDE = "set aside: effsize departs from its own formula (test_ranks.py)"
NO_VALUE = "R gives none"

_RELIABILITY = {
    *("n_complete", "n_items", "cronbach_alpha_raw", "cronbach_alpha_std", "mean_interitem_r"),
    *("guttman_lambda6", "r_drop", "alpha_if_dropped", "feldt_lo", "feldt_hi", "ordinal_alpha"),
    *("polychoric_r_1_2", "polychoric_eigen1"),
}
_EXACT = {"fisher_freeman_halton_p", "fisher_mc_p_B1e5"}
_API00 = "a mean of scores, and no share"
_CONTINUITY = "a continuity correction makes the interval wider than its confidence"
_BY_DESIGN = "follows the sampling design, where this package goes by Kish's effective base"
_NO_HEADLINE = "a mean or median of codes is never given (design: no headline of Likert codes)"
_BIASED = "grows with chance alone; V is given with Bergsma's correction"
_OTHER_TEST = "another test of the same question is given"

NOT_GIVEN = {
    **dict.fromkeys(("mean", "sd", "median", "q25_type7", "q75_type7"), _NO_HEADLINE),
    **dict.fromkeys(("wilson_cc_lo", "wilson_cc_hi"), _CONTINUITY),
    **dict.fromkeys(
        ("wilson_hmisc_lo", "wilson_hmisc_hi"), "Hmisc modifies Wilson's interval at 1 and n - 1"
    ),
    **dict.fromkeys(("cramers_v", "contingency_coef"), _BIASED),
    **dict.fromkeys(("lr_chisq", "lr_p", "chisq_yates", "p_yates"), _OTHER_TEST),
    **dict.fromkeys(
        ("wilcoxon_p_cc", "wilcoxon_p_cc_holm", "wilcoxon_p_cc_BH"),
        "Brunner and Munzel's and Dunn's tests are given; Wilcoxon's without correction is met",
    ),
    "adj_std_residual": "cells are not tested one by one",
    "eta_squared_H": "epsilon squared is given",
    "p_bonferroni": "Holm's adjusted p is given, which is never larger",
    "fisher_cond_or": "the difference of shares is given",
    "share_of_responses": "shares are of respondents",
    **dict.fromkeys(("spearman_r_1_2", "kendall_tau_b_1_2"), "polychoric correlation is given"),
    **dict.fromkeys(("se", "lo", "hi"), _BY_DESIGN),
    **dict.fromkeys(("promoters", "detractors", "nps"), "no net promoter score is given"),
    **dict.fromkeys(
        ("n_chars_total", "n_comments_containing_lowercase_substring"),
        "texts are coded by people, and not searched",
    ),
    "n_rows": "rows of a file, and no statistic",
}
NOT_GIVEN_ANALYSES = {
    "gof": "raking adjusts to a population; a fit to it is not tested",
    "paired": "McNemar's exact test is given, and no other of the same people asked twice",
    "svychisq": _BY_DESIGN,
    "svyranktest": _BY_DESIGN,
}


def coverage(folder: Path) -> pd.DataFrame:
    """One row a value: file, analysis, item, stat and `status`, which says what became of it."""
    computed = computed_values(folder)
    rows = []
    for path in sorted(folder.glob("*/reference/*.csv")):
        file = path.relative_to(folder).as_posix()
        for row in pd.read_csv(path, dtype=str, keep_default_na=False).itertuples():
            key = (file, row.analysis, row.item, row.group1, row.group2, row.category, row.stat)
            status = _status(key, str(row.value), computed)
            rows.append((file, row.analysis, row.item, row.stat, status))
    return pd.DataFrame(rows, columns=["file", "analysis", "item", "stat", "status"])


def _status(key: Key, value: str, computed: Values) -> str:
    _, analysis, _, _, _, category, stat = key
    if value == "NA":
        return NO_VALUE
    if key in computed:
        return MET if _close(float(computed[key]), float(value), stat) else WRONG
    if analysis in ("pairwise",) and stat.startswith("cliffs_delta_"):
        return ASIDE
    if analysis == "scale" and stat in _RELIABILITY:
        return "met in test_reliability_reference.py"
    if analysis in ("krippendorff", "kappa"):
        return "met in test_agreement_measures.py (7 of 22 after a fault of irr is copied)"
    if analysis in ("assoc_full", "assoc_top", "assoc_full_exact") and stat in _EXACT:
        return "met in test_real_survey_reference.py"
    if analysis == "weights" or (analysis in ("survey", "svyciprop") and stat == "estimate"):
        return _API00 if category == "api00" else "met in test_weights_reference.py"
    if analysis in NOT_GIVEN_ANALYSES:
        return NOT_GIVEN_ANALYSES[analysis]
    return NOT_GIVEN.get(stat, UNKNOWN)


def _close(actual: float, expected: float, stat: str) -> bool:
    if stat == "fisher_mc_p_B1e5":
        return math.isclose(actual, expected, abs_tol=0.006)
    return math.isclose(actual, expected, rel_tol=1e-9, abs_tol=1e-12)


def _print_table(values: pd.DataFrame) -> None:
    for file, of_file in values.groupby("file", sort=False):
        print(f"\n{file}: {len(of_file)} values")
        parts = of_file.groupby(["status", "analysis", "stat"], sort=False).size()
        for status in of_file["status"].unique():
            named = parts[status]
            columns = ", ".join(f"{'.'.join(name)} {n}" for name, n in named.items())
            print(f"  {status} ({named.sum()}): {columns}")
    print("\n" + values["status"].value_counts().to_string())


if __name__ == "__main__":
    _print_table(coverage(Path(sys.argv[1])))
