"""Whether the items of a battery measure one thing: alpha and its kin, from joint counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lumo_analysis.analysis.polychoric import polychoric
from lumo_analysis.analysis.reliability_coefficients import (
    correlations_of,
    cronbach_alpha,
    feldt_interval,
    guttman_lambda6,
    item_rest,
)
from lumo_analysis.analysis.reliability_pairs import PairTables, pair_tables, scores_of
from lumo_analysis.analysis.shares import MINIMUM_BASE
from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.questionnaire import Item, Questionnaire

Numbers = npt.NDArray[np.float64]

TOO_FEW, CONSTANT, CANCELS, TWO_ITEMS = "too_few", "constant", "cancels", "two_items"
AGAINST, AT_BOUND, NOT_DEFINITE = "against", "at_bound", "not_definite"


@dataclass(frozen=True)
class Reliability:
    """The reliability of a battery, and what each item adds to it.

    `battery` has two rows, by `missing`: "listwise", of the respondents who answered every
    item, and "pairwise", where each pair of items has all who answered both. Its columns:
    missing, items (joined with "+"), n_items, n (listwise: the respondents; pairwise: those of
    the smallest pair), n_largest (those of the largest pair), alpha (Cronbach's), low, high
    and interval ("feldt"; "" pairwise, where no one n belongs to it), standardized_alpha,
    ordinal_alpha, mean_correlation, lambda6 (Guttman's), note and reason. Coefficients are at
    most 1, and may lie below 0.

    `items` has one row an item: item, n_answered (on the scale), n (listwise), item_rest (the
    correlation with the sum of the other items), alpha_if_dropped, note and reason.

    Where `reason` is not empty the row's coefficients are NaN: "too_few" respondents (below
    10), "constant" (an item to which all of them gave one answer; its `note` says "constant"),
    "cancels" (the sum of the items, or of the others, is the same for all), or, of
    alpha_if_dropped alone, "two_items" (one item has no alpha). `note` says, joined with "+":
    "against" (a negative correlation with the other items: perhaps it is asked the other way
    round, and nothing was turned here), "at_bound" (an empty corner of a table drove a
    polychoric correlation to -1 or 1, and ordinal alpha with it), or "not_definite" (the
    correlations contradict each other or one item follows from others; then lambda6 is NaN,
    and so may the alphas from correlations be).
    """

    battery: pd.DataFrame
    items: pd.DataFrame


def reliability(
    responses: pd.DataFrame,
    items: Iterable[str | Item],
    questionnaire: Questionnaire | None = None,
    *,
    scores: Mapping[str, float] | None = None,
    confidence: float = 0.95,
) -> Reliability:
    """How consistently the items of a battery measure one thing.

    Cronbach's alpha of the answers' places on the scale, with Feldt's interval (Feldt 1965,
    Psychometrika 30: 1 - (1 - alpha) F with n - 1 and (n - 1)(k - 1) degrees of freedom); the
    same of standardised items; and of polychoric correlations, ordinal alpha (Zumbo,
    Gadermann & Zeisser 2007, J. Mod. Appl. Stat. Methods 6), which does not take the steps of
    the scale to be equal. Equal to R's `psych::alpha`, and within 1e-3 to
    `psych::polychoric(correct = 0)`, whose empty cells stay empty. Answers off the scale
    ("can't say") are missing. Items asked the other way round are noted, never turned.

    Args:
        responses: one row a respondent; an ordered categorical for each item.
        items: two or more ordinal items of one scale.
        questionnaire: says which answers are off the scale.
        scores: what each answer counts as, rising; 1, 2, 3 ... by default.
        confidence: of the interval, between 0 and 1.

    Raises:
        ParameterError: fewer than two items, one named twice or not ordinal, items of
            different scales, or scores that do not rise.

    >>> answers = pd.CategoricalDtype(["poor", "fair", "good"], ordered=True)
    >>> a = ["poor", "fair", "good", "good", "fair"] * 4
    >>> b = ["poor", "fair", "good", "fair", "fair"] * 4
    >>> responses = pd.DataFrame({"a": a, "b": b}, dtype=answers)
    >>> battery = reliability(responses, ["a", "b"]).battery
    >>> battery.round(3)[["missing", "items", "n", "alpha", "low", "high"]]
        missing items   n  alpha   low   high
    0  listwise   a+b  20  0.909  0.77  0.964
    1  pairwise   a+b  20  0.909   NaN    NaN
    """
    asked = list(items)
    listwise = pair_tables(responses, asked, questionnaire)
    pairwise = pair_tables(responses, asked, questionnaire, complete=False)
    return reliability_of_pairs(listwise, pairwise, scores=scores, confidence=confidence)


def reliability_of_pairs(
    listwise: PairTables,
    pairwise: PairTables,
    *,
    scores: Mapping[str, float] | None = None,
    confidence: float = 0.95,
) -> Reliability:
    """The same as `reliability`, from joint counts alone.

    Args:
        listwise: from `pair_tables` of those who answered every item.
        pairwise: from `pair_tables` with `complete=False`.
        scores: as in `reliability`.
        confidence: as in `reliability`.
    """
    if not 0 < confidence < 1:
        raise ParameterError(f"confidence is {confidence}; it must lie between 0 and 1")
    values = scores_of(listwise.answers, scores)
    return Reliability(
        pd.DataFrame(
            [
                _battery(listwise, values, "listwise", confidence),
                _battery(pairwise, values, "pairwise", None),
            ]
        ),
        _items(listwise, values),
    )


def polychoric_correlations(pairs: PairTables) -> tuple[Numbers, bool]:
    """The polychoric correlations of a battery's items, and whether one ran to its bound."""
    k = len(pairs.items)
    low, high = np.tril_indices(k, -1)
    result = polychoric(pairs.tables[low, high])
    matrix = np.eye(k)
    matrix[low, high] = matrix[high, low] = result.correlation
    return matrix, bool(result.at_bound.any())


