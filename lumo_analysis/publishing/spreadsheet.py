"""A report's numbers as a spreadsheet: a sheet an exhibit, made from the same blocks.

Every text is written as text, so an answer that looks like a formula or an address is
neither. The same blocks give the same bytes.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default
from xlsxwriter import Workbook

from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.blocks import report_blocks
from lumo_analysis.publishing.spreadsheet_formats import PLAIN, Formats
from lumo_analysis.publishing.spreadsheet_names import sheet_names
from lumo_analysis.publishing.spreadsheet_sheets import Sheets

_WORDS = frozenset({"heading", "paragraph", "bullets", "findings", "facts", "notice"})
_PROPERTIES = "docProps/core.xml"


class LumoXLSXExporter(Exporter):
    """Exports an executed notebook of lumo blocks as a workbook of its tables.

    >>> LumoXLSXExporter().file_extension
    '.xlsx'
    """

    output_mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    export_from_notebook = None  # type: ignore[assignment]

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".xlsx"

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The workbook as bytes, and nbconvert's resources.

        Raises:
            ReportError: What `report_blocks` refuses.
        """
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        return workbook_of_blocks(report_blocks(notebook)), resources


def workbook_of_blocks(blocks: list[dict[str, Any]]) -> bytes:
    """The workbook of a report's blocks, the front first."""
    front = blocks[0]
    words = Wording(front["language"])
    exhibits = [block for block in blocks if block["kind"] == "exhibit"]
    labels = (words.say("Cover"), words.say("Contents"), *(block["label"] for block in exhibits))
    cover, contents, *names = sheet_names(labels)
    buffer = io.BytesIO()
    with Workbook(buffer, PLAIN) as workbook:
        workbook.set_properties(_properties(front))
        sheets = Sheets(Formats(workbook), words, front, contents)
        sheets.write_cover(workbook.add_worksheet(cover), _sections_of_words(blocks))
        sheets.write_contents(workbook.add_worksheet(contents), exhibits, names)
        for number, (name, block) in enumerate(zip(names, exhibits, strict=True), start=1):
            sheets.write_exhibit(workbook.add_worksheet(name), block, f"exhibit_{number}")
    return _with_language(buffer.getvalue(), front["language"])


def _properties(front: dict[str, Any]) -> dict[str, Any]:
    whole = ", ".join(filter(None, (front["title"], front["subtitle"])))
    year, month = front["date"].split("-")[:2]
    return {
        "title": " – ".join(filter(None, (whole, front.get("mark")))),
        "author": front["author"],
        # The month of the data, not today, so that a report made again has the same bytes.
        "created": datetime.datetime(int(year), int(month), 1),
    }


def _sections_of_words(blocks: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The words of each section that shows no exhibit, or facts such as the data's origin."""
    sections: list[list[dict[str, Any]]] = []
    for block in blocks[1:]:
        if block["kind"] == "heading" and block["level"] == 2:
            sections.append([])
        if sections:
            sections[-1].append(block)
    for section in sections:
        kinds = {block["kind"] for block in section}
        if "facts" in kinds or not kinds & {"exhibit", "quote"}:
            yield [block for block in section if block["kind"] in _WORDS]


def _with_language(workbook: bytes, language: str) -> bytes:
    """The workbook with its language among its properties, which XlsxWriter can't write."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == _PROPERTIES:
                tag = f"<dc:language>{escape(language)}</dc:language></cp:coreProperties>"
                content = content.replace(b"</cp:coreProperties>", tag.encode())
            target.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
