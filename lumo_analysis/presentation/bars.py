"""Shares as bars with intervals, and as a table: answers, options, themes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from lumo_analysis.analysis.count_table import NO_ANSWER
from lumo_analysis.errors import ParameterError, nearest
from lumo_analysis.presentation.answers_wording import (
    label_of_item,
    label_of_joint_answers,
    listed,
    upper_first,
)
from lumo_analysis.presentation.exhibits import Exhibit, Picture, Table, TableColumn
from lumo_analysis.presentation.hiding import (
    hidden_in_picture,
    hidden_note,
    nothing_shown,
    threshold_of,
    with_hidden,
)
from lumo_analysis.presentation.share_chart import ShareBar, draw_shares
from lumo_analysis.presentation.share_rows import (
    ShareRow,
    base_notes,
    caution_notes,
    interval_note,
    per_cents_of_axis,
    share_rows,
    unit_of,
)
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.questionnaire import Disclosure, Questionnaire

_BARS_IN_ALT = 12
_NAMED_TOGETHER = 3


def share_figure(
    shares: pd.DataFrame,
    questionnaire: Questionnaire,
    words: Wording,
    *,
    id: str,
    title: str,
    sort: bool = False,
) -> Exhibit:
    """Bars of shares with their 95 % intervals, for one group of respondents.

    `shares` come from `analysis.shares.shares`: the answers of one item, or one share of
    several items (rows are then named by the item). `sort` puts the largest first. A hidden
    share has no bar, and the word "hidden" in the table. `ParameterError` where they hold
    several groups, or several answers of several items.
    """
    rows = _rows(shares, questionnaire, words, id)
    rows = _sorted(rows) if sort else rows
    threshold = threshold_of(questionnaire, [questionnaire[i] for i in shares["item"].unique()])
    return _exhibit(rows, words, id, title, threshold, picture=_picture(rows, words, id))


def share_table(
    shares: pd.DataFrame,
    questionnaire: Questionnaire,
    words: Wording,
    *,
    id: str,
    title: str,
    sort: bool = False,
) -> Exhibit:
    """The same as `share_figure` without its picture."""
    rows = _rows(shares, questionnaire, words, id)
    threshold = threshold_of(questionnaire, [questionnaire[i] for i in shares["item"].unique()])
    return _exhibit(_sorted(rows) if sort else rows, words, id, title, threshold)


def theme_figure(
    shares: pd.DataFrame,
    labels: Mapping[str, str],
    words: Wording,
    *,
    id: str,
    title: str,
    threshold: int = Disclosure().threshold,
) -> Exhibit:
    """Bars of how common each theme is among those who answered, the commonest first.

    `shares` have one row a theme of one open question, its id under `answers`; `labels`
    give the themes' names in the report's language. Numbers under `threshold` may be hidden.
    `ParameterError` where a label is missing.
    """
    _refuse_groups(shares, id)
    themes = [str(theme) for theme in shares["answers"]]
    for theme in themes:
        if theme not in labels:
            raise ParameterError(f"theme '{theme}' has no label; {nearest(theme, labels)}")
    rows = _sorted(share_rows(shares, [labels[theme] for theme in themes], on_scale=False))
    picture = _picture(rows, words, id)
    return _exhibit(rows, words, id, title, threshold, picture=picture, first=words.say("Theme"))


def _refuse_groups(shares: pd.DataFrame, name: str) -> None:
    count = shares["group"].nunique()
    if count != 1:
        raise ParameterError(
            f"'{name}' shows one group of respondents, and the shares hold {count}; "
            "choose one, or use group_figure"
        )


def _rows(
    shares: pd.DataFrame, questionnaire: Questionnaire, words: Wording, name: str
) -> list[ShareRow]:
    _refuse_groups(shares, name)
    items = [str(item) for item in shares["item"]]
    several = len(set(items)) > 1
    if several and len(set(items)) < len(items):
        raise ParameterError(
            f"'{name}' shows the answers of one item, or one share of several items; "
            "choose one item, or name the answers to add up"
        )
    # A share of no answer is worth its place only where somebody gave none.
    empty = (shares["answers"] == NO_ANSWER) & (shares["n"].fillna(1) == 0)
    shares = shares[~empty.to_numpy(bool)]
    items = [str(item) for item in shares["item"]]
    labels = [
        label_of_item(questionnaire, item, words)
        if several
        else label_of_joint_answers(questionnaire, item, str(answers), words)
        for item, answers in zip(items, shares["answers"], strict=True)
    ]
    on_scale = all(questionnaire[item].kind == "ordinal" for item in items)
    return share_rows(shares, [upper_first(label) for label in labels], on_scale=on_scale)


def _sorted(rows: Sequence[ShareRow]) -> list[ShareRow]:
    return sorted(rows, key=lambda row: -row.share if row.shown else math.inf)


def _exhibit(
    rows: Sequence[ShareRow],
    words: Wording,
    name: str,
    title: str,
    threshold: int,
    *,
    picture: Picture | None = None,
    first: str = "",
) -> Exhibit:
    notes = base_notes(words, rows)
    if any(row.shown for row in rows):
        notes.append(interval_note(words))
    notes += caution_notes(words, rows)
    if any(row.hidden for row in rows):
        notes.append(hidden_note(words, threshold))
    table = _table(rows, words, first or words.say("Answer"))
    picture = None if all(row.hidden for row in rows) else picture
    return Exhibit(name, title, table, _finding(rows, words), picture, tuple(notes))


def _picture(rows: Sequence[ShareRow], words: Wording, name: str) -> Picture:
    bases_vary = len({row.base for row in rows}) > 1
    bars = [
        ShareBar(
            row.label,
            row.share,
            row.low,
            row.high,
            (row.percent(words), *([row.base_number(words)] if bases_vary else [])),
            row.instead(words),
        )
        for row in rows
    ]
    headers = (words.say("Share"), *([words.say("n")] if bases_vary else []))
    sheet = draw_shares(bars, headers, unit_of(words, rows), per_cents_of_axis(words))
    return sheet.picture(name, _alt(rows, words))


def _table(rows: Sequence[ShareRow], words: Wording, first: str) -> Table:
    columns = (
        TableColumn(first),
        TableColumn(words.say("Count"), True),
        TableColumn(words.say("Base n"), True),
        TableColumn(words.say("Share"), True),
        TableColumn(words.say("95% interval"), True),
    )
    return Table(
        columns,
        tuple(
            (
                row.label,
                row.count(words),
                row.base_number(words),
                row.percent(words),
                row.interval(words),
            )
            for row in rows
        ),
    )


def _finding(rows: Sequence[ShareRow], words: Wording) -> str:
    shown = _sorted([row for row in rows if row.shown])
    hides = any(row.hidden for row in rows)
    if not shown:
        return nothing_shown(words, hides)
    return with_hidden(words, _largest(shown, words, hides), hides)


def _largest(shown: Sequence[ShareRow], words: Wording, hides: bool) -> str:
    first = shown[0]
    alike = [row.label for row in shown if row.share == first.share]
    n, base = first.numbers
    values = {
        "label": listed(words, alike),
        "share": words.percent(first.share),
        "n": words.number(n),
        "base": words.number(base),
        "interval": words.interval(first.low, first.high),
    }
    if len(shown) == 1:
        return words.say("{label}: {share} ({n} of {base}; 95% interval {interval}).", **values)
    if len(alike) > _NAMED_TOGETHER:
        return words.say("The largest share is {share}, and several have it.", **values)
    if hides:
        # A hidden share may be larger.
        return words.say(
            "The largest share that is shown: {label}, {share} "
            "({n} of {base}; 95% interval {interval}).",
            **values,
        )
    return words.say(
        "The largest share: {label}, {share} ({n} of {base}; 95% interval {interval}).", **values
    )


def _alt(rows: Sequence[ShareRow], words: Wording) -> str:
    bars = [row for row in rows if not row.hidden]
    what = words.say_n("Bar chart with {n} bar.", "Bar chart with {n} bars.", len(bars))
    left_out = hidden_in_picture(words, [row.label for row in rows if row.hidden])
    shown = [row for row in rows if row.shown][:_BARS_IN_ALT]
    if not shown:
        return what + left_out
    numbers = ", ".join(f"{row.label} {row.percent(words)}" for row in shown)
    if len(bars) > len(shown):
        return f"{what} " + words.say("Among them: {numbers}.", numbers=numbers) + left_out
    return f"{what} {numbers}." + left_out