def _reason(pairs: PairTables) -> str:
    if int(pairs.n.min()) < MINIMUM_BASE:
        return TOO_FEW
    return CONSTANT if pairs.constant() else ""


def _battery(
    pairs: PairTables, values: Numbers, missing: str, confidence: float | None
) -> dict[str, object]:
    n, k, nan = pairs.n, len(pairs.items), float("nan")
    row: dict[str, object] = {
        "missing": missing,
        "items": "+".join(pairs.items),
        "n_items": k,
        "n": int(n.min()),
        "n_largest": int(n[~np.eye(k, dtype=bool)].max()),
        **dict.fromkeys(("alpha", "low", "high"), nan),
        "interval": "" if confidence is None else "feldt",
        **dict.fromkeys(
            ("standardized_alpha", "ordinal_alpha", "mean_correlation", "lambda6"), nan
        ),
        "note": "",
        "reason": _reason(pairs),
    }
    if row["reason"]:
        return row
    covariances = pairs.covariances(values)
    correlations = correlations_of(covariances)
    alpha = cronbach_alpha(covariances)
    if np.isnan(alpha):
        return {**row, "reason": CANCELS}
    ordinal, bound = polychoric_correlations(pairs)
    from_correlations = {
        "standardized_alpha": cronbach_alpha(correlations),
        "ordinal_alpha": cronbach_alpha(ordinal),
        "lambda6": guttman_lambda6(correlations),
    }
    if confidence is not None:
        row["low"], row["high"] = feldt_interval(alpha, int(n.min()), k, confidence)
    notes = [
        *([AGAINST] if (item_rest(covariances) < 0).any() else []),
        *([AT_BOUND] if bound else []),
        *([NOT_DEFINITE] if np.isnan(list(from_correlations.values())).any() else []),
    ]
    mean = float((correlations.sum() - k) / (k * (k - 1)))
    return {
        **row,
        **from_correlations,
        "alpha": alpha,
        "mean_correlation": mean,
        "note": "+".join(notes),
    }


def _items(pairs: PairTables, values: Numbers) -> pd.DataFrame:
    k, reason = len(pairs.items), _reason(pairs)
    constant = pairs.constant() if reason == CONSTANT else []
    frame = pd.DataFrame(
        {
            "item": pd.Series(pairs.items, dtype="str"),
            "n_answered": pairs.answered,
            "n": int(pairs.n.min()),
            "item_rest": np.nan,
            "alpha_if_dropped": np.nan,
            "note": pd.Series(
                [CONSTANT if i in constant else "" for i in pairs.items], dtype="str"
            ),
            "reason": pd.Series([reason] * k, dtype="str"),
        }
    )
    if reason:
        return frame
    covariances = pairs.covariances(values)
    rest = item_rest(covariances)
    others = [np.delete(np.arange(k), i) for i in range(k)]
    dropped = [cronbach_alpha(covariances[np.ix_(o, o)]) if k > 2 else np.nan for o in others]
    return frame.assign(
        item_rest=rest,
        alpha_if_dropped=dropped,
        note=pd.Series(np.where(rest < 0, AGAINST, ""), dtype="str"),
        reason=pd.Series(
            np.where(np.isnan(rest), CANCELS, TWO_ITEMS if k == 2 else ""), dtype="str"
        ),
    )
