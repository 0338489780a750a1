"""The command `lumo code`; what it does is imported inside it, so that `--help` answers at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lumo_analysis.cli_reports import Responses


def code(
    survey: Annotated[str, typer.Argument(help="A survey's name in data/, or its folder.")],
    coder: Annotated[
        str, typer.Option(help="Who decides, such as initials; not for --export and --import.")
    ] = "",
    read: Annotated[
        Path | None, typer.Option(help="A filled spreadsheet to read back; else one is written.")
    ] = None,
    responses: Responses = None,
    coding: Annotated[
        Path | None,
        typer.Option(help="The coding file; by default RESPONSES-coding.csv beside the export."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="The spreadsheet; by default in the private folder.")
    ] = None,
    language: Annotated[str, typer.Option(help="The language of the labels: fi or en.")] = "en",
    analyser: Annotated[
        str, typer.Option(help="What finds suggestions: pypykko, simplemma, voikko or none.")
    ] = "pypykko",
    export_to: Annotated[
        Path | None,
        typer.Option(
            "--export", help="Write a REFI-QDA project (.qdpx) or codebook (.qdc) instead."
        ),
    ] = None,
    import_from: Annotated[
        Path | None,
        typer.Option("--import", help="Read the codes of a REFI-QDA project (.qdpx) back."),
    ] = None,
) -> None:
    """Code open answers: write a spreadsheet with suggestions, then read back what was decided.

    The spreadsheet holds what respondents wrote, so it is written where only you can read it.
    Reading back adds decisions to the coding file and changes none that stands there.

    MAXQDA, ATLAS.ti, NVivo and QualCoder open what --export writes; --import reads it back.

    Example: lumo code workers-2021 --responses export.csv --coder AK
    """
    from lumo_analysis.errors import ParameterError
    from lumo_analysis.publishing.coding_command import read_back, write_out
    from lumo_analysis.publishing.coding_exchange import export_codes, import_codes

    if sum(file is not None for file in (read, export_to, import_from)) > 1:
        raise ParameterError("give one of --read, --export and --import")
    if export_to is not None:
        typer.echo(export_codes(survey, export_to, responses, coding, language))
    elif import_from is not None:
        typer.echo(import_codes(survey, import_from, responses, coding))
    elif not coder:
        raise ParameterError("name who decides in --coder, such as initials")
    elif read is not None:
        typer.echo(read_back(survey, coder, read, responses, coding))
    else:
        typer.echo(write_out(survey, coder, responses, coding, output, language, analyser))
