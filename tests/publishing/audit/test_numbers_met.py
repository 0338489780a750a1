"""The audit meets every number that a plain search in the files meets."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from lumo_analysis.publishing.audit.folder import Folder
from lumo_analysis.publishing.audit.numerals import words_of
from lumo_analysis.publishing.audit.report_files import ReportReading, read_report
from lumo_analysis.publishing.audit.survey_context import SurveyContext
from tests.publishing.audit import pulse


@pytest.fixture(scope="module")
def readings(clean_reports: Path, sources) -> list[tuple[ReportReading, dict[str, Path]]]:
    context = SurveyContext(sources[pulse.NAME])
    reports = Folder.of(clean_reports).reports()
    return [(read_report(report, context), dict(report.files)) for report in reports]


def test_every_number_of_a_page_is_met(readings):
    for reading, files in readings:
        page = files["html"].read_text(encoding="utf-8")
        page = re.sub(r"(?s)<style>.*?</style>|<head>.*?</head>", " ", page)
        texts = [html.unescape(text) for text in re.findall(r">([^<]+)<", page)]
        texts += [html.unescape(text) for text in re.findall(r'alt="([^"]*)"', page)]
        plain = Counter(number for text in texts for number in words_of(text))
        assert plain.total() > 50
        assert plain - reading.numbers["html"] == Counter()


def test_every_number_of_a_pages_tables_is_met_in_its_pdf(readings):
    for reading, files in readings:
        page = files["html"].read_text(encoding="utf-8")
        cells = re.findall(r"<t[hd][^>]*>([^<]+)</t[hd]>", page)
        plain = Counter(n for cell in cells for n in words_of(html.unescape(cell)))
        assert plain.total() > 30
        assert plain - reading.numbers["pdf"] == Counter()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext on this machine")
def test_another_reader_of_pdf_meets_the_same_numbers(readings):
    for reading, files in readings:
        command = ["pdftotext", "-layout", str(files["pdf"]), "-"]
        text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        assert Counter(words_of(text)) == reading.numbers["pdf"]


def test_every_number_that_another_reader_finds_in_a_workbook_is_met(readings):
    for reading, files in readings:
        workbook = openpyxl.load_workbook(files["xlsx"])
        cells = [c.value for sheet in workbook for row in sheet.iter_rows() for c in row]
        texts = [value for value in cells if isinstance(value, str)]
        plain = Counter(number for text in texts for number in words_of(text))
        numbers = [value for value in cells if isinstance(value, int | float)]
        assert len(numbers) > 5
        assert plain - reading.numbers["xlsx"] == Counter()
        own = {number for number in reading.numbers["xlsx"] if number.count(".") < 2}
        assert set(numbers) <= {float(number.replace(",", "")) for number in own}


def test_each_number_met_has_one_reason(readings):
    for reading, _ in readings:
        accounted = sum(reading.counted.values()) + len(reading.unaccounted)
        assert accounted == reading.numbers["html"].total()
        assert reading.unaccounted == []
