"""Responses written back: labelled SPSS, Parquet and CSV, with their codebook.

The files hold every respondent's answers, words included, so they are as private as the
export. Identifiers were dropped when the responses were read and are not there.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.survey import Survey
from lumo_analysis.survey.weighting import DESIGN_WEIGHT
from lumo_analysis.survey.written_columns import (
    SYNTHETIC_MARK,
    WrittenColumns,
    codes_of,
    label_of,
    rewritten,
    written_columns,
)

FORMATS = ("sav", "parquet", "csv")
_LONGEST_LABEL = 120
_LONGEST_QUESTION = 250


def write_survey(survey: Survey, folder: Path) -> list[Path]:
    """Write a survey's responses as responses.sav, .parquet and .csv, and what describes them.

    codebook.csv has one row an answer (column, item, question, code, answer, label), and
    questionnaire.yaml reads any of the three files back to the very same responses:
    `load_survey(folder, folder / "responses.sav")`. `ParameterError` where the folder holds
    anything already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ParameterError(f"{folder} is not empty; name a new folder")
    questionnaire, responses = survey.questionnaire, survey.responses
    written = written_columns(questionnaire, list(map(str, responses.columns)))
    labels = _as_labels(survey, written)
    folder.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(rewritten(questionnaire, written), allow_unicode=True, sort_keys=False)
    (folder / "questionnaire.yaml").write_text(text, encoding="utf-8", newline="\n")
    labels.to_csv(folder / "responses.csv", sep=";", index=False, encoding="utf-8-sig")
    labels.to_parquet(folder / "responses.parquet", index=False)
    _write_sav(folder / "responses.sav", survey, written, labels)
    _write_codebook(folder / "codebook.csv", survey, written)
    names = ("questionnaire.yaml", "codebook.csv", *(f"responses.{kind}" for kind in FORMATS))
    return [folder / name for name in names]


def _as_labels(survey: Survey, written: WrittenColumns) -> pd.DataFrame:
    """The responses with the labels of answers, 1 and 0 for options, blank for nothing."""
    language = survey.questionnaire.languages[0]
    columns: dict[str, Any] = {}
    for column, name in written.names.items():
        values = survey.responses[column]
        answers = written.answers.get(column)
        if answers is not None:
            labels = {answer.id: label_of(answer, language) for answer in answers}
            columns[name] = values.astype(object).map(labels).fillna("").astype(str)
        elif values.dtype == "boolean":
            columns[name] = values.astype("Int64").astype("string").fillna("")
        elif pd.api.types.is_numeric_dtype(values):
            columns[name] = [_number(value) for value in values]
        else:
            columns[name] = values.astype("string").fillna("")
    if survey.synthetic:
        columns[SYNTHETIC_MARK] = "1"
    return pd.DataFrame(columns, dtype=object)


def _number(value: Any) -> str:
    if pd.isna(value):
        return ""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _write_sav(path: Path, survey: Survey, written: WrittenColumns, labels: pd.DataFrame) -> None:
    import pyreadstat

    language = survey.questionnaire.languages[0]
    frame = labels.copy()
    value_labels: dict[str, dict[float, str]] = {}
    questions: dict[str, str | None] = {}
    for column, name in written.names.items():
        values = survey.responses[column]
        questions[name] = written.questions[column][:_LONGEST_QUESTION]
        answers = written.answers.get(column)
        if answers is not None:
            texts = [label_of(answer, language) for answer in answers]
            if max(len(text.encode()) for text in texts) > _LONGEST_LABEL:
                continue  # SPSS would cut the label, so the answers stay text
            codes = list(map(float, codes_of(answers, language)))
            by_id = {answer.id: code for answer, code in zip(answers, codes, strict=True)}
            frame[name] = values.astype(object).map(by_id).astype(float)
            value_labels[name] = dict(zip(codes, texts, strict=True))
        elif values.dtype == "boolean" or column == DESIGN_WEIGHT:
            frame[name] = values.astype("Float64").astype(float)
        elif pd.api.types.is_numeric_dtype(values):
            frame[name] = values.astype(float)
    pyreadstat.write_sav(
        frame, str(path), column_labels=questions, variable_value_labels=value_labels
    )


def _write_codebook(path: Path, survey: Survey, written: WrittenColumns) -> None:
    language = survey.questionnaire.languages[0]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(["column", "item", "question", "code", "answer", "label"])
        for column, name in written.names.items():
            start = [name, column, written.questions[column]]
            answers = written.answers.get(column, ())
            rows = [
                [str(code), answer.id, label_of(answer, language)]
                for code, answer in zip(codes_of(answers, language), answers, strict=True)
            ]
            writer.writerows([*start, *row] for row in rows or [["", "", ""]])
