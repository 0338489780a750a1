"""The differences between surveys: a table of shares, and one sentence about the largest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from lumo_analysis.analysis.shares import UNCERTAIN_BASE, UNCERTAIN_WIDTH
from lumo_analysis.presentation.answers_wording import (
    label_of_group,
    label_of_item,
    label_of_joint_answers,
    quoted,
    upper_first,
)
from lumo_analysis.presentation.drawing import MARK
from lumo_analysis.presentation.exhibits import Exhibit, Table, TableColumn
from lumo_analysis.presentation.hiding import hidden, hidden_note, threshold_of
from lumo_analysis.presentation.tests_wording import correction_note, verdict
from lumo_analysis.presentation.wording import EN_DASH, Wording
from lumo_analysis.survey.questionnaire import Questionnaire


@dataclass(frozen=True)
class DifferenceRow:
    """A difference of two surveys' shares, with everything in the report's language."""

    label: str
    surveys: tuple[str, str]
    shares: tuple[str, str]
    difference: float
    low: float
    high: float
    uncertain: bool
    hidden: bool
    adjusted: str

    def text(self, words: Wording) -> str:
        """The difference in percentage points with its interval, "+12 (−3 to +26)"."""
        if self.hidden:
            return hidden(words)
        if math.isnan(self.difference):
            return EN_DASH
        value = words.say(
            "{value} ({low} to {high})",
            value=_points(words, self.difference),
            low=_points(words, self.low),
            high=_points(words, self.high),
        )
        return value + (MARK if self.uncertain else "")


def differences_table(
    shown: pd.DataFrame,
    joint: Questionnaire,
    words: Wording,
    *,
    by: str,
    id: str,
    title: str,
    tests_in_family: Sequence[int] | None,
) -> Exhibit:
    """A table of the two shares, their difference with its interval, and the adjusted p.

    Args:
        shown: rows of `shown_comparison` that have a share: the items of one exhibit.
        joint: the questionnaire of all the surveys, with `by`, from `joint_questionnaire`.
        words: the report's language.
        by: the item whose answers are the surveys.
        id: the exhibit's id, unique in a report.
        title: the exhibit's title.
        tests_in_family: how many tests each family of these rows had.
    """
    rows = [_row(record, joint, words, by) for record in shown.to_dict("records")]
    items = [joint[str(item)] for item in shown["item"].unique()]
    told = ""
    if items[0].kind != "multiple":
        answers = str(shown["answers"].iloc[0])
        told = quoted(words, label_of_joint_answers(joint, items[0].id, answers, words))
    notes = [
        *(
            [words.say("The shares are of those who answered {answers}.", answers=told)]
            if told
            else []
        ),
        words.say(
            "The difference is the later-named survey minus the other, in percentage points, "
            "with a 95% interval (Newcombe). The p is that of the test of all answers."
        ),
        correction_note(words, tests_in_family),
    ]
    if any(row.hidden for row in rows):
        notes.append(hidden_note(words, threshold_of(joint, items)))
    if any(row.uncertain and not math.isnan(row.difference) for row in rows):
        notes.append(
            words.say(
                "{mark} Uncertain: fewer than {base} respondents, "
                "or an interval at least {width} percentage points wide.",
                mark=MARK,
                base=words.number(UNCERTAIN_BASE),
                width=words.number(UNCERTAIN_WIDTH * 100),
            )
        )
    if sum(not math.isnan(row.difference) for row in rows) > 1:
        notes.append(
            words.say("The widest of many gaps is partly chance; only a test can judge it.")
        )
    return Exhibit(
        id=id,
        title=title,
        table=_table(rows, words),
        finding=_finding(rows, words, told),
        notes=tuple(notes),
    )


def _row(
    record: dict[object, object], joint: Questionnaire, words: Wording, by: str
) -> DifferenceRow:
    item, answers = str(record["item"]), str(record["answers"])
    label = label_of_item(joint, item, words)
    if joint[item].kind == "multiple":
        label = upper_first(label_of_joint_answers(joint, item, answers, words))
    made = bool(record["withheld"]) or not math.isnan(_float(record["p"]))
    exact = bool(record["exact"]) or not made
    return DifferenceRow(
        label=label,
        surveys=(
            label_of_group(joint, str(record["group1"]), words, by),
            label_of_group(joint, str(record["group2"]), words, by),
        ),
        shares=(_share(record, 1, words), _share(record, 2, words)),
        difference=_float(record["difference"]),
        low=_float(record["low"]),
        high=_float(record["high"]),
        uncertain=bool(record["uncertain"]),
        hidden=bool(record["hidden"]),
        adjusted=words.p_value(_float(record["p_adjusted"]))
        if exact
        else verdict(words, bool(record["below"])),
    )


def _float(value: object) -> float:
    return math.nan if pd.isna(value) else float(str(value))  # type: ignore[call-overload]


def _share(record: dict[object, object], number: int, words: Wording) -> str:
    n, base = _float(record[f"n{number}"]), _float(record[f"base{number}"])
    if math.isnan(n) or math.isnan(base):
        return hidden(words)
    share = _float(record[f"share{number}"])
    if math.isnan(share):
        return EN_DASH
    return words.say(
        "{share} ({n} of {base})",
        share=words.percent(share),
        n=words.number(n),
        base=words.number(base),
    )


def _points(words: Wording, difference: float) -> str:
    text = words.number(difference * 100)
    return f"+{text}" if difference > 0 and text.strip("0") else text


def _table(rows: Sequence[DifferenceRow], words: Wording) -> Table:
    question = TableColumn(words.say("Question"))
    end = (
        TableColumn(words.say("Difference, percentage points (95% interval)"), True),
        TableColumn(words.say("Adjusted p"), True),
    )
    pairs = list(dict.fromkeys(row.surveys for row in rows))
    if len(pairs) == 1:
        shares = (TableColumn(name, True) for name in pairs[0])
        return Table(
            (question, *shares, *end),
            tuple((row.label, *row.shares, row.text(words), row.adjusted) for row in rows),
        )
    share = TableColumn(words.say("Share"), True)
    survey = TableColumn(words.say("Survey"))
    return Table(
        (question, survey, share, survey, share, *end),
        tuple(
            (
                row.label,
                *(row.surveys[0], row.shares[0], row.surveys[1], row.shares[1]),
                *(row.text(words), row.adjusted),
            )
            for row in rows
        ),
    )


def _finding(rows: Sequence[DifferenceRow], words: Wording, told: str) -> str:
    """The largest difference with its numbers; `told` names the answers, unless options do."""
    known = [row for row in rows if not math.isnan(row.difference)]
    if not known:
        return ""
    largest = max(known, key=lambda row: abs(row.difference))
    values = {
        "item": largest.label,
        "answers": told,
        "first": largest.surveys[0],
        "second": largest.surveys[1],
        "share1": largest.shares[0],
        "share2": largest.shares[1],
    }
    if not told:
        sentence = words.say(
            "The share differs most for “{item}”: {share1} in the survey “{first}” and {share2} "
            "in the survey “{second}”.",
            **values,
        )
    elif len(known) == 1:
        sentence = words.say(
            "The share that answered {answers} is {share1} in the survey “{first}” and {share2} "
            "in the survey “{second}”.",
            **values,
        )
    else:
        sentence = words.say(
            "The share that answered {answers} differs most between the surveys for “{item}”: "
            "{share1} in the survey “{first}” and {share2} in the survey “{second}”.",
            **values,
        )
    difference = words.say(
        "The difference is {difference} percentage points (95% interval {low} to {high}).",
        difference=_points(words, largest.difference),
        low=_points(words, largest.low),
        high=_points(words, largest.high),
    )
    return f"{sentence} {difference}"
