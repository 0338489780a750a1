"""The commands `lumo report` and `lumo status`, and options that other commands share.

Heavy modules are imported inside the commands, so that `lumo --help` answers at once.
"""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from lumo_analysis.errors import ParameterError
from lumo_analysis.publishing.counted import are, counted
from lumo_analysis.publishing.request import Request
from lumo_analysis.survey.folders import survey_folder, survey_names


class Exit(enum.IntEnum):
    """How a command ended, for scripts."""

    GOOD = 0
    SOME_FAILED = 1
    REFUSED = 2
    INTERRUPTED = 3


Surveys = Annotated[
    list[str] | None,
    typer.Argument(help="Names of surveys in data/, or folders with a questionnaire.yaml."),
]
Responses = Annotated[
    Path | None,
    typer.Option(help="An export, or a folder of Parquet files, in place of the survey's own."),
]
Coding = Annotated[
    Path | None,
    typer.Option(help="Which answers carry which theme: respondent, item, theme, coder."),
]

Output = Annotated[Path, typer.Option(help="The folder of the reports.")]


def report(
    surveys: Surveys = None,
    region: Annotated[
        list[str] | None, typer.Option(help="A region, or 'all' for the whole survey; repeatable.")
    ] = None,
    language: Annotated[list[str] | None, typer.Option(help="fi or en; repeatable.")] = None,
    notebook: Annotated[
        list[str] | None,
        typer.Option(help="descriptive, regions or themes; repeatable."),
    ] = None,
    format: Annotated[
        list[str] | None,
        typer.Option(help="html, pdf or xlsx; repeatable. html is always made."),
    ] = None,
    output: Output = Path("reports"),
    responses: Responses = None,
    coding: Coding = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Reports made at a time; one a processor by default.")
    ] = None,
    dask: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Let the workers of a Dask cluster make them; its scheduler's tcp://host:port.",
        ),
    ] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Make also reports for which nothing changed.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say only what failed.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print what became of each report.")] = False,
) -> None:
    """Make reports: HTML, PDF and spreadsheet of every survey, region, notebook and language.

    Everything is made unless options choose, and nothing again for which nothing changed.
    Reports stand in OUTPUT/survey/region/notebook.language.html, .pdf and .xlsx, and
    OUTPUT/index.html links them.

    Ends with 0 when all is well, 1 when a report failed or was kept back, 2 when the request
    is refused, 3 when it was interrupted.

    Example: lumo report workers-2021 --region etela-savo --language fi
    """
    from lumo_analysis.publishing import receipt

    request = _request(surveys, output, region, language, notebook, format, responses, coding)
    done = 0 if force or json else receipt.is_done(request)
    if done:
        if not quiet:
            told = f"{counted(done, 'report')} {are(done)} up to date."
            typer.echo(f"{told}\nOpen {output / 'index.html'}", err=True)
        return
    from lumo_analysis.publishing import fork_server

    # What workers need is imported while this process imports what it needs itself.
    fork_server.context()
    from lumo_analysis.publishing import command

    outcome = command.make_reports(request, workers=jobs, dask=dask, force=force, quiet=quiet)
    if json:
        typer.echo(command.outcome_json(outcome, output))
    if outcome.failed:
        raise typer.Exit(Exit.SOME_FAILED)


def status(
    surveys: Surveys = None,
    output: Output = Path("reports"),
    responses: Responses = None,
    coding: Coding = None,
    json: Annotated[bool, typer.Option("--json", help="Print each report's state.")] = False,
) -> None:
    """Which reports are up to date, stale, failed or missing, and why.

    Ends with 0 when all are up to date, 1 when some are not, 2 when a survey is refused.

    Example: lumo status workers-2021 --json
    """
    request = _request(surveys, output, responses=responses, coding=coding)
    from lumo_analysis.publishing.status import standings, status_json, status_text

    found = standings(request)
    typer.echo((status_json if json else status_text)(found, output))
    if any(one.state != "fresh" for one in found.values()):
        raise typer.Exit(Exit.SOME_FAILED)


def _request(
    surveys: list[str] | None,
    output: Path,
    region: list[str] | None = None,
    language: list[str] | None = None,
    notebook: list[str] | None = None,
    format: list[str] | None = None,
    responses: Path | None = None,
    coding: Path | None = None,
) -> Request:
    """What was asked for; every survey where none is named."""
    names = surveys or survey_names()
    if not names:
        raise ParameterError("no surveys found; run this in the project's folder, or name a folder")
    for name in names:
        # A misspelt name is told before anything slow is imported.
        survey_folder(name)
    if len(names) != 1 and (responses or coding):
        raise typer.BadParameter("name the one survey that --responses or --coding belong to")
    return Request(
        tuple(names),
        output,
        tuple(region or ()),
        tuple(language or ()),
        tuple(notebook or ()),
        tuple(format or ()),
        responses,
        coding,
    )
