"""Whether groups answer differently once another item is allowed for, by ordinal logit."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import special

from lumo_analysis.analysis.comparison_frame import (
    COMPARISON_COLUMNS,
    Comparison,
    Family,
    comparison_frame,
    detectable_by,
)
from lumo_analysis.analysis.count_table import Integers
from lumo_analysis.analysis.ordinal_groups import fitted, laid_out, odds_check
from lumo_analysis.analysis.strata import tables_by_stratum

TWO_ANSWERS = "two_answers"

_BESIDE = (
    *("strata", "unadjusted_statistic", "unadjusted_df", "unadjusted_p"),
    *("po_statistic", "po_df", "po_p", "po_reason"),
)


def compare_adjusted(counts: pd.DataFrame, family: Family = None) -> pd.DataFrame:
    """Test for each item whether groups differ once their composition is allowed for.

    A proportional-odds model (McCullagh 1980) of the ordered answers on the group and the
    stratum (a role, say). The likelihood-ratio test compares it with the model of the stratum
    alone; beside it stands the test without the stratum. It is a check on
    `compare_within_strata`, which needs no model: where the two disagree, believe that one.
    `adjusted_odds` tells which groups answer higher.

    Answers that nobody gave don't count, nor do groups without answers, nor strata whose
    answers are all the lowest or all the highest, which the model fits whatever the groups.

    Args:
        counts: from `count_answers` with `by` and `stratum`.
        family: as in `compare_groups`.

    Returns:
        The columns of `compare_groups` (test "ordinal-logit", statistic the likelihood-ratio
        chi-square, p asymptotic, effect "r_squared", 1 - exp(-statistic/n), 0 to 1, after Cox
        & Snell), then strata (how many count), unadjusted_statistic, unadjusted_df and
        unadjusted_p of the same respondents without the stratum, and po_statistic, po_df and
        po_p of the score test of proportional odds: where po_p is small, groups differ
        otherwise than by one odds ratio, in spread for instance. Where no test is possible
        the numbers are NaN and `reason` says why: "too_few" (no answers), "one_group",
        "constant" (all answers of a stratum are the same), "confounded" (each group has
        strata of its own), "separated" (no most likely odds ratios exist, as where a group
        gave only the highest answer; `compare_within_strata` can test it) or "no_fit".
        Likewise `po_reason`, which may also be "two_answers".

    Raises:
        ParameterError: as in `compare_within_strata`.

    >>> counts = pd.DataFrame({
    ...     "item": "coping", "stratum": ["nurse"] * 4 + ["other"] * 4, "kind": "scale",
    ...     "group": ["north", "north", "south", "south"] * 2,
    ...     "answer": ["poor", "good"] * 4, "n": [8, 2, 20, 5, 4, 16, 2, 8],
    ... })
    >>> compare_adjusted(counts).round(3)[["groups", "test", "n", "p", "unadjusted_p"]]
            groups           test   n    p  unadjusted_p
    0  north+south  ordinal-logit  65  1.0         0.065
    """
    tested = [_adjusted(item, *table) for item, table in tables_by_stratum(counts).items()]
    frame = comparison_frame([row for row, _ in tested], family)
    beside = pd.DataFrame([more for _, more in tested], columns=list(_BESIDE[1:]))
    return pd.concat([frame, beside], axis=1)[[*COMPARISON_COLUMNS, *_BESIDE]]


def _adjusted(
    item: str, groups: list[str], table: Integers
) -> tuple[Comparison, dict[str, float | str]]:
    layout = laid_out(table)
    row = Comparison(item, "", "ordinal-logit", "r_squared", reason=layout.reason)
    more: dict[str, float | str] = dict.fromkeys(_BESIDE[1:], np.nan)
    telling = layout.table if not row.reason else table
    sizes = telling.sum(axis=(0, 2))
    places = layout.groups if not row.reason else range(len(groups))
    row.groups = "+".join(groups[p] for p, size in zip(places, sizes, strict=True) if size)
    row.n, row.detectable = int(telling.sum()), detectable_by(sizes)
    model = row.reason or fitted(layout)
    if isinstance(model, str):
        row.reason = model
        return row, more | {"po_reason": model}
    row.strata, row.df = len(layout.strata), float(model.coding.shape[1])
    alike = model.likelihood_of(model.stratum)
    row.statistic = max(0.0, 2 * (model.whole.value - alike))
    row.p = float(special.chdtrc(row.df, row.statistic))
    row.effect = float(-np.expm1(-row.statistic / row.n))
    unadjusted = max(0.0, 2 * (model.likelihood_of(model.group) - model.likelihood_of()))
    check, check_df = odds_check(model)
    several = check_df > 0
    return row, {
        "unadjusted_statistic": unadjusted,
        "unadjusted_df": float(len(layout.groups) - 1),
        "unadjusted_p": float(special.chdtrc(len(layout.groups) - 1, unadjusted)),
        "po_statistic": check if several else np.nan,
        "po_df": float(check_df) if several else np.nan,
        "po_p": float(special.chdtrc(check_df, check)) if several else np.nan,
        "po_reason": "" if several else TWO_ANSWERS,
    }
