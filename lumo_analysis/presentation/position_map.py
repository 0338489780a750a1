"""Items in a plane of two shares, such as how well services are reached and how well they fit."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lumo_analysis.analysis.count_table import COUNT_COLUMNS, require_columns
from lumo_analysis.analysis.shares import shares
from lumo_analysis.analysis.weighting import frame_of_group
from lumo_analysis.errors import ParameterError
from lumo_analysis.presentation.answers_wording import headline_of
from lumo_analysis.presentation.exhibits import Exhibit, Picture
from lumo_analysis.presentation.hiding import threshold_of
from lumo_analysis.presentation.position_map_chart import MapTexts, Point, draw_map, map_ticks
from lumo_analysis.presentation.position_map_rows import Axis, MapRow, ranking_of
from lumo_analysis.presentation.position_map_wording import (
    axis_text,
    map_alt,
    map_finding,
    map_notes,
    map_table,
)
from lumo_analysis.presentation.share_rows import ShareRow, share_rows
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.questionnaire import Item, Questionnaire

MOST_ITEMS = 20
"""More labels than this are no longer read in one picture."""


def position_map(
    counts: pd.DataFrame,
    questionnaire: Questionnaire,
    across: Sequence[Item],
    up: Sequence[Item],
    words: Wording,
    *,
    id: str,
    title: str,
    headline: str | None = None,
    names: tuple[str, str] | None = None,
    compared: pd.DataFrame | None = None,
) -> Exhibit:
    """A map of things that were each asked about twice: one share across, another one up.

    Args:
        counts: from `count_answers`, or protected, of one group or of "all"; they hold the
            items of both lists.
        questionnaire: gives the labels, the scales and each item's base.
        across: the items whose share is told across, such as `access_*`.
        up: the items whose share is told upwards, such as `fit_*`, in the same order: the
            first of both are about the same thing.
        words: the report's language.
        id: the exhibit's id, unique in a report.
        title: the exhibit's title, in the report's language.
        headline: id of a headline, or answers joined by "+", on both axes; the first headline
            by default.
        names: the names of the axes; by default those of the items' batteries.
        compared: from `compare_items` of both lists with `pairs_within(across, up)`, and also
            each (across, up) pair where they share an answer scale. Without it nothing is
            said of places.

    Returns:
        Points with crosses of 95 % intervals. Only verdicts of the comparison are told: the
        places between which each thing lies, and which can't be ranked apart. A thing with a
        hidden share, or one of a base below 10, is named and not drawn.

    Raises:
        ParameterError: lists of different length, with fewer than two or more than 20 items,
            items that were not counted or compared, or counts of several groups.
    """
    require_columns(counts, COUNT_COLUMNS, "counts")
    _check(counts, across, up, id)
    frame = frame_of_group(questionnaire, str(counts["group"].iloc[0]))
    named = names or (_battery(questionnaire, across, words), _battery(questionnaire, up, words))
    axes = (
        _axis(questionnaire, across, named[0], headline, words),
        _axis(questionnaire, up, named[1], headline, words),
    )
    rows = [
        MapRow(*(_share(counts, axis, number, words, frame) for axis in axes))
        for number in range(len(across))
    ]
    ranking = None if compared is None else ranking_of(compared, axes, rows)
    threshold = threshold_of(questionnaire, [*across, *up])
    return Exhibit(
        id=id,
        title=title,
        table=map_table(rows, axes, ranking, words),
        finding=map_finding(rows, axes, ranking, words),
        picture=_picture(rows, axes, words, id),
        notes=map_notes(rows, axes, ranking, words, threshold=threshold, frame=frame),
    )


def _check(counts: pd.DataFrame, across: Sequence[Item], up: Sequence[Item], name: str) -> None:
    if len(across) != len(up) or not 2 <= len(across) <= MOST_ITEMS:
        raise ParameterError(
            f"position_map '{name}' has {len(across)} items across and {len(up)} up; give two "
            f"lists of the same length, of 2 to {MOST_ITEMS} items, in the same order"
        )
    groups = counts["group"].unique().tolist()
    if len(groups) != 1:
        raise ParameterError(
            f"position_map '{name}' shows one group, and the counts hold {len(groups)}; choose one"
        )
    counted = set(counts["item"])
    for item in (*across, *up):
        if item.id not in counted:
            raise ParameterError(f"the counts hold no item '{item.id}'; count it first")


def _battery(questionnaire: Questionnaire, items: Sequence[Item], words: Wording) -> str:
    titles = {battery.id: battery.title for battery in questionnaire.batteries}
    batteries = {item.battery for item in items}
    battery = batteries.pop()
    if batteries or battery is None:
        raise ParameterError(
            f"items '{items[0].id}' ... are not of one battery; name both axes with 'names'"
        )
    return words.text(titles[battery])


def _axis(
    questionnaire: Questionnaire,
    items: Sequence[Item],
    name: str,
    headline: str | None,
    words: Wording,
) -> Axis:
    told = headline_of(questionnaire, items[0], headline)
    return Axis(tuple(items), name, words.text(told.label), told.answers)


def _share(
    counts: pd.DataFrame, axis: Axis, number: int, words: Wording, frame: int | None
) -> ShareRow:
    item = axis.items[number]
    of_item = counts[counts["item"] == item.id]
    share = shares(of_item, axis.answers, base=item.base, frame=frame)
    return share_rows(share, [words.text(item.label)], on_scale=item.kind == "ordinal")[0]


def _picture(
    rows: Sequence[MapRow], axes: tuple[Axis, Axis], words: Wording, name: str
) -> Picture | None:
    points = [
        Point(
            row.label,
            (row.across.share, row.across.low, row.across.high),
            (row.up.share, row.up.low, row.up.high),
        )
        for row in rows
        if row.shown
    ]
    if not points:
        return None
    texts = MapTexts(
        across=words.say("{axis} →", axis=axis_text(axes[0])),
        up=words.say("↑ {axis}", axis=axis_text(axes[1])),
        point=words.say("Both shares with their 95% intervals"),
        diagonal=words.say("Both shares the same"),
    )
    ticks = {tick: words.percent(tick) for tick in map_ticks(points)}
    return draw_map(points, texts, ticks).picture(name, map_alt(rows, axes, words))
