"""Which groups answer higher once another item is allowed for: their odds ratios."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from lumo_analysis.analysis.answer_sums import require_known
from lumo_analysis.analysis.count_table import Integers
from lumo_analysis.analysis.ordinal_groups import CONFOUNDED, NO_FIT, GroupFit, fitted, laid_out
from lumo_analysis.analysis.ordinal_model import fit
from lumo_analysis.analysis.strata import tables_by_stratum
from lumo_analysis.errors import ParameterError, nearest

Numbers = npt.NDArray[np.float64]
Interval = Literal["profile", "wald"]

MEAN = "mean"
NO_ANSWERS, REFERENCE = "no_answers", "reference"
_MOST_STEPS = 60
_CLOSE = 1e-10
_COLUMNS = (
    *("item", "group", "against", "n", "log_odds", "standard_error"),
    *("odds_ratio", "low", "high", "reason"),
)


@dataclass
class _Row:
    item: str
    group: str
    against: str
    n: int
    reason: str
    log_odds: float = np.nan
    standard_error: float = np.nan
    odds_ratio: float = np.nan
    low: float = np.nan
    high: float = np.nan


def adjusted_odds(
    counts: pd.DataFrame,
    reference: str | None = None,
    *,
    interval: Interval = "profile",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How much higher each group answers, among respondents of the same stratum.

    The odds ratios of the model of `compare_adjusted`: the odds of an answer above any given
    one, in the group against the average group (the mean of the log odds of all groups), or
    against the group named. Read them after its test, and not where its po_p is small.

    Args:
        counts: from `count_answers` with `by` and `stratum`.
        reference: the id of a group; None for the average of all groups.
        interval: "profile", where the likelihood-ratio test does not refuse the odds ratio
            (Venzon & Moolgavkar 1988, Appl. Stat. 37), or "wald", from the standard error:
            faster where there are hundreds of groups, and poorer where they are small.
        confidence: of each interval, between 0 and 1; not adjusted for their number.

    Returns:
        One row an item and group: item, group, against ("mean" or the reference), n (answers
        that count), log_odds and its standard_error, odds_ratio (above 1 where the group
        answers higher), low and high, and reason. The numbers are NaN where `reason` is one of
        `compare_adjusted`, "no_answers" (of the group), "reference" (the group itself) or
        "confounded" also where no stratum links some groups to the others.

    Raises:
        ParameterError: a reference that is not a group, an unknown interval or confidence,
            and as in `compare_within_strata`.

    >>> counts = pd.DataFrame({
    ...     "item": "coping", "stratum": ["nurse"] * 4 + ["other"] * 4, "kind": "scale",
    ...     "group": ["north", "north", "south", "south"] * 2,
    ...     "answer": ["poor", "good"] * 4, "n": [8, 2, 20, 5, 4, 16, 2, 18],
    ... })
    >>> adjusted_odds(counts).round(2)[["group", "against", "odds_ratio", "low", "high"]]
       group against  odds_ratio   low  high
    0  north    mean        0.81  0.40  1.52
    1  south    mean        1.24  0.66  2.51
    """
    require_known(interval, ("profile", "wald"), "interval")
    if not 0 < confidence < 1:
        raise ParameterError(f"confidence is {confidence}; it must lie between 0 and 1")
    tables = tables_by_stratum(counts)
    for groups, _ in tables.values():
        if reference is not None and reference not in groups:
            raise ParameterError(
                f"no group '{reference}' among the counts; {nearest(reference, groups)}"
            )
    rows = [
        row
        for item, (groups, table) in tables.items()
        for row in _of_item(item, groups, table, reference, interval, confidence)
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _of_item(
    item: str,
    groups: list[str],
    table: Integers,
    reference: str | None,
    interval: Interval,
    confidence: float,
) -> list[_Row]:
    layout = laid_out(table)
    n = np.zeros(len(groups), dtype=np.int64)
    n[layout.groups] = layout.table.sum(axis=(0, 2))
    reason = layout.reason or (CONFOUNDED if len(np.unique(layout.part)) > 1 else "")
    place = None if reference is None else groups.index(reference)
    if not reason and place is not None and place not in layout.groups:
        reason = NO_ANSWERS
    against = MEAN if reference is None else reference
    rows = [
        _Row(item, group, against, int(size), reason or ("" if size else NO_ANSWERS))
        for group, size in zip(groups, n, strict=True)
    ]
    if reason:
        return rows
    found = fitted(layout)
    if isinstance(found, str):
        for row in rows:
            row.reason = found
        return rows
    base = None if place is None else int(np.flatnonzero(layout.groups == place)[0])
    z = -float(special.ndtri((1 - confidence) / 2))
    log_odds, errors = _wald(found.recoded(_coding(len(layout.groups), base)[0]))
    for here, group in enumerate(layout.groups):
        row = rows[group]
        if here == base:
            row.reason = REFERENCE
            continue
        row.log_odds, row.standard_error = float(log_odds[here]), float(errors[here])
        row.odds_ratio = float(np.exp(row.log_odds))
        ends = [row.log_odds - z * row.standard_error, row.log_odds + z * row.standard_error]
        if interval == "profile":
            coding, column = _coding(len(layout.groups), base, here)
            model = found.recoded(coding)
            ends = [_profile(model, column, z, end) for end in ends]
            row.reason = NO_FIT if np.isnan(ends).any() else ""
        row.low, row.high = (float(np.exp(end)) for end in ends)
    return rows


def _coding(groups: int, base: int | None, lead: int = 0) -> tuple[Numbers, int]:
    """The effects of groups by parameters, and which parameter is the effect of `lead`.

    The effect of `base` is 0; without one, the effects sum to 0.
    """
    left_out = (lead + 1) % groups if base is None else base
    coding = np.delete(np.eye(groups), left_out, axis=1)
    if base is None:
        coding[left_out] = -1
    return coding, lead - (lead > left_out)


def _wald(model: GroupFit) -> tuple[Numbers, Numbers]:
    places = model.of_groups
    covariance = np.linalg.inv(model.whole.information)[places, places]
    variance = np.einsum("gi,ij,gj->g", model.coding, covariance, model.coding)
    return model.coding @ model.whole.parameters[places], np.sqrt(variance)


def _profile(model: GroupFit, column: int, z: float, start: float) -> float:
    """Where the signed root of twice the fall of the log-likelihood is z away from its top.

    Newton's method from Wald's end; the slope of the root is that of the log-likelihood by
    the parameter that is held, over the root.
    """
    place = model.of_groups.start + column
    top = model.whole.parameters[place]
    sign = np.sign(start - top)
    parameters, at = model.whole.parameters.copy(), start
    for _ in range(_MOST_STEPS):
        parameters[place] = at
        held = fit(model.model, parameters, fixed=place)
        root = np.sqrt(2 * max(0.0, model.whole.value - held.value))
        if not held.converged or root == 0:
            break
        step = (root - z) * root / held.gradient[place]
        at, parameters = at + step, held.parameters.copy()
        if abs(step) < _CLOSE:
            return float(at)
        if (at - top) * sign <= 0:
            at = (at - step + top) / 2
    return np.nan
