"""The codebook of open questions (their themes) and the coding of answers by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import pandas as pd
from pydantic import Field

from lumo_analysis.errors import Fault, QuestionnaireError, ResponsesError, nearest
from lumo_analysis.survey.answers import shown
from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.questionnaire_checks import missing_languages
from lumo_analysis.survey.reading import read_export
from lumo_analysis.survey.scales import Id, Record, Text
from lumo_analysis.survey.table import SHOWN_FAULTS, limited
from lumo_analysis.survey.theme_patterns import Pattern
from lumo_analysis.survey.yaml_file import Located, Place, in_line_order, read_yaml, validate

CODING_COLUMNS = ("respondent", "item", "theme", "coder")
SUGGESTION = "suggestion:"
"""What the coder of a suggested code begins with."""


class Theme(Record):
    """What answers to one open question have in common.

    `include` and `exclude` tell a coder what belongs to it and what belongs elsewhere;
    `patterns` suggest it, except for words that `exceptions` cover. A theme with a `parent`
    is a part of that theme, which stands before it.
    """

    id: Id
    label: Text
    definition: Text
    include: Text | None = None
    exclude: Text | None = None
    parent: Id | None = None
    patterns: tuple[Pattern, ...] = ()
    exceptions: tuple[Pattern, ...] = ()


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
    if isinstance(located.data, Mapping):
        faults += missing_languages(located, questionnaire.languages)
    if codebook is not None:
        known = [item.id for item in questionnaire.items if item.kind == "open"]
        seen: set[str] = set()
        for position, question in enumerate(codebook.questions):
            place = ("questions", position, "item")
            if question.item not in known:
                what = f"no open item '{question.item}'"
                faults.append(located.fault(place, what, nearest(question.item, known)))
            if question.item in seen:
                faults.append(located.fault(place, "stands here twice", "keep one"))
            seen.add(question.item)
            faults += _theme_faults(question.themes, ("questions", position, "themes"), located)
    if faults or codebook is None:
        raise QuestionnaireError(str(path), in_line_order(faults))
    return codebook


def _theme_faults(themes: Sequence[Theme], place: Place, located: Located) -> Iterator[Fault]:
    """What is wrong between the themes of one question, and between a theme's patterns."""
    ids = [theme.id for theme in themes]
    for number, theme in enumerate(themes):
        here = (*place, number)
        if theme.id in ids[:number]:
            yield located.fault(here, "this id is taken", "choose another")
        if theme.parent is not None and theme.parent not in ids[:number]:
            what = f"no theme '{theme.parent}' stands before it"
            yield located.fault((*here, "parent"), what, nearest(theme.parent, ids[:number]))
        if theme.exceptions and not theme.patterns:
            what = "exceptions without patterns"
            yield located.fault((*here, "exceptions"), what, "add the patterns they limit")
        written = [pattern.phrase for pattern in (*theme.patterns, *theme.exceptions)]
        for position, phrase in enumerate(written):
            if phrase in written[:position]:
                part = "patterns" if position < len(theme.patterns) else "exceptions"
                where = (*here, part, position - len(theme.patterns) * (part == "exceptions"))
                yield located.fault(where, f"'{phrase}' stands here twice", "keep one")


def load_coding(
    path: str | Path, codebook: Codebook, identifiers: pd.Series[str] | None
) -> pd.DataFrame:
    """Which answers carry which theme: respondent, item, theme, coder; one row a decision.

    In the file `respondent` is the export's identifier; in the result it is the row of that
    respondent in `responses`, so that no identifier goes further. `ResponsesError` lists
    unknown respondents, items and themes, and decisions that stand twice.
    """
    table = read_export(path)
    missing = [column for column in CODING_COLUMNS if column not in table.cells.columns]
    if missing:
        faults = [Fault(f"column '{column}'", "missing", "add it") for column in missing]
        raise ResponsesError(str(path), faults)
    if identifiers is None:
        what = "a coding needs an 'identifier' column in the questionnaire and the export"
        advice = "name it in the questionnaire, and export it"
        raise ResponsesError(str(path), [Fault("file", what, advice)])
    coding = table.cells[list(CODING_COLUMNS)].map(str.strip)
    rows = {identifier: row for row, identifier in identifiers.items() if identifier}
    faults = []
    first: dict[tuple[str, ...], int] = {}
    for position, decision in enumerate(coding.itertuples(index=False, name=None)):
        respondent, item, theme, coder = map(str, decision)
        number = table.row_number(position)
        where = f"row {number}"
        themes = [known.id for known in codebook.themes.get(item, ())]
        if not themes:
            what = f"no themes for item {shown(item, codebook.themes)}"
            faults.append(Fault(where, what, nearest(item, codebook.themes)))
        elif theme not in themes:
            what = f"'{item}' has no theme {shown(theme, themes)}"
            faults.append(Fault(where, what, nearest(theme, themes)))
        if fold(respondent) not in rows:
            what = "a respondent that the export does not have"
            faults.append(Fault(where, what, "check the identifier, or remove the row"))
        earlier = first.setdefault((fold(respondent), item, theme, coder), number)
        if earlier != number:
            faults.append(Fault(where, f"the same decision as in row {earlier}", "keep one"))
    if faults:
        raise ResponsesError(str(path), limited(faults, SHOWN_FAULTS))
    numbers = coding["respondent"].map(lambda respondent: rows[fold(respondent)])
    return coding.assign(respondent=numbers.astype("int64"))
