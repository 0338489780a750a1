"""Surveys compared with each other: wherever they asked the same, and why not elsewhere."""

from __future__ import annotations

import fnmatch
import itertools
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.permutation import PERMUTATIONS
from lumo_analysis.analysis.survey_comparison_counts import compare_counts
from lumo_analysis.analysis.survey_comparison_frame import (
    COUNTS_COLUMNS,
    WHOLE_NUMBERS,
    adjusted,
)
from lumo_analysis.analysis.survey_comparison_match import difference_of_items
from lumo_analysis.analysis.weighting import weight_column
from lumo_analysis.errors import ParameterError, nearest
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.survey import Survey

SURVEY_COLUMNS = (*COUNTS_COLUMNS, "wording")


def compare_surveys(
    *surveys: Survey,
    items: Sequence[str] = (),
    same_wording: bool = True,
    headline: str | None = None,
    pairs: Iterable[tuple[str, str]] | None = None,
    permutations: int = PERMUTATIONS,
    seed: str = "",
) -> pd.DataFrame:
    """Compare every closed item between surveys of different people, or waves of one survey.

    An item is compared where both questionnaires have it with the same wording, kind, scale
    and base; elsewhere its row says why it is not. The region is left out: it says where
    people answered, not what. The respondents are taken to be different people.

    Args:
        surveys: two or more, oldest first; each with a `survey` id of its own.
        items: ids or patterns (`access_*`) of items to compare; all closed ones by default.
        same_wording: whether the wording must be the same. Where it need not, items asked in
            other words are compared if one questionnaire declares that they do, in the item's
            `comparable_with`.
        headline: the id of the headline whose shares are compared; each item's first one, or
            the high side of its scale, by default.
        pairs: which surveys to compare, by their ids; all pairs by default.
        permutations: as in `compare_groups`.
        seed: as in `compare_groups`.

    Returns:
        One row an item (or option of multiple choice) and pair of surveys, in the order of the
        questionnaires: the columns of `compare_counts`, and wording ("same", or "declared"
        where other words are declared to compare). p_adjusted is Holm's over the family that
        the first questionnaire with the item declares, and all pairs; an item without a
        family is adjusted alone. Where nothing is compared `reason` says why, joined with "+":
        "only_in_one", "kind_differs", "scale_differs", "answer_wording_differs",
        "base_differs" or "wording_differs"; or, as in `compare_groups`, why no test was
        possible. Shares are weighted where a survey comes from `with_weights`; tests are not.

    Raises:
        ParameterError: fewer than two surveys, two with one id, or items, a headline or pairs
            that are not there.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> workers, partners = load_survey("workers-2021"), load_survey("partners-2021")
    >>> rows = compare_surveys(workers, partners, items=["systemic_*", "knows_systemic"])
    >>> rows[["item", "groups", "reason"]]
                    item                      groups           reason
    0  systemic_training  workers-2021+partners-2021  wording_differs
    1    systemic_in_use  workers-2021+partners-2021      only_in_one
    2     knows_systemic  workers-2021+partners-2021      only_in_one
    """
    named = {survey.questionnaire.survey: survey for survey in surveys}
    if len(surveys) < 2 or len(named) < len(surveys):
        raise ParameterError(
            "give two or more surveys, each with an id of its own ('survey' in its questionnaire)"
        )
    wanted = list(itertools.combinations(named, 2)) if pairs is None else list(pairs)
    for name in itertools.chain.from_iterable(wanted):
        if name not in named:
            raise ParameterError(f"no survey '{name}' is compared; {nearest(name, named)}")
    chosen = closed_items([survey.questionnaire for survey in surveys], items)
    told = headlines_of([survey.questionnaire for survey in surveys], chosen, headline)
    rows = [
        _pair(named[first], named[second], list(chosen), same_wording, told, permutations, seed)
        for first, second in wanted
    ]
    frame = pd.concat(rows, ignore_index=True)
    order = {item: place for place, item in enumerate(chosen)}
    frame = frame.iloc[np.argsort(frame["item"].map(order).to_numpy(), kind="stable")]
    family = {item.id: item.family for item in chosen.values()}
    return adjusted(frame.reset_index(drop=True), family)[list(SURVEY_COLUMNS)]


