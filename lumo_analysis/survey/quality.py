"""How carefully a survey was answered: gaps, the same answer all along, equal records."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lumo_analysis.survey.questionnaire import Questionnaire

FEWEST_ITEMS = 4


def unanswered(responses: pd.DataFrame, questionnaire: Questionnaire) -> pd.DataFrame:
    """How many respondents left each item without an answer.

    Returns:
        One row an item in questionnaire order: item, missing, n (all respondents). An item of
        multiple choice is missing where no option was chosen. An item that the export lacks
        is missing for everyone.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> survey = load_survey("workers-2021")
    >>> unanswered(survey.responses, survey.questionnaire).head(2).to_numpy().tolist()
    [['region', 0, 134], ['role', 0, 134]]
    """
    rows = []
    for item in questionnaire.items:
        columns = [c for c in questionnaire.columns_of(item) if c in responses.columns]
        if columns:
            missing = int(responses[columns].isna().all(axis="columns").sum())
            rows.append((item.id, missing, len(responses)))
    return pd.DataFrame(rows, columns=["item", "missing", "n"])


def straight_lining(responses: pd.DataFrame, questionnaire: Questionnaire) -> pd.DataFrame:
    """How many gave one and the same answer to every item of a battery.

    That may be an honest opinion. Batteries of fewer than four items are left out, and
    respondents who left an item of the battery open count neither in `same` nor in `n`.

    Returns:
        One row a battery: battery, items (their number), same, n (who answered all of them).

    >>> from lumo_analysis.survey.survey import load_survey
    >>> survey = load_survey("workers-2021")
    >>> straight_lining(survey.responses, survey.questionnaire)["battery"].tolist()
    ['access', 'fit', 'training_views']
    """
    rows = []
    for battery in questionnaire.batteries:
        names = [
            item.id
            for item in questionnaire.items
            if item.battery == battery.id
            and item.kind in ("ordinal", "nominal")
            and item.id in responses.columns
        ]
        if len(names) < FEWEST_ITEMS:
            continue
        whole = responses[names].astype(object).dropna()
        first = whole.iloc[:, 0]
        same = int(whole.eq(first, axis="index").all(axis="columns").sum())
        rows.append((battery.id, len(names), same, len(whole)))
    return pd.DataFrame(rows, columns=["battery", "items", "same", "n"])


def equal_records(responses: pd.DataFrame) -> int:
    """How many records repeat another one in every answer, words included.

    Short questionnaires have many honestly; in long ones they may be a record sent twice.

    >>> equal_records(pd.DataFrame({"a": ["x", "x", "y"], "b": [None, None, "z"]}))
    1
    """
    return int(np.count_nonzero(responses.astype(object).duplicated()))
