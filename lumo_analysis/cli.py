"""The command `lumo`: reports, checks and synthetic responses from the shell.

Heavy modules are imported inside the commands, so that `lumo --help` answers at once.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from lumo_analysis.cli_coding import code
from lumo_analysis.cli_reports import Coding, Exit, Responses, report, status
from lumo_analysis.cli_surveys import export, new, synthesize
from lumo_analysis.errors import LumoError, ReportError

app = typer.Typer(
    name="lumo",
    help="From a questionnaire's export to accessible reports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


app.command()(report)
app.command()(status)


@app.command()
def check(
    survey: Annotated[str, typer.Argument(help="A survey's name in data/, or its folder.")],
    file: Annotated[Path | None, typer.Argument(help="An export of its responses.")] = None,
    responses: Responses = None,
    language: Annotated[str, typer.Option(help="The language of the text: fi or en.")] = "en",
    quick: Annotated[bool, typer.Option("--quick", help="Leave out what will be hidden.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Read and check a survey before any report is made from it.

    Tells what was recognised, who answered and how, what the reports will hide and which
    published figures differ, for the person who has the responses. Ends with 0 when all is
    well, 1 when a published figure differs, 2 when the export or questionnaire is refused.

    Example: lumo check workers-2021 export.csv
    """
    from lumo_analysis.presentation.preflight_command import check_survey

    if file is not None and responses is not None:
        raise typer.BadParameter("give the export once, with or without --responses")
    found = check_survey(survey, file or responses, language, quick=quick, as_json=json)
    typer.echo(found.text)
    if found.refused or found.differing:
        raise typer.Exit(Exit.REFUSED if found.refused else Exit.SOME_FAILED)


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


for _command in (new, synthesize, export, code):
    app.command()(_command)


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
