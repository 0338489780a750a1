"""Items that share a scale, as one diverging bar chart with its table and its sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from lumo_analysis.analysis.answer_sums import GROUP_SIZE
from lumo_analysis.analysis.count_table import COUNT_COLUMNS, require_columns
from lumo_analysis.analysis.shares import shares
from lumo_analysis.analysis.weighting import frame_of_group
from lumo_analysis.errors import ParameterError
from lumo_analysis.presentation.answer_cells import (
    SIDES,
    AnswerCell,
    answer_cells,
    colours_of,
    sides_of,
)
from lumo_analysis.presentation.answers_wording import either, headline_of, upper_first
from lumo_analysis.presentation.drawing import Sheet
from lumo_analysis.presentation.exhibits import Exhibit
from lumo_analysis.presentation.hiding import hidden, threshold_of
from lumo_analysis.presentation.likert_chart import Bar, Column, Segment, Whisker, draw_bars
from lumo_analysis.presentation.likert_rows import LikertRow
from lumo_analysis.presentation.likert_wording import (
    likert_alt,
    likert_finding,
    likert_notes,
    likert_table,
)
from lumo_analysis.presentation.prominence import of_items
from lumo_analysis.presentation.share_rows import share_rows, unit_of
from lumo_analysis.presentation.wording import Wording, round_half_up
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.scales import Headline, Scale, Side


def likert_figure(
    counts: pd.DataFrame,
    questionnaire: Questionnaire,
    items: Sequence[Item],
    words: Wording,
    *,
    id: str,
    title: str,
    headline: str | None = None,
    sort: bool = False,
) -> Exhibit:
    """A chart of items on one scale, for one group of respondents.

    Args:
        counts: from `count_answers`, of one group or of "all".
        questionnaire: gives the labels, the scale and each item's base.
        items: the items to show, top to bottom.
        words: the report's language.
        id: the exhibit's id, unique in a report.
        title: the exhibit's title, in the report's language.
        headline: id of a headline of the scale, or answers joined by "+"; the first
            headline by default.
        sort: order by the headline's share, the largest first.

    Returns:
        Low answers stand left of a zero line, high ones right, the middle across it; the
        headline's share, "can't say" and the headline's count with its base stand beside the
        bars. An item whose base is below
        10 shows a dash. The table holds every number. In protected counts answers may be put
        together: they keep the place and the colour of their side. A hidden number has the
        word "hidden" in its place, in the chart and in the table.

    Raises:
        ParameterError: items that do not share a scale or that were not counted, or counts
            of several groups.
    """
    require_columns(counts, COUNT_COLUMNS, "counts")
    scale = _one_scale(questionnaire, items)
    groups = counts["group"].unique().tolist()
    if len(groups) != 1:
        raise ParameterError(
            f"likert_figure '{id}' shows one group, and the counts hold {len(groups)}; "
            "choose one, or use group_figure"
        )
    frame = frame_of_group(questionnaire, str(groups[0]))
    told = headline_of(questionnaire, items[0], headline)
    rows = [_row(counts, item, told, words, frame) for item in items]
    if sort:
        rows.sort(key=lambda row: -row.told.share if row.told.shown else math.inf)
    cells = answer_cells(counts, questionnaire, items, words)
    told_rows = [row.told for row in rows]
    label = words.text(told.label)
    threshold = threshold_of(questionnaire, items)
    return Exhibit(
        id=id,
        title=title,
        table=likert_table(rows, cells, told, words),
        finding=likert_finding(told_rows, label, words),
        picture=_draw(rows, cells, scale, told, words).picture(
            id, likert_alt(rows, cells, scale, label, words)
        ),
        notes=likert_notes(rows, cells, words, threshold=threshold, frame=frame),
        prominence=of_items(told_rows),
    )


def _one_scale(questionnaire: Questionnaire, items: Sequence[Item]) -> Scale:
    if not items:
        raise ParameterError("likert_figure needs at least one item")
    scales = [questionnaire.scale_of(item) for item in items]
    for item, scale in zip(items, scales, strict=True):
        if item.kind != "ordinal":
            raise ParameterError(
                f"item '{item.id}' is {item.kind}, not on an ordered scale; use share_figure"
            )
        if scale.answers != scales[0].answers:
            raise ParameterError(
                f"items '{items[0].id}' and '{item.id}' do not share a scale; "
                "draw each scale in a figure of its own"
            )
    return scales[0]


def _row(
    counts: pd.DataFrame, item: Item, told: Headline, words: Wording, frame: int | None
) -> LikertRow:
    of_item = counts[counts["item"] == item.id]
    if of_item.empty:
        raise ParameterError(f"the counts hold no item '{item.id}'; count it first")
    share = shares(of_item, told.answers, base=item.base, frame=frame)
    cells = {
        str(answer): None if pd.isna(n) else int(n)
        for answer, n in zip(of_item["answer"], of_item["n"], strict=True)
    }
    if GROUP_SIZE in of_item:
        respondents = int(of_item[GROUP_SIZE].iloc[0])
    else:
        respondents = int(of_item["n"].sum())
    return LikertRow(
        share_rows(share, [words.text(item.label)], on_scale=True)[0], cells, respondents
    )


def _draw(
    rows: Sequence[LikertRow],
    cells: Sequence[AnswerCell],
    scale: Scale,
    told: Headline,
    words: Wording,
) -> Sheet:
    sides = sides_of(cells, scale, told)
    on_scale = [cell for cell in cells if cell.on_scale]
    off_scale = [cell for cell in cells if cell.kind == "off_scale"]
    if not any(row.cells.get(cell.id) is not None for row in rows for cell in off_scale):
        off_scale = []
    columns = [Column(upper_first(words.text(told.label)), weight="bold")]
    if off_scale:
        columns.append(Column(upper_first(either(words, [cell.label for cell in off_scale]))))
    columns.append(Column(words.say("Count / base")))
    bars = []
    for row in rows:
        texts = [row.told.percent(words)]
        if off_scale:
            texts.append(row.percent(words, off_scale))
        texts.append(row.count_and_base(words))
        segments = _segments(row, on_scale, sides, words) if row.drawn else ()
        whisker = None
        if row.told.shown:
            answers = tuple(cell.id for cell in on_scale if set(cell.parts) <= set(told.answers))
            whisker = Whisker(answers, row.told.low, row.told.high)
        bars.append(Bar(row.told.label, segments, tuple(texts), row.instead(words), whisker))
    return draw_bars(
        bars,
        columns,
        sides,
        colours_of(cells, sides, scale),
        {cell.id: upper_first(cell.label) for cell in on_scale},
        unit_of(words, [row.told for row in rows]),
        words.say("95% interval"),
    )


def _segments(
    row: LikertRow, cells: Sequence[AnswerCell], sides: Mapping[str, Side], words: Wording
) -> tuple[Segment, ...]:
    """The sign of per cent is left out inside a bar, where it takes the room of the number."""
    own = [cell for cell in cells if cell.id in row.cells]
    own.sort(key=lambda cell: SIDES.index(sides[cell.id]))
    return tuple(
        Segment(cell.id, math.nan, hidden(words))
        if row.cells[cell.id] is None
        else Segment(cell.id, row.share(cell), words.number(round_half_up(row.share(cell) * 100)))
        for cell in own
    )
