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
from lumo_analysis.publishing.coding_cli import code

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
def audit(
    folder: Annotated[Path, typer.Argument(help="The folder that lumo report wrote to.")],
    responses: Responses = None,
    coding: Coding = None,
    data: Annotated[
        Path | None, typer.Option(help="The folder with one folder a survey; data/ by default.")
    ] = None,
    former: Annotated[
        list[Path] | None,
        typer.Option(help="A folder with a former edition of the reports; repeatable."),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Processes; one a processor by default.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Attack finished reports: could a reader of all of them find out what few people answered?

    Reads every number of the pages, PDF files, spreadsheets and notebooks of a folder. Give
    the responses that the reports were made from, unless they are the synthetic ones. Ends
    with 0 when nothing was found, 1 when something was, 2 when the reports can't be judged.
    What it prints is private: it tells what could be learnt.

    Example: lumo audit reports/
    """
    from lumo_analysis.publishing.audit.command import audit_folder

    found = audit_folder(folder, data, responses, coding, former or (), jobs)
    typer.echo(found.to_json() if json else found.text)
    if not found.clean:
        raise typer.Exit(Exit.SOME_FAILED)


@app.command()
def compare(
    surveys: Annotated[list[str], typer.Argument(help="Two or more surveys, oldest first.")],
    responses: Annotated[
        list[Path] | None, typer.Option(help="An export for each survey, in the same order.")
    ] = None,
    language: Annotated[str, typer.Option(help="fi or en.")] = "en",
) -> None:
    """Compare surveys or waves wherever they asked the same; refuse the rest, with the reason.

    Example: lumo compare workers-2021 workers-2024
    """
    from lumo_analysis.analysis.disclosure.plan_store import plan_for
    from lumo_analysis.presentation.survey_comparison import comparison_text, survey_comparison
    from lumo_analysis.presentation.wording import Wording
    from lumo_analysis.survey.survey import load_survey

    if responses and len(responses) != len(surveys):
        raise typer.BadParameter("give one --responses for each survey, in the same order")
    files: list[Path | None] = [*responses] if responses else [None] * len(surveys)
    loaded = [load_survey(name, file) for name, file in zip(surveys, files, strict=True)]
    plans = {each.questionnaire.survey: plan_for(each) for each in loaded}
    typer.echo(comparison_text(survey_comparison(loaded, plans, Wording(language))))


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


app.command()(code)


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
        typer.echo("Interrupted; the former reports are in place as they were.", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
