"""The commands that make surveys' own files: drafts, synthetic responses, written-back ones."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lumo_analysis.cli_reports import Surveys


def new(
    folder: Annotated[Path, typer.Argument(help="The new survey's folder, such as data/mine.")],
    export: Annotated[Path, typer.Argument(help="An export of the responses.")],
    language: Annotated[
        str | None, typer.Option(help="The respondents' language: fi, sv or en; else found out.")
    ] = None,
) -> None:
    """Draft a new survey's questionnaire.yaml from an export.

    Recognises scales, batteries, multiple choice, open questions and the region. The draft
    loads the export as it is; what a person should look at is marked "# CHECK". Nothing is
    overwritten.

    Example: lumo new data/workers-2024 export.csv
    """
    from lumo_analysis.survey.draft import write_draft

    draft = write_draft(folder, export, language)
    typer.echo(f"wrote {folder / 'questionnaire.yaml'}: {draft.items} items")
    typer.echo(f"lines to check: {draft.marks}; then: lumo check {folder} {export}")


def synthesize(surveys: Surveys = None) -> None:
    """Make synthetic responses from a survey's questionnaire and published figures.

    Writes synthetic.csv and synthetic-coding.csv into the survey's folder; the same files
    each time. Nobody gave these answers, and every report made from them says so.

    Example: lumo synthesize workers-2021
    """
    from lumo_analysis.survey.folders import survey_folder, survey_names
    from lumo_analysis.survey.synthesis import write_synthesis

    for survey in surveys or survey_names():
        for path in write_synthesis(survey_folder(survey)):
            typer.echo(f"wrote {path}")


def export(
    survey: Annotated[str, typer.Argument(help="A survey's name in data/, or its folder.")],
    folder: Annotated[Path, typer.Argument(help="A new folder to write to.")],
    file: Annotated[Path | None, typer.Argument(help="An export of its responses.")] = None,
) -> None:
    """Write a survey's responses as labelled SPSS, Parquet and CSV, with their codebook.

    Writes responses.sav, responses.parquet, responses.csv, codebook.csv, a questionnaire.yaml
    that reads them back, and ddi.xml, which describes the questionnaire as data archives do.
    The responses are as private as the export that they came from; only ddi.xml and the
    questionnaire are not.

    Example: lumo export workers-2021 private/clean export.csv
    """
    from lumo_analysis.survey.ddi import write_ddi
    from lumo_analysis.survey.survey import load_survey
    from lumo_analysis.survey.writing import write_survey

    loaded = load_survey(survey, file)
    for path in write_survey(loaded, folder):
        typer.echo(f"wrote {path}")
    write_ddi(loaded.questionnaire, folder / "ddi.xml")
    typer.echo(f"wrote {folder / 'ddi.xml'}")
