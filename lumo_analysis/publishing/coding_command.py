"""What `lumo code` does: write a spreadsheet of answers to code, and read it back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lumo_analysis.analysis.suggestions import SUGGESTION_COLUMNS, open_answers, suggest_codes
from lumo_analysis.errors import ParameterError
from lumo_analysis.publishing.coding_reading import Known, read_coding_sheet
from lumo_analysis.publishing.coding_sheet import CodingTask, coding_workbook
from lumo_analysis.publishing.private_folder import (
    git_would_publish,
    private_folder,
    write_private,
)
from lumo_analysis.survey.cleaning import decode_responses
from lumo_analysis.survey.codebook import Codebook
from lumo_analysis.survey.coding import (
    DECISION_COLUMNS,
    SUGGESTED,
    SUGGESTION,
    codes_that_count,
    confirmed_codes,
    load_decisions,
)
from lumo_analysis.survey.coding_merge import merge_decisions
from lumo_analysis.survey.folders import SYNTHETIC
from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.reading import read_export
from lumo_analysis.survey.survey import Survey, load_survey, survey_folder
from lumo_analysis.survey.unexpected import nothing_quoted

NO_ANALYSER = "none"
KEEP_PRIVATE = (
    "It holds what respondents wrote, and only you can read it: keep it so, and delete it "
    "when it has been read back."
)
_CODER = re.compile(r"[^\W_][\w .-]{0,38}")


@dataclass(frozen=True)
class Coded:
    """A survey with what a coding needs: codebook, answers, identifiers, decisions so far."""

    survey: Survey
    codebook: Codebook
    answers: pd.DataFrame
    identifiers: pd.Series[str]
    decisions: pd.DataFrame
    file: Path | None


def write_out(
    survey: str,
    coder: str,
    responses: Path | None,
    coding: Path | None,
    output: Path | None,
    language: str,
    analyser: str,
) -> str:
    """Write the spreadsheet for a coder; what to tell them.

    Raises:
        LumoError: what can't be read, a name of a coder that can't be one, an analyser that is
            not there, or a place where the file could be published.
    """
    check_coder(coder)
    path = output or private_folder() / f"{Path(survey).name}-coding.xlsx"
    refuse_published(path)
    coded = load_coded(survey, responses, coding)
    if analyser == NO_ANALYSER:
        suggestions = pd.DataFrame(columns=list(SUGGESTION_COLUMNS))
    else:
        suggestions = suggest_codes(coded.answers, coded.codebook, analyser)
    task = CodingTask(
        coded.survey.questionnaire,
        coded.codebook,
        coded.answers,
        dict(enumerate(coded.identifiers)),
        suggestions,
        coded.decisions[coded.decisions["coder"] == coder],
    )
    write_private(path, coding_workbook(task, language))
    return (
        f"wrote {path}: {len(coded.answers)} answers, {len(suggestions)} suggestions\n"
        f"{KEEP_PRIVATE}"
    )


def read_back(
    survey: str, coder: str, sheet: Path, responses: Path | None, coding: Path | None
) -> str:
    """Add the decisions of a filled spreadsheet to the coding file; what to tell the coder.

    Raises:
        LumoError: what can't be read, or does not fit the survey or the decisions so far; the
            coding file is then as it was.
    """
    check_coder(coder)
    coded = load_coded(survey, responses, coding)
    file = coding_file(coded)
    answers = coded.answers
    places = zip(answers["respondent"], answers["item"], strict=True)
    known = Known(
        coded.codebook,
        {fold(str(identifier)): row for row, identifier in enumerate(coded.identifiers)},
        dict(zip(places, answers["answer"], strict=True)),
    )
    with nothing_quoted(sheet):
        new = read_coding_sheet(sheet, coder, known)
    merged, added = keep_decisions(coded, file, new, sheet)
    confirmed, every = confirmed_codes(codes_that_count(merged))
    return (
        f"wrote {file}: {added} decisions added\n"
        f"{confirmed} of the {every} codes that count are confirmed by a person"
    )


def coding_file(coded: Coded) -> Path:
    """Where decisions are kept; `ParameterError` where no place is named, or one that is read."""
    if coded.file is None:
        raise ParameterError("name the coding file to write in --coding")
    refuse_published(coded.file)
    return coded.file


def keep_decisions(
    coded: Coded, file: Path, new: pd.DataFrame, source: Path
) -> tuple[pd.DataFrame, int]:
    """Write the decisions so far and new ones; all of them, and how many people's were added."""
    merged = merge_decisions(coded.decisions, new, str(source))
    table = merged.assign(respondent=merged["respondent"].map(coded.identifiers))
    write_private(file, table.to_csv(index=False).encode("utf-8"))
    before, after = (
        int((decisions["status"] != SUGGESTED).sum()) for decisions in (coded.decisions, merged)
    )
    return merged, after - before


def load_coded(survey: str, responses: Path | None, coding: Path | None) -> Coded:
    """The survey with its codebook, answers, identifiers and decisions so far.

    `ParameterError` where it has no themes or no identifiers; `LumoError` for unreadable files.
    """
    loaded = load_survey(survey, responses)
    if loaded.codebook is None:
        raise ParameterError(f"survey '{survey}' has no themes.yaml to code by")
    folder = survey_folder(survey)
    named = loaded.questionnaire.responses
    export = responses or folder / (named or SYNTHETIC)
    with nothing_quoted(export):
        identifiers = decode_responses(
            read_export(export), loaded.questionnaire, str(export)
        ).identifiers
    if identifiers is None or bool((identifiers == "").any()):
        raise ParameterError(
            f"{export}: a coding needs an identifier for each respondent; "
            "name their column as 'identifier' in the questionnaire"
        )
    own = responses is not None or named is not None
    beside = export.with_name(f"{export.stem}-coding.csv") if own else None
    file = coding or beside
    decisions = pd.DataFrame(columns=list(DECISION_COLUMNS))
    if file is not None and file.is_file():
        with nothing_quoted(file):
            decisions = load_decisions(file, loaded.codebook, identifiers)
    answers = open_answers(loaded)
    answers = answers[answers["item"].isin(loaded.codebook.themes.keys())]
    return Coded(loaded, loaded.codebook, answers, identifiers, decisions, file)


def check_coder(coder: str) -> None:
    """`ParameterError` for what can't be the name of a person who codes."""
    if not _CODER.fullmatch(coder) or coder.casefold().startswith(SUGGESTION):
        raise ParameterError(
            f"'{coder[:60]}' can't be a coder's name; "
            "use letters, digits, spaces, dots and hyphens, at most 39"
        )


def refuse_published(path: Path) -> None:
    """Answers and codes don't belong among reports, nor where git would publish them."""
    whole = path.resolve()
    among_reports = any(
        folder.name == "reports" or (folder / "manifest.json").is_file() for folder in whole.parents
    )
    if among_reports:
        raise ParameterError(f"{path} lies among reports, which others read; name another place")
    if git_would_publish(whole):
        raise ParameterError(
            f"{path} lies in a git repository, which would publish it; name another place"
        )
