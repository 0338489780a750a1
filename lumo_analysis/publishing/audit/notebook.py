"""An executed notebook held against the page of the same report, and nothing in it unread."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import nbformat
from nbformat import NotebookNode

from lumo_analysis.errors import LumoError
from lumo_analysis.presentation import exhibits
from lumo_analysis.publishing.audit.markup import parse_html
from lumo_analysis.publishing.audit.numerals import words_of
from lumo_analysis.publishing.audit.page import Page, read_page
from lumo_analysis.publishing.jobs import REPORTS, notebook_path

_KINDS = {
    kind.kind: {field.name for field in dataclasses.fields(kind)} | {"kind"}
    for kind in vars(exhibits).values()
    if isinstance(kind, type) and issubclass(kind, exhibits.Block) and kind.kind
}
_SHOWN = 5


class NotebookReader:
    """Reads executed notebooks of one language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def read(self, content: bytes, page: Page) -> tuple[list[str], list[str]]:
        """What a notebook says beyond its report's page, and all its texts."""
        try:
            notebook = nbformat.reads(content.decode("utf-8"), as_version=4)  # type: ignore[no-untyped-call]
        except (ValueError, nbformat.ValidationError) as error:
            return [f"the notebook can't be read ({type(error).__name__})"], []
        texts = list(_texts(json.loads(content)))
        faults = [fault for cell in notebook.cells for fault in self._cell(cell)]
        return faults + self._same(notebook, page), texts

    def _same(self, notebook: NotebookNode, page: Page) -> list[str]:
        """The notebook's own report, exported here, is the page."""
        # Slow to import, and few folders hold notebooks.
        from lumo_analysis.publishing.html import LumoHTMLExporter

        try:
            content, _ = LumoHTMLExporter().from_notebook_node(notebook)  # type: ignore[no-untyped-call]
        except LumoError as error:
            return [f"the notebook does not make a report: {error}"]
        own = read_page(content)
        if own.body != page.body or own.front != page.front:
            return ["the notebook makes another report than the page"]
        return []

    def _cell(self, cell: NotebookNode) -> Iterator[str]:
        source = str(cell.source)
        if words_of(source) and source not in _known_sources() and not _is_parameters(cell):
            yield f"a cell's source has the numbers {_few(words_of(source))}"
        for attachment in cell.get("attachments", {}):
            yield f"a cell has the attachment '{attachment}'"
        for output in cell.get("outputs", []):
            yield from self._output(output)

    def _output(self, output: NotebookNode) -> Iterator[str]:
        data = dict(output.get("data", {}))
        block = data.pop(exhibits.MIME, None)
        said: Counter[str] = Counter()
        drawn = ""
        if isinstance(block, dict):
            unknown = set(block) - _KINDS.get(str(block.get("kind")), {"kind"})
            if unknown:
                yield f"a block has the unknown parts {', '.join(sorted(unknown))}"
            drawn = str((block.get("picture") or {}).get("svg", ""))
            said = Counter(token for text in _texts(block) for token in words_of(text))
        streams = [str(output.get(name, "")) for name in ("text", "evalue", "ename")]
        streams += [str(line) for line in output.get("traceback", [])]
        for mime, text in [*data.items(), *(("printed text", text) for text in streams)]:
            own = text if isinstance(text, str) else json.dumps(text)
            plain = own.replace(drawn, "") if drawn else own
            if mime == "text/html":
                plain = " ".join(parse_html(plain).texts())
            more = Counter(words_of(plain)) - said
            if more:
                yield f"{mime} shows the numbers {_few(list(more))}, which no block has"


def _texts(value: Any) -> Iterator[str]:
    """Every text of a JSON value but drawings, which the page's charts are compared with."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name != "svg":
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value


def _known_sources() -> set[str]:
    """The cells of the project's own notebooks."""
    found: set[str] = set()
    for name in REPORTS:
        try:
            own = nbformat.read(notebook_path(name), as_version=4)  # type: ignore[no-untyped-call]
        except LumoError:
            continue
        found |= {str(cell.source) for cell in own.cells}
    return found


def _is_parameters(cell: NotebookNode) -> bool:
    return bool({"parameters", "injected-parameters"} & set(cell.metadata.get("tags", [])))


def _few(numbers: list[str]) -> str:
    return ", ".join(numbers[:_SHOWN])
