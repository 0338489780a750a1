"""A comparison of surveys as their plans of disclosure control let it be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from lumo_analysis.analysis.answer_sums import BaseName
from lumo_analysis.analysis.comparison_frame import detectable_by
from lumo_analysis.analysis.count_table import ALL
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.disclosure.protected import protected_counts
from lumo_analysis.analysis.disclosure.withheld import LEVEL
from lumo_analysis.analysis.intervals import difference_interval
from lumo_analysis.analysis.multiplicity import holm
from lumo_analysis.analysis.shares import UNCERTAIN_BASE, UNCERTAIN_WIDTH, shares
from lumo_analysis.survey.survey import Survey

_OF_TESTS = (
    *("statistic", "df", "n", "p", "effect", "effect_low", "effect_high", "superiority"),
    *("n_group1", "n_group2"),
)


def withholds_whole(plan: Plan, item: str) -> bool:
    """Whether a test of the whole survey's answers would tell more than is shown of them.

    >>> withholds_whole(Plan("s", 5, 10, public=True), "coping")
    False
    """
    if plan.public:
        return False
    own = plan[item]
    cells = {cell.answer for cell in own.whole}
    hides = any(group == ALL and answer in cells for group, answer in own.hidden)
    return own.whole_rung != "answers" or hides


def protected_whole(survey: Survey, plan: Plan, items: Sequence[str]) -> pd.DataFrame:
    """Protected counts of all respondents of a survey.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> plan = Plan("workers-2021", 5, 10, public=True)
    >>> protected_whole(load_survey("workers-2021"), plan, ["coping"])["n"].tolist()
    [13, 50, 71, 0]
    """
    counts = count_answers(survey.responses, items, questionnaire=survey.questionnaire)
    return protected_counts(plan, counts)


def shown_comparison(
    comparison: pd.DataFrame, surveys: Sequence[Survey], plans: Mapping[str, Plan]
) -> pd.DataFrame:
    """A comparison of surveys with nothing in it that one of their plans hides or withholds.

    Args:
        comparison: from `compare_surveys`, with whole families.
        surveys: the surveys compared.
        plans: the plan of each survey, by its id.

    Returns:
        The same rows with `withheld`, `below` and `exact`, as `withhold` gives them for the
        groups of one survey: where a plan shows less of an item than every answer of the
        whole survey, of its test only whether the adjusted p lies below 0.05 is told. Shares,
        their differences and intervals are those of the protected counts of the whole
        surveys, unweighted, and missing where one of their numbers is hidden; what is public
        keeps its weights. `hidden` says where a share is hidden.

    Raises:
        ParameterError: an item that a plan does not know.
    """
    named = {survey.questionnaire.survey: survey for survey in surveys}
    compared = comparison["test"].ne("").to_numpy(bool)
    pairs = list(zip(comparison["group1"], comparison["group2"], strict=True))
    withheld = np.array(
        [
            made and any(withholds_whole(plans[name], item) for name in pair)
            for item, pair, made in zip(comparison["item"], pairs, compared, strict=True)
        ],
        dtype=bool,
    )
    shown = _judged(comparison, withheld)
    sizes = {name: len(survey.responses) for name, survey in named.items()}
    seen = [detectable_by([sizes[name] for name in pair]) for pair in pairs]
    shown["detectable"] = shown["detectable"].mask(withheld, seen)
    return _with_shown_shares(shown, named, plans)


def _judged(comparison: pd.DataFrame, withheld: np.ndarray) -> pd.DataFrame:
    """The tests with p adjusted anew: a withheld one that was not possible found nothing."""
    p = comparison["p"].mask(withheld & comparison["p"].isna(), 1.0).to_numpy(np.float64)
    families = comparison["family"].to_numpy()
    adjusted, exact = np.full(len(p), np.nan), np.zeros(len(p), dtype=bool)
    for family in dict.fromkeys(families.tolist()):
        places = families == family
        adjusted[places] = holm(p[places])
        # An adjusted p depends on all of its family.
        exact[places] = not withheld[places].any()
    shown = comparison.assign(
        p_adjusted=np.where(exact, adjusted, np.nan),
        withheld=withheld,
        below=np.nan_to_num(adjusted, nan=1.0) < LEVEL,
        exact=exact,
        test=comparison["test"].mask(withheld, comparison["test"].str.partition(",")[0]),
        reason=comparison["reason"].mask(withheld, ""),
    )
    for column in _OF_TESTS:
        shown[column] = shown[column].astype(np.float64).mask(withheld)
    return shown


def _with_shown_shares(
    shown: pd.DataFrame, surveys: Mapping[str, Survey], plans: Mapping[str, Plan]
) -> pd.DataFrame:
    told = shown["test"].ne("") & shown["answers"].ne("")
    protected = told & ~np.array(
        [
            plans[one].public and plans[two].public
            for one, two in zip(shown["group1"], shown["group2"], strict=True)
        ],
        dtype=bool,
    )
    shown = shown.assign(hidden=False)
    for base in ("answered", "all"):
        rows = shown[protected & shown["base_name"].eq(base)]
        if rows.empty:
            continue
        one, two = (_sides(rows, number, surveys, plans, base) for number in (1, 2))
        low, high = difference_interval(
            (one["share"], one["low"], one["high"]), (two["share"], two["low"], two["high"])
        )
        for number, side in enumerate((one, two), start=1):
            for name in ("n", "base", "share"):
                shown.loc[rows.index, f"{name}{number}"] = side[name]
        shown.loc[rows.index, "difference"] = two["share"] - one["share"]
        shown.loc[rows.index, "low"], shown.loc[rows.index, "high"] = low, high
        small = np.fmin(one["base"], two["base"]) < UNCERTAIN_BASE
        unsure = small | ~(high - low < UNCERTAIN_WIDTH)
        shown.loc[rows.index, "uncertain"] = unsure
        shown.loc[rows.index, "hidden"] = one["hidden"] | two["hidden"]
    return shown


def _sides(
    rows: pd.DataFrame,
    number: int,
    surveys: Mapping[str, Survey],
    plans: Mapping[str, Plan],
    base: BaseName,
) -> dict[str, np.ndarray]:
    """The first or the second survey's protected share of each row."""
    found: dict[tuple[str, str, str], tuple[float, ...]] = {}
    names = ("n", "base", "share", "low", "high")
    for name, own in rows.groupby(f"group{number}", sort=False):
        survey, plan = surveys[str(name)], plans[str(name)]
        items = own["item"].unique().tolist()
        wanted = {
            item: [a.split("+") for a in own.loc[own["item"] == item, "answers"].unique()]
            for item in items
        }
        table = shares(protected_whole(survey, plan, items), wanted, base)
        keys = zip([str(name)] * len(table), table["item"], table["answers"], strict=True)
        numbers = table[list(names)].astype("Float64").to_numpy(np.float64, na_value=np.nan)
        hidden = table["hidden"].to_numpy(bool) | np.isnan(numbers[:, 1])
        found |= dict(zip(keys, map(tuple, np.column_stack([numbers, hidden])), strict=True))
    keys = zip(rows[f"group{number}"], rows["item"], rows["answers"], strict=True)
    values = np.array([found[key] for key in keys], dtype=np.float64)
    columns = {name: values[:, place] for place, name in enumerate(names)}
    return {**columns, "hidden": values[:, 5] > 0}
