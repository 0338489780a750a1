"""Published figures beside the same figures computed from responses."""

from __future__ import annotations

import math

import pandas as pd

from lumo_analysis.analysis.count_table import require_columns
from lumo_analysis.presentation.answers_wording import (
    full_label,
    label_of_joint_answers,
    upper_first,
)
from lumo_analysis.presentation.exhibits import Exhibit, Table, TableColumn
from lumo_analysis.presentation.wording import EN_DASH, Wording
from lumo_analysis.survey.questionnaire import Questionnaire

_COLUMNS = (
    *("item", "answers", "percent", "decimals"),
    *("computed_n", "computed_base", "computed_percent", "agrees"),
)


def published_table(
    compared: pd.DataFrame,
    questionnaire: Questionnaire,
    words: Wording,
    *,
    id: str,
    title: str,
) -> Exhibit:
    """Each published figure beside the computed one, and whether they agree, in words.

    `compared` comes from `compare_published`.
    """
    require_columns(compared, _COLUMNS, "the comparison with published figures")
    columns = (
        TableColumn(words.say("Question")),
        TableColumn(words.say("Answer")),
        TableColumn(words.say("Published"), True),
        TableColumn(words.say("Computed"), True),
        TableColumn(words.say("Count"), True),
        TableColumn(words.say("Base n"), True),
        TableColumn(words.say("The same")),
    )
    rows = tuple(
        (
            full_label(questionnaire, str(record["item"]), words),
            upper_first(
                label_of_joint_answers(
                    questionnaire, str(record["item"]), str(record["answers"]), words
                )
            ),
            _percent(words, record["percent"], record["decimals"]),
            _percent(words, record["computed_percent"], record["decimals"]),
            words.number(record["computed_n"]),
            words.number(record["computed_base"]),
            words.say("yes") if record["agrees"] else words.say("no"),
        )
        for record in compared.to_dict("records")
    )
    return Exhibit(
        id=id,
        title=title,
        table=Table(columns, rows),
        finding=_finding(len(compared), int((~compared["agrees"].astype(bool)).sum()), words),
        notes=(
            words.say("Both are of all respondents, rounded to the decimals that were published."),
        ),
    )


def _percent(words: Wording, percent: float, decimals: int) -> str:
    return EN_DASH if math.isnan(percent) else words.percent(percent / 100, int(decimals))


def _finding(figures: int, different: int, words: Wording) -> str:
    if not figures:
        return words.say("No figures of this survey have been published.")
    if not different:
        return words.say_n(
            "The {n} published figure comes out the same from these responses.",
            "All {n} published figures come out the same from these responses.",
            figures,
        )
    return words.say(
        "Of {n} published figures {different} come out differently from these responses.",
        n=words.number(figures),
        different=words.number(different),
    )
