"""Every answer to one question, or every theme of it, in each group: a table."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lumo_analysis.presentation.answers_wording import label_of_group, upper_first
from lumo_analysis.presentation.colours import MARKERS
from lumo_analysis.presentation.exhibits import Exhibit
from lumo_analysis.presentation.group_wording import (
    group_notes,
    long_table,
    wide_table,
    widest_gap,
)
from lumo_analysis.presentation.hiding import threshold_of
from lumo_analysis.presentation.share_rows import share_rows
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.questionnaire import Questionnaire


def answers_by_group(
    shares: pd.DataFrame,
    labels: Mapping[str, str],
    questionnaire: Questionnaire,
    words: Wording,
    *,
    id: str,
    title: str,
    first: str,
    by: str | None = None,
    compared: bool = False,
) -> Exhibit:
    """A table of answers by groups, each cell a share with its interval.

    Args:
        shares: the shares of one item's answers (or themes) in several groups.
        labels: the names of the answers, in the order of the rows; others are left out.
        questionnaire: gives the labels of the groups.
        words: the report's language.
        id: the exhibit's id, unique in a report.
        title: the exhibit's title.
        first: the header of the answers' names, such as "Theme".
        by: the grouping item, the region by default.
        compared: whether a sentence tells where the groups are furthest apart.

    Returns:
        Answers by groups; with more than six groups one row an answer and group.
    """
    order = {answer: position for position, answer in enumerate(labels)}
    frame = shares[shares["answers"].isin(order)]
    frame = frame.sort_values("answers", key=lambda ids: ids.map(order), kind="stable")
    rows = share_rows(
        frame,
        [upper_first(labels[str(answer)]) for answer in frame["answers"]],
        on_scale=False,
        groups=[label_of_group(questionnaire, str(group), words, by) for group in frame["group"]],
    )
    few = frame["group"].nunique() <= len(MARKERS)
    table = (wide_table if few else long_table)(rows, words, first)
    items = [questionnaire[str(item)] for item in frame["item"].unique()]
    notes = group_notes(rows, "", words, threshold_of(questionnaire, items))
    finding = widest_gap(rows, words) if compared else ""
    return Exhibit(id=id, title=title, table=table, finding=finding, notes=notes)
