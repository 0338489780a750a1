"""Answers that no theme caught: what a codebook lacks shows in them."""

from __future__ import annotations

import pandas as pd

from lumo_analysis.analysis.count_table import require_columns
from lumo_analysis.analysis.suggestions import ANSWER_COLUMNS


def answers_without_theme(answers: pd.DataFrame, coding: pd.DataFrame) -> pd.DataFrame:
    """The answers that carry no theme by anybody's decision or any suggestion.

    They are respondents' own words: for the researcher alone, never for a report.

    Args:
        answers: respondent, item and answer, such as of `open_answers`.
        coding: respondent, item and theme, such as a survey's coding or suggested codes.

    Returns:
        The rows of `answers` that have no row in `coding`, in their order.

    Raises:
        ParameterError: a column that is missing.

    >>> answers = pd.DataFrame({
    ...     "respondent": [0, 1], "item": "open_strain", "answer": ["Kiire.", "Melu."],
    ... })
    >>> coding = pd.DataFrame({"respondent": [0], "item": "open_strain", "theme": "haste"})
    >>> answers_without_theme(answers, coding)
       respondent         item answer
    0           1  open_strain  Melu.
    """
    require_columns(answers, ANSWER_COLUMNS, "answers")
    require_columns(coding, ("respondent", "item", "theme"), "coding")
    place = ["respondent", "item"]
    caught = pd.MultiIndex.from_frame(coding[place])
    given = answers.dropna(subset="answer")
    return given[~pd.MultiIndex.from_frame(given[place]).isin(caught)].reset_index(drop=True)
