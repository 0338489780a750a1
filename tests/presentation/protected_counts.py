"""Counts of the small questionnaire as a plan lets them be shown, for tests of the figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from lumo_analysis.analysis.disclosure.ladder import ladder_of
from lumo_analysis.analysis.disclosure.plan import ItemPlan, Plan, Rung
from lumo_analysis.analysis.disclosure.protected import protected_counts
from lumo_analysis.survey.questionnaire import Questionnaire


def plan_of(
    survey: Questionnaire,
    rungs: Mapping[str, Rung],
    hidden: Collection[tuple[str, str, str]] = (),
    small: Collection[str] = (),
) -> Plan:
    """A plan with these rungs by item (the finest elsewhere), and hidden cells.

    A hidden cell is an item, a group and the answers of a cell joined with "+".
    """
    items = {}
    for item in survey.items:
        if not item.closed or item.id == survey.region:
            continue
        ladder = ladder_of(item, survey)
        rung = rungs.get(item.id, "answers")
        own = frozenset((group, answer) for name, group, answer in hidden if name == item.id)
        items[item.id] = ItemPlan(item.id, rung, rung, ladder[rung], ladder[rung], own)
    return Plan(survey.survey, 5, 10, items, frozenset(small))


def protected(
    counts: pd.DataFrame,
    survey: Questionnaire,
    rungs: Mapping[str, Rung] | None = None,
    hidden: Collection[tuple[str, str, str]] = (),
) -> pd.DataFrame:
    """The counts as the plan of these rungs and hidden cells lets them be shown."""
    return protected_counts(plan_of(survey, rungs or {}, hidden), counts)
