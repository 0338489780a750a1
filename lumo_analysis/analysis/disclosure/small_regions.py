"""Which regions are too small to be shown: they get no column and no report of their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.survey import Survey


def small_regions(survey: Survey) -> list[str]:
    """The ids of the regions that get no report of their own; none where answers are public.

    This needs the sizes of the regions alone, so it is known long before a plan is made.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> small_regions(load_survey("workers-2021"))
    []
    """
    questionnaire = survey.questionnaire
    if questionnaire.disclosure.public:
        return []
    item = questionnaire.region_item
    counts = count_answers(survey.responses, [item], questionnaire=questionnaire)
    sizes = dict(zip(counts["answer"].astype(str), counts["n"].astype(int), strict=True))
    return small_among(sizes, questionnaire)


def small_among(sizes: Mapping[str, int], questionnaire: Questionnaire) -> list[str]:
    """The small regions, from how many respondents gave each answer to the region item."""
    regions = {answer.id: sizes[answer.id] for answer in questionnaire.regions}
    return small_groups(regions, sum(sizes.values()), least_respondents(questionnaire))


def least_respondents(questionnaire: Questionnaire) -> int:
    """How many respondents a region needs for a column or report of its own."""
    return max(questionnaire.disclosure.threshold, questionnaire.disclosure.group_base)


def small_groups(sizes: Mapping[str, int], total: int, least: int) -> list[str]:
    """The groups that get no column of their own, in the order in which they lose it.

    Everybody outside the kept groups is one remainder, whose number is total minus the kept.
    It must be 0 or `least` at the least, so that it is no small group itself.

    >>> small_groups({"north": 40, "south": 12, "west": 7, "east": 30}, 89, 10)
    ['west', 'south']
    """
    smallest_first = sorted(sizes, key=lambda group: sizes[group])
    small = [group for group in smallest_first if sizes[group] < least]
    for group in smallest_first[len(small) :]:
        remainder = total - sum(n for name, n in sizes.items() if name not in small)
        if remainder == 0 or remainder >= least:
            break
        small.append(group)
    return small


def refuse_small(questionnaire: Questionnaire, small: Collection[str], region: str) -> None:
    """`ParameterError` where a region is too small to have a report of its own."""
    if region in small:
        raise ParameterError(
            f"region '{region}' of survey {questionnaire.survey} has no report of its own: fewer "
            f"than {questionnaire.disclosure.group_base} people answered there, and they could be "
            "recognised; their answers count in the reports of all regions"
        )
