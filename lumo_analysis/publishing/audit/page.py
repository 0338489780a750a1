"""A report's HTML page taken apart: its exhibits by structure, and every other text.

Nothing is left out: what belongs to no exhibit is among the page's texts, down to attributes,
comments and the head.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from lumo_analysis.publishing.audit.markup import COMMENT, Node, parse_html
from lumo_analysis.publishing.audit.page_parts import ExhibitParts, Passage, attributes_of

__all__ = ["Exhibit", "Page", "Passage", "Quotation", "read_page"]


class Quotation(NamedTuple):
    """Words that a page quotes, and whence it says they are."""

    text: str
    attribution: str


@dataclass(frozen=True)
class Exhibit:
    """One result as a page shows it: all faces, as text.

    `heading` is the nearest heading before it; `svg` is the picture's source, empty where
    there is none, and `size` its width and height as the page states them. `extra` are texts
    that stand in no known part of an exhibit.
    """

    anchor: str
    heading: str
    label: str = ""
    title: str = ""
    finding: str = ""
    alt: str = ""
    svg: bytes = b""
    size: tuple[str, str] = ("", "")
    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    extra: tuple[Passage, ...] = ()

    @property
    def name(self) -> str:
        """How a finding of the audit calls it."""
        return self.label.rstrip(".") or f"the exhibit '{self.anchor}'"


@dataclass(frozen=True)
class Page:
    """A page's parts in their order, and its quotes.

    `front` are the texts before the report's own content, `body` that content in order,
    `rest` what stands elsewhere: the head, attributes, comments and the foot.
    """

    language: str
    front: tuple[Passage, ...]
    body: tuple[Passage | Exhibit, ...]
    rest: tuple[Passage, ...]
    quotes: tuple[Quotation, ...]
    unreadable: tuple[str, ...] = ()

    @property
    def exhibits(self) -> list[Exhibit]:
        """The exhibits in order."""
        return [part for part in self.body if isinstance(part, Exhibit)]

    @property
    def texts(self) -> list[Passage]:
        """Every text that belongs to no exhibit."""
        own = [part for part in self.body if isinstance(part, Passage)]
        return [*self.front, *own, *self.rest]


def read_page(content: str) -> Page:
    """Take a page apart."""
    root = parse_html(content)
    reader = _Reader(frozenset(node.attributes.get("id", "") for node in root.walk()))
    reader.read(root)
    languages = [node.attributes.get("lang", "") for node in root.find("html")]
    return Page(
        languages[0] if languages else "",
        reader.texts("front"),
        tuple(reader.parts["body"]),
        reader.texts("rest"),
        tuple(reader.quotes),
        tuple(reader.unreadable),
    )


_BLOCKS = frozenset({"p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "figcaption", "summary"})
_BLOCKS |= {"title", "td", "th", "caption", "a", "blockquote", "style", "pre", "span", "script"}
_PLACES = {"header": "front", "nav": "front", "main": "body", "footer": "rest"}


class _Reader:
    """Walks a page once and sorts what it finds into "front", "body" and "rest"."""

    def __init__(self, anchors: frozenset[str]) -> None:
        self._anchors = anchors
        self.parts: dict[str, list[Passage | Exhibit]] = {"front": [], "body": [], "rest": []}
        self.quotes: list[Quotation] = []
        self.unreadable: list[str] = []
        self._heading = ""
        self._place = "rest"

    def texts(self, place: str) -> tuple[Passage, ...]:
        """The texts of a place that belong to no exhibit."""
        return tuple(part for part in self.parts[place] if isinstance(part, Passage))

    def read(self, node: Node) -> None:
        """Sort an element and all that is in it."""
        if node.tag == "div" and node.has_class("exhibit"):
            self.parts["body"].append(self._exhibit(node))
            return
        before = self._place
        self._place = _PLACES.get(node.tag, self._place)
        if node.tag in ("h2", "h3"):
            self._heading = node.text()
        if node.tag == "figure" and node.find("blockquote"):
            said = " ".join(part.text() for part in node.find("blockquote"))
            whence = " ".join(part.text() for part in node.find("figcaption"))
            self.quotes.append(Quotation(said, whence))
        self._attributes(node)
        if node.tag == COMMENT or (node.tag in _BLOCKS and not _holds_blocks(node)):
            self._take(node)
        else:
            for child in node.children:
                if isinstance(child, str):
                    self._add(f"the {node.tag} element", child)
                else:
                    self.read(child)
        self._place = before

    def _take(self, node: Node) -> None:
        """A whole block of text, and the attributes of all that is in it."""
        place = f"'{self._heading}'" if self._heading else f"the {node.tag} element"
        if node.tag == "a" and self._place == "front":
            place = "a contents entry"
        self._add("a comment" if node.tag == COMMENT else place, node.text())
        for inner in node.walk():
            if inner is not node:
                self._attributes(inner)
                if inner.tag == COMMENT:
                    self._add("a comment", inner.text())

    def _add(self, place: str, text: str) -> None:
        if text.strip():
            self.parts[self._place].append(Passage(place, text))

    def _attributes(self, node: Node) -> None:
        texts = attributes_of(node, self._anchors)
        self.parts["rest"] += [Passage(f"the {node.tag} element", text) for text in texts]

    def _exhibit(self, node: Node) -> Exhibit:
        parts = ExhibitParts(node, self._anchors)
        self.unreadable += parts.unreadable
        return Exhibit(
            anchor=node.attributes.get("id", ""),
            heading=self._heading,
            label=parts.label,
            title=parts.title,
            finding=parts.finding,
            alt=parts.alt,
            svg=parts.svg,
            size=parts.size,
            headers=parts.headers,
            rows=tuple(parts.rows),
            notes=tuple(parts.notes),
            captions=tuple(parts.captions),
            extra=tuple(parts.extra),
        )


def _holds_blocks(node: Node) -> bool:
    return any(inner.tag in _BLOCKS for inner in node.walk() if inner is not node)
