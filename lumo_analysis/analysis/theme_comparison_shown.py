"""Which themes tell groups apart, as far as the numbers that reports show tell it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lumo_analysis.analysis.count_table import COUNT_COLUMNS, RESPONDENTS, require_columns
from lumo_analysis.analysis.multiplicity import holm
from lumo_analysis.analysis.permutation import PERMUTATIONS
from lumo_analysis.analysis.shares import MINIMUM_BASE
from lumo_analysis.analysis.theme_comparison import compare_themes

_TESTED = ("item", "theme", "groups", "test", "n", "p", "p_adjusted", "effect", "effect_name")
SHOWN_COLUMNS = (*_TESTED, "detectable", "family", "tests")


def compare_shown_themes(
    counts: pd.DataFrame,
    families: Mapping[str, str],
    *,
    permutations: int = PERMUTATIONS,
    seed: str = "",
) -> pd.DataFrame:
    """Test the themes whose number is shown in every group, from protected counts.

    Groups of fewer than 10 answers show no number and are left out. So a test tells nothing but
    what the shown numbers tell already, and its exact p can stand in a report. p is adjusted over
    all themes of a family: those that are not tested count as having shown nothing, with p = 1.
    That can only raise the adjusted p of the others, so Holm's guarantee stays.

    Args:
        counts: from `theme_counts` with `by`; a hidden n is missing.
        families: for each item the family over which p is adjusted.
        permutations: random tables for p where the exact one would take too long.
        seed: text mixed into the seed.

    Returns:
        One row a theme that was tested: item, theme, groups (joined with "+"), test, n, p,
        p_adjusted, effect (Cramér's V), effect_name, detectable, family and tests, how many
        themes p was adjusted over. No row of a theme that a group hides, or that all or no
        answers carry.

    Raises:
        ParameterError: columns that are missing.

    >>> counts = pd.DataFrame({
    ...     "item": "i", "group": ["north"] * 3 + ["south"] * 3,
    ...     "answer": ["haste", "noise", "respondents"] * 2,
    ...     "kind": ["option", "option", "respondents"] * 2,
    ...     "n": pd.array([18, None, 20, 5, 7, 20], dtype="Int64"),
    ... })
    >>> compare_shown_themes(counts, {"i": "i"})[["theme", "n", "tests", "effect"]].round(2)
       theme   n  tests  effect
    0  haste  40      2    0.65
    """
    require_columns(counts, COUNT_COLUMNS, "counts")
    of_items = [(str(item), rows) for item, rows in counts.groupby("item", sort=False)]
    shown = [_shown(rows) for _, rows in of_items]
    if not any((rows["kind"] == "option").any() for rows in shown):
        return pd.DataFrame(columns=pd.Index(SHOWN_COLUMNS))
    together = pd.concat(shown, ignore_index=True).astype({"n": np.int64})
    tested = compare_themes(together, permutations=permutations, seed=seed).dropna(subset="p")
    tests = dict.fromkeys(families.values(), 0)
    for item, rows in of_items:
        tests[families[item]] += rows.loc[rows["kind"] == "option", "answer"].nunique()
    tested = tested.assign(family=tested["item"].map(families)).reset_index(drop=True)
    tested["tests"] = tested["family"].map(tests)
    for family, places in tested.groupby("family", sort=False).indices.items():
        p = tested["p"].to_numpy(np.float64)[places]
        silent = np.ones(tests[str(family)] - len(p))
        tested.loc[places, "p_adjusted"] = holm([*p, *silent])[: len(p)]
    return tested[list(SHOWN_COLUMNS)]


def _shown(of_item: pd.DataFrame) -> pd.DataFrame:
    """The rows of the groups large enough, and of those themes that all of them show."""
    answered = of_item[of_item["kind"] == RESPONDENTS]
    groups = answered.loc[answered["n"].fillna(0) >= MINIMUM_BASE, "group"]
    if answered["n"].isna().any() or len(groups) < 2:
        return of_item.head(0)
    kept = of_item[of_item["group"].isin(groups) & of_item["kind"].isin(["option", RESPONDENTS])]
    hidden = kept.loc[kept["n"].isna(), "answer"]
    return kept[~kept["answer"].isin(hidden)]
