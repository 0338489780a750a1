"""Items that share a scale, as one diverging bar chart with its table and its sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from lumo_analysis.analysis.count_table import ALL, COUNT_COLUMNS, require_columns
from lumo_analysis.analysis.shares import shares
from lumo_analysis.errors import ParameterError
from lumo_analysis.presentation.answers_wording import either, headline_of, upper_first
from lumo_analysis.presentation.colours import scale_colours
from lumo_analysis.presentation.drawing import Sheet
from lumo_analysis.presentation.exhibits import Exhibit
from lumo_analysis.presentation.likert_chart import Bar, Column, Segment, draw_bars
from lumo_analysis.presentation.likert_wording import (
    LikertRow,
    likert_alt,
    likert_finding,
    likert_notes,
    likert_table,
)
from lumo_analysis.presentation.share_rows import share_rows, too_few_to_show, unit_of
from lumo_analysis.presentation.wording import Wording, round_half_up
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.scales import Headline, Scale

_SIDES = ("low", "middle", "high")


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
        headline's share and "can't say" stand beside the bars. An item whose base is below
        10 shows a dash. The table holds every number.

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
    frame = questionnaire.frame if groups == [ALL] else None
    told = headline_of(questionnaire, items[0], headline)
    rows = [_row(counts, item, told, words, frame) for item in items]
    if sort:
        rows.sort(key=lambda row: -row.told.share if row.told.shown else math.inf)
    label = words.text(told.label)
    shown = [row.told for row in rows]
    return Exhibit(
        id=id,
        title=title,
        table=likert_table(rows, scale, label, words),
        finding=likert_finding(shown, label, words),
        picture=_draw(rows, scale, label, words).picture(
            id, likert_alt(shown, scale, label, words)
        ),
        notes=likert_notes(rows, scale, words, frame),
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
    by_kind: dict[str, dict[str, int]] = {}
    for answer, kind, n in zip(of_item["answer"], of_item["kind"], of_item["n"], strict=True):
        by_kind.setdefault(str(kind), {})[str(answer)] = int(n)
    return LikertRow(
        told=share_rows(share, [words.text(item.label)], on_scale=True)[0],
        answers=by_kind["scale"],
        off_scale=by_kind.get("off_scale", {}),
        no_answer=sum(by_kind.get("no_answer", {}).values()),
    )


def _draw(rows: Sequence[LikertRow], scale: Scale, told: str, words: Wording) -> Sheet:
    order = sorted(scale.ordered, key=lambda answer: _SIDES.index(scale.sides[answer.id]))
    answers = [answer.id for answer in order]
    columns = [Column(upper_first(told), weight="bold")]
    if scale.off_scale:
        off_scale = [words.text(answer.label) for answer in scale.off_scale]
        columns.append(Column(upper_first(either(words, off_scale))))
    bases_vary = len({row.told.base for row in rows}) > 1
    if bases_vary:
        columns.append(Column(words.say("n")))
    bars = []
    for row in rows:
        cells = [row.told.percent(words)]
        if scale.off_scale:
            cells.append(row.off_scale_percent(words))
        if bases_vary:
            cells.append(words.number(row.told.base))
        segments = _segments(row, answers, words) if row.told.shown else ()
        instead = "" if row.told.shown else too_few_to_show(words)
        bars.append(Bar(row.told.label, segments, tuple(cells), instead))
    return draw_bars(
        bars,
        columns,
        scale.sides,
        scale_colours(scale),
        {answer.id: words.text(answer.label) for answer in scale.ordered},
        unit_of(words, [row.told for row in rows]),
    )


def _segments(row: LikertRow, answers: Sequence[str], words: Wording) -> tuple[Segment, ...]:
    """The sign of per cent is left out inside a bar, where it takes the room of the number."""
    return tuple(
        Segment(answer, row.share(answer), words.number(round_half_up(row.share(answer) * 100)))
        for answer in answers
    )
