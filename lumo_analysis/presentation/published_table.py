"""Published figures beside the same figures computed from responses."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from lumo_analysis.analysis.count_table import require_columns
from lumo_analysis.presentation.answers_wording import (
    full_label,
    label_of_joint_answers,
    upper_first,
)
from lumo_analysis.presentation.exhibits import Exhibit, Table, TableColumn
from lumo_analysis.presentation.hiding import hidden, hidden_note, threshold_of, with_hidden
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

    `compared` comes from `compare_published`. Where it has a column `hidden` that is True, the
    plan of disclosure control hides the computed figure, and the published one stands alone.
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
    if "hidden" not in compared:
        compared = compared.assign(hidden=False)
    rows = tuple(
        (
            full_label(questionnaire, str(record["item"]), words),
            upper_first(
                label_of_joint_answers(
                    questionnaire, str(record["item"]), str(record["answers"]), words
                )
            ),
            _percent(words, record["percent"], record["decimals"]),
            *_computed(words, record),
        )
        for record in compared.to_dict("records")
    )
    shown = compared[~compared["hidden"].astype(bool)]
    different = int((~shown["agrees"].astype(bool)).sum())
    notes = [words.say("Both are of all respondents, rounded to the decimals that were published.")]
    if len(shown) < len(compared):
        items = [questionnaire[str(item)] for item in compared["item"].unique()]
        notes.append(hidden_note(words, threshold_of(questionnaire, items)))
    return Exhibit(
        id=id,
        title=title,
        table=Table(columns, rows),
        finding=with_hidden(
            words, _finding(len(shown), different, words), len(shown) < len(compared)
        ),
        notes=tuple(notes),
    )


def _computed(words: Wording, record: Mapping[Hashable, Any]) -> Sequence[str]:
    if record["hidden"]:
        return [hidden(words)] * 4
    return [
        _percent(words, record["computed_percent"], record["decimals"]),
        words.number(record["computed_n"]),
        words.number(record["computed_base"]),
        words.say("yes") if record["agrees"] else words.say("no"),
    ]


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
