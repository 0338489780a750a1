"""A report as a tagged, archivable PDF, set by Typst from the blocks' data.

The document is one fixed Typst file that reads JSON. A text of the notebook is a string of
that JSON and so never Typst code.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any, Literal

import typst
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from lumo_analysis.errors import ReportError
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.blocks import report_blocks
from lumo_analysis.publishing.glyphs import breakable, displayable, fallback_fonts
from lumo_analysis.publishing.pdf_tags import with_row_headers

STANDARDS: tuple[Literal["a-2a"], Literal["ua-1"]] = ("a-2a", "ua-1")
_DOCUMENT = Path(__file__).parent / "templates" / "report.typ"
_SUFFIXES = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}


class LumoPDFExporter(Exporter):
    """Exports an executed notebook of lumo blocks as PDF/A-2a and PDF/UA-1.

    >>> LumoPDFExporter().output_mimetype
    'application/pdf'
    """

    output_mimetype = "application/pdf"
    export_from_notebook = None  # type: ignore[assignment]

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The document as bytes, and nbconvert's resources.

        Raises:
            ReportError: What `report_blocks` refuses, or a picture that can't be read.
        """
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        return pdf_of_blocks(report_blocks(notebook)), resources


def pdf_of_blocks(blocks: list[dict[str, Any]]) -> bytes:
    """The PDF of a report's blocks, the front first; the same bytes for the same blocks."""
    front = blocks[0]
    wording = Wording(front["language"])
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        report = {
            "front": front,
            "blocks": [_with_picture_file(block, root) for block in blocks[1:]],
            "words": {
                "contents": wording.say("Contents"),
                "made": wording.say(
                    "The report was made from the notebook {notebook}.", notebook=front["notebook"]
                ),
            },
        }
        content = json.dumps(_printable(report), ensure_ascii=False)
        (root / "report.json").write_text(content, encoding="utf-8")
        shutil.copyfile(_DOCUMENT, root / "report.typ")
        (root / "fonts").mkdir()
        for font in fallback_fonts():
            shutil.copyfile(font, root / "fonts" / font.name)
        return with_row_headers(_compiled(root, front["date"]))


def _compiled(root: Path, date: str) -> bytes:
    # The month of the data, not today, so that a report made again has the same bytes.
    month = datetime.datetime.fromisoformat(f"{date[:7]}-01T00:00:00+00:00")
    try:
        document = typst.compile(
            root / "report.typ",
            root=root,
            format="pdf",
            font_paths=[root / "fonts"],
            ignore_system_fonts=True,
            pdf_standards=list(STANDARDS),
            timestamp=int(month.timestamp()),
        )
    except typst.TypstError as error:
        # What stands between quotes may be somebody's words, so only what comes before is told.
        reason = re.split("[\"'`“‘«]", str(error).replace(str(root), ""), maxsplit=1)[0]
        raise ReportError(f"the PDF could not be set: {reason.strip()}") from None
    assert isinstance(document, bytes), "one document is one file"
    return document


def _with_picture_file(block: dict[str, Any], root: Path) -> dict[str, Any]:
    """The block with its picture as a file beside the document, named by its anchor."""
    if "picture" not in block:
        return block
    picture = dict(block["picture"])
    suffix = _SUFFIXES[picture.get("mime", "image/svg+xml")]
    file = f"picture-{len(list(root.iterdir()))}.{suffix}"
    try:
        content = (
            picture.pop("svg").encode()
            if suffix == "svg"
            else base64.b64decode(picture.pop("data"))
        )
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ReportError(f"the picture '{block['title']}' can't be read: {error}") from error
    (root / file).write_bytes(content)
    return {**block, "picture": {**picture, "file": file}}


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return breakable(displayable(value))
    if isinstance(value, list | tuple):
        return [_printable(part) for part in value]
    if isinstance(value, dict):
        return {name: _printable(part) for name, part in value.items()}
    return value
