"""One report: its page is understood, and its other files are held against the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lumo_analysis.presentation.hiding import hidden as hidden_word
from lumo_analysis.publishing.audit.accounts import Books, Reason
from lumo_analysis.publishing.audit.document import read_document
from lumo_analysis.publishing.audit.drawing import Drawing
from lumo_analysis.publishing.audit.exhibits import ExhibitReader
from lumo_analysis.publishing.audit.narrowing import ItemClaims
from lumo_analysis.publishing.audit.notebook import NotebookReader
from lumo_analysis.publishing.audit.numerals import words_of
from lumo_analysis.publishing.audit.page import Page, read_page
from lumo_analysis.publishing.audit.passages import PassageReader
from lumo_analysis.publishing.audit.printed import (
    faults_of_pictures,
    faults_of_text,
    unknown_hidden,
)
from lumo_analysis.publishing.audit.quotations import faults_of_quotes
from lumo_analysis.publishing.audit.sheets import SheetChecker
from lumo_analysis.publishing.audit.survey_context import SurveyContext
from lumo_analysis.publishing.audit.tables import TableReading
from lumo_analysis.publishing.audit.workbook import read_workbook


@dataclass(frozen=True)
class ReportFiles:
    """Where the files of one report are, by format, and whose report it is."""

    stem: str
    survey: str
    region: str
    language: str
    files: Mapping[str, Path]


@dataclass
class ReportReading:
    """What one report says, and what is wrong with its files.

    `numbers` says how often each file was found to have each number.
    """

    stem: str
    items: dict[str, ItemClaims] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    counted: Counter[Reason] = field(default_factory=Counter)
    unaccounted: list[str] = field(default_factory=list)
    numbers: dict[str, Counter[str]] = field(default_factory=dict)
    canaries: list[str] = field(default_factory=list)


def read_report(report: ReportFiles, context: SurveyContext) -> ReportReading:
    """Go through all files of a report.

    Numbers of the page are understood; a PDF, workbook or notebook must say the same and
    nothing else. A report without a page can't be judged, which is a fault.
    """
    reading = ReportReading(report.stem)
    if "html" not in report.files:
        reading.faults.append("there is no page (HTML) to hold the other files against")
        return reading
    content = {name: path.read_bytes() for name, path in report.files.items()}
    page = read_page(content["html"].decode("utf-8", errors="replace"))
    drawings = _read_page(page, report, context, reading)
    texts = [("html", text) for text in _texts_of_page(page)]
    if "pdf" in content:
        texts += _read_pdf(page, drawings, content["pdf"], reading)
    if "xlsx" in content:
        texts += _read_xlsx(page, content["xlsx"], report, context, reading)
    if "ipynb" in content:
        reader = NotebookReader(report.language)
        faults, own = reader.read(content["ipynb"], page)
        reading.faults += [f"ipynb: {fault}" for fault in faults]
        texts += [("ipynb", text) for text in own]
    for name, text in texts:
        for what in context.canaries.found_in(text):
            reading.canaries.append(f"{name}: {what}")
    reading.canaries = list(dict.fromkeys(reading.canaries))
    return reading


def _read_page(
    page: Page, report: ReportFiles, context: SurveyContext, reading: ReportReading
) -> list[Drawing]:
    vocabulary, harmless = context.language(report.language)
    books, faults = Books(), list(page.unreadable)
    reader = ExhibitReader(vocabulary, harmless, context.truth, report.region, books)
    passages = PassageReader(vocabulary, harmless, context.truth, report.region, books)
    drawings: list[Drawing] = []
    word = hidden_word(vocabulary.words)
    hidden = 0
    for exhibit in page.exhibits:
        found, drawing = reader.read(exhibit, faults)
        _keep(found, reading)
        hidden += sum(cell.startswith(word) for row in exhibit.rows for cell in row)
        drawings += [drawing] if drawing is not None else []
    for claim in passages.read(page, hidden):
        reading.items.setdefault(claim.item, ItemClaims()).claims[claim] = None
    faults += faults_of_quotes(page, context, report.region, report.language)
    reading.faults += [f"html: {fault}" for fault in faults]
    reading.counted, reading.unaccounted = books.counted, [f"html: {b}" for b in books.unaccounted]
    reading.numbers["html"] = books.entered
    return drawings


def _keep(found: TableReading, reading: ReportReading) -> None:
    for claim in found.claims:
        reading.items.setdefault(claim.item, ItemClaims()).claims[claim] = None
    for mean in found.means:
        reading.items.setdefault(mean.item, ItemClaims()).means[mean] = None
    for test in found.tests:
        reading.items.setdefault(test.item, ItemClaims()).tests[test] = None


def _read_pdf(
    page: Page, drawings: Sequence[Drawing], content: bytes, reading: ReportReading
) -> Iterator[tuple[str, str]]:
    document = read_document(content)
    faults = [
        *document.faults,
        *faults_of_text(page, document),
        *faults_of_pictures(page.exhibits, drawings, document.pictures),
        *(
            f"{place} has the numbers {', '.join(words_of(text))}"
            for place, text in unknown_hidden(page, document)
        ),
    ]
    reading.faults += [f"pdf: {fault}" for fault in faults]
    reading.numbers["pdf"] = Counter(n for text in document.pages for n in words_of(text))
    yield "pdf", "\n".join(document.pages)
    yield from (("pdf", passage.text) for passage in document.hidden)
    yield from (("pdf", picture.alt) for picture in document.pictures)


def _read_xlsx(
    page: Page, content: bytes, report: ReportFiles, context: SurveyContext, reading: ReportReading
) -> Iterator[tuple[str, str]]:
    vocabulary, harmless = context.language(report.language)
    workbook = read_workbook(content)
    checker = SheetChecker(vocabulary.words, harmless)
    reading.faults += [f"xlsx: {fault}" for fault in checker.faults(page, workbook)]
    cells = [
        cell.text or cell.number
        for sheet in workbook.sheets
        for row in sheet.rows.values()
        for cell in row.values()
    ]
    reading.numbers["xlsx"] = Counter(n for text in cells for n in words_of(text))
    yield from (("xlsx", text) for text in dict.fromkeys(cells))
    yield from (("xlsx", passage.text) for passage in workbook.texts)


def _texts_of_page(page: Page) -> Iterator[str]:
    yield from (passage.text for passage in page.texts if passage.place != "the style element")
    for exhibit in page.exhibits:
        yield from (exhibit.title, exhibit.finding, exhibit.alt, *exhibit.headers, *exhibit.notes)
        yield from (cell for row in exhibit.rows for cell in row)
        yield from (passage.text for passage in exhibit.extra)
