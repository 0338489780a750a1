"""A report's PDF taken apart: the text of its pages, its drawings, and all that is not seen.

Text is what any reader extracts; alternative texts, titles, remarks and metadata come from
the file's objects. Drawings are in the content of the pages, as shapes in the very
coordinates of the chart.
"""

from __future__ import annotations

import io
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pikepdf
import pypdfium2

from lumo_analysis.publishing.audit.drawing import Stroke
from lumo_analysis.publishing.audit.page import Passage
from lumo_analysis.publishing.audit.xml_parts import XmlError, parse_xml, tag_of

_NUMBER = rb"-?[\d.]+"
_SHAPE = re.compile(
    rb"(?:^|[\sQ])q (%b) 0 0 (%b) (%b) (%b) cm(.*?)\n(?:f\*?|F|B\*?|S)\n" % ((_NUMBER,) * 4),
    re.DOTALL,
)
_POINT = re.compile(rb"(%b) (%b) [ml]\b" % ((_NUMBER,) * 2))
_SPOKEN = re.compile(rb"/(Alt|ActualText|E)\s*(\(|<)")
_Kind = pikepdf.ObjectType
_HOLDERS = (_Kind.string, _Kind.array, _Kind.dictionary)
_ATTACHED = "/EF"
_GLYPH_SCALE = 0.05
# Names of the file's own parts, which nobody reads.
_OWN_IDS = re.compile(r"U\d+x\d+y\d+")
_OWN_KEYS = frozenset({"/ID", "/Registry", "/Ordering", "/Lang", "/Names", "/CIDSystemInfo"})
_OWN_KEYS |= {"/CreationDate", "/ModDate", "/OutputConditionIdentifier"}


class PdfPicture(NamedTuple):
    """A figure's drawing: its alternative text and what it paints, in its own coordinates."""

    alt: str
    strokes: tuple[Stroke, ...]


@dataclass
class Document:
    """All that a PDF says. `hidden` are texts that stand on no page."""

    pages: list[str] = field(default_factory=list)
    pictures: list[PdfPicture] = field(default_factory=list)
    hidden: list[Passage] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_document(content: bytes) -> Document:
    """Take a PDF apart; what the audit can't read is among the faults."""
    document = Document()
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _objects(pdf, document)
            for page in pdf.pages:
                _drawn(page, document)
        document.pages = _texts(content)
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        document.faults.append(f"the file is no whole PDF ({type(error).__name__})")
    return document


def _texts(content: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(content)
    texts = []
    for page in pdf:
        text = page.get_textpage()
        texts.append(text.get_text_range())
        text.close()
        page.close()
    pdf.close()
    return texts


def _objects(pdf: pikepdf.Pdf, document: Document) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            _stream(item, document)
        for key, text in _strings(item, ""):
            if key == _ATTACHED:
                document.faults.append("the PDF holds an attached file, which reports have not")
            elif key not in _OWN_KEYS and not _OWN_IDS.fullmatch(text):
                document.hidden.append(Passage(f"a text under {key or 'an object'}", text))
    for key in ("/AcroForm", "/OpenAction", "/AA", "/AF"):
        if key in pdf.Root:
            document.faults.append(f"the PDF has {key}, which reports have not")


def _kind(item: pikepdf.Object) -> pikepdf.ObjectType | None:
    """What an object is; asking by class takes several times as long."""
    return getattr(item, "_type_code", None)


def _strings(item: pikepdf.Object, key: str) -> Iterator[tuple[str, str]]:
    """The texts of an object, with the key that each stands under."""
    kind = _kind(item)
    if kind == _Kind.string:
        yield key, str(item)
    elif kind == _Kind.array:
        for part in item:
            if _kind(part) in _HOLDERS and not part.is_indirect:
                yield from _strings(part, key)
    elif kind in (_Kind.dictionary, _Kind.stream):
        for name, part in item.items():
            if name == _ATTACHED:
                yield name, ""
            if _kind(part) in _HOLDERS and not part.is_indirect:
                yield from _strings(part, name)


def _stream(stream: pikepdf.Stream, document: Document) -> None:
    kind, subtype = str(stream.get("/Type", "")), str(stream.get("/Subtype", ""))
    if kind == "/Metadata":
        try:
            root = parse_xml(stream.read_bytes())
        except XmlError:
            document.faults.append("the PDF's metadata can't be read")
            return
        for element in root.iter():
            name = tag_of(element)
            values = [element.text or "", element.tail or "", *element.attrib.values()]
            document.hidden += [Passage(f"the metadata '{name}'", v) for v in values if v.strip()]
    elif subtype == "/Image":
        document.faults.append("the PDF holds a picture of points, which the audit can't read")


def _drawn(page: pikepdf.Page, document: Document) -> None:
    contents = page.obj.get("/Contents")
    if contents is None:
        return
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    content = b"\n".join(stream.read_bytes() for stream in streams)
    for found in _SPOKEN.finditer(content):
        text = _literal(content, found.start(2))
        if found[1] != b"Alt":
            # One sign stands for itself where a font draws it in two ways.
            if len(_without_joiners(text)) > 1:
                document.hidden.append(Passage("a text in place of signs", text))
            continue
        end = content.find(b"\nEMC", found.end())
        document.pictures.append(PdfPicture(text, _strokes(content[found.end() : end])))


def _without_joiners(text: str) -> str:
    """The text without the signs that only keep others together, which no reader sees."""
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def _literal(content: bytes, start: int) -> str:
    """The string that starts at a place of a content stream."""
    if content[start : start + 1] == b"<":
        end = content.index(b">", start) + 1
    else:
        end, depth = start, 0
        while True:
            sign = content[end : end + 1]
            end += 2 if sign == b"\\" else 1
            depth += {b"(": 1, b")": -1}.get(sign, 0)
            if depth == 0:
                break
    return str(pikepdf.Object.parse(content[start:end]))


def _strokes(content: bytes) -> tuple[Stroke, ...]:
    """What a figure paints, in the coordinates of its own first shape."""
    found: list[Stroke] = []
    base: tuple[float, float, float, float] | None = None
    for shape in _SHAPE.finditer(content):
        across, down, x, y = (float(shape[number]) for number in range(1, 5))
        if base is None:
            base = across, down, x, y
        curved = abs(across) < _GLYPH_SCALE or b" c " in shape[5] or b" c\n" in shape[5]
        corners = _POINT.finditer(shape[5])
        points = itertools.islice(corners, 1) if curved else corners
        found.append(
            tuple(
                (
                    (across * float(point[1]) + x - base[2]) / base[0],
                    (down * float(point[2]) + y - base[3]) / base[1],
                )
                for point in points
            )
        )
    return tuple(found)
