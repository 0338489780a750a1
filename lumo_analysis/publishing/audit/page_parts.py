"""The parts of an exhibit in a page: captions, table, picture, notes, and whatever else."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lumo_analysis.publishing.audit.markup import COMMENT, Node


class Passage(NamedTuple):
    """A text and where it stands, in words."""

    place: str
    text: str

    @property
    def heading(self) -> str:
        """The heading that it stands under, which may itself end in a quotation mark.

        >>> Passage("'What they call 'haste''", "12 of 30").heading
        "What they call 'haste'"
        """
        return self.place.removeprefix("'").removesuffix("'")


# Attributes that hold names of places in the page, or words of the page's own making.
_STRUCTURE = frozenset({"class", "role", "scope", "lang", "charset", "name"})
_REFERENCES = frozenset({"id", "href", "aria-labelledby", "for"})
_TABINDEX = re.compile("-?[01]")


class ExhibitParts:
    """The parts of one exhibit."""

    def __init__(self, root: Node, anchors: frozenset[str]) -> None:
        self._anchors = anchors
        self.label = self.title = self.finding = self.alt = ""
        self.svg, self.size = b"", ("", "")
        self.headers: tuple[str, ...] = ()
        self.rows: list[tuple[str, ...]] = []
        self.notes: list[str] = []
        self.captions: list[str] = []
        self.extra: list[Passage] = []
        self.unreadable: list[str] = []
        self._walk(root)

    def _walk(self, node: Node) -> None:
        known = self._take(node)
        texts = attributes_of(node, self._anchors, self.headers)
        self.extra += [Passage(f"the {node.tag} element", text) for text in texts]
        for child in node.children:
            if isinstance(child, Node):
                # A text that was taken whole is not taken again, its elements' attributes are.
                self._walk(child) if not known else self._inner(child)
            elif not known and child.strip():
                self.extra.append(Passage(f"the {node.tag} element", child))

    def _inner(self, node: Node) -> None:
        for inner in node.walk():
            texts = [*attributes_of(inner, self._anchors)]
            texts += [inner.text()] if inner.tag == COMMENT else []
            self.extra += [Passage(f"the {inner.tag} element", text) for text in texts]

    def _take(self, node: Node) -> bool:
        """Whether the element is a known part whose whole text is now taken."""
        text = node.text()
        if node.tag == COMMENT or node.tag == "summary":
            self.extra.append(Passage("a comment" if node.tag == COMMENT else "a summary", text))
        elif node.tag == "p" and node.has_class("finding") and not self.finding:
            self.finding = text
        elif node.tag == "p" and node.has_class("remark"):
            self.notes.append(text)
        elif node.tag in ("figcaption", "caption"):
            self._caption(node, text)
        elif node.tag == "tr":
            cells = [c for c in node.children if isinstance(c, Node) and c.tag in ("td", "th")]
            return self._row(tuple(cell.text() for cell in cells))
        elif node.tag == "img":
            self._picture(node)
        else:
            return node.tag in ("th", "td")
        return True

    def _caption(self, node: Node, text: str) -> None:
        label = "".join(part.text() for part in node.find("b")[:1])
        self.captions.append(text)
        if not self.label:
            self.label, self.title = label, text.removeprefix(label).strip()

    def _row(self, cells: tuple[str, ...]) -> bool:
        if not self.headers:
            self.headers = cells
        else:
            self.rows.append(cells)
        return False

    def _picture(self, node: Node) -> None:
        start, _, data = node.attributes.get("src", "").partition(",")
        self.size = node.attributes.get("width", ""), node.attributes.get("height", "")
        self.alt += node.attributes.get("alt", "")
        if self.svg or start != "data:image/svg+xml;base64":
            self.unreadable.append(f"{self.label or 'a picture'} is not a drawing of its own")
            return
        try:
            self.svg = base64.b64decode(data, validate=True)
        except binascii.Error:
            self.unreadable.append(f"the drawing of {self.label} is damaged")


def attributes_of(
    node: Node, anchors: frozenset[str], headers: Sequence[str] = ()
) -> Iterator[str]:
    """The values of attributes that are neither structure nor a place in the page.

    A cell may repeat its column's header for narrow windows.
    """
    for name, value in node.attributes.items():
        if name == "data-column" and value in headers:
            continue
        if name == "tabindex" and _TABINDEX.fullmatch(value):
            continue
        if name in _STRUCTURE and not re.search(r"\d", value):
            continue
        if name in _REFERENCES and set(value.removeprefix("#").split()) <= anchors:
            continue
        if node.tag == "img" and name in ("src", "alt", "width", "height"):
            continue
        if value.strip():
            yield value
