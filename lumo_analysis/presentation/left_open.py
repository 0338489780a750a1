"""Who left open questions unanswered: a table of questions by regions."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lumo_analysis.analysis.count_table import NO_ANSWER
from lumo_analysis.analysis.shares import shares
from lumo_analysis.presentation.answers_wording import label_of_group, label_of_item
from lumo_analysis.presentation.colours import MARKERS
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import Block, Exhibit, Heading
from lumo_analysis.presentation.group_wording import (
    group_notes,
    long_table,
    wide_table,
    widest_gap,
)
from lumo_analysis.presentation.hiding import threshold_of
from lumo_analysis.presentation.share_rows import share_rows
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.questionnaire import Item, Section


def left_open_blocks(report: ReportContext, part: Section, items: Sequence[Item]) -> list[Block]:
    """Which share of each region left each open question of a section unanswered.

    In a report of one region it stands beside all others. Nothing where every such number is
    hidden, or where the plan of disclosure control does not know the questions.
    """
    known = [item for item in items if report.plan.public or item.id in report.plan.items]
    if not known:
        return []
    counts = [report.theme_counts_by_region(item, _themes(report, item)) for item in known]
    of_all = shares(pd.concat(counts, ignore_index=True), base="all")
    open_ones = of_all[of_all["answers"] == NO_ANSWER].reset_index(drop=True)
    if open_ones["n"].isna().all():
        return []
    return [
        Heading(
            3, report.words.say("Who left questions open"), f"{part.id}-left-open", listed=False
        ),
        _table(report, open_ones, known, f"left-open-{part.id}"),
    ]


def left_open_note(words: Wording) -> str:
    """The note that says what the shares of such a table are."""
    return words.say("The shares are of those who left the question open.")


def _themes(report: ReportContext, item: Item) -> list[str]:
    codebook = report.whole.codebook
    if codebook is None or report.whole.coding is None:
        return []
    return [theme.id for theme in codebook.themes.get(item.id, ())]


def _table(
    report: ReportContext, open_ones: pd.DataFrame, items: Sequence[Item], name: str
) -> Exhibit:
    words, questionnaire = report.words, report.questionnaire
    rows = share_rows(
        open_ones,
        [label_of_item(questionnaire, str(item), words) for item in open_ones["item"]],
        on_scale=False,
        groups=[label_of_group(questionnaire, str(group), words) for group in open_ones["group"]],
    )
    few = open_ones["group"].nunique() <= len(MARKERS)
    table = wide_table(rows, words) if few else long_table(rows, words, name_items=True)
    notes = group_notes(rows, "", words, threshold_of(questionnaire, items))
    return Exhibit(
        id=name,
        title=words.say("Share of respondents who left the question open"),
        table=table,
        finding=widest_gap(rows, words),
        notes=(left_open_note(words), *notes),
    )
