"""REFI-QDA codebooks (.qdc) and projects (.qdpx), read and written."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from lumo_analysis.errors import Fault, ResponsesError
from lumo_analysis.survey.refi_archive import parse_xml, read_archive
from lumo_analysis.survey.refi_model import (
    RefiCode,
    RefiCoding,
    RefiProject,
    RefiSource,
    bare_guid,
    guid_of,
)

ORIGIN = "lumo_analysis"
_CODEBOOK, _PROJECT = "urn:QDA-XML:codebook:1.0", "urn:QDA-XML:project:1.0"
_ENTRY = "project.qde"
_INTERNAL = "internal://"
_MAX_DEPTH = 50
# A zip notes when its files were made; the same project is to give the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)
# What XML 1.0 can't hold in any spelling.
_UNWRITABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def codebook_file(codes: Sequence[RefiCode]) -> bytes:
    """The content of a .qdc file."""
    root = Element("CodeBook", {"xmlns": _CODEBOOK, "origin": ORIGIN})
    _add_codes(root, codes)
    return _xml(root)


def read_codebook_file(path: Path) -> tuple[RefiCode, ...]:
    """The codes of a .qdc file; `ResponsesError` where it is none, or not safe."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ResponsesError(
            str(path), [Fault("file", f"can't be read: {error.strerror}")]
        ) from None
    root = parse_xml(content, str(path))
    if root.tag != f"{{{_CODEBOOK}}}CodeBook":
        raise ResponsesError(str(path), [Fault("line 1", "not a REFI-QDA codebook")])
    return _codes(root, _CODEBOOK, str(path))


