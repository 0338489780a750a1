"""The table, the sentence, the alternative text and the notes of a Likert chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lumo_analysis.analysis.shares import MINIMUM_BASE
from lumo_analysis.presentation.answers_wording import listed, quoted, upper_first
from lumo_analysis.presentation.exhibits import Table, TableColumn
from lumo_analysis.presentation.share_rows import (
    ShareRow,
    base_notes,
    caution_notes,
    interval_note,
    span,
)
from lumo_analysis.presentation.wording import EN_DASH, Wording
from lumo_analysis.survey.scales import Scale

_ITEMS_IN_ALT = 12
_ITEMS_OF_EACH_END = 3


@dataclass(frozen=True)
class LikertRow:
    """All numbers of one item: its headline share, and how many gave each answer."""

    told: ShareRow
    answers: dict[str, int]
    off_scale: dict[str, int]
    no_answer: int

    @property
    def respondents(self) -> int:
        """Everyone who was asked."""
        return sum(self.answers.values()) + sum(self.off_scale.values()) + self.no_answer

    def share(self, answer: str) -> float:
        """The share of an answer on the scale, of the item's base."""
        return self.answers[answer] / self.told.base

    def off_scale_percent(self, words: Wording) -> str:
        """The joint share of "can't say" and its like, of all respondents."""
        if not self.told.shown:
            return EN_DASH
        return words.percent(sum(self.off_scale.values()) / self.respondents)

    def cell(self, words: Wording, n: int, base: int) -> str:
        """A per cent with its count, "46% (62)"; a dash where the base is too small."""
        if not self.told.shown:
            return EN_DASH
        return f"{words.percent(n / base)} ({words.number(n)})"


def likert_table(rows: Sequence[LikertRow], scale: Scale, told: str, words: Wording) -> Table:
    """An item a row: headline with interval, each answer, can't say, no answer, base."""
    ordered = [answer.id for answer in scale.ordered]
    off_scale = [answer.id for answer in scale.off_scale]
    labels = [words.text(answer.label) for answer in (*scale.ordered, *scale.off_scale)]
    columns = (
        TableColumn(words.say("Question")),
        TableColumn(words.say("{answers} (95% interval)", answers=upper_first(told)), True),
        *(TableColumn(upper_first(label), True) for label in labels),
        TableColumn(words.say("No answer"), True),
        TableColumn(words.say("Base n"), True),
    )
    return Table(
        columns,
        tuple(
            (
                row.told.label,
                row.told.with_interval(words),
                *(row.cell(words, row.answers[answer], row.told.base) for answer in ordered),
                *(row.cell(words, row.off_scale[answer], row.respondents) for answer in off_scale),
                row.cell(words, row.no_answer, row.respondents),
                words.number(row.told.base),
            )
            for row in rows
        ),
    )


def likert_finding(rows: Sequence[ShareRow], told: str, words: Wording) -> str:
    """The items with the largest and the smallest headline share, in one sentence."""
    shown = sorted((row for row in rows if row.shown), key=lambda row: row.share)
    if not shown:
        return words.say(
            "Fewer than {base} respondents answered, so no percentages are given.",
            base=words.number(MINIMUM_BASE),
        )
    lowest, highest = shown[0], shown[-1]
    answers = quoted(words, told)
    if len(shown) == 1:
        return words.say(
            "{item}: {share} answered {answers} ({n} of {base}; 95% interval {interval}).",
            item=lowest.label,
            share=words.percent(lowest.share),
            answers=answers,
            n=words.number(lowest.n),
            base=words.number(lowest.base),
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
                n=words.number(row.n),
                base=words.number(row.base),
            )
            for row in rows
        ],
    )


def likert_alt(rows: Sequence[ShareRow], scale: Scale, told: str, words: Wording) -> str:
    """What the chart shows, with the headline shares; of many items those at both ends."""
    what = words.say_n(
        "Stacked bar chart of {n} question on a scale from {low} to {high}.",
        "Stacked bar chart of {n} questions on a scale from {low} to {high}.",
        len(rows),
        low=quoted(words, words.text(scale.ordered[0].label)),
        high=quoted(words, words.text(scale.ordered[-1].label)),
    )
    shown = [row for row in rows if row.shown]
    if not shown:
        return what
    if len(shown) > _ITEMS_IN_ALT:
        by_share = sorted(shown, key=lambda row: row.share, reverse=True)
        shown = [*by_share[:_ITEMS_OF_EACH_END], *by_share[-_ITEMS_OF_EACH_END:]]
    numbers = ", ".join(f"{row.label} {row.percent(words)}" for row in shown)
    return f"{what} {upper_first(told)}: {numbers}."


def likert_notes(
    rows: Sequence[LikertRow], scale: Scale, words: Wording, frame: int | None
) -> tuple[str, ...]:
    """Bases, what the cells hold, and what marks and dashes mean."""
    shares = [row.told for row in rows]
    notes = base_notes(words, shares)
    if any(row.base_name == "answered" for row in shares):
        respondents = span(words, [row.respondents for row in rows])
        if scale.off_scale:
            labels = [quoted(words, words.text(answer.label)) for answer in scale.off_scale]
            notes.append(
                words.say(
                    "The shares of {off_scale} and of no answer are of all respondents (n = {n}).",
                    off_scale=listed(words, labels),
                    n=respondents,
                )
            )
        else:
            notes.append(
                words.say("The share of no answer is of all respondents (n = {n}).", n=respondents)
            )
    if any(row.shown for row in shares):
        notes.append(words.say("In the columns of single answers the brackets hold counts."))
        notes.append(interval_note(words, frame))
    return (*notes, *caution_notes(words, shares))
