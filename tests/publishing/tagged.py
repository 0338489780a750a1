"""A tagged PDF read as a screen reader reads it: by its tags, each with its own text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf

_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
SOFT_HYPHEN = "\u00ad"


def squeezed(text: str) -> str:
    """Text without what setting it in lines changes: spaces, and hyphens of any kind."""
    return re.sub(r"[\s\u200b\u00ad\u2010-]+", "", unicodedata.normalize("NFC", text))


@dataclass
class Element:
    """A structure element: its tag, its attributes and its own children and texts in order."""

    tag: str
    alt: str
    language: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text below, in the order of reading."""
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    def below(self, *tags: str) -> Iterator[Element]:
        """The elements with one of these tags below this one, in order."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag in tags:
                    yield child
                yield from child.below(*tags)


@dataclass
class Artifact:
    """What a screen reader passes over: its subtype, such as "Footer", and its text."""

    subtype: str
    text: str = ""


# A number of marked content, an artifact, or neither.
_Mark = int | Artifact | None


class TaggedPdf:
    """A document's structure tree and its artifacts, with their texts."""

    def __init__(self, path: Path) -> None:
        self.document = pikepdf.open(path)
        self._fonts: dict[tuple[int, int], dict[int, str]] = {}
        # By page and number of the marked content.
        self._texts: dict[tuple[tuple[int, int], int], str] = {}
        self.artifacts: list[list[Artifact]] = []
        for page in self.document.pages:
            self._read(page)

    @cached_property
    def root(self) -> Element:
        """The document as a tree of elements."""
        return self._element(self.document.Root.StructTreeRoot, None)

    def _element(self, source: Any, page: Any) -> Element:
        page = source.get("/Pg", page)
        attributes = source.get("/A", pikepdf.Array())
        listed = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
        merged = {name: str(value) for entry in listed for name, value in entry.items()}
        element = Element(
            str(source.get("/S", "/Root")).lstrip("/"),
            str(source.get("/Alt", "")),
            str(source.get("/Lang", "")),
            merged,
        )
        kids = source.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if not isinstance(kid, pikepdf.Dictionary):
                element.children.append(self._texts.get((page.objgen, int(kid)), ""))
            elif "/MCID" in kid:
                place = kid.get("/Pg", page).objgen
                element.children.append(self._texts.get((place, int(kid.MCID)), ""))
            elif "/S" in kid:
                element.children.append(self._element(kid, page))
        return element

    def _read(self, page: Any) -> None:
        """Note the texts of a page by the mark they stand in."""
        fonts = page.obj.Resources.get("/Font", {})
        decode: dict[int, str] = {}
        # What is open, with the text that is said in place of what is shown, if there is one.
        opened: list[tuple[_Mark, str | None]] = []
        self.artifacts.append([])
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name == "Tf":
                decode = self._decoder(fonts[str(operands[0])])
            elif name in ("BDC", "BMC"):
                mark, instead = self._mark(operands, page)
                opened.append((mark, instead))
                if instead and not any(text is not None for _, text in opened[:-1]):
                    self._add(page, opened, instead)
            elif name == "EMC":
                opened.pop()
            elif name in ("Tj", "TJ") and all(text is None for _, text in opened):
                parts = operands[0] if name == "TJ" else [operands[0]]
                shown = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
                self._add(page, opened, "".join(_decoded(part, decode) for part in shown))

    def _add(self, page: Any, opened: list[tuple[_Mark, str | None]], text: str) -> None:
        marks = [mark for mark, _ in opened if mark is not None]
        assert marks or not text.strip(), f"text outside every tag: {text!r}"
        if not marks:
            return
        if isinstance(marks[-1], Artifact):
            marks[-1].text += text
        else:
            key = (page.obj.objgen, marks[-1])
            self._texts[key] = self._texts.get(key, "") + text

    def _mark(self, operands: Any, page: Any) -> tuple[_Mark, str | None]:
        properties = operands[1] if len(operands) > 1 else {}
        if isinstance(properties, pikepdf.Name):
            properties = page.obj.Resources.Properties[str(properties)]
        instead = properties.get("/ActualText")
        text = None if instead is None else str(instead)
        if str(operands[0]) == "/Artifact":
            artifact = Artifact(str(properties.get("/Subtype", "")).lstrip("/"))
            self.artifacts[-1].append(artifact)
            return artifact, text
        mcid = properties.get("/MCID")
        return (None if mcid is None else int(mcid)), text

    def _decoder(self, font: Any) -> dict[int, str]:
        if font.objgen not in self._fonts:
            codes: dict[int, str] = {}
            for kind, body in _SECTION.findall(font.ToUnicode.read_bytes()):
                if kind == b"bfchar":
                    for code, text in _PAIR.findall(body):
                        codes[int(code, 16)] = _unicode(text)
                else:
                    for low, high, text in _RANGE.findall(body):
                        start = _unicode(text)
                        for offset in range(int(high, 16) - int(low, 16) + 1):
                            last = chr(ord(start[-1]) + offset)
                            codes[int(low, 16) + offset] = start[:-1] + last
            self._fonts[font.objgen] = codes
        return self._fonts[font.objgen]


def _unicode(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


def _decoded(shown: bytes, decode: dict[int, str]) -> str:
    codes = (int.from_bytes(shown[i : i + 2], "big") for i in range(0, len(shown), 2))
    return "".join(decode.get(code, "\ufffd") for code in codes)
