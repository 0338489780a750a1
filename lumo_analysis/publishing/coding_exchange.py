"""What `lumo code --export` and `--import` do: answers and codes to other programs and back."""

from __future__ import annotations

from pathlib import Path

from lumo_analysis.errors import ParameterError
from lumo_analysis.publishing.coding_command import (
    KEEP_PRIVATE,
    Coded,
    check_coder,
    coding_file,
    keep_decisions,
    load_coded,
    refuse_published,
)
from lumo_analysis.publishing.private_folder import write_private
from lumo_analysis.survey.coding import SUGGESTION
from lumo_analysis.survey.refi_exchange import codes_of, decisions_of_project, project_of
from lumo_analysis.survey.refi_files import codebook_file, project_file, read_project_file
from lumo_analysis.survey.unexpected import nothing_quoted

PROJECT, CODEBOOK = ".qdpx", ".qdc"


def export_codes(
    survey: str, file: Path, responses: Path | None, coding: Path | None, language: str
) -> str:
    """Write a REFI-QDA project (.qdpx) with answers and codes, or a codebook (.qdc).

    Returns what to tell the user.

    Raises:
        LumoError: what can't be read, another ending of the name, or a place where a project
            could be published.
    """
    _check_ending(file, PROJECT, CODEBOOK)
    if file.suffix.lower() == PROJECT:
        refuse_published(file)
    coded = load_coded(survey, responses, coding)
    questionnaire = coded.survey.questionnaire
    if file.suffix.lower() == CODEBOOK:
        codes = codes_of(coded.codebook, questionnaire, language)
        write_private(file, codebook_file(codes))
        return f"wrote {file}: the themes of {len(codes)} questions, and no answers"
    project = project_of(
        questionnaire,
        coded.codebook,
        coded.answers,
        _identifiers(coded),
        coded.decisions,
        language,
    )
    write_private(file, project_file(project))
    return (
        f"wrote {file}: {len(coded.answers)} answers, {len(coded.decisions)} decisions\n"
        f"{KEEP_PRIVATE}"
    )


def import_codes(survey: str, file: Path, responses: Path | None, coding: Path | None) -> str:
    """Add the codes of a REFI-QDA project (.qdpx) to the coding file; what to tell the user.

    The project began as one of `export_codes`. A code that was taken away in the other program
    stays in the coding file, since decisions of people are never removed.

    Raises:
        LumoError: what can't be read, is not safe, or does not fit the survey or the decisions
            so far; the coding file is then as it was.
    """
    _check_ending(file, PROJECT)
    coded = load_coded(survey, responses, coding)
    kept = coding_file(coded)
    with nothing_quoted(file):
        new = decisions_of_project(
            read_project_file(file),
            coded.survey.questionnaire,
            coded.codebook,
            coded.answers,
            _identifiers(coded),
            str(file),
        )
    for coder in new["coder"].unique():
        if not str(coder).startswith(SUGGESTION):
            check_coder(str(coder))
    _, added = keep_decisions(coded, kept, new.assign(where="file"), file)
    return f"wrote {kept}: {added} decisions added"


def _identifiers(coded: Coded) -> dict[int, str]:
    return {row: str(identifier) for row, identifier in enumerate(coded.identifiers)}


def _check_ending(file: Path, *endings: str) -> None:
    if file.suffix.lower() not in endings:
        raise ParameterError(f"{file} must end in {' or '.join(endings)}")
