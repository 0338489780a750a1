"""One share in several groups, such as regions: as a dot plot and as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lumo_analysis.analysis.count_table import COUNT_COLUMNS, require_columns
from lumo_analysis.analysis.shares import shares
from lumo_analysis.errors import ParameterError
from lumo_analysis.presentation.answers_wording import (
    headline_of,
    label_of_group,
    lower_first,
    upper_first,
)
from lumo_analysis.presentation.colours import MARKERS, marker_of
from lumo_analysis.presentation.exhibits import Exhibit, Picture
from lumo_analysis.presentation.group_chart import Dot, DotRow, Marker, Missing, draw_groups
from lumo_analysis.presentation.group_wording import (
    by_item,
    group_alt,
    group_finding,
    group_notes,
    long_table,
    wide_table,
)
from lumo_analysis.presentation.hiding import hidden, threshold_of
from lumo_analysis.presentation.share_rows import (
    ShareRow,
    per_cents_of_axis,
    share_rows,
    unit_of,
)
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.questionnaire import Item, Questionnaire


def group_figure(
    counts: pd.DataFrame,
    questionnaire: Questionnaire,
    items: Sequence[Item],
    words: Wording,
    *,
    id: str,
    title: str,
    headline: str | None = None,
    by: str | None = None,
) -> Exhibit:
    """A dot plot of one share in each group, with 95 % intervals.

    Args:
        counts: from `count_answers` with `by`, or from `counts_of_others` for one group
            beside the others.
        questionnaire: gives the labels and each item's base.
        items: the items to show, top to bottom.
        words: the report's language.
        id: the exhibit's id, unique in a report.
        title: the exhibit's title, in the report's language.
        headline: id of a headline, or answers joined by "+"; the first headline by default.
        by: the grouping item, the region by default.

    Returns:
        Rows are items, and each group has a marker of its own shape and colour. With more
        than six groups rows are the groups of one item. A group whose base is below 10 has
        no marker, and a dash in the table; one whose share is hidden has the word
        "hidden" in place of both.

    Raises:
        ParameterError: several items with more than six groups, an item that was not
            counted, or a headline, answer or group that does not exist.
    """
    rows, told = _rows(counts, questionnaire, items, words, headline, by)
    groups = list(dict.fromkeys(row.group for row in rows))
    if len(groups) > len(MARKERS) and len(items) > 1:
        raise ParameterError(
            f"group_figure '{id}' has {len(groups)} groups and {len(items)} items; "
            f"with more than {len(MARKERS)} groups show one item at a time, or use group_table"
        )
    picture = _picture(rows, groups, told, words, id)
    return _exhibit(rows, told, words, id, title, threshold_of(questionnaire, items), picture)


def group_table(
    counts: pd.DataFrame,
    questionnaire: Questionnaire,
    items: Sequence[Item],
    words: Wording,
    *,
    id: str,
    title: str,
    headline: str | None = None,
    by: str | None = None,
) -> Exhibit:
    """The same as `group_figure` without its picture, for any number of items and groups.

    Items by groups with up to six groups, otherwise one row an item and group.
    """
    rows, told = _rows(counts, questionnaire, items, words, headline, by)
    return _exhibit(rows, told, words, id, title, threshold_of(questionnaire, items), None)


def _rows(
    counts: pd.DataFrame,
    questionnaire: Questionnaire,
    items: Sequence[Item],
    words: Wording,
    headline: str | None,
    by: str | None,
) -> tuple[list[ShareRow], str]:
    require_columns(counts, COUNT_COLUMNS, "counts")
    if not items:
        raise ParameterError("a figure of groups needs at least one item")
    told = headline_of(questionnaire, items[0], headline)
    rows: list[ShareRow] = []
    for item in items:
        of_item = counts[counts["item"] == item.id]
        if of_item.empty:
            raise ParameterError(f"the counts hold no item '{item.id}'; count it first")
        frame = shares(of_item, told.answers, base=item.base)
        rows += share_rows(
            frame,
            [words.text(item.label)] * len(frame),
            on_scale=item.kind == "ordinal",
            groups=[label_of_group(questionnaire, str(g), words, by) for g in frame["group"]],
        )
    return rows, words.text(told.label)


def _exhibit(
    rows: Sequence[ShareRow],
    told: str,
    words: Wording,
    name: str,
    title: str,
    threshold: int,
    picture: Picture | None,
) -> Exhibit:
    few = len({row.group for row in rows}) <= len(MARKERS)
    return Exhibit(
        id=name,
        title=title,
        table=(wide_table if few else long_table)(rows, words),
        finding=group_finding(rows, told, words),
        picture=picture,
        notes=group_notes(rows, told, words, threshold),
    )


def _picture(
    rows: Sequence[ShareRow], groups: Sequence[str], told: str, words: Wording, name: str
) -> Picture:
    many = len(groups) > len(MARKERS)
    markers = dict.fromkeys(groups, MARKERS[0]) if many else marker_of(groups)
    labels = {row.group: row.group_label for row in rows}
    if many:
        dots = [
            DotRow(
                row.group_label,
                (_dot(row, markers[row.group], words),),
                (row.percent(words), row.base_number(words)),
            )
            for row in rows
        ]
    else:
        dots = [
            DotRow(part[0].label, tuple(_dot(row, markers[row.group], words) for row in part))
            for part in by_item(rows)
        ]
    sheet = draw_groups(
        dots,
        {} if many else {labels[group]: markers[group] for group in groups},
        (words.say("Share"), words.say("n")) if many else (),
        f"{upper_first(told)}: {lower_first(unit_of(words, rows))}",
        per_cents_of_axis(words),
    )
    return sheet.picture(name, group_alt(rows, told, words))


def _dot(row: ShareRow, marker: Marker, words: Wording) -> Dot | Missing | None:
    if row.hidden:
        return Missing(hidden(words), marker)
    return Dot(row.share, row.low, row.high, marker) if row.shown else None
