"""The parts of an exhibit: a table of finished text, and a drawn chart."""

from __future__ import annotations

import html
from dataclasses import dataclass


def escape(text: str) -> str:
    """The text as HTML shows it, in quotation marks too."""
    return html.escape(text, quote=True)


@dataclass(frozen=True)
class TableColumn:
    """A column of a table; numeric ones are set flush right."""

    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of finished text. The first cell of a row is its header. No cell is merged."""

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        wrong = [row for row in self.rows if len(row) != len(self.columns)]
        assert not wrong, "each row has one cell a column"

    def as_html(self, caption: str) -> str:
        """An accessible table: a caption, and headers with a scope."""
        head = "".join(f'<th scope="col">{escape(c.label)}</th>' for c in self.columns)
        body = "".join(
            f'<tr><th scope="row">{escape(row[0])}</th>'
            + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
            + "</tr>"
            for row in self.rows
        )
        caption = escape(caption)
        return (
            f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table>"
        )


@dataclass(frozen=True)
class Picture:
    """A drawn chart: SVG text, its size in CSS pixels, and what it shows, in words."""

    svg: str
    width: int
    height: int
    alt: str
