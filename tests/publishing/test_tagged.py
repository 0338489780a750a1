"""What the tags of a small PDF say; the full set is read in tests/test_accessibility_pdf.py."""

from __future__ import annotations

from pathlib import Path

import nbformat.v4 as v4
import pytest

from lumo_analysis.presentation.exhibits import Block, Front, Heading, Paragraph, Quote
from lumo_analysis.publishing.pdf import LumoPDFExporter
from tests.publishing.tagged import SOFT_HYPHEN, Element, TaggedPdf

LONG = "Lastensuojelun avohuollon sosiaalityöntekijöiden kehittämissuunnitelma. " * 12


def read(folder: Path, language: str, *blocks: Block) -> TaggedPdf:
    front = Front("Otsikko", "Alue", language, "w", "all", "n", "LUMO", "2021-02")
    outputs = [v4.new_output("display_data", b._repr_mimebundle_()) for b in (front, *blocks)]
    cell = v4.new_code_cell("1", outputs=outputs, metadata={"tags": ["public"]})
    pdf, _ = LumoPDFExporter().from_notebook_node(v4.new_notebook(cells=[cell]))
    path = folder / "report.pdf"
    path.write_bytes(pdf)
    return TaggedPdf(path)


@pytest.mark.parametrize(("report", "quote"), [("fi", "sv"), ("fi", "en"), ("en", "fi")])
def test_a_quote_in_another_language_says_which(report, quote, tmp_path):
    text = "Jag önskar mer tid."
    root = read(tmp_path, report, Quote(text, quote, "Arbetstagare")).root
    told = [element for element in root.below("BlockQuote", "P", "Span") if element.language]
    assert {element.language for element in told} == {quote}
    assert "".join(element.text for element in told).strip() == text


def test_a_quote_in_the_report_s_own_language_says_nothing_more(tmp_path):
    root = read(tmp_path, "fi", Quote("Lisää aikaa.", "fi", "Työntekijä")).root
    assert [e for e in root.below("BlockQuote", "P", "Span") if e.language] == []


def test_finnish_words_are_divided_and_read_as_one(tmp_path):
    root = read(tmp_path, "fi", Heading(2, "Luku", "luku"), Paragraph(LONG)).root
    paragraphs = [paragraph.text for paragraph in root.below("P") if "avohuollon" in paragraph.text]
    assert len(paragraphs) == 1
    assert paragraphs[0].count(SOFT_HYPHEN) > 2
    assert paragraphs[0].replace(SOFT_HYPHEN, "").split() == LONG.split()


def test_elements_are_found_in_the_order_of_reading():
    inner = Element("P", "", "", {}, ["one "])
    root = Element("Document", "", "", {}, [Element("Div", "", "", {}, [inner, "two "]), "three"])
    assert [element.tag for element in root.below("Div", "P")] == ["Div", "P"]
    assert root.text == "one two three"