def project_file(project: RefiProject) -> bytes:
    """The content of a .qdpx file; the same bytes for the same project."""
    root = Element("Project", {"xmlns": _PROJECT, "name": _safe(project.name), "origin": ORIGIN})
    users = SubElement(root, "Users")
    for guid, name in project.users.items():
        SubElement(users, "User", {"guid": guid, "name": _safe(name)})
    _add_codes(SubElement(root, "CodeBook"), project.codes)
    sources = SubElement(root, "Sources")
    texts: dict[str, bytes] = {}
    for source in project.sources:
        _add_source(sources, source)
        texts[f"sources/{source.guid}.txt"] = source.text.encode("utf-8")
    if project.notes:
        notes = SubElement(root, "Notes")
        for name, text in project.notes.items():
            attributes = {"guid": guid_of("note", name), "name": _safe(name)}
            SubElement(SubElement(notes, "Note", attributes), "PlainTextContent").text = _safe(text)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in {_ENTRY: _xml(root), **texts}.items():
            archive.writestr(zipfile.ZipInfo(entry, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def read_project_file(path: Path) -> RefiProject:
    """A .qdpx file; `ResponsesError` where it is none, or not safe."""
    entries = read_archive(path)
    if _ENTRY not in entries:
        raise ResponsesError(str(path), [Fault("file", f"no {_ENTRY} inside", "export it again")])
    root = parse_xml(entries[_ENTRY], str(path))
    if root.tag != _name("Project"):
        raise ResponsesError(str(path), [Fault("line 1", "not a REFI-QDA project")])
    files = {name.casefold(): content for name, content in entries.items()}
    book = root.find(_name("CodeBook"))
    return RefiProject(
        root.get("name", ""),
        {
            bare_guid(user.get("guid", "")): user.get("name", "")
            for user in _all(root, "Users", "User")
        },
        () if book is None else _codes(book, _PROJECT, str(path)),
        tuple(_source(each, files, str(path)) for each in _all(root, "Sources", "TextSource")),
        {
            note.get("name", ""): _text(note, files, str(path))
            for note in _all(root, "Notes", "Note")
        },
    )


def _name(tag: str) -> str:
    return f"{{{_PROJECT}}}{tag}"


def _all(root: Element, part: str, tag: str) -> Iterator[Element]:
    for parent in root.findall(_name(part)):
        yield from parent.findall(_name(tag))


def _safe(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)


def _xml(root: Element) -> bytes:
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _add_codes(book: Element, codes: Iterable[RefiCode]) -> None:
    top = SubElement(book, "Codes")
    waiting = [(top, code) for code in reversed(list(codes))]
    while waiting:
        parent, code = waiting.pop()
        attributes = {"guid": code.guid, "name": _safe(code.name)}
        attributes["isCodable"] = "true" if code.codable else "false"
        element = SubElement(parent, "Code", attributes)
        if code.description:
            SubElement(element, "Description").text = _safe(code.description)
        waiting += [(element, inner) for inner in reversed(code.codes)]


def _codes(book: Element, namespace: str, source: str) -> tuple[RefiCode, ...]:
    tag = f"{{{namespace}}}"

    def read(element: Element, depth: int) -> RefiCode:
        if depth > _MAX_DEPTH:
            what = f"codes below codes, more than {_MAX_DEPTH} deep"
            raise ResponsesError(source, [Fault("file", what, "make the tree flatter")])
        return RefiCode(
            bare_guid(element.get("guid", "")),
            element.get("name", ""),
            element.findtext(f"{tag}Description") or "",
            element.get("isCodable", "true") in ("true", "1"),
            tuple(read(inner, depth + 1) for inner in element.findall(f"{tag}Code")),
        )

    return tuple(
        read(e, 1) for codes in book.findall(f"{tag}Codes") for e in codes.findall(f"{tag}Code")
    )


def _add_source(sources: Element, source: RefiSource) -> None:
    place = f"{_INTERNAL}{source.guid}.txt"
    attributes = {"guid": source.guid, "name": _safe(source.name), "plainTextPath": place}
    element = SubElement(sources, "TextSource", attributes)
    for number, coding in enumerate(source.codings):
        own = (source.guid, coding.code, coding.user, str(number))
        places = {"startPosition": str(coding.start), "endPosition": str(coding.end)}
        of_user = {"creatingUser": coding.user}
        selection = {"guid": guid_of("selection", *own), **places, **of_user}
        chosen = SubElement(element, "PlainTextSelection", selection)
        given = SubElement(chosen, "Coding", {"guid": guid_of("coding", *own), **of_user})
        SubElement(given, "CodeRef", {"targetGUID": coding.code})


def _source(element: Element, files: dict[str, bytes], path: str) -> RefiSource:
    text = _text(element, files, path)
    codings = []
    for selection in element.findall(_name("PlainTextSelection")):
        ends = [selection.get(place, "") for place in ("startPosition", "endPosition")]
        if not all(end.isdigit() and len(end) < 12 for end in ends):
            raise ResponsesError(
                path, [Fault("file", "a selection without its places in the text")]
            )
        start, end = map(int, ends)
        codings += [
            _coding(given, selection, start, end) for given in selection.findall(_name("Coding"))
        ]
    codings += [_coding(given, element, 0, len(text)) for given in element.findall(_name("Coding"))]
    guid, name = bare_guid(element.get("guid", "")), element.get("name", "")
    return RefiSource(guid, name, text, tuple(codings))


def _coding(given: Element, around: Element, start: int, end: int) -> RefiCoding:
    reference = given.find(_name("CodeRef"))
    code = "" if reference is None else reference.get("targetGUID", "")
    user = given.get("creatingUser") or around.get("creatingUser") or ""
    return RefiCoding(bare_guid(code), bare_guid(user), start, end)


def _text(element: Element, files: dict[str, bytes], path: str) -> str:
    """The text that stands in the file itself, or in a file inside the project."""
    inside = element.findtext(_name("PlainTextContent"))
    place = element.get("plainTextPath", "")
    if inside is not None or not place:
        return inside or ""
    content = files.get(f"sources/{place.removeprefix(_INTERNAL)}".casefold())
    if not place.startswith(_INTERNAL) or content is None:
        what = "a text that is not inside the project"
        raise ResponsesError(path, [Fault("file", what, "export it with its texts inside")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ResponsesError(path, [Fault("file", "a text that is not UTF-8")]) from None
