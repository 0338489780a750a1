"""The weights and the frame that a survey's questionnaire declares."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lumo_analysis.analysis.count_table import ALL, NO_ANSWER, OTHERS
from lumo_analysis.analysis.questions import categorical_column
from lumo_analysis.analysis.raking import rake
from lumo_analysis.analysis.weights import design_effect, weights_of
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.survey import Survey
from lumo_analysis.survey.weighting import DESIGN_WEIGHT, WEIGHT, Weights


@dataclass(frozen=True)
class WeightingFacts:
    """What the weights of a survey are made of and cost.

    `n` respondents tell as much as `effective_n` = n/design_effect would without weights
    (Kish 1965). `smallest` and `largest` are multiples of the mean weight; `at_limits` is how
    many respondents lie at a limit. `margins` are the items that were weighted to.
    """

    n: int
    design_effect: float
    effective_n: float
    smallest: float
    largest: float
    at_limits: int
    margins: tuple[str, ...]


def with_weights(survey: Survey) -> Survey:
    """The survey with the weights that its questionnaire declares, ready for counting.

    They stand in the column "lumo weight" of `responses`, a Float64 with a mean of 1, to be
    named in `count_answers(weight=weight_column(survey))`. Make them of the whole survey,
    before `Survey.within`: margins are those of everyone. A survey without declared weights
    is given back as it is.

    Raises:
        ParameterError: margins that the respondents can't meet (see `rake`).

    >>> from lumo_analysis.survey.survey import load_survey
    >>> survey = load_survey("workers-2021")
    >>> with_weights(survey) is survey
    True
    """
    weights = weights_for(survey)
    if weights is None:
        return survey
    return dataclasses.replace(survey, responses=survey.responses.assign(**{WEIGHT: weights}))


def weights_for(survey: Survey) -> pd.Series[float] | None:
    """The weight of each respondent, with a mean of 1; None where none are declared.

    Made from the export's column, from the population's margins, or from margins beginning
    with the column, and held within the declared limits. Weights that `with_weights` made
    are given back as they are, also in a part of the survey.
    """
    declared, responses = survey.questionnaire.weights, survey.responses
    if WEIGHT in responses.columns:
        return responses[WEIGHT]
    if declared is None:
        return None
    start = DESIGN_WEIGHT if declared.column is not None else None
    if declared.margins or declared.limits is not None:
        ready, margins = _with_margins(responses, declared, survey.questionnaire, start)
        limits = declared.limits
        bounds = (None, None) if limits is None else (limits.low, limits.high)
        weights = rake(ready, margins, start=start, limits=bounds)
    else:
        given = weights_of(responses, DESIGN_WEIGHT)
        weights = pd.Series(given / given.mean(), index=responses.index)
    return weights.astype("Float64").rename(WEIGHT)


def weight_column(survey: Survey) -> str | None:
    """The column to name in `count_answers(weight=...)`; None in a survey without weights."""
    return WEIGHT if WEIGHT in survey.responses.columns else None


def weighting_facts(survey: Survey) -> WeightingFacts | None:
    """What the weights of a survey cost; None where it has none.

    Args:
        survey: from `with_weights`, the whole of it or a part.
    """
    if weight_column(survey) is None:
        return None
    weights = weights_of(survey.responses, WEIGHT)
    declared = survey.questionnaire.weights or Weights.model_construct()
    effect, n = design_effect(weights), len(weights)
    limits = declared.limits
    ends = [end for end in (limits.low, limits.high) if end is not None] if limits else []
    at_limits = np.isclose(weights[:, None], ends, rtol=1e-9, atol=0).any(axis=1)
    return WeightingFacts(
        n=n,
        design_effect=effect,
        effective_n=n / effect,
        smallest=float(weights.min(initial=np.inf)),
        largest=float(weights.max(initial=0)),
        at_limits=int(at_limits.sum()),
        margins=tuple(declared.margins),
    )


def frame_of_group(questionnaire: Questionnaire, group: str) -> int | None:
    """How many people of one group, or of "all", were asked; None where that is not stated.

    >>> questionnaire = Questionnaire.model_construct(frame={"north": 120, "south": 80})
    >>> frame_of_group(questionnaire, "all"), frame_of_group(questionnaire, "north")
    (200, 120)
    """
    frame = questionnaire.frame
    if isinstance(frame, Mapping):
        return sum(frame.values()) if group == ALL else frame.get(group)
    return frame if group == ALL else None


def frame_of(
    questionnaire: Questionnaire, groups: Iterable[str], place: str = ALL
) -> int | dict[str, int] | None:
    """How many people were asked, to be handed to `shares(frame=...)`; None where unknown.

    Args:
        questionnaire: states the frame in all or by region.
        groups: the groups of the counts: "all", regions, or a region and "others".
        place: whose counts the group "all" holds: the whole survey's or one region's.

    Returns:
        A size for "all", or one for each of several groups. None where the questionnaire does
        not state it for each of them, as for groups other than regions.

    >>> questionnaire = Questionnaire.model_construct(frame={"north": 120, "south": 80})
    >>> frame_of(questionnaire, ["all"]), frame_of(questionnaire, ["all"], "south")
    (200, 80)
    >>> frame_of(questionnaire, ["north", "others"])
    {'north': 120, 'others': 80}
    """
    frame, named = questionnaire.frame, list(dict.fromkeys(groups))
    if named == [ALL]:
        return frame_of_group(questionnaire, place)
    if not isinstance(frame, Mapping):
        return None
    sizes = {group: frame[group] for group in named if group in frame}
    if OTHERS in named and len(sizes) == 1:
        sizes[OTHERS] = sum(frame.values()) - next(iter(sizes.values()))
    return sizes if len(sizes) == len(named) else None


def _with_margins(
    responses: pd.DataFrame, declared: Weights, questionnaire: Questionnaire, start: str | None
) -> tuple[pd.DataFrame, dict[str, dict[str, float]]]:
    """The margins' columns and numbers, with those who gave no answer as the text says.

    An answer off the scale ("can't say") is no answer here: no population has such a number.
    """
    ready = pd.DataFrame(index=responses.index)
    if start is not None:
        ready[start] = responses[start]
    margins: dict[str, dict[str, float]] = {}
    for item, margin in declared.margins.items():
        column = categorical_column(responses, item)
        on_scale = [answer.id for answer in questionnaire.scale_of(questionnaire[item]).ordered]
        plain = pd.Series(column.set_categories(on_scale), responses.index)
        ready[item], margins[item] = plain, dict(margin)
        missing = plain.isna().to_numpy()
        if not missing.any() or declared.no_answer == "refuse":
            continue
        weights = np.ones(len(ready)) if start is None else weights_of(ready, start)
        kept = float(weights[missing].sum() / weights.sum())
        ready[item] = plain.cat.add_categories(NO_ANSWER).fillna(NO_ANSWER)
        total = sum(margin.values())
        margins[item] = {answer: n / total * (1 - kept) for answer, n in margin.items()}
        margins[item][NO_ANSWER] = kept
    return ready, {item: _as_shares(margin) for item, margin in margins.items()}


def _as_shares(margin: Mapping[str, float]) -> dict[str, float]:
    """A margin with "keep" is in shares, and all margins must have one sum."""
    total = sum(margin.values())
    return {answer: n / total for answer, n in margin.items()} if total > 0 else dict(margin)
