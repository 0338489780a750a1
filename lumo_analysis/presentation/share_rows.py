"""A share with its base and interval, and the words around it: cells, units, notes.

Each number is computed once, in `analysis.shares`, and every face of an exhibit takes it
from here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lumo_analysis.analysis.shares import MINIMUM_BASE, UNCERTAIN_BASE, UNCERTAIN_WIDTH
from lumo_analysis.presentation.drawing import MARK
from lumo_analysis.presentation.wording import EN_DASH, Wording


@dataclass(frozen=True)
class ShareRow:
    """One row of `analysis.shares.shares`, with its label in the report's language.

    `on_scale` says whether the base "answered" means answers on an ordered scale.
    """

    label: str
    n: int
    base: int
    base_name: str
    share: float
    low: float
    high: float
    uncertain: bool
    on_scale: bool = True
    group: str = ""
    group_label: str = ""

    @property
    def shown(self) -> bool:
        """Whether the base is large enough for a percentage."""
        return not math.isnan(self.share)

    @property
    def marked(self) -> bool:
        """Whether the percentage carries the mark of an uncertain one."""
        return self.shown and self.uncertain

    def percent(self, words: Wording) -> str:
        """The share with its mark, "46%*"; a dash where the base is too small."""
        return words.percent(self.share) + (MARK if self.marked else "")

    def with_interval(self, words: Wording) -> str:
        """The share with its interval and mark, "46% (30–62%)*"."""
        if not self.shown:
            return EN_DASH
        interval = words.interval(self.low, self.high)
        return f"{words.percent(self.share)} ({interval}){MARK if self.marked else ''}"

    def with_count_and_interval(self, words: Wording) -> str:
        """The share with its count, interval and mark, "46% (12; 30–62%)*"."""
        if not self.shown:
            return EN_DASH
        inside = f"{words.number(self.n)}; {words.interval(self.low, self.high)}"
        return f"{words.percent(self.share)} ({inside}){MARK if self.marked else ''}"

    def count(self, words: Wording) -> str:
        """How many gave the answer; a dash where the base is too small."""
        return words.number(self.n) if self.shown else EN_DASH


def share_rows(
    shares: pd.DataFrame, labels: Sequence[str], *, on_scale: bool, groups: Sequence[str] = ()
) -> list[ShareRow]:
    """The rows of a shares frame with their labels, and their groups' labels where given.

    >>> shares = pd.DataFrame({
    ...     "item": ["coping"], "group": ["all"], "answers": ["good"], "n": [20], "base": [40],
    ...     "base_name": ["all"], "share": [0.5], "low": [0.35], "high": [0.65],
    ...     "uncertain": [True],
    ... })
    >>> share_rows(shares, ["Coping"], on_scale=True)[0].with_interval(Wording("en"))
    '50% (35–65%)*'
    """
    records: list[dict[Any, Any]] = shares.to_dict("records")
    return [
        ShareRow(
            label=label,
            n=int(record["n"]),
            base=int(record["base"]),
            base_name=str(record["base_name"]),
            share=float(record["share"]),
            low=float(record["low"]),
            high=float(record["high"]),
            uncertain=bool(record["uncertain"]),
            on_scale=on_scale,
            group=str(record["group"]),
            group_label=group_label,
        )
        for record, label, group_label in zip(
            records, labels, groups or [""] * len(labels), strict=True
        )
    ]


def span(words: Wording, values: Iterable[int]) -> str:
    """One number, or the smallest and the largest of several.

    >>> span(Wording("en"), [98, 134, 120])
    '98–134'
    """
    numbers = sorted(set(values))
    ends = dict.fromkeys([numbers[0], numbers[-1]])
    return EN_DASH.join(words.number(number) for number in ends)


def unit_of(words: Wording, rows: Sequence[ShareRow]) -> str:
    """The line above a chart: per cent of whom, with n where it is the same for all."""
    names = {row.base_name for row in rows}
    if names == {"all"}:
        unit = words.say("Per cent of all respondents")
    elif names == {"answered"} and all(row.on_scale for row in rows):
        unit = words.say("Per cent of those who answered on the scale")
    elif names == {"answered"}:
        unit = words.say("Per cent of those who answered the question")
    else:
        unit = words.say("Per cent")
    if len({row.base for row in rows}) > 1:
        return unit
    return words.say("{unit} (n = {n})", unit=unit, n=words.number(rows[0].base))


def base_notes(words: Wording, rows: Sequence[ShareRow], *, by_group: bool = False) -> list[str]:
    """Who the percentages are of, one sentence for each base among the rows."""
    sentence = _base_of_group if by_group else _base_of_all
    kinds = dict.fromkeys((row.base_name, row.on_scale) for row in rows)
    notes = []
    for kind in kinds:
        n = span(words, [row.base for row in rows if (row.base_name, row.on_scale) == kind])
        notes.append(sentence(words, *kind, n))
    return list(dict.fromkeys(notes))


def _base_of_all(words: Wording, base_name: str, on_scale: bool, n: str) -> str:
    if base_name == "all":
        return words.say("Percentages are of all respondents (n = {n}).", n=n)
    if on_scale:
        return words.say("Percentages are of those who answered on the scale (n = {n}).", n=n)
    return words.say("Percentages are of those who answered the question (n = {n}).", n=n)


def _base_of_group(words: Wording, base_name: str, on_scale: bool, n: str) -> str:
    if base_name == "all":
        return words.say("Percentages are of all respondents of each group (n = {n}).", n=n)
    if on_scale:
        return words.say(
            "Percentages are of those of each group who answered on the scale (n = {n}).", n=n
        )
    return words.say(
        "Percentages are of those of each group who answered the question (n = {n}).", n=n
    )


def caution_notes(words: Wording, rows: Sequence[ShareRow]) -> list[str]:
    """What the marks and dashes mean, where there are any."""
    notes = []
    if any(row.marked for row in rows):
        notes.append(
            words.say(
                "{mark} Uncertain: fewer than {base} respondents, "
                "or an interval at least {width} percentage points wide.",
                mark=MARK,
                base=words.number(UNCERTAIN_BASE),
                width=words.number(UNCERTAIN_WIDTH * 100),
            )
        )
    if not all(row.shown for row in rows):
        notes.append(
            words.say(
                "{dash} Fewer than {base} respondents: no percentage is given.",
                dash=EN_DASH,
                base=words.number(MINIMUM_BASE),
            )
        )
    return notes


def too_few_to_show(words: Wording) -> str:
    """What stands in a chart in place of a share whose base is too small."""
    return words.say("Fewer than {base} respondents", base=words.number(MINIMUM_BASE))


def interval_note(words: Wording, frame: int | None = None) -> str:
    """What kind of interval the ranges are; `frame` is how many people the survey went to."""
    if frame is not None:
        return words.say(
            "The ranges are 95% confidence intervals "
            "(Wilson, corrected for the {frame} people whom the survey was sent to).",
            frame=words.number(frame),
        )
    return words.say("The ranges are 95% confidence intervals (Wilson).")


def per_cents_of_axis(words: Wording) -> list[str]:
    """The texts of a share axis: 0, 25, 50, 75 and 100 %."""
    return [words.percent(tick) for tick in (0, 0.25, 0.5, 0.75, 1)]
