"""Opening a REFI-QDA file that may be hostile: nothing is unpacked to disk.

A .qdpx is a zip, so its entries can be named to land outside a folder, unpack to gigabytes or
hold XML with entities that grow without end. All of that is refused before anything is parsed.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from lumo_analysis.errors import Fault, ResponsesError

MAX_ENTRIES = 200_000
MAX_UNPACKED = 500_000_000
MAX_RATIO = 200
MAX_XML = 200_000_000
_SMALL = 10_000_000
_ENCRYPTED = 0x1
_LINK = 0o120000


def read_archive(path: Path) -> dict[str, bytes]:
    """The entries of a zip by their names; `ResponsesError` where any part of it is not safe."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if fault := _unsafe(entries):
                raise ResponsesError(str(path), [fault])
            return {entry.filename: _content(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
        fault = Fault("file", "not a whole REFI-QDA project", "export it again as .qdpx")
        raise ResponsesError(str(path), [fault]) from None


def _unsafe(entries: list[zipfile.ZipInfo]) -> Fault | None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        what = f"{len(entries)} files of {unpacked:,} bytes unpacked"
        return Fault("file", what, f"at most {MAX_ENTRIES:,} of {MAX_UNPACKED:,} bytes are read")
    if unpacked > _SMALL and unpacked / packed > MAX_RATIO:
        what = f"unpacks to {unpacked // packed} times its size"
        return Fault("file", what, f"at most {MAX_RATIO} times is read")
    if len({name.casefold() for name in names}) < len(names):
        return Fault("file", "two files inside have the same name", "export the project again")
    for position, entry in enumerate(entries, start=1):
        where = f"file {position} inside"
        if not _stays_inside(entry.filename):
            return Fault(where, "its name leads out of the project", "don't use this file")
        if entry.external_attr >> 16 & 0o170000 == _LINK:
            return Fault(where, "a link to another file", "don't use this file")
        if entry.flag_bits & _ENCRYPTED:
            return Fault(where, "locked by a password", "export the project without one")
    return None


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    plain = "\\" not in name and ":" not in name and "\x00" not in name
    return plain and not path.is_absolute() and ".." not in path.parts


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """An entry as long as the zip says it is: one that is longer lies about its size."""
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) > entry.file_size:
        raise zipfile.BadZipFile
    return content


def parse_xml(content: bytes, source: str) -> Element:
    """XML as a tree; `ResponsesError` where it has a document type, or is too large or broken."""
    if len(content) > MAX_XML:
        fault = Fault("file", f"XML of {len(content):,} bytes", f"at most {MAX_XML:,} are read")
        raise ResponsesError(source, [fault])
    try:
        root: Element = defusedxml.ElementTree.fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        fault = Fault("file", "XML with a document type or entities", "don't use this file")
        raise ResponsesError(source, [fault]) from None
    except (ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (1, 0))[0]
        fault = Fault(f"line {line}", "not whole XML", "export it again")
        raise ResponsesError(source, [fault]) from None
    return root
