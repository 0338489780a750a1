"""Takes an SVG apart: what it writes, and what it draws."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element

from matplotlib import font_manager

from lumo_analysis.publishing.audit.drawing import Box, Drawing, Lettering, Line, Mark
from lumo_analysis.publishing.audit.numerals import tokens
from lumo_analysis.publishing.audit.page import Passage
from lumo_analysis.publishing.audit.xml_parts import XmlError, parse_xml
from lumo_analysis.publishing.audit.xml_parts import tag_of as _tag

_NUMBER = r"-?\d+(?:\.\d+)?(?:e-?\d+)?"
_TRANSFORM = re.compile(rf"(translate|scale)\(({_NUMBER})(?:[ ,]+({_NUMBER}))?\)")
_COORDINATES = re.compile(rf"({_NUMBER})[ ,]({_NUMBER})")
_GLYPH = re.compile(r"(.+)-([0-9a-f]+)")
_FILL = re.compile(r"fill:\s*([^;]+)")
_STROKE = re.compile(r"stroke:\s*([^;]+)")
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_IDENTITY = (1.0, 1.0, 0.0, 0.0)
# Attributes that say how something looks; their numbers are the package's or coordinates
# that are read as such.
_LOOKS = frozenset({"style", "clip-path", "stroke-linejoin", "version", "id", "transform", "d"})
_LOOKS |= {"x", "y", "width", "height", "viewBox"}


def read_drawing(svg: bytes) -> Drawing:
    """Take an SVG apart; what is not understood is among the faults.

    >>> path = '<path d="M 0 0 L 9 0 L 9 4 L 0 4 z" style="fill: #123456"/>'
    >>> read_drawing(f'<svg xmlns="http://www.w3.org/2000/svg">{path}</svg>'.encode()).boxes
    [Box(left=0.0, top=0.0, right=9.0, bottom=4.0, fill='#123456')]
    """
    drawing = Drawing()
    try:
        root = parse_xml(svg)
    except XmlError:
        drawing.faults.append("the drawing is not a whole SVG file")
        return drawing
    reader = _Reader(drawing, root)
    reader.read(root, _IDENTITY, "")
    reader.end()
    return drawing


Matrix = tuple[float, float, float, float]
"""Scale across and down, then shift across and down."""


class _Reader:
    def __init__(self, drawing: Drawing, root: Element) -> None:
        self._drawing = drawing
        self._defined = {
            element.attrib["id"]: element for element in root.iter() if "id" in element.attrib
        }
        self._used: set[str] = set()
        self._starts: dict[str, tuple[float, float] | None] = {}
        drawing.width = _length(root.get("width", "0"))
        drawing.height = _length(root.get("height", "0"))

    def read(self, element: Element, matrix: Matrix, style: str) -> None:
        tag = _tag(element)
        self._words(element, tag, matrix)
        style = element.get("style", style)
        if tag == "defs":
            self._definitions(element)
            return
        matrix = self._moved(element, matrix)
        if tag == "path":
            self._path(element, matrix, style)
        elif tag == "use":
            self._use(element, matrix, style)
        elif tag == "g" and self._is_text(element):
            self._text(element, matrix)
            return
        elif tag not in ("svg", "g", "text", "title", "desc"):
            self._drawing.faults.append(f"an element '{tag}' that the audit can't read")
        for child in element:
            self.read(child, matrix, style)

    def end(self) -> None:
        """What is defined and never drawn could hold anything."""
        idle = [
            name
            for name, element in self._defined.items()
            if _tag(element) == "path" and name not in self._used
        ]
        if idle:
            self._drawing.faults.append(f"{len(idle)} shapes that are defined and not drawn")

    def _words(self, element: Element, tag: str, matrix: Matrix) -> None:
        for text in (element.text, *(child.tail for child in element)):
            if text and text.strip():
                x, y = _place(matrix, float(element.get("x", 0)), float(element.get("y", 0)))
                self._drawing.texts.append(Lettering(x, y, text.strip()))
        for name, value in element.attrib.items():
            plain = name.rpartition("}")[2]
            if plain not in _LOOKS and plain != "href" and tokens(value):
                self._drawing.passages.append(Passage(f"an attribute of '{tag}'", value))

    def _definitions(self, element: Element) -> None:
        for child in element:
            tag = _tag(child)
            if tag not in ("path", "clipPath"):
                self._drawing.faults.append(f"a definition '{tag}' that the audit can't read")
            for inner in child.iter():
                self._words(inner, _tag(inner), _IDENTITY)

    def _moved(self, element: Element, matrix: Matrix) -> Matrix:
        given = element.get("transform", "")
        if _TRANSFORM.sub("", given).strip():
            self._drawing.faults.append("something is turned or slanted")
        for kind, first, second in _TRANSFORM.findall(given):
            across, down, x, y = matrix
            if kind == "translate":
                matrix = across, down, x + across * float(first), y + down * float(second or 0)
            else:
                matrix = across * float(first), down * float(second or first), x, y
        return matrix

    def _is_text(self, element: Element) -> bool:
        uses = [child for child in element if _tag(child) == "use"]
        return bool(uses) and all(
            _tag(child) == "defs" or (_tag(child) == "use" and child.get("x") is None)
            for child in element
        )

    def _text(self, element: Element, matrix: Matrix) -> None:
        text = ""
        for child in element:
            if _tag(child) == "defs":
                self._definitions(child)
                continue
            self._words(child, "use", matrix)
            name = _reference(child)
            self._used.add(name)
            sign = self._sign(name)
            if sign is None:
                self._drawing.faults.append(f"a glyph '{name}' that the audit can't read")
            text += sign or "\ufffd"
            if name in self._defined:
                self._glyph(name, self._moved(child, matrix))
        text = _LIGATURES.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), text)
        self._drawing.texts.append(Lettering(matrix[2], matrix[3], text))

    def _sign(self, name: str) -> str | None:
        found = _GLYPH.fullmatch(name)
        if found is None or name not in self._defined:
            return None
        # The font's name may itself hold a hyphen, and a chart's name stands before it.
        parts = found[1].split("-")
        for first in range(len(parts)):
            signs = signs_of("-".join(parts[first:]))
            if signs:
                return signs.get(int(found[2], 16))
        return None

    def _use(self, element: Element, matrix: Matrix, style: str) -> None:
        name = _reference(element)
        self._used.add(name)
        shape = self._defined.get(name)
        x, y = _place(matrix, float(element.get("x", 0)), float(element.get("y", 0)))
        if shape is None or _tag(shape) != "path":
            self._drawing.faults.append(f"a reference to '{name}', which is not in the drawing")
            return
        self._drawing.marks.append(Mark(x, y, _colour(_FILL, element.get("style", style))))
        self._stroke(shape, (matrix[0], matrix[1], x, y))

    def _path(self, element: Element, matrix: Matrix, style: str) -> None:
        self._used.add(element.get("id", ""))
        points = [_place(matrix, x, y) for x, y in _points(element)]
        self._stroke(element, matrix)
        fill, stroke = _colour(_FILL, style), _colour(_STROKE, style)
        across = sorted({x for x, _ in points})
        down = sorted({y for _, y in points})
        if fill != "none" and len(points) == 4 and len(across) == 2 and len(down) == 2:
            self._drawing.boxes.append(Box(across[0], down[0], across[1], down[1], fill))
        elif fill == "none" and stroke != "none" and len(points) == 2:
            self._drawing.lines.append(Line(*points[0], *points[1]))
        elif not (fill != "none" and len(across) < 2):
            self._drawing.faults.append("a shape that is no bar, line or marker")
        else:
            # A bar of no width still says that its share is 0.
            self._drawing.boxes.append(Box(across[0], down[0], across[-1], down[-1], fill))

    def _stroke(self, path: Element, matrix: Matrix) -> None:
        matrix = self._moved(path, matrix)
        curved = re.search("[CQ]", path.get("d", "")) is not None
        corners = itertools.islice(_points(path), 1) if curved else _points(path)
        points = tuple(_place(matrix, x, y) for x, y in corners)
        if points:
            self._drawing.strokes.append(points)

    def _glyph(self, name: str, matrix: Matrix) -> None:
        """Enter a glyph by its first corner; charts draw the same few glyphs many times."""
        path = self._defined[name]
        if name not in self._starts:
            self._starts[name] = next(_points(path), None)
        start = self._starts[name]
        if start is not None:
            self._drawing.strokes.append((_place(self._moved(path, matrix), *start),))


def _length(text: str) -> float:
    found = re.match(_NUMBER, text)
    return float(found.group()) if found else 0.0


def _place(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    return matrix[0] * x + matrix[2], matrix[1] * y + matrix[3]


def _points(path: Element) -> Iterator[tuple[float, float]]:
    for found in _COORDINATES.finditer(path.get("d", "")):
        yield float(found[1]), float(found[2])


def _colour(part: re.Pattern[str], style: str) -> str:
    found = part.search(style)
    return found[1].strip() if found else ("none" if part is _STROKE else "#000000")


def _reference(element: Element) -> str:
    values = (v for k, v in element.attrib.items() if k.rpartition("}")[2] == "href")
    return next(values, "").removeprefix("#")


@functools.cache
def signs_of(font: str) -> Mapping[int, str]:
    """Which sign each glyph of a font draws, by the glyph's number.

    >>> signs_of("DejaVuSans")[0x13], signs_of("DejaVuSans-Bold")[0x15]
    ('0', '2')
    """
    for entry in font_manager.fontManager.ttflist:
        if Path(entry.fname).stem == font:
            signs = font_manager.get_font(entry.fname).get_charmap()
            # Several signs may share a glyph; the first one is the usual one.
            return {glyph: chr(code) for code, glyph in sorted(signs.items(), reverse=True)}
    return {}
