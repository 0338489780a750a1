"""Published per cents beside the same figures computed from responses."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lumo_analysis.analysis.count_table import require_columns
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.shares import shares
from lumo_analysis.errors import ParameterError, nearest
from lumo_analysis.survey.survey import Survey

PUBLISHED_COLUMNS = ("section", "item", "answers", "percent", "decimals", "count")


def compare_published(published: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Compute each published per cent again, of all respondents, and say whether they agree.

    Args:
        published: one row a published figure: section, item, answers (joined with "+"),
            percent, decimals (it was rounded to) and count (NA where not published).
        counts: from `count_answers` without `by`, for every item that was published.

    Returns:
        The columns of `published`, then computed_n, computed_base (all respondents),
        computed_percent (rounded half up to the same decimals, NaN where nobody responded)
        and agrees.

    Raises:
        ParameterError: counts in groups, or an item or answer that the counts lack.

    >>> published = pd.DataFrame({
    ...     "section": "wellbeing", "item": "coping", "answers": ["good", "fair+poor"],
    ...     "percent": [63.0, 38.0], "decimals": 0, "count": [5, None],
    ... })
    >>> counts = pd.DataFrame({
    ...     "item": "coping", "group": "all", "answer": ["poor", "fair", "good", "no_answer"],
    ...     "kind": ["scale", "scale", "scale", "no_answer"], "n": [1, 1, 5, 1],
    ... })
    >>> compare_published(published, counts).iloc[:, [2, 3, 6, 7, 8, 9]]
         answers  percent  computed_n  computed_base  computed_percent  agrees
    0       good     63.0           5              8              63.0    True
    1  fair+poor     38.0           2              8              25.0   False
    """
    require_columns(published, PUBLISHED_COLUMNS, "the table of published figures")
    if len(counts["group"].unique()) > 1:
        raise ParameterError("published figures are of all respondents; count without 'by'")
    items = counts["item"].unique().tolist()
    for item in published["item"].unique().tolist():
        if item not in items:
            raise ParameterError(
                f"published item '{item}' is not among the counts; {nearest(item, items)}"
            )
    wanted = {
        str(item): [answers.split("+") for answers in rows["answers"].unique()]
        for item, rows in published.groupby("item", sort=False)
    }
    computed = shares(counts, wanted, base="all").set_index(["item", "answers"])
    cells = computed.loc[pd.MultiIndex.from_frame(published[["item", "answers"]])]
    n, base = cells["n"].to_numpy(np.int64), cells["base"].to_numpy(np.int64)
    units = 10 ** published["decimals"].to_numpy(np.int64)
    # In whole numbers, since 0.5 of a float may be a little less than a half.
    rounded = np.where(base > 0, (2 * 100 * units * n + base) // np.maximum(2 * base, 1), -1)
    given = np.round(published["percent"].to_numpy(np.float64) * units)
    # Where the count was published too, a per cent that happens to round alike is not enough.
    counted = published["count"].isna() | (published["count"] == n)
    return published[list(PUBLISHED_COLUMNS)].assign(
        computed_n=n,
        computed_base=base,
        computed_percent=np.where(base > 0, rounded / units, np.nan),
        agrees=(rounded == given) & counted.to_numpy(bool),
    )


def published_results(survey: Survey) -> pd.DataFrame | None:
    """Every published figure of a survey beside the one its responses give.

    Returns:
        The frame of `compare_published`, or None where the survey has published nothing.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> int(published_results(load_survey("partners-2021"))["agrees"].sum())
    13
    """
    if survey.published is None:
        return None
    items = survey.items(*dict.fromkeys(survey.published["item"]))
    counts = count_answers(survey.responses, items, questionnaire=survey.questionnaire)
    return compare_published(survey.published, counts)
