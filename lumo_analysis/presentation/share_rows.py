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
from lumo_analysis.presentation.answers_wording import upper_first
from lumo_analysis.presentation.drawing import MARK
from lumo_analysis.presentation.hiding import hidden
from lumo_analysis.presentation.wording import EN_DASH, Wording


@dataclass(frozen=True)
class ShareRow:
    """One row of `analysis.shares.shares`, with its label in the report's language.

    `n` and `base` are None where disclosure control hides them. `on_scale` says whether the
    base "answered" means answers on an ordered scale.
    """

    label: str
    n: int | None
    base: int | None
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
        """Whether there is a percentage: nothing is hidden and the base is large enough."""
        return not math.isnan(self.share)

    @property
    def hidden(self) -> bool:
        """Whether the percentage is hidden: it or its base has a part that is."""
        return self.n is None or self.base is None

    @property
    def numbers(self) -> tuple[int, int]:
        """Count and base of a row that is shown."""
        assert self.n is not None, "a share that is shown has a count"
        assert self.base is not None, "a share that is shown has a base"
        return self.n, self.base

    @property
    def marked(self) -> bool:
        """Whether the percentage carries the mark of an uncertain one."""
        return self.shown and self.uncertain

    def percent(self, words: Wording) -> str:
        """The share with its mark, "46%*"; a dash where the base is too small, or "hidden"."""
        if self.hidden:
            return hidden(words)
        return words.percent(self.share) + (MARK if self.marked else "")

    def with_interval(self, words: Wording) -> str:
        """The share with its interval and mark, "46% (30–62%)*"."""
        if not self.shown:
            return self.percent(words)
        interval = words.interval(self.low, self.high)
        return f"{words.percent(self.share)} ({interval}){MARK if self.marked else ''}"

    def with_count_and_interval(self, words: Wording) -> str:
        """The share with its count, interval and mark, "46% (12; 30–62%)*"."""
        if self.n is not None and self.base is None:
            return f"{hidden(words)} ({words.number(self.n)})"
        if not self.shown:
            return self.percent(words)
        inside = f"{words.number(self.numbers[0])}; {words.interval(self.low, self.high)}"
        return f"{words.percent(self.share)} ({inside}){MARK if self.marked else ''}"

    def interval(self, words: Wording) -> str:
        """The interval of the share, "30–62%"."""
        return hidden(words) if self.hidden else words.interval(self.low, self.high)

    def count(self, words: Wording) -> str:
        """How many gave the answer; a dash where the base is too small."""
        if self.n is None:
            return hidden(words)
        return words.number(self.n) if self.shown or self.base is None else EN_DASH

    def base_number(self, words: Wording) -> str:
        """How many people the share is of."""
        return hidden(words) if self.base is None else words.number(self.base)

    def instead(self, words: Wording) -> str:
        """What stands in a chart where there is nothing to draw; else nothing."""
        if self.hidden:
            return upper_first(hidden(words))
        return "" if self.shown else too_few_to_show(words)


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
            n=_number(record["n"]),
            base=_number(record["base"]),
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


def _number(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def span(words: Wording, values: Iterable[int | None]) -> str:
    """One number, or the smallest and the largest of several; hidden ones are left out.

    >>> span(Wording("en"), [98, 134, None, 120])
    '98–134'
    >>> span(Wording("en"), [None])
    ''
    """
    numbers = sorted({value for value in values if value is not None})
    ends = dict.fromkeys([*numbers[:1], *numbers[-1:]])
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
    bases = {row.base for row in rows}
    base = rows[0].base
    if len(bases) > 1 or base is None:
        return unit
    return words.say("{unit} (n = {n})", unit=unit, n=words.number(base))


def base_notes(words: Wording, rows: Sequence[ShareRow], *, by_group: bool = False) -> list[str]:
    """Who the percentages are of, one sentence for each base among the rows."""
    sentence = _base_of_group if by_group else _base_of_all
    kinds = dict.fromkeys((row.base_name, row.on_scale) for row in rows)
    notes = []
    for kind in kinds:
        n = span(words, [row.base for row in rows if (row.base_name, row.on_scale) == kind])
        notes.append(sentence(words, *kind, n or hidden(words)))
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
    if not all(row.shown or row.hidden for row in rows):
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
