"""The table, the sentences, the alternative text and the notes of a map of two shares."""

from __future__ import annotations

from collections.abc import Sequence

from lumo_analysis.analysis.paired_shares import detectable_paired_difference
from lumo_analysis.presentation.answers_wording import listed, lower_first, quoted
from lumo_analysis.presentation.exhibits import Table, TableColumn
from lumo_analysis.presentation.group_wording import cell_note, group_header
from lumo_analysis.presentation.hiding import (
    hidden_in_picture,
    hidden_note,
    nothing_shown,
    with_hidden,
)
from lumo_analysis.presentation.position_map_rows import Axis, MapRow, Order, Ranking
from lumo_analysis.presentation.share_rows import (
    ShareRow,
    base_notes,
    caution_notes,
    interval_note,
)
from lumo_analysis.presentation.wording import EN_DASH, Wording, round_half_up

_LEVEL = 0.05
Axes = tuple[Axis, Axis]


def axis_text(axis: Axis) -> str:
    """What an axis measures: its name and the answers whose share is told."""
    return f"{axis.name}: {axis.told}"


def map_table(rows: Sequence[MapRow], axes: Axes, ranking: Ranking | None, words: Wording) -> Table:
    """A thing a row: each share with its count and interval, and its place where it is known."""
    columns = [TableColumn(words.say("Question"))]
    orders = (ranking.across, ranking.up) if ranking is not None else (None, None)
    for axis, order, own in zip(axes, orders, _columns(rows), strict=True):
        head = group_header(axis.name, [row.base for row in own], words)
        columns.append(TableColumn(head, True))
        if order is not None:
            columns.append(TableColumn(words.say("{axis}: place", axis=axis.name), True))
    return Table(
        tuple(columns),
        tuple(
            (
                row.label,
                *_cells(row.across, orders[0], number, words),
                *_cells(row.up, orders[1], number, words),
            )
            for number, row in enumerate(rows)
        ),
    )


def _columns(rows: Sequence[MapRow]) -> tuple[list[ShareRow], list[ShareRow]]:
    return [row.across for row in rows], [row.up for row in rows]


def _cells(row: ShareRow, order: Order | None, number: int, words: Wording) -> tuple[str, ...]:
    share = row.with_count_and_interval(words)
    return (share,) if order is None else (share, _place(order, number, words))


def _place(order: Order, number: int, words: Wording) -> str:
    if number not in order.places:
        return EN_DASH
    ends = dict.fromkeys(order.places[number])
    return EN_DASH.join(words.number(end) for end in ends)


def map_finding(rows: Sequence[MapRow], axes: Axes, ranking: Ranking | None, words: Wording) -> str:
    """Both ends of each axis, and how many pairs are told apart."""
    shown = [row for row in rows if row.shown]
    hides = any(row.hidden for row in rows)
    if not shown:
        return nothing_shown(words, hides)
    orders = (ranking.across, ranking.up) if ranking is not None else (None, None)
    sentences = [
        _ends(own, axis, order, words)
        for own, axis, order in zip(_columns(shown), axes, orders, strict=True)
    ]
    return with_hidden(words, " ".join(sentences), hides)


def _ends(rows: Sequence[ShareRow], axis: Axis, order: Order | None, words: Wording) -> str:
    shares = [row.share for row in rows]
    ends = words.say(
        "{axis}: the share that answered {answers} is largest for {highest} and smallest for "
        "{lowest}.",
        axis=axis.name,
        answers=quoted(words, axis.told),
        highest=_named([row for row in rows if row.share == max(shares)], words),
        lowest=_named([row for row in rows if row.share == min(shares)], words),
    )
    if order is None:
        return ends
    apart = words.say_n(
        "{apart} of {n} pair can be told apart.",
        "{apart} of {n} pairs can be told apart.",
        order.pairs,
        apart=words.number(order.apart),
    )
    return f"{ends} {apart}"


def _named(rows: Sequence[ShareRow], words: Wording) -> str:
    return listed(
        words,
        [
            words.say(
                "{item} ({share}, {n} of {base})",
                item=row.label,
                share=words.percent(row.share),
                n=words.number(row.numbers[0]),
                base=words.number(row.numbers[1]),
            )
            for row in rows
        ],
    )


