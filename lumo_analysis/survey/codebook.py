"""The codebook of open questions: their themes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from pydantic import Field

from lumo_analysis.errors import Fault, QuestionnaireError, nearest
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.questionnaire_checks import missing_languages
from lumo_analysis.survey.scales import Id, Record, Text
from lumo_analysis.survey.theme_patterns import Pattern
from lumo_analysis.survey.yaml_file import Located, Place, in_line_order, read_yaml, validate


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
