"""What a notebook may show outside: only what a plan of disclosure control has gone over.

The blocks of a report carry the fingerprint of its plan. Anything else that a code cell shows
may come from respondents' answers: no exporter can tell. It is exported only where a person
has tagged its cell `public`, and next to protected responses not even then.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nbformat import NotebookNode

from lumo_analysis.errors import ReportError

OPEN_TAG = "public"
"""The tag of a cell for whose outputs a person vouches: synthetic or public data, or none."""


def refuse_unprotected(notebook: NotebookNode, shown: Iterable[tuple[int, dict[str, Any]]]) -> None:
    """Check each block, with the position of its cell from 1; the front is the first.

    Words of Markdown cells are the author's own and pass.

    Raises:
        ReportError: a block without the fingerprint of the front's plan; the message names
            the cell and says what to do.
    """
    (_, front), *rest = shown
    plan = front.get("plan")
    for position, block in rest:
        cell = notebook.cells[position - 1]
        if cell.cell_type != "code" or (plan and block.get("plan") == plan):
            continue
        if block.get("plan"):
            raise ReportError(
                f"cell {position} shows a part of another report than the front's; "
                "keep the parts of one report together, or remove the cell"
            )
        if front.get("standing") == "protected":
            raise ReportError(
                f"cell {position} shows something that did not pass through the plan of "
                "disclosure control, next to real responses; show only what the report's own "
                "methods give, or tag the cell 'note' to keep it out"
            )
        if OPEN_TAG not in cell.metadata.get("tags", []):
            raise ReportError(
                f"cell {position} shows something that did not pass through a plan of disclosure "
                "control; tag the cell 'note' to keep it out, or, where all it shows is from "
                f"synthetic or public data, tag it '{OPEN_TAG}'"
            )
