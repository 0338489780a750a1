"""The tables, the sentence, the alternative text and the notes of shares in groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lumo_analysis.analysis.shares import MINIMUM_BASE
from lumo_analysis.presentation.answers_wording import quoted
from lumo_analysis.presentation.colours import MARKERS
from lumo_analysis.presentation.exhibits import Table, TableColumn
from lumo_analysis.presentation.hiding import hidden_in_picture, hidden_note, with_hidden
from lumo_analysis.presentation.share_rows import (
    ShareRow,
    base_notes,
    caution_notes,
    interval_note,
    span,
)
from lumo_analysis.presentation.wording import Wording


def by_item(rows: Sequence[ShareRow]) -> list[list[ShareRow]]:
    """The rows of each item, in their order."""
    parts: list[list[ShareRow]] = []
    for row in rows:
        if not parts or row.group in {other.group for other in parts[-1]}:
            parts.append([])
        parts[-1].append(row)
    return parts


def group_header(label: str, bases: Iterable[int | None], words: Wording) -> str:
    """The head of a group's column, with the base of its shares where one is shown.

    >>> group_header("North", [98, 134], Wording("en")).replace("\u00a0", " ")
    'North (n = 98–134)'
    """
    n = span(words, bases)
    return words.say("{group} (n\u00a0=\u00a0{n})", group=label, n=n) if n else label


def wide_table(rows: Sequence[ShareRow], words: Wording, first: str = "") -> Table:
    """Items by groups, each cell a share with its count and interval, the bases in the headers.

    `first` is the header of the rows' names, by default that they are questions.
    """
    groups = dict.fromkeys(row.group for row in rows)
    headers = []
    for group in groups:
        own = [row for row in rows if row.group == group]
        headers.append(group_header(own[0].group_label, [row.base for row in own], words))
    return Table(
        (
            TableColumn(first or words.say("Question")),
            *(TableColumn(header, True) for header in headers),
        ),
        tuple(
            (part[0].label, *(row.with_count_and_interval(words) for row in part))
            for part in by_item(rows)
        ),
    )


def long_table(
    rows: Sequence[ShareRow], words: Wording, first: str = "", *, name_items: bool = False
) -> Table:
    """One row an item and group; the item's column is left out where there is but one.

    `name_items` keeps it also then.
    """
    several = name_items or len(by_item(rows)) > 1
    columns = [
        TableColumn(words.say("Group")),
        TableColumn(words.say("Count"), True),
        TableColumn(words.say("Base n"), True),
        TableColumn(words.say("Share"), True),
        TableColumn(words.say("95% interval"), True),
    ]
    if several:
        columns.insert(0, TableColumn(first or words.say("Question")))
    return Table(
        tuple(columns),
        tuple(
            (
                *([row.label] if several else []),
                row.group_label,
                row.count(words),
                row.base_number(words),
                row.percent(words),
                row.interval(words),
            )
            for row in rows
        ),
    )


def _furthest_apart(rows: Sequence[ShareRow]) -> list[ShareRow]:
    """The groups of the item where they differ most, from the lowest share up."""
    parts = [
        sorted((row for row in part if row.shown), key=lambda row: row.share)
        for part in by_item(rows)
    ]
    return max(
        (part for part in parts if len(part) > 1),
        key=lambda part: part[-1].share - part[0].share,
        default=[],
    )


def group_finding(rows: Sequence[ShareRow], told: str, words: Wording) -> str:
    """The item where the groups are furthest apart, with both ends, in one sentence."""
    apart, hides = _furthest_apart(rows), any(row.hidden for row in rows)
    if apart:
        return with_hidden(words, _ends(rows, apart, told, words), hides)
    if hides:
        return words.say("Too many numbers are hidden for the groups to be compared.")
    return words.say(
        "Fewer than two groups have {base} respondents, so they are not compared.",
        base=words.number(MINIMUM_BASE),
    )


def widest_gap(rows: Sequence[ShareRow], words: Wording) -> str:
    """The answer, theme or question where the groups' shares are furthest apart.

    In one sentence, from the largest share to the smallest; where nothing can be compared, why.
    """
    apart, hides = _furthest_apart(rows), any(row.hidden for row in rows)
    if not apart:
        return group_finding(rows, "", words)
    if apart[0].share == apart[-1].share:
        return with_hidden(words, words.say("The shares that are shown are the same."), hides)
    sentence = words.say(
        "The groups are furthest apart in “{label}”: {high_group} {high}, {low_group} {low}.",
        label=apart[0].label,
        high_group=apart[-1].group_label,
        high=_with_n(apart[-1], words),
        low_group=apart[0].group_label,
        low=_with_n(apart[0], words),
    )
    return with_hidden(words, sentence, hides)


def _ends(rows: Sequence[ShareRow], apart: Sequence[ShareRow], told: str, words: Wording) -> str:
    low, high = apart[0], apart[-1]
    if len(by_item(rows)) == 1:
        return words.say(
            "The share that answered {answers} is largest in the group {high_group}, {high}, "
            "and smallest in the group {low_group}, {low}.",
            answers=quoted(words, told),
            high_group=high.group_label,
            high=_with_n(high, words),
            low_group=low.group_label,
            low=_with_n(low, words),
        )
    return words.say(
        "The share that answered {answers} differs most between groups for {item}: "
        "{high_group} {high} and {low_group} {low}.",
        answers=quoted(words, told),
        item=low.label,
        high_group=high.group_label,
        high=_with_n(high, words),
        low_group=low.group_label,
        low=_with_n(low, words),
    )


def _with_n(row: ShareRow, words: Wording) -> str:
    return words.say(
        "{share} ({n} of {base})",
        share=words.percent(row.share),
        n=words.number(row.numbers[0]),
        base=words.number(row.numbers[1]),
    )


def group_alt(rows: Sequence[ShareRow], told: str, words: Wording) -> str:
    """What the chart shows, and the shares of the item where the groups differ most."""
    groups = dict.fromkeys(row.group_label for row in rows)
    what = words.say(
        "Dot plot with 95% intervals of the share {answers} by group: {groups}.",
        answers=quoted(words, told),
        groups=", ".join(groups),
    )
    several = len(by_item(rows)) > 1
    left_out = [
        f"{row.label} ({row.group_label})" if several else row.group_label
        for row in rows
        if row.hidden
    ]
    apart, hides = _furthest_apart(rows), hidden_in_picture(words, left_out)
    if not apart:
        return what + hides
    numbers = ", ".join(f"{row.group_label} {row.percent(words)}" for row in reversed(apart))
    return f"{what} {apart[0].label}: {numbers}.{hides}"


def cell_note(words: Wording) -> str:
    """What stands in the brackets of a wide table."""
    return words.say("The brackets hold the count and the interval.")


def group_notes(
    rows: Sequence[ShareRow], told: str, words: Wording, threshold: int
) -> tuple[str, ...]:
    """Bases, intervals, what is hidden, and that the widest of many gaps is partly chance.

    Numbers under `threshold` may be hidden. `told` names the answers whose shares are shown;
    it is empty where each row is an answer.
    """
    notes = base_notes(words, rows, by_group=True)
    if told:
        answers = quoted(words, told)
        notes.insert(
            0, words.say("The shares are of those who answered {answers}.", answers=answers)
        )
    if any(row.shown for row in rows):
        if len({row.group for row in rows}) <= len(MARKERS):
            notes.append(cell_note(words))
        notes.append(interval_note(words))
    if _furthest_apart(rows):
        notes.append(
            words.say("The widest of many gaps is partly chance; only a test can judge it.")
        )
    notes += caution_notes(words, rows)
    if any(row.hidden for row in rows):
        notes.append(hidden_note(words, threshold))
    return tuple(notes)
