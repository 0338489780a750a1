"""The table, the sentence, the alternative text and the notes of small panels of shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lumo_analysis.presentation.answers_wording import quoted, upper_first
from lumo_analysis.presentation.drawing import MARK
from lumo_analysis.presentation.exhibits import Table, TableColumn
from lumo_analysis.presentation.group_wording import group_finding
from lumo_analysis.presentation.hiding import (
    hidden_in_picture,
    hidden_note,
    merged_note,
    with_hidden,
)
from lumo_analysis.presentation.share_rows import (
    ShareRow,
    base_notes,
    caution_notes,
    interval_note,
)
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.scales import Scale

_PAIRS_IN_ALT = 12
_AT_EACH_END = 5


@dataclass(frozen=True)
class Pair:
    """The share of an item in one group, and that of all others beside it where it is given."""

    own: ShareRow
    others: ShareRow | None = None

    @property
    def gap(self) -> float:
        """How far the group stands from all others; below 0 where one of the two is missing."""
        if self.others is None or not (self.own.shown and self.others.shown):
            return -1.0
        return abs(self.own.share - self.others.share)


def panels_table(pairs: Sequence[Pair], words: Wording) -> Table:
    """One row an item and group, the shares of the others beside the group's where given."""
    beside = any(pair.others is not None for pair in pairs)
    columns = [
        TableColumn(words.say("Question")),
        TableColumn(words.say("Group")),
        TableColumn(words.say("Count"), True),
        TableColumn(words.say("Base n"), True),
        TableColumn(words.say("Share"), True),
        TableColumn(words.say("95% interval"), True),
    ]
    if beside:
        columns.append(TableColumn(words.say("Others"), True))
    return Table(
        tuple(columns),
        tuple(
            (
                pair.own.label,
                pair.own.group_label,
                pair.own.count(words),
                pair.own.base_number(words),
                pair.own.percent(words),
                pair.own.interval(words),
                *([_others_cell(pair.others, words)] if pair.others is not None else []),
            )
            for pair in pairs
        ),
    )


def _others_cell(row: ShareRow, words: Wording) -> str:
    if not row.shown:
        return row.percent(words)
    n, base = row.numbers
    cell = words.say(
        "{share} ({n} of {base}; {interval})",
        share=words.percent(row.share),
        n=words.number(n),
        base=words.number(base),
        interval=words.interval(row.low, row.high),
    )
    return cell + (MARK if row.marked else "")


def panels_finding(pairs: Sequence[Pair], told: str, words: Wording) -> str:
    """Where a group stands furthest from all others; without others, from another group."""
    rows = [pair.own for pair in pairs]
    furthest = max(pairs, key=lambda pair: pair.gap)
    if furthest.gap < 0 or furthest.others is None:
        return group_finding(rows, told, words)
    own, others = furthest.own, furthest.others
    sentence = words.say(
        "The share that answered {answers} is furthest from that of all others in the group "
        "{group} for {item}: {own} against {others}.",
        answers=quoted(words, told),
        group=own.group_label,
        item=own.label,
        own=_with_n(own, words),
        others=_with_n(others, words),
    )
    return with_hidden(words, sentence, any(_hides(pair) for pair in pairs))


def _hides(pair: Pair) -> bool:
    return pair.own.hidden or (pair.others is not None and pair.others.hidden)


def _with_n(row: ShareRow, words: Wording) -> str:
    return words.say(
        "{share} ({n} of {base})",
        share=words.percent(row.share),
        n=words.number(row.numbers[0]),
        base=words.number(row.numbers[1]),
    )


def panels_alt(pairs: Sequence[Pair], told: str, words: Wording) -> str:
    """What the panels show, and the shares that stand furthest from all others."""
    groups = dict.fromkeys(pair.own.group_label for pair in pairs)
    what = words.say_n(
        "{n} small dot plot with 95% intervals of the share {answers}.",
        "{n} small dot plots with 95% intervals of the share {answers}, one for each group.",
        len(groups),
        answers=quoted(words, told),
    )
    hides = hidden_in_picture(
        words,
        [f"{pair.own.group_label}, {pair.own.label}" for pair in pairs if pair.own.hidden],
    )
    shown = [pair for pair in pairs if pair.own.shown]
    shown = sorted(shown, key=lambda pair: -pair.gap)[:_PAIRS_IN_ALT]
    if not shown:
        return what + hides
    numbers = "; ".join(_told(pair, words) for pair in shown)
    return f"{what} {words.say('Among them: {numbers}.', numbers=numbers)}{hides}"


def _told(pair: Pair, words: Wording) -> str:
    own = f"{pair.own.group_label}, {pair.own.label} {pair.own.percent(words)}"
    if pair.gap < 0 or pair.others is None:
        return own
    return words.say("{own} (others {share})", own=own, share=pair.others.percent(words))


def panels_notes(
    pairs: Sequence[Pair], told: str, words: Wording, threshold: int
) -> tuple[str, ...]:
    """Bases, intervals and hidden numbers, and who the others are."""
    rows = [pair.own for pair in pairs]
    beside = [pair.others for pair in pairs if pair.others is not None]
    answers = quoted(words, told)
    notes = [
        words.say("The shares are of those who answered {answers}.", answers=answers),
        *base_notes(words, rows, by_group=True),
    ]
    if beside:
        notes.append(
            words.say(
                "The others of a group are all respondents who do not belong to it; the "
                "brackets in their column hold the count, the base and the interval."
            )
        )
    if any(row.shown for row in rows):
        notes.append(interval_note(words))
        notes.append(
            words.say("The widest of many gaps is partly chance; only a test can judge it.")
        )
    notes += caution_notes(words, [*rows, *beside])
    if any(_hides(pair) for pair in pairs):
        notes.append(hidden_note(words, threshold))
    return tuple(notes)


def answers_alt(rows: Sequence[ShareRow], scale: Scale, told: str, words: Wording) -> str:
    """What the panels show, and the headline's shares of the groups that differ most."""
    groups = dict.fromkeys(row.group_label for row in rows)
    what = words.say_n(
        "{n} small stacked bar chart on a scale from {low} to {high}.",
        "{n} small stacked bar charts on a scale from {low} to {high}, one for each group.",
        len(groups),
        low=quoted(words, words.text(scale.ordered[0].label)),
        high=quoted(words, words.text(scale.ordered[-1].label)),
    )
    left_out = [f"{row.group_label}, {row.label}" for row in rows if row.hidden]
    shown = sorted((row for row in rows if row.shown), key=lambda row: -row.share)
    if not shown:
        return what + hidden_in_picture(words, left_out)
    ends = shown if len(shown) <= _PAIRS_IN_ALT else [*shown[:_AT_EACH_END], *shown[-_AT_EACH_END:]]
    numbers = "; ".join(f"{row.group_label}, {row.label} {row.percent(words)}" for row in ends)
    return f"{what} {upper_first(told)}: {numbers}.{hidden_in_picture(words, left_out)}"


def answers_notes(
    rows: Sequence[ShareRow], words: Wording, threshold: int, *, merges: bool, hides: bool
) -> tuple[str, ...]:
    """Bases, intervals, and what is put together or hidden."""
    notes = base_notes(words, rows, by_group=True)
    if any(row.shown for row in rows):
        notes.append(words.say("In the columns of single answers the brackets hold counts."))
        notes.append(interval_note(words))
        notes.append(
            words.say("The widest of many gaps is partly chance; only a test can judge it.")
        )
    notes += caution_notes(words, rows)
    if merges:
        notes.append(merged_note(words))
    if hides:
        notes.append(hidden_note(words, threshold))
    return tuple(notes)
