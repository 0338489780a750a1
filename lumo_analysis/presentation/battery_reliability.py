"""How well the answers to a battery go together: numbers where that is safe, else one sentence."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lumo_analysis.analysis.count_table import ALL
from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.reliability import Reliability, reliability
from lumo_analysis.analysis.shares import UNCERTAIN_BASE
from lumo_analysis.presentation.answers_wording import label_of_item
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import Block, Exhibit, Paragraph, Table, TableColumn
from lumo_analysis.presentation.wording import EN_DASH, Wording
from lumo_analysis.survey.questionnaire import Battery, Item, Questionnaire

SUFFIX = "-reliability"
FEWEST_ITEMS = 3
_WELL, _FAIRLY = 0.8, 0.7
"""From where answers go together well and fairly well (after Nunnally 1978)."""


def blocks(report: ReportContext, battery: str | None, items: Sequence[Item]) -> list[Block]:
    """What is told of a battery of three or more ordered questions in the whole survey.

    Nothing in a report of one region, or where fewer than 30 answered all of it. Alpha comes of
    how the answers of each respondent go together, so it is told as a number only where nothing
    of any of the questions is hidden or put together; elsewhere only in which of three
    ranges it lies.
    """
    ordered = battery is not None and items[0].kind == "ordinal"
    if not ordered or report.region != ALL or len(items) < FEWEST_ITEMS:
        return []
    found = reliability(report.whole.responses, items, report.questionnaire)
    if not may_be_told(found, report.total, report.questionnaire.disclosure.threshold):
        return []
    if not _all_shown(report.plan, items):
        return [Paragraph(verdict(float(found.battery["alpha"].iloc[0]), report.words))]
    described = next(b for b in report.questionnaire.batteries if b.id == battery)
    return [reliability_exhibit(found, described, report.questionnaire, report.words)]


def may_be_told(found: Reliability, total: int, threshold: int) -> bool:
    """Whether enough answered, and not all but a few: how few would be a small number too."""
    whole = found.battery.iloc[0]
    counts = [*found.battery["n"], *found.battery["n_largest"]]
    left_out = [total - int(n) for n in counts]
    many = int(whole["n"]) >= UNCERTAIN_BASE and not found.battery["reason"].any()
    return many and all(n == 0 or n >= threshold for n in left_out)


def _all_shown(plan: Plan, items: Sequence[Item]) -> bool:
    if plan.public:
        return True
    plans = [plan[item.id] for item in items]
    hides = any(group == ALL for own in plans for group, _ in own.hidden)
    return not hides and all(p.whole_rung == "answers" and not p.withheld for p in plans)


def verdict(alpha: float, words: Wording) -> str:
    """In plain words how well the answers go together.

    >>> verdict(0.85, Wording("en")).split(":")[0]
    'The answers to these questions go together well'
    """
    if alpha >= _WELL:
        return words.say(
            "The answers to these questions go together well: whoever gives a high answer to one "
            "mostly gives high ones to the others (Cronbach's alpha at least 0.8)."
        )
    if alpha >= _FAIRLY:
        return words.say(
            "The answers to these questions go together fairly well: whoever gives a high answer "
            "to one often gives high ones to the others (Cronbach's alpha at least 0.7)."
        )
    return words.say(
        "The answers to these questions go together only loosely, so each question is to be read "
        "by itself (Cronbach's alpha below 0.7)."
    )


def reliability_exhibit(
    found: Reliability, battery: Battery, questionnaire: Questionnaire, words: Wording
) -> Exhibit:
    """Alpha with its interval, ordinal alpha and each item's correlation with the others."""
    rows = [_of_battery(row, words) for _, row in found.battery.iterrows()]
    rows += [_of_item(row, questionnaire, words) for _, row in found.items.iterrows()]
    columns = (
        TableColumn(words.say("Question")),
        TableColumn(words.say("n"), True),
        TableColumn(words.say("Cronbach's alpha"), True),
        TableColumn(words.say("Ordinal alpha"), True),
        TableColumn(words.say("Correlation with the others"), True),
    )
    return Exhibit(
        id=f"{battery.id}{SUFFIX}",
        title=words.say("{title}: how the answers go together", title=words.text(battery.title)),
        table=Table(columns, tuple(rows)),
        finding=verdict(float(found.battery["alpha"].iloc[0]), words),
        notes=(
            words.say(
                "Alpha is at most 1; the brackets hold its 95% interval (Feldt). Ordinal alpha "
                "does not take the steps of the scale to be equal."
            ),
            words.say(
                "In the row of a question alpha is that of the others without it. A low "
                "correlation says that the question asks about something else."
            ),
        ),
    )


def _of_battery(row: pd.Series, words: Wording) -> tuple[str, ...]:
    listwise = row["missing"] == "listwise"
    label = (
        words.say("All questions: those who answered each (listwise)")
        if listwise
        else words.say("All questions: those who answered both of two (pairwise)")
    )
    n = words.number(int(row["n"]))
    if int(row["n_largest"]) > int(row["n"]):
        n = f"{n}{EN_DASH}{words.number(int(row['n_largest']))}"
    alpha = _number(row["alpha"], words)
    if listwise:
        alpha = words.say(
            "{value} ({low} to {high})",
            value=alpha,
            low=_number(row["low"], words),
            high=_number(row["high"], words),
        )
    return label, n, alpha, _number(row["ordinal_alpha"], words), EN_DASH


def _of_item(row: pd.Series, questionnaire: Questionnaire, words: Wording) -> tuple[str, ...]:
    return (
        label_of_item(questionnaire, str(row["item"]), words),
        words.number(int(row["n"])),
        _number(row["alpha_if_dropped"], words),
        EN_DASH,
        _number(row["item_rest"], words),
    )


def _number(value: float, words: Wording) -> str:
    return EN_DASH if pd.isna(value) else words.number(float(value), 2)
