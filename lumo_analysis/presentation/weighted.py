"""Weighted shares beside unweighted counts, where the questionnaire states weights."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.weighting import with_weights
from lumo_analysis.analysis.weighting_shares import weighted_shares
from lumo_analysis.presentation.answers_wording import headline_of, label_of_item, quoted
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import Block, Exhibit, Table, TableColumn
from lumo_analysis.presentation.share_rows import ShareRow, caution_notes, share_rows
from lumo_analysis.presentation.weighting_words import (
    effective_base_note,
    weighted_share_header,
    weighting_notes,
)
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.questionnaire import Item
from lumo_analysis.survey.survey import ALL, Survey

SUFFIX = "-weighted"


def blocks(report: ReportContext, name: str, title: str, items: Sequence[Item]) -> list[Block]:
    """The headline's share of ordered items of a whole survey, as answered and weighted.

    Nothing where the questionnaire states no weights, in a report of one region, or where
    each weighted share is withheld (see `weighted_shares`).
    """
    if report.questionnaire.weights is None or report.region != ALL or items[0].kind != "ordinal":
        return []
    survey = with_weights(report.whole)
    shares = shares_of(survey, report.plan, items)
    shown = shares[~shares["withheld"] & shares["share"].notna()]
    if shown.empty:
        return []
    return [weighted_exhibit(shown, survey, report.words, id=name, title=title)]


def shares_of(survey: Survey, plan: Plan, items: Sequence[Item]) -> pd.DataFrame:
    """The weighted share of the headline of each item, as `weighted_shares` gives it.

    Args:
        survey: the whole of it, from `with_weights`.
        plan: its plan of disclosure control.
        items: on one scale.
    """
    told = headline_of(survey.questionnaire, items[0])
    parts = [weighted_shares(survey, plan, [item.id], told.answers, item.base) for item in items]
    return pd.concat(parts, ignore_index=True)


def weighted_exhibit(
    shares: pd.DataFrame, survey: Survey, words: Wording, *, id: str, title: str
) -> Exhibit:
    """A table of items: the unweighted count, base and share, then the weighted share.

    Args:
        shares: from `shares_of`, no row without a share.
        survey: from `with_weights`.
        words: the report's language.
        id: the id of the exhibit whose shares these are.
        title: the title of that exhibit.
    """
    questionnaire = survey.questionnaire
    labels = [label_of_item(questionnaire, str(item), words) for item in shares["item"]]
    rows = share_rows(shares, labels, on_scale=True)
    told = headline_of(questionnaire, questionnaire[str(shares["item"].iloc[0])])
    return Exhibit(
        id=f"{id}{SUFFIX}",
        title=words.say("{title}: weighted shares", title=title),
        table=Table(
            (
                TableColumn(words.say("Question")),
                TableColumn(words.say("Count / base"), True),
                TableColumn(words.say("Share"), True),
                TableColumn(weighted_share_header(words), True),
                TableColumn(words.say("95% interval"), True),
            ),
            tuple(_cells(row, words) for row in rows),
        ),
        notes=(
            words.say(
                "The shares are of those who answered {answers}.",
                answers=quoted(words, words.text(told.label)),
            ),
            *weighting_notes(survey, words),
            effective_base_note(words, [float(effect) for effect in shares["design_effect"]]),
            *caution_notes(words, rows),
        ),
    )


def _cells(row: ShareRow, words: Wording) -> tuple[str, ...]:
    n, base = row.numbers
    return (
        row.label,
        f"{words.number(n)} / {words.number(base)}",
        words.percent(n / base),
        row.percent(words),
        row.interval(words),
    )
