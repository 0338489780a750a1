"""`count_answers` for frames of other engines than pandas, and for Parquet files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import narwhals as nw
import pandas as pd

from lumo_analysis.analysis.count_table import ALL, stack_counts
from lumo_analysis.analysis.counting import check_items, stack_strata
from lumo_analysis.analysis.frame_counting import Frame, count_frame
from lumo_analysis.analysis.parquet import open_parquet
from lumo_analysis.analysis.questions import categorical_column, question_of
from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.questionnaire import Item, Questionnaire


def count_elsewhere(
    responses: Any,
    items: Sequence[str | Item],
    by: str | None,
    questionnaire: Questionnaire | None,
    weight: str | None,
    stratum: str | None,
) -> pd.DataFrame:
    """What `count_answers` gives for the same respondents in pandas.

    `ParameterError` where `responses` is no frame that narwhals knows, and as `count_answers`.
    """
    if isinstance(responses, str | Path):
        responses = open_parquet(responses)
    try:
        frame = Frame(responses)
    except TypeError:
        raise ParameterError(
            f"responses of the type {type(responses).__name__} can't be counted; give a frame of "
            "pandas, polars, DuckDB, Dask or PySpark, or the path of a Parquet file"
        ) from None
    if stratum is None:
        return _counted(frame, items, by, questionnaire, weight)
    strata = _groups(frame, stratum, questionnaire)
    if not strata:
        raise ParameterError(f"item '{stratum}' has no answers that could be strata")
    parts = [
        _counted(
            Frame(frame.lazy.filter(nw.col(stratum).cast(nw.String) == name).to_native()),
            items,
            by,
            questionnaire,
            weight,
        )
        for name in strata
    ]
    return stack_strata(strata, parts)


def _counted(
    frame: Frame,
    items: Sequence[str | Item],
    by: str | None,
    questionnaire: Questionnaire | None,
    weight: str | None,
) -> pd.DataFrame:
    questions = [question_of(frame.empty, item, questionnaire) for item in items]
    check_items([question.item for question in questions], by)
    groups = (ALL,) if by is None else _groups(frame, by, questionnaire)
    tables = count_frame(frame, questions, by, groups, weight)
    counts = stack_counts(
        groups,
        [
            (question.item, question.answers, question.kinds, table[0].astype("int64"))
            for question, table in zip(questions, tables, strict=True)
        ],
    )
    if weight is None:
        return counts
    sums = [[value for table in tables for value in table[place].ravel()] for place in (1, 2)]
    return counts.assign(weighted_n=sums[0], weighted_squares=sums[1])


def _groups(frame: Frame, by: str, questionnaire: Questionnaire | None) -> tuple[str, ...]:
    """The answers of the grouping, from its type or else from the questionnaire."""
    frame.require(by, "item")
    own = frame.categories(by)
    if own is None and questionnaire is not None:
        own = question_of(frame.empty, by, questionnaire).answers[:-1]
    if own is not None:
        return own
    return tuple(str(one) for one in categorical_column(frame.empty, by).categories)