def closed_items(
    questionnaires: Sequence[Questionnaire], patterns: Sequence[str] = ()
) -> dict[str, Item]:
    """The closed items of several questionnaires but for the regions, each from the first.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> [*closed_items([load_survey("partners-2021").questionnaire], ["*systemic*"])]
    ['knows_systemic', 'systemic_training']
    """
    known: dict[str, Item] = {}
    for questionnaire in questionnaires:
        for item in questionnaire.items:
            if item.closed and item.id != questionnaire.region:
                known.setdefault(item.id, item)
    found: set[str] = set()
    for pattern in patterns or ["*"]:
        own = fnmatch.filter(known, pattern)
        if not own:
            raise ParameterError(
                f"the surveys have no closed item '{pattern}'; {nearest(pattern, known)}"
            )
        found |= set(own)
    return {name: item for name, item in known.items() if name in found}


def headlines_of(
    questionnaires: Sequence[Questionnaire], items: Mapping[str, Item], headline: str | None = None
) -> dict[str, tuple[str, ...]]:
    """The answers of each item whose joint share is told; none for items without such answers.

    Without a headline's id, the first one of the item or its scale, or else the high side of
    an ordered scale. `ParameterError` where no item has the headline.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> questionnaire = load_survey("workers-2021").questionnaire
    >>> items = {"workload": questionnaire["workload"], "role": questionnaire["role"]}
    >>> headlines_of([questionnaire], items)
    {'workload': ('slightly_too_large', 'much_too_large')}
    """
    told: dict[str, tuple[str, ...]] = {}
    known: list[str] = []
    for name, item in items.items():
        if item.kind == "multiple":
            continue
        own = next(q for q in questionnaires if name in {each.id for each in q.items})
        scale = own.scale_of(item)
        answers = {each.id: each.answers for each in reversed(scale.headlines)}
        known += answers
        if headline is not None:
            wanted = answers.get(headline, ())
        elif scale.headlines:
            wanted = scale.headlines[0].answers
        elif item.kind == "ordinal":
            high = tuple(answer for answer, side in scale.sides.items() if side == "high")
            wanted = high or (scale.ordered[-1].id,)
        else:
            wanted = ()
        if wanted:
            told[name] = wanted
    if headline is not None and not told:
        raise ParameterError(f"no item has the headline '{headline}'; {nearest(headline, known)}")
    return told


def _pair(
    first: Survey,
    second: Survey,
    items: Sequence[str],
    same_wording: bool,
    headlines: Mapping[str, Sequence[str]],
    permutations: int,
    seed: str,
) -> pd.DataFrame:
    both = {survey.questionnaire.survey: survey for survey in (first, second)}
    found = {
        item: difference_of_items(
            first.questionnaire, second.questionnaire, item, same_wording=same_wording
        )
        for item in items
    }
    compared = [item for item, (reason, _) in found.items() if not reason]
    parts = [_refused(both, {item: why for item, (why, _) in found.items() if why})]
    if compared:
        own = [first.questionnaire[item] for item in compared]
        counts = {
            name: count_answers(
                survey.responses,
                compared,
                questionnaire=survey.questionnaire,
                weight=weight_column(survey),
            )
            for name, survey in both.items()
        }
        rows = compare_counts(
            counts,
            nominal=[item.id for item in own if item.kind == "nominal"],
            headlines={item: headlines[item] for item in compared if item in headlines},
            bases={item.id: item.base for item in own},
            permutations=permutations,
            seed=seed,
        )
        parts.append(rows)
    whole = pd.concat([part for part in parts if not part.empty], ignore_index=True)
    return whole.assign(wording=[found[item][1] for item in whole["item"]])


def _refused(surveys: Iterable[str], reasons: Mapping[str, str]) -> pd.DataFrame:
    """A row for each item that is not compared, with its reason."""
    first, second = surveys
    frame = pd.DataFrame({"item": list(reasons), "reason": list(reasons.values())}, dtype="str")
    texts = dict.fromkeys(("test", "effect_name", "answers", "base_name"), "")
    names = {"groups": f"{first}+{second}", "group1": first, "group2": second}
    whole = dict.fromkeys(("n", "n_group1", "n_group2"), 0)
    frame = frame.assign(**texts, **names, **whole, uncertain=True)
    frame = frame.reindex(columns=list(COUNTS_COLUMNS))
    return frame.astype({"uncertain": bool, **WHOLE_NUMBERS})
