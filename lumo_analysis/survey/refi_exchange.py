"""A survey's codebook and decisions as a REFI-QDA project, and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

import pandas as pd
import yaml
from pydantic import ValidationError

from lumo_analysis.errors import Fault, ResponsesError
from lumo_analysis.survey.codebook import Codebook, OpenQuestion, Theme
from lumo_analysis.survey.coding import (
    CONFIRMED,
    DECISION_COLUMNS,
    REJECTED,
    SUGGESTED,
    SUGGESTION,
)
from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.refi_model import RefiCode, RefiCoding, RefiProject, RefiSource, guid_of
from lumo_analysis.survey.table import SHOWN_FAULTS, limited

DECISIONS_NOTE = "lumo_analysis: decisions that are no codes"


def codes_of(
    codebook: Codebook, questionnaire: Questionnaire, language: str
) -> tuple[RefiCode, ...]:
    """The codebook as codes: one that can't be given for each open question, its themes below.

    A code's description is the theme as it stands in `themes.yaml`, so nothing is lost, and a
    person can read it in any program.
    """
    labels = {item.id: item.label for item in questionnaire.items}
    survey = questionnaire.survey

    def below(item: str, themes: tuple[Theme, ...], parent: str | None) -> Iterator[RefiCode]:
        for theme in themes:
            if theme.parent == parent:
                record = theme.model_dump(exclude_defaults=True, mode="json")
                text = yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=100)
                inner = tuple(below(item, themes, theme.id))
                guid = guid_of(survey, item, theme.id)
                yield RefiCode(guid, theme.label.get(language, theme.id), text, True, inner)

    return tuple(
        RefiCode(
            guid_of(survey, question.item),
            labels[question.item].get(language, question.item),
            question.item,
            False,
            tuple(below(question.item, question.themes, None)),
        )
        for question in codebook.questions
    )


def codebook_of(codes: tuple[RefiCode, ...], source: str) -> Codebook:
    """The codebook that `codes_of` wrote; `ResponsesError` names codes that it did not write."""
    questions, faults = [], []
    for question in codes:
        themes = []
        for code in list(question.all())[1:]:
            try:
                themes.append(Theme.model_validate(yaml.safe_load(code.description)))
            except (ValidationError, yaml.YAMLError):
                what = f"the code '{code.name[:60]}' has no theme in its description"
                faults.append(Fault("file", what, "add the theme to themes.yaml by hand"))
        if themes:
            questions.append(OpenQuestion(item=question.description.strip(), themes=tuple(themes)))
    if faults:
        raise ResponsesError(source, limited(faults, SHOWN_FAULTS))
    return Codebook(questions=tuple(questions))


def project_of(
    questionnaire: Questionnaire,
    codebook: Codebook,
    answers: pd.DataFrame,
    identifiers: Mapping[int, str],
    decisions: pd.DataFrame,
    language: str = "fi",
) -> RefiProject:
    """A project with a text for each answer (respondent, item, answer) and all decisions.

    What a coder confirmed and what was suggested become codings of the whole answer. REFI-QDA
    knows no rejected codes and no answers that were read in vain, so these stand in a note.
    It holds what respondents wrote: keep it private.
    """
    survey = questionnaire.survey
    coders = {coder: guid_of("coder", coder) for coder in sorted(decisions["coder"].unique())}
    coded = (decisions["theme"] != "") & (decisions["status"] != REJECTED)
    of_answer = dict(list(decisions[coded].groupby(["respondent", "item"])))
    sources = []
    for respondent, item, text in answers[["respondent", "item", "answer"]].itertuples(index=False):
        given = of_answer.get((respondent, item), decisions.iloc[:0])
        pairs = zip(given["theme"], given["coder"], strict=True)
        codings = tuple(
            RefiCoding(guid_of(survey, item, theme), coders[coder], 0, len(text))
            for theme, coder in pairs
        )
        own = identifiers[respondent]
        sources.append(
            RefiSource(guid_of(survey, item, own, "answer"), f"{item}: {own}", text, codings)
        )
    rest = decisions[~coded].assign(respondent=decisions["respondent"].map(identifiers))
    notes = {DECISIONS_NOTE: rest.to_csv(index=False)} if len(rest) else {}
    users = {guid: coder for coder, guid in coders.items()}
    codes = codes_of(codebook, questionnaire, language)
    return RefiProject(survey, users, codes, tuple(sources), notes)


def decisions_of_project(
    project: RefiProject,
    questionnaire: Questionnaire,
    codebook: Codebook,
    answers: pd.DataFrame,
    identifiers: Mapping[int, str],
    source: str,
) -> pd.DataFrame:
    """The decisions in a project that began as one of `project_of`, wherever it was coded since.

    A code on any part of an answer is a code of the answer. Respondent, item, theme, coder,
    status; `ResponsesError` lists texts that are not the export's answers, and codes and users
    that are not known.
    """
    survey = questionnaire.survey
    themes = {
        guid_of(survey, question.item, theme.id): (question.item, theme.id)
        for question in codebook.questions
        for theme in question.themes
    }
    known = {
        guid_of(survey, item, identifiers[respondent], "answer"): (respondent, item, text)
        for respondent, item, text in answers[["respondent", "item", "answer"]].itertuples(
            index=False
        )
    }
    rows, faults = [], []
    for number, text in enumerate(project.sources, start=1):
        where = f"text {number}"
        if text.guid not in known:
            faults.append(
                Fault(where, "not an answer of this export", "remove it from the project")
            )
            continue
        respondent, item, answer = known[text.guid]
        if fold(answer) != fold(text.text):
            what = "the answer is not the one in the export"
            faults.append(Fault(where, what, "export the project again"))
        for coding in text.codings:
            theme = themes.get(coding.code, ("", ""))
            coder = project.users.get(coding.user, "")
            if theme[0] != item:
                advice = "add it to themes.yaml, or remove it from the text"
                faults.append(Fault(where, "a code that is no theme of its question", advice))
            elif not coder:
                faults.append(Fault(where, "a code of an unknown user", "name the user"))
            else:
                status = SUGGESTED if coder.startswith(SUGGESTION) else CONFIRMED
                rows.append((respondent, item, theme[1], coder, status))
    if faults:
        raise ResponsesError(source, limited(faults, SHOWN_FAULTS))
    coded = pd.DataFrame(rows, columns=pd.Index(DECISION_COLUMNS))
    rest = _noted(project.notes.get(DECISIONS_NOTE, ""), set(themes.values()), identifiers)
    return pd.concat([coded, rest], ignore_index=True).drop_duplicates(ignore_index=True)


def _noted(note: str, themes: set[tuple[str, str]], identifiers: Mapping[int, str]) -> pd.DataFrame:
    """The decisions in the note that fit the survey; others may have been edited by hand."""
    rows = {identifier: row for row, identifier in identifiers.items()}
    items = {item for item, _ in themes}
    kept = []
    for record in csv.DictReader(io.StringIO(note)):
        respondent, item, theme, coder, status = (
            record.get(name) or "" for name in DECISION_COLUMNS
        )
        rejected = status == REJECTED and (item, theme) in themes
        read = status == CONFIRMED and not theme and item in items
        if respondent in rows and coder and (rejected or read):
            kept.append((rows[respondent], item, theme, coder, status))
    return pd.DataFrame(kept, columns=pd.Index(DECISION_COLUMNS))
