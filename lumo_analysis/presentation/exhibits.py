"""What a notebook's cell shows: headings, words, tables and figures, as data.

A block shows itself in Jupyter and carries the same content as JSON in its MIME bundle.
The HTML and PDF exporters read that JSON, never the markup, so the faces can't disagree
and nothing a respondent wrote is ever parsed as markup.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from lumo_analysis.presentation.exhibit_parts import Picture as Picture
from lumo_analysis.presentation.exhibit_parts import Table as Table
from lumo_analysis.presentation.exhibit_parts import TableColumn as TableColumn
from lumo_analysis.presentation.exhibit_parts import escape

MIME = "application/vnd.lumo.block+json"
Tone = Literal["synthetic", "internal", "public", "note"]
Standing = Literal["synthetic", "public", "protected"]
"""What responses are: nobody's, given under the respondents' names, or real and protected."""


@dataclass(frozen=True)
class Block:
    """One piece of a report. Every text in it is plain text, already in its language.

    `plan` is the fingerprint of the plan of disclosure control that the block obeys. Only a
    `Report` sets it; the exporters refuse a block without it next to protected responses.
    """

    kind: ClassVar[str] = ""
    plan: str | None = field(default=None, kw_only=True)

    def to_json(self) -> dict[str, Any]:
        """The block as JSON types, with its kind; picture and table nested where it has them."""
        return {"kind": self.kind, **_without_none(dataclasses.asdict(self))}

    def as_text(self) -> str:
        """What a terminal shows."""
        raise NotImplementedError

    def as_html(self) -> str:
        """What JupyterLab shows."""
        return f"<p>{escape(self.as_text())}</p>"

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {MIME: self.to_json(), "text/html": self.as_html(), "text/plain": self.as_text()}


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(part) for key, part in value.items() if part is not None}
    if isinstance(value, list | tuple):
        return [_without_none(part) for part in value]
    return value


@dataclass(frozen=True)
class Front(Block):
    """The head of a report: its title and what every page of it must carry.

    `mark` stands on every page ("Synthetic demonstration data ..."); `facts` are name and
    value pairs such as the number of respondents; `date` is the month of the data.
    """

    kind: ClassVar[str] = "front"
    title: str
    subtitle: str
    language: str
    survey: str
    region: str
    notebook: str
    author: str
    date: str
    facts: tuple[tuple[str, str], ...] = ()
    mark: str | None = None
    tone: Tone | None = None
    standing: Standing | None = None

    def as_text(self) -> str:
        return f"{self.title}\n{self.subtitle}" + (f"\n{self.mark}" if self.mark else "")

    def as_html(self) -> str:
        mark = f"<p><strong>{escape(self.mark)}</strong></p>" if self.mark else ""
        facts = "".join(f"<li>{escape(n)}: {escape(v)}</li>" for n, v in self.facts)
        return f"<h1>{escape(self.title)}</h1><p>{escape(self.subtitle)}</p>{mark}<ul>{facts}</ul>"


@dataclass(frozen=True)
class Heading(Block):
    """A section's or subsection's heading; `anchor` is unique in a report.

    `listed` is False for one that comes again under many questions, and would only lengthen
    the table of contents.
    """

    kind: ClassVar[str] = "heading"
    level: Literal[2, 3]
    text: str
    anchor: str
    listed: bool = field(default=True, kw_only=True)

    def as_text(self) -> str:
        return self.text

    def as_html(self) -> str:
        return f"<h{self.level}>{escape(self.text)}</h{self.level}>"


@dataclass(frozen=True)
class Paragraph(Block):
    """A paragraph of running text."""

    kind: ClassVar[str] = "paragraph"
    text: str

    def as_text(self) -> str:
        return self.text


@dataclass(frozen=True)
class Bullets(Block):
    """A list of sentences."""

    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]

    def as_text(self) -> str:
        return "\n".join(f"- {item}" for item in self.items)

    def as_html(self) -> str:
        return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in self.items) + "</ul>"


@dataclass(frozen=True)
class Findings(Block):
    """Findings in order of weight: each the title and finding of an exhibit, and its id."""

    kind: ClassVar[str] = "findings"
    points: tuple[tuple[str, str, str], ...]

    def as_text(self) -> str:
        return "\n".join(f"- {title}: {finding}" for title, finding, _ in self.points)

    def as_html(self) -> str:
        items = (f"<li>{escape(title)}: {escape(text)}</li>" for title, text, _ in self.points)
        return f"<ul>{''.join(items)}</ul>"


@dataclass(frozen=True)
class Facts(Block):
    """Names and values, such as where the numbers come from."""

    kind: ClassVar[str] = "facts"
    pairs: tuple[tuple[str, str], ...]

    def as_text(self) -> str:
        return "\n".join(f"{name}: {value}" for name, value in self.pairs)

    def as_html(self) -> str:
        pairs = "".join(f"<dt>{escape(n)}</dt><dd>{escape(v)}</dd>" for n, v in self.pairs)
        return f"<dl>{pairs}</dl>"


@dataclass(frozen=True)
class Notice(Block):
    """A boxed remark that must not be missed."""

    kind: ClassVar[str] = "notice"
    text: str
    tone: Tone = "note"

    def as_text(self) -> str:
        return self.text


@dataclass(frozen=True)
class Exhibit(Block):
    """A result with all its faces: finding, picture, table and notes.

    `id` is unique in a report and stable between runs. `finding` is one sentence with
    numbers. `table` holds every number that the picture shows. Numbering ("Figure 3") is
    the exporters', since only they see the whole report. `prominence` says how far the result
    stands out (see `prominence`); it orders a report's main findings and is not exported.
    """

    kind: ClassVar[str] = "exhibit"
    id: str
    title: str
    table: Table
    finding: str = ""
    picture: Picture | None = None
    notes: tuple[str, ...] = ()
    prominence: float = field(default=0.0, kw_only=True, compare=False)

    def to_json(self) -> dict[str, Any]:
        content = super().to_json()
        del content["prominence"]
        return content

    def as_text(self) -> str:
        lines = [self.title, *([self.finding] if self.finding else [])]
        lines.append(" | ".join(column.label for column in self.table.columns))
        lines.extend(" | ".join(row) for row in self.table.rows)
        return "\n".join([*lines, *self.notes])

    def as_html(self) -> str:
        picture = (
            f'<div role="img" aria-label="{escape(self.picture.alt)}">{self.picture.svg}</div>'
            if self.picture
            else ""
        )
        finding = f"<p>{escape(self.finding)}</p>" if self.finding else ""
        notes = "".join(f"<p><small>{escape(note)}</small></p>" for note in self.notes)
        return finding + picture + self.table.as_html(self.title) + notes


@dataclass(frozen=True)
class Quote(Block):
    """Words of a respondent, in their own language, with a coarse attribution."""

    kind: ClassVar[str] = "quote"
    text: str
    language: str
    attribution: str

    def as_text(self) -> str:
        return f"“{self.text}” ({self.attribution})"
