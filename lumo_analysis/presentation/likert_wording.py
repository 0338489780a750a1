"""The table, the sentence, the alternative text and the notes of a Likert chart."""

from __future__ import annotations

from collections.abc import Sequence

from lumo_analysis.presentation.answer_cells import AnswerCell
from lumo_analysis.presentation.answers_wording import listed, lower_first, quoted, upper_first
from lumo_analysis.presentation.exhibits import Table, TableColumn
from lumo_analysis.presentation.hiding import (
    hidden_in_picture,
    hidden_note,
    merged_note,
    nothing_shown,
    with_hidden,
)
from lumo_analysis.presentation.likert_rows import LikertRow
from lumo_analysis.presentation.share_rows import (
    ShareRow,
    base_notes,
    caution_notes,
    interval_note,
    span,
)
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.scales import Headline, Scale

_ITEMS_IN_ALT = 12
_ITEMS_OF_EACH_END = 3


def likert_table(
    rows: Sequence[LikertRow], cells: Sequence[AnswerCell], told: Headline, words: Wording
) -> Table:
    """An item a row: headline with interval, each answer, can't say, no answer, base.

    Where every item tells the headline's answers as one number, they have no second column.
    """
    whole = _told_whole(cells, told)
    cells = [cell for cell in cells if cell is not whole]
    headline = upper_first(words.text(told.label))
    columns = (
        TableColumn(words.say("Question")),
        TableColumn(words.say("{answers} (95% interval)", answers=headline), True),
        *(TableColumn(upper_first(cell.label), True) for cell in cells),
        TableColumn(words.say("Base n"), True),
    )
    return Table(
        columns,
        tuple(
            (
                row.told.label,
                row.told.with_count_and_interval(words),
                *(row.cell(words, cell) for cell in cells),
                row.told.base_number(words),
            )
            for row in rows
        ),
    )


def _told_whole(cells: Sequence[AnswerCell], told: Headline) -> AnswerCell | None:
    """The cell that holds the headline's answers, where no other cell holds any of them."""
    answers = set(told.answers)
    own = [cell for cell in cells if not answers.isdisjoint(cell.parts) and cell.kind == "scale"]
    return own[0] if len(own) == 1 and set(own[0].parts) == answers else None


def likert_finding(rows: Sequence[ShareRow], told: str, words: Wording) -> str:
    """The items with the largest and the smallest headline share, in one sentence."""
    shown = sorted((row for row in rows if row.shown), key=lambda row: row.share)
    hides = any(row.hidden for row in rows)
    if not shown:
        return nothing_shown(words, hides)
    return with_hidden(words, _ends(shown, told, words), hides)


def _ends(shown: Sequence[ShareRow], told: str, words: Wording) -> str:
    lowest, highest = shown[0], shown[-1]
    answers = quoted(words, told)
    if len(shown) == 1:
        n, base = lowest.numbers
        return words.say(
            "{item}: {share} answered {answers} ({n} of {base}; 95% interval {interval}).",
            item=lowest.label,
            share=words.percent(lowest.share),
            answers=answers,
            n=words.number(n),
            base=words.number(base),
            interval=words.interval(lowest.low, lowest.high),
        )
    if words.percent(lowest.share) == words.percent(highest.share):
        return words.say(
            "The share that answered {answers} is {share} for every question shown.",
            answers=answers,
            share=words.percent(lowest.share),
        )
    return words.say(
        "The share that answered {answers} is largest for {highest} and smallest for {lowest}.",
        answers=answers,
        highest=_named([row for row in shown if row.share == highest.share], words),
        lowest=_named([row for row in shown if row.share == lowest.share], words),
    )


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


def likert_alt(
    rows: Sequence[LikertRow], cells: Sequence[AnswerCell], scale: Scale, told: str, words: Wording
) -> str:
    """What the chart shows, with the headline shares; of many items those at both ends."""
    what = words.say_n(
        "Stacked bar chart of {n} question on a scale from {low} to {high}.",
        "Stacked bar chart of {n} questions on a scale from {low} to {high}.",
        len(rows),
        low=quoted(words, words.text(scale.ordered[0].label)),
        high=quoted(words, words.text(scale.ordered[-1].label)),
    )
    hides = hidden_in_picture(words, [_what_is_hidden(row, cells) for row in rows])
    shown = [row.told for row in rows if row.told.shown]
    if not shown:
        return what + hides
    if len(shown) > _ITEMS_IN_ALT:
        by_share = sorted(shown, key=lambda row: row.share, reverse=True)
        shown = [*by_share[:_ITEMS_OF_EACH_END], *by_share[-_ITEMS_OF_EACH_END:]]
    numbers = ", ".join(f"{row.label} {row.percent(words)}" for row in shown)
    return f"{what} {upper_first(told)}: {numbers}.{hides}"


def _what_is_hidden(row: LikertRow, cells: Sequence[AnswerCell]) -> str:
    """An item with its hidden answers, or by itself where its whole bar is; else nothing."""
    own = [cell for cell in cells if cell.on_scale and cell.id in row.cells]
    lacking = [lower_first(cell.label) for cell in own if row.cells[cell.id] is None]
    if not row.told.hidden and not lacking:
        return ""
    whole = row.told.base is None or len(lacking) == len(own)
    return row.told.label if whole else f"{row.told.label} ({', '.join(lacking)})"


def likert_notes(
    rows: Sequence[LikertRow],
    cells: Sequence[AnswerCell],
    words: Wording,
    *,
    threshold: int,
    frame: int | None,
) -> tuple[str, ...]:
    """Bases, what the cells hold, and what marks, dashes and hidden numbers mean."""
    shares = [row.told for row in rows]
    notes = base_notes(words, shares)
    if any(row.base_name == "answered" for row in shares):
        notes += _bases_off_scale(rows, cells, words)
    if any(row.shown for row in shares):
        notes.append(
            words.say("The brackets hold the count, and in the first column the interval too.")
        )
        notes.append(interval_note(words, frame))
    notes += caution_notes(words, shares)
    if any(len(cell.parts) > 1 for cell in cells):
        notes.append(merged_note(words))
    if any(cell.kind == "rest" and "no_answer" in cell.parts for cell in cells):
        notes.append(words.say("All others answered otherwise, could not say or did not answer."))
    if any(row.hides(cells) for row in rows):
        notes.append(hidden_note(words, threshold))
    return tuple(notes)


def _bases_off_scale(
    rows: Sequence[LikertRow], cells: Sequence[AnswerCell], words: Wording
) -> list[str]:
    n = span(words, [row.respondents for row in rows])
    labels = [quoted(words, cell.label) for cell in cells if cell.kind == "off_scale"]
    if not any(cell.kind == "no_answer" for cell in cells):
        return []
    if not labels:
        return [words.say("The share of no answer is of all respondents (n = {n}).", n=n)]
    return [
        words.say(
            "The shares of {off_scale} and of no answer are of all respondents (n = {n}).",
            off_scale=listed(words, labels),
            n=n,
        )
    ]
