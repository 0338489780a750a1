"""The command `lumo`: reports, checks and synthetic responses from the shell.

Heavy modules are imported inside the commands, so that `lumo --help` answers at once.
"""

from __future__ import annotations

import enum
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from lumo_analysis.errors import LumoError, ReportError

app = typer.Typer(
    name="lumo",
    help="From a questionnaire's export to accessible reports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


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
    typer.Option(help="An export (CSV or XLSX) in place of the synthetic responses."),
]
Coding = Annotated[
    Path | None,
    typer.Option(help="Which answers carry which theme: respondent, item, theme, coder."),
]


@app.command()
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
    format: Annotated[list[str] | None, typer.Option(help="html or pdf; repeatable.")] = None,
    output: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("reports"),
    responses: Responses = None,
    coding: Coding = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Reports made at a time; one a processor by default.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say only what failed.")] = False,
) -> None:
    """Make reports: HTML and PDF of every survey, region, notebook and language.

    Everything is made unless options choose. Reports stand in
    OUTPUT/survey/region/notebook.language.html and .pdf, and OUTPUT/index.html links them.

    Example: lumo report workers-2021 --region etela-savo --language fi
    """
    from lumo_analysis.publishing import command

    names = surveys or command.every_survey()
    if len(names) != 1 and (responses or coding):
        raise typer.BadParameter("name the one survey that --responses or --coding belong to")
    outcome = command.make_reports(
        names,
        regions=region or (),
        languages=language or (),
        notebooks=notebook or (),
        formats=format or (),
        output=output,
        responses=responses,
        coding=coding,
        workers=jobs,
        quiet=quiet,
    )
    if outcome.failed:
        raise typer.Exit(Exit.SOME_FAILED)


@app.command()
def check(
    survey: Annotated[str, typer.Argument(help="A survey's name in data/, or its folder.")],
    responses: Responses = None,
    language: Annotated[str, typer.Option(help="The language of the labels: fi or en.")] = "en",
) -> None:
    """Read and check a survey: what was recognised, who answered, do published figures come back?

    Ends with 0 when all is well, 1 when a published figure differs, 2 when the export or
    the questionnaire is refused.

    Example: lumo check workers-2021 --responses export.csv
    """
    from lumo_analysis.presentation.preflight import preflight
    from lumo_analysis.survey.survey import load_survey

    found = preflight(load_survey(survey, responses), language)
    typer.echo(found.text)
    if found.differing:
        raise typer.Exit(Exit.SOME_FAILED)


@app.command()
def synthesize(surveys: Surveys = None) -> None:
    """Make synthetic responses from a survey's questionnaire and published figures.

    Writes synthetic.csv and synthetic-coding.csv into the survey's folder; the same files
    each time. Nobody gave these answers, and every report made from them says so.

    Example: lumo synthesize workers-2021
    """
    from lumo_analysis.survey.survey import survey_folder, survey_names
    from lumo_analysis.survey.synthesis import write_synthesis

    for survey in surveys or survey_names():
        for path in write_synthesis(survey_folder(survey)):
            typer.echo(f"wrote {path}")


def main() -> None:
    """Run the command; a user's mistake is told in words, never as a traceback."""
    code: int = Exit.GOOD
    try:
        returned = app(standalone_mode=False)
        code = returned if isinstance(returned, int) else Exit.GOOD
        # The number that typer gives to Ctrl-C.
        code = Exit.INTERRUPTED if code == 128 + signal.SIGINT else code
    except LumoError as error:
        typer.echo(str(error), err=True)
        code = Exit.SOME_FAILED if isinstance(error, ReportError) else Exit.REFUSED
    except typer.Abort:
        code = Exit.INTERRUPTED
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    except typer.TyperException as error:
        typer.echo(f"{error.format_message()}\nSee: lumo --help", err=True)
        code = Exit.REFUSED
    if code == Exit.INTERRUPTED:
        typer.echo("Interrupted; finished reports are in place, no half-written file is.", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
