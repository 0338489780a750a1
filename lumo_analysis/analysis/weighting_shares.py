"""Weighted shares of a whole survey, where its plan of disclosure control lets them be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from lumo_analysis.analysis.answer_sums import BaseName, Sums
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.shares import shares
from lumo_analysis.analysis.weighting import weight_column
from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.survey import Survey
from lumo_analysis.survey.weighting import DESIGN_WEIGHT

_NUMBERS = (
    *("n", "base", "share", "low", "high"),
    *("weighted_n", "weighted_base", "design_effect", "effective_base"),
)


def weighted_shares(
    survey: Survey,
    plan: Plan,
    items: Sequence[str],
    answers: Sums | Mapping[str, Sums] | None = None,
    base: BaseName = "answered",
) -> pd.DataFrame:
    """Weighted shares to stand beside protected counts.

    A sum of weights tells who gave an answer, not only how many: with two weights and the
    number of respondents it tells how many have which. So a weighted share is shown only where
    that is known already: where answers are public, or where weights go by the region alone and
    the plan shows every answer to the item in every region.

    Args:
        survey: the whole of it, from `with_weights`.
        plan: its plan of disclosure control.
        items: ids of closed items.
        answers: as in `shares`.
        base: as in `shares`.

    Returns:
        What `shares` gives of weighted counts (the group is "all"), and `withheld`: True where
        every number of the row is missing, since it may not be shown.

    Raises:
        ParameterError: a survey without weights, and as in `shares`.
    """
    weight = weight_column(survey)
    if weight is None:
        raise ParameterError(
            f"survey {survey.questionnaire.survey} has no weights; declare them in its "
            "questionnaire, and make them by 'with_weights'"
        )
    counts = count_answers(
        survey.responses, items, questionnaire=survey.questionnaire, weight=weight
    )
    table = shares(counts, answers, base)
    withheld = table["item"].map(lambda item: not _known(survey, plan, item)).to_numpy(bool)
    table = table.astype({"n": "Int64", "base": "Int64"})
    shown = {name: table[name].mask(withheld) for name in _NUMBERS}
    return table.assign(**shown, withheld=withheld)


def _known(survey: Survey, plan: Plan, item: str) -> bool:
    """Whether the regions' counts, all of them shown, give the weighted share already."""
    if plan.public:
        return True
    return weighted_by_region_alone(survey) and not plan.small and not plan.withholds(item)


def weighted_by_region_alone(survey: Survey) -> bool:
    """Whether all respondents of a region have one weight, which the sizes of the regions give.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> weighted_by_region_alone(load_survey("workers-2021"))
    False
    """
    declared = survey.questionnaire.weights
    return (
        declared is not None
        and set(declared.margins) == {survey.questionnaire.region}
        and DESIGN_WEIGHT not in survey.responses
    )
