"""One share of several items in each group, a small panel for each group or for each item."""

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
from lumo_analysis.presentation.colours import INK, MARKERS, REFERENCE
from lumo_analysis.presentation.exhibits import Exhibit, Picture
from lumo_analysis.presentation.group_chart import Dot, DotRow, Missing
from lumo_analysis.presentation.hiding import hidden, threshold_of
from lumo_analysis.presentation.share_rows import (
    ShareRow,
    per_cents_of_axis,
    share_rows,
    unit_of,
)
from lumo_analysis.presentation.small_multiples_chart import draw_share_panels
from lumo_analysis.presentation.small_multiples_wording import (
    Pair,
    panels_alt,
    panels_finding,
    panels_notes,
    panels_table,
)
from lumo_analysis.presentation.wording import EN_DASH, Wording
from lumo_analysis.survey.questionnaire import Item, Questionnaire

MOST_DOTS = 400
"""A picture with more of them would be too large a file; the table stands alone then."""
_MARKER = MARKERS[0]


def share_panels(
    counts: pd.DataFrame,
    questionnaire: Questionnaire,
    items: Sequence[Item],
    words: Wording,
    *,
    id: str,
    title: str,
    headline: str | None = None,
    by: str | None = None,
    others: pd.DataFrame | None = None,
    panel: str = "group",
) -> Exhibit:
    """Small panels on one axis, such as one a region, of one share with its 95 % intervals.

    Args:
        counts: from `count_answers` with `by`, or protected ones.
        questionnaire: gives the labels and each item's base.
        items: the items to show, top to bottom.
        words: the report's language.
        id: the exhibit's id, unique in a report.
        title: the exhibit's title, in the report's language.
        headline: id of a headline, or answers joined by "+"; the first headline by default.
        by: the grouping item, the region by default.
        others: counts of all other respondents beside each group, under the group's name;
            they are drawn as a line and a band behind the group.
        panel: "group" for a panel a group with a row an item, "item" for the reverse.

    Returns:
        Up to six panels stand beside each other. A hidden share has the word "hidden" in its
        place, one of a base below 10 a dash. With more than 400 dots there is no picture.

    Raises:
        ParameterError: no items, an item that was not counted, a group without others, or a
            headline, answer, group or kind of panel that does not exist.
    """
    require_columns(counts, COUNT_COLUMNS, "counts")
    if not items:
        raise ParameterError("small panels need at least one item")
    if panel not in ("group", "item"):
        raise ParameterError(f"unknown panel '{panel}'; known are 'group', 'item'")
    told = headline_of(questionnaire, items[0], headline)
    rows = _rows(counts, questionnaire, items, told.answers, words, by)
    besides: list[ShareRow | None] = [None] * len(rows)
    if others is not None:
        besides = _besides(rows, others, questionnaire, items, told.answers, words, by)
    pairs = [Pair(own, other) for own, other in zip(rows, besides, strict=True)]
    label = words.text(told.label)
    return Exhibit(
        id=id,
        title=title,
        table=panels_table(pairs, words),
        finding=panels_finding(pairs, label, words),
        picture=_picture(pairs, label, panel, words, id),
        notes=panels_notes(pairs, label, words, threshold_of(questionnaire, items)),
    )


def _rows(
    counts: pd.DataFrame,
    questionnaire: Questionnaire,
    items: Sequence[Item],
    answers: Sequence[str],
    words: Wording,
    by: str | None,
) -> list[ShareRow]:
    rows: list[ShareRow] = []
    for item in items:
        of_item = counts[counts["item"] == item.id]
        if of_item.empty:
            raise ParameterError(f"the counts hold no item '{item.id}'; count it first")
        frame = shares(of_item, list(answers), base=item.base)
        rows += share_rows(
            frame,
            [words.text(item.label)] * len(frame),
            on_scale=item.kind == "ordinal",
            groups=[label_of_group(questionnaire, str(g), words, by) for g in frame["group"]],
        )
    return rows


def _besides(
    rows: Sequence[ShareRow],
    others: pd.DataFrame,
    questionnaire: Questionnaire,
    items: Sequence[Item],
    answers: Sequence[str],
    words: Wording,
    by: str | None,
) -> list[ShareRow | None]:
    """The others of each row's group, in the order of the rows."""
    require_columns(others, COUNT_COLUMNS, "the counts of others")
    per_item = len(rows) // len(items)
    found = _rows(others, questionnaire, items, answers, words, by)
    groups = list(dict.fromkeys(row.group for row in found))
    known = {(items[number // len(groups)].id, row.group): row for number, row in enumerate(found)}
    besides: list[ShareRow | None] = []
    for number, row in enumerate(rows):
        key = (items[number // per_item].id, row.group)
        if key not in known:
            raise ParameterError(
                f"group '{row.group}' has no counts of others; count them for every group"
            )
        besides.append(known[key])
    return besides


def _picture(
    pairs: Sequence[Pair], told: str, panel: str, words: Wording, name: str
) -> Picture | None:
    if len(pairs) > MOST_DOTS:
        return None
    panels: dict[str, list[DotRow]] = {}
    for pair in pairs:
        own = pair.own
        title, label = own.group_label, own.label
        if panel == "item":
            title, label = label, title
        panels.setdefault(title, []).append(DotRow(label, _dots(pair, words)))
    others = any(pair.others is not None and pair.others.shown for pair in pairs)
    sheet = draw_share_panels(
        panels,
        f"{upper_first(told)}: {lower_first(unit_of(words, [pair.own for pair in pairs]))}",
        per_cents_of_axis(words),
        words.say("The group and its interval"),
        words.say("All others and their interval") if others else "",
    )
    return sheet.picture(name, panels_alt(pairs, told, words))


def _dots(pair: Pair, words: Wording) -> tuple[Dot | Missing, ...]:
    own, others = pair.own, pair.others
    reference = []
    if others is not None and others.shown:
        reference = [Dot(others.share, others.low, others.high, (REFERENCE, INK))]
    if own.shown:
        return (*reference, Dot(own.share, own.low, own.high, _MARKER))
    return (*reference, Missing(hidden(words) if own.hidden else EN_DASH))
