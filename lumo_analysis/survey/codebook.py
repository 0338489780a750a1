"""The codebook of open questions (their themes) and the coding of answers by them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import pandas as pd
from pydantic import Field

from lumo_analysis.errors import Fault, QuestionnaireError, ResponsesError, nearest
from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.questionnaire import Id, Questionnaire, Record, Text
from lumo_analysis.survey.reading import read_export
from lumo_analysis.survey.yaml_file import read_yaml, validate

CODING_COLUMNS = ("respondent", "item", "theme", "coder")


class Theme(Record):
    """What answers to one open question have in common."""

    id: Id
    label: Text
    definition: Text


class OpenQuestion(Record):
    """The themes of one open item, in the order of the report."""

    item: Id
    themes: tuple[Theme, ...] = Field(min_length=1)


class Codebook(Record):
    """The themes of every open question of a survey."""

    questions: tuple[OpenQuestion, ...]

    @cached_property
    def themes(self) -> Mapping[str, tuple[Theme, ...]]:
        """The themes of each open item that has any."""
        return {question.item: question.themes for question in self.questions}


def load_codebook(path: str | Path, questionnaire: Questionnaire) -> Codebook:
    """The codebook in a YAML file; `QuestionnaireError` lists all its faults with lines."""
    located = read_yaml(Path(path))
    codebook, faults = validate(Codebook, located)
    if codebook is not None:
        known = [item.id for item in questionnaire.select(kind="open")]
        seen: set[str] = set()
        for position, question in enumerate(codebook.questions):
            place = ("questions", position, "item")
            if question.item not in known:
                what = f"no open item '{question.item}'"
                faults.append(located.fault(place, what, nearest(question.item, known)))
            if question.item in seen:
                faults.append(located.fault(place, "stands here twice", "keep one"))
            seen.add(question.item)
            ids = [theme.id for theme in question.themes]
            for number, theme in enumerate(ids):
                if theme in ids[:number]:
                    here = ("questions", position, "themes", number)
                    faults.append(located.fault(here, "this id is taken", "choose another"))
    if faults or codebook is None:
        raise QuestionnaireError(str(path), faults)
    return codebook


def load_coding(path: str | Path, codebook: Codebook, identifiers: pd.Series | None) -> pd.DataFrame:
    """Which answers carry which theme: respondent, item, theme, coder; one row a decision.

    In the file `respondent` is the export's identifier; in the result it is the row of that
    respondent in `responses`, so that no identifier goes further. `ResponsesError` lists
    unknown respondents, items and themes.
    """
    table = read_export(path)
    missing = [column for column in CODING_COLUMNS if column not in table.cells.columns]
    if missing:
        faults = [Fault(f"column '{column}'", "missing", "add it") for column in missing]
        raise ResponsesError(str(path), faults)
    if identifiers is None:
        what = "a coding needs an 'identifier' column in the questionnaire and the export"
        raise ResponsesError(str(path), [Fault("file", what)])
    coding = table.cells[list(CODING_COLUMNS)].map(str.strip)
    rows = {identifier: row for row, identifier in identifiers.items()}
    faults = []
    for position, (respondent, item, theme) in enumerate(
        coding[["respondent", "item", "theme"]].itertuples(index=False, name=None)
    ):
        where = f"row {table.row_number(position)}"
        themes = [known.id for known in codebook.themes.get(item, ())]
        if not themes:
            advice = nearest(item, codebook.themes)
            faults.append(Fault(where, f"no themes for item '{item}'", advice))
        elif theme not in themes:
            faults.append(Fault(where, f"'{item}' has no theme '{theme}'", nearest(theme, themes)))
        if fold(respondent) not in rows:
            faults.append(Fault(where, "a respondent that the export does not have"))
    if faults:
        raise ResponsesError(str(path), faults)
    numbers = coding["respondent"].map(lambda respondent: rows[fold(respondent)])
    return coding.assign(respondent=numbers.astype("int64"))