def map_alt(rows: Sequence[MapRow], axes: Axes, words: Wording) -> str:
    """What the picture shows, with both shares of every point."""
    shown = [row for row in rows if row.shown]
    what = words.say_n(
        "Map of {n} point with 95% intervals. Across: {across}; upwards: {up}.",
        "Map of {n} points with 95% intervals. Across: {across}; upwards: {up}.",
        len(shown),
        across=lower_first(axis_text(axes[0])),
        up=lower_first(axis_text(axes[1])),
    )
    numbers = ", ".join(
        words.say(
            "{label} {across} and {up}",
            label=row.label,
            across=row.across.percent(words),
            up=row.up.percent(words),
        )
        for row in shown
    )
    left_out = [row.label for row in rows if row.hidden]
    return f"{what} {numbers}.{hidden_in_picture(words, left_out)}"


def map_notes(
    rows: Sequence[MapRow],
    axes: Axes,
    ranking: Ranking | None,
    words: Wording,
    *,
    threshold: int,
    frame: int | None,
) -> tuple[str, ...]:
    """What can't be ranked apart, what places are, bases, intervals, and what is left out."""
    every = [row for own in _columns(rows) for row in own]
    notes = [
        words.say("The shares are of those who answered {answers}.", answers=quoted(words, told))
        for told in dict.fromkeys(axis.told for axis in axes)
    ]
    notes += base_notes(words, every)
    if any(row.shown for row in rows):
        notes += [cell_note(words), interval_note(words, frame)]
        notes.append(
            words.say(
                "Below the dashed line the share across is the larger one, above it the other."
            )
        )
    if ranking is not None:
        notes += _ranking_notes(rows, axes, ranking, words)
    notes += caution_notes(words, every)
    left_out = [row.label for row in rows if not row.shown]
    if left_out:
        notes.append(words.say("Not on the map: {names}.", names=", ".join(left_out)))
    if any(row.hidden for row in rows):
        notes.append(hidden_note(words, threshold))
    return tuple(notes)


def _ranking_notes(
    rows: Sequence[MapRow], axes: Axes, ranking: Ranking, words: Wording
) -> list[str]:
    notes = []
    for axis, order in zip(axes, (ranking.across, ranking.up), strict=True):
        if order.alike:
            sets = [listed(words, [rows[number].label for number in one]) for one in order.alike]
            notes.append(
                words.say(
                    "Can't be ranked apart, {axis}: {sets}.", axis=axis.name, sets="; ".join(sets)
                )
            )
    for more, (larger, smaller) in (
        (ranking.more_across, axes),
        (ranking.more_up, (axes[1], axes[0])),
    ):
        if more:
            notes.append(
                words.say(
                    "The share of {larger} is clearly larger than that of {smaller} for: {items}.",
                    larger=quoted(words, larger.name),
                    smaller=quoted(words, smaller.name),
                    items=listed(words, [rows[number].label for number in more]),
                )
            )
    if ranking.more_across == ranking.more_up == ():
        notes.append(words.say("No two shares of the same row can be told apart."))
    return [*notes, *_method_notes(rows, ranking, words)]


def _method_notes(rows: Sequence[MapRow], ranking: Ranking, words: Wording) -> list[str]:
    bases = [row.base for own in _columns([r for r in rows if r.shown]) for row in own]
    smallest = min(base for base in bases if base is not None)
    points = detectable_paired_difference(smallest, level=_LEVEL / max(ranking.tests, 1))
    return [
        words.say(
            "A place such as {example} means that with 95% confidence, for all together, the "
            "true place lies between the two; 1 is the largest share. It is counted from the "
            "pairs that can be told apart: McNemar's exact test of the same people's answers, "
            "{n} tests, p adjusted for both directions of each (Holm).",
            example=f"{words.number(2)}{EN_DASH}{words.number(4)}",
            n=words.number(ranking.tests),
        ),
        words.say(
            "Among so many tests a difference of {points} percentage points or more would "
            "probably be told apart; a smaller one is more often seen the more the same people "
            "give both answers.",
            points=words.number(round_half_up(points * 100)),
        ),
    ]
