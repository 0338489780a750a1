"""Exports of other kinds than CSV and XLSX, written for the tests."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
_KIND = "application/vnd.oasis.opendocument.spreadsheet"


def ods_cell(value: object, attributes: str = "") -> str:
    """One cell of content.xml: text, a number or nothing."""
    if value is None or value == "":
        return f"<table:table-cell {attributes}/>"
    if isinstance(value, (int, float)):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    words = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f"<table:table-cell {kind} {attributes}>{words}</table:table-cell>"


def ods_rows(rows: Sequence[Sequence[object]]) -> str:
    """Rows of content.xml."""
    cells = ("".join(map(ods_cell, row)) for row in rows)
    return "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)


def write_ods(path: Path, body: str, sheet: str = "Vastaukset", before: str = "") -> Path:
    """A spreadsheet of one sheet whose rows are given as XML."""
    names = " ".join(f"xmlns:{name}={quoteattr(uri)}" for name, uri in _NAMES.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {names} '
        f'office:version="1.2"><office:body><office:spreadsheet><table:table '
        f"table:name={quoteattr(sheet)}>{body}</table:table></office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_KIND}"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _KIND, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path
