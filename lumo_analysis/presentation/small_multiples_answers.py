"""All answers to the items of one scale in each group, a small panel for each group."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from lumo_analysis.analysis.answer_sums import GROUP_SIZE
from lumo_analysis.analysis.count_table import COUNT_COLUMNS, require_columns
from lumo_analysis.analysis.shares import shares
from lumo_analysis.errors import ParameterError
from lumo_analysis.presentation.answer_cells import (
    SIDES,
    AnswerCell,
    answer_cells,
    colours_of,
    sides_of,
)
from lumo_analysis.presentation.answers_wording import (
    headline_of,
    label_of_group,
    upper_first,
)
from lumo_analysis.presentation.diverging_bars import Bar, Segment
from lumo_analysis.presentation.exhibits import Exhibit, Picture, Table, TableColumn
from lumo_analysis.presentation.hiding import hidden, threshold_of
from lumo_analysis.presentation.likert_rows import LikertRow
from lumo_analysis.presentation.share_rows import ShareRow, share_rows, unit_of
from lumo_analysis.presentation.small_multiples_chart import draw_answer_panels
from lumo_analysis.presentation.small_multiples_wording import (
    Pair,
    answers_alt,
    answers_notes,
    panels_finding,
)
from lumo_analysis.presentation.wording import EN_DASH, Wording
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.scales import Headline, Scale, Side

MOST_BARS = 400
"""A picture with more bars would be too large a file; the table stands alone then."""


@dataclass(frozen=True)
class _Battery:
    """What all panels share: the answers of one scale, and whose joint share is told."""

    scale: Scale
    told: Headline
    cells: Sequence[AnswerCell]
    sides: Mapping[str, Side]

    @property
    def on_scale(self) -> list[AnswerCell]:
        return [cell for cell in self.cells if cell.on_scale]


def answer_panels(
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
    """Small diverging bar charts of items on one scale, one for each group.

    Args:
        counts: from `count_answers` with `by`, or protected ones.
        questionnaire: gives the labels, the scale and each item's base.
        items: the items to show, top to bottom.
        words: the report's language.
        id: the exhibit's id, unique in a report.
        title: the exhibit's title, in the report's language.
        headline: id of a headline, or answers joined by "+", for the sentence; the first
            headline by default.
        by: the grouping item, the region by default.

    Returns:
        Up to six panels stand beside each other, on one scale and with one zero line each;
        the numbers are in the table, one row an item and group. With more than 400 bars
        there is no picture.

    Raises:
        ParameterError: no items, items that do not share an ordered scale or that were not
            counted, or a headline, answer or group that does not exist.
    """
    require_columns(counts, COUNT_COLUMNS, "counts")
    scale = _one_scale(questionnaire, items)
    told = headline_of(questionnaire, items[0], headline)
    cells = answer_cells(counts, questionnaire, items, words)
    battery = _Battery(scale, told, cells, sides_of(cells, scale, told))
    rows = _rows(counts, questionnaire, items, told, words, by)
    label = words.text(told.label)
    pairs = [Pair(row.told) for row in rows]
    return Exhibit(
        id=id,
        title=title,
        table=_table(rows, cells, label, words),
        finding=panels_finding(pairs, label, words),
        picture=_picture(rows, battery, words, id),
        notes=answers_notes(
            [row.told for row in rows],
            words,
            threshold_of(questionnaire, items),
            merges=any(len(cell.parts) > 1 for cell in cells),
            hides=any(row.hides(cells) for row in rows),
        ),
    )


def _one_scale(questionnaire: Questionnaire, items: Sequence[Item]) -> Scale:
    if not items:
        raise ParameterError("small panels need at least one item")
    scales = [questionnaire.scale_of(item) for item in items]
    for item, scale in zip(items, scales, strict=True):
        if item.kind != "ordinal" or scale.answers != scales[0].answers:
            raise ParameterError(
                f"items '{items[0].id}' and '{item.id}' do not share an ordered scale; "
                "show each scale in an exhibit of its own"
            )
    return scales[0]


def _rows(
    counts: pd.DataFrame,
    questionnaire: Questionnaire,
    items: Sequence[Item],
    told: Headline,
    words: Wording,
    by: str | None,
) -> list[LikertRow]:
    rows = []
    for item in items:
        of_item = counts[counts["item"] == item.id]
        if of_item.empty:
            raise ParameterError(f"the counts hold no item '{item.id}'; count it first")
        share = shares(of_item, list(told.answers), base=item.base)
        labels = [label_of_group(questionnaire, str(g), words, by) for g in share["group"]]
        own = share_rows(share, [words.text(item.label)] * len(share), on_scale=True, groups=labels)
        rows += [_row(of_item[of_item["group"] == row.group], row) for row in own]
    return rows


def _row(of_group: pd.DataFrame, told: ShareRow) -> LikertRow:
    cells = {
        str(answer): None if pd.isna(n) else int(n)
        for answer, n in zip(of_group["answer"], of_group["n"], strict=True)
    }
    size = of_group[GROUP_SIZE].iloc[0] if GROUP_SIZE in of_group else of_group["n"].sum()
    return LikertRow(told, cells, int(size))


def _table(
    rows: Sequence[LikertRow], cells: Sequence[AnswerCell], told: str, words: Wording
) -> Table:
    columns = (
        TableColumn(words.say("Question")),
        TableColumn(words.say("Group")),
        TableColumn(words.say("{answers} (95% interval)", answers=upper_first(told)), True),
        *(TableColumn(upper_first(cell.label), True) for cell in cells),
        TableColumn(words.say("Base n"), True),
    )
    return Table(
        columns,
        tuple(
            (
                row.told.label,
                row.told.group_label,
                row.told.with_interval(words),
                *(row.cell(words, cell) for cell in cells),
                row.told.base_number(words),
            )
            for row in rows
        ),
    )


def _picture(
    rows: Sequence[LikertRow], battery: _Battery, words: Wording, name: str
) -> Picture | None:
    if len(rows) > MOST_BARS:
        return None
    panels: dict[str, list[Bar]] = {}
    for row in rows:
        panels.setdefault(row.told.group_label, []).append(_bar(row, battery, words))
    sheet = draw_answer_panels(
        panels,
        battery.sides,
        colours_of(battery.cells, battery.sides, battery.scale),
        {cell.id: upper_first(cell.label) for cell in battery.on_scale},
        unit_of(words, [row.told for row in rows]),
    )
    told = words.text(battery.told.label)
    return sheet.picture(name, answers_alt([row.told for row in rows], battery.scale, told, words))


def _bar(row: LikertRow, battery: _Battery, words: Wording) -> Bar:
    own = [cell for cell in battery.on_scale if cell.id in row.cells]
    own.sort(key=lambda cell: SIDES.index(battery.sides[cell.id]))
    if not row.drawn:
        return Bar(row.told.label, (), (), EN_DASH if row.too_few else hidden(words))
    segments = tuple(
        Segment(cell.id, math.nan, hidden(words))
        if row.cells[cell.id] is None
        else Segment(cell.id, row.share(cell), "")
        for cell in own
    )
    return Bar(row.told.label, segments, ())
