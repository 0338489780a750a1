from __future__ import annotations

import base64
import io
import re
import unicodedata
from typing import Any

import nbformat.v4 as v4
import pikepdf
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode

from lumo_analysis.errors import ReportError
from lumo_analysis.presentation.exhibits import (
    Block,
    Bullets,
    Exhibit,
    Facts,
    Front,
    Heading,
    Notice,
    Paragraph,
    Picture,
    Quote,
    Table,
    TableColumn,
)
from lumo_analysis.publishing.glyphs import displayable
from lumo_analysis.publishing.pdf import LumoPDFExporter

MARK = "Keksittyä esimerkkiaineistoa"
HOSTILE = '<script>alert(1)</script> #panic("x") $x^2$ @ref `raw` \\ // "q" *a* _b_ = [c]'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    '<rect width="20" height="20" fill="#0b5563"/></svg>'
)
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    "rkJggg=="
)


def front(title: str = "Otsikko", mark: str | None = MARK) -> Front:
    tone = "synthetic" if mark else None
    return Front(title, "", "fi", "w", "all", "n.ipynb", "LUMO", "2021-02", (), mark, tone)  # type: ignore[arg-type]


def notebook(*blocks: Block) -> NotebookNode:
    shown = blocks if isinstance(blocks[0], Front) else (front(), *blocks)
    outputs = [v4.new_output("display_data", block._repr_mimebundle_()) for block in shown]
    cell = v4.new_code_cell("secret_code()", outputs=outputs, metadata={"tags": ["public"]})
    return v4.new_notebook(cells=[cell])


def exported(*blocks: Block) -> bytes:
    pdf, _ = LumoPDFExporter().from_notebook_node(notebook(*blocks))
    return pdf


def page_texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    """Text without what setting it in lines changes: spaces and hyphens."""
    return re.sub(r"[\s\u200b\u00ad\u2010-]+", "", unicodedata.normalize("NFC", text))


def elements(pdf: bytes, kind: str) -> list[dict[str, Any]]:
    """The alternative text and the attributes of the structure elements of a kind."""
    found: list[dict[str, Any]] = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        waiting: list[Any] = [document.Root.StructTreeRoot]
        while waiting:
            element = waiting.pop(0)
            if element.get("/S") == pikepdf.Name(kind):
                attributes = element.get("/A", {})
                listed = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
                merged = {name: str(value) for each in listed for name, value in each.items()}
                found.append({"alt": str(element.get("/Alt", "")), **merged})
            children = element.get("/K", [])
            for child in children if isinstance(children, pikepdf.Array) else [children]:
                if isinstance(child, pikepdf.Dictionary):
                    waiting.append(child)
    return found


def wide_table(columns: int, rows: int) -> Table:
    head = (TableColumn("Palvelu"), *(TableColumn(f"Maakunta {i}", True) for i in range(columns)))
    body = tuple(
        (f"Palvelu numero {r}", *(f"{r}{i},5\u00a0%" for i in range(columns))) for r in range(rows)
    )
    return Table(head, body)


def test_hostile_text_arrives_as_text() -> None:
    table = Table((TableColumn(HOSTILE), TableColumn("n", True)), ((HOSTILE, "1"),))
    pdf = exported(
        Heading(2, HOSTILE, "a"),
        Paragraph(HOSTILE),
        Bullets((HOSTILE,)),
        Facts((("x", HOSTILE),)),
        Notice(HOSTILE),
        Exhibit("x", HOSTILE, table, HOSTILE, Picture(SVG, 40, 20, HOSTILE), (HOSTILE,)),
        Quote(HOSTILE, "en", HOSTILE),
    )
    text = squeezed("".join(page_texts(pdf)))
    # Heading and its line in the contents, paragraph, bullet, fact, notice, caption,
    # finding, table's header and cell, note, quote and attribution.
    assert text.count(squeezed(HOSTILE)) == 13
    assert elements(pdf, "/Figure")[0]["alt"] == HOSTILE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("👍", "[thumbs up sign]"),
        ("漢", "[cjk unified ideograph-6f22]"),
        ("\u202eevil\u202c", "evil"),
        ("a\x07b", "ab"),
    ],
)
def test_a_sign_without_a_glyph_is_named(text: str, expected: str) -> None:
    texts = "".join(page_texts(exported(Paragraph(text))))
    assert squeezed(expected) in squeezed(texts)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=8))
def test_any_text_can_be_set(texts: list[str]) -> None:
    pdf = exported(*[block for text in texts for block in (Paragraph(text), Notice(text))])
    assert pdf.startswith(b"%PDF")


@given(st.text())
def test_displayable_text_stays_as_it_is(text: str) -> None:
    once = displayable(text)
    assert displayable(once) == once


def test_finnish_signs_are_kept() -> None:
    text = "Åäö – −5\u00a0% “sic” ’x’ ≥ č š ž"
    assert displayable(text) == text
    assert squeezed(text) in squeezed("".join(page_texts(exported(Paragraph(text)))))


def test_the_document_has_a_language_a_title_and_a_date_of_its_data() -> None:
    document = pikepdf.open(io.BytesIO(exported(front("Työn arki"), Paragraph("x"))))
    assert str(document.Root.Lang) == "fi"
    with document.open_metadata() as metadata:
        assert metadata["dc:title"] == f"Työn arki \u2013 {MARK}"
        assert metadata["pdfaid:part"] == "2"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["xmp:CreateDate"].startswith("2021-02-01")
    assert document.Root.MarkInfo.Marked


def test_every_page_carries_the_mark_its_number_and_the_title() -> None:
    texts = page_texts(exported(front("Työn arki"), *[Paragraph("Sana. " * 400) for _ in range(4)]))
    assert len(texts) > 2
    for number, text in enumerate(texts, start=1):
        assert MARK in text
        assert "Työn arki" in text
        assert f"{number} / {len(texts)}" in text


def test_a_report_without_a_mark_shows_none() -> None:
    assert MARK not in "".join(page_texts(exported(front(mark=None), Paragraph("x"))))


def test_headings_are_bookmarks() -> None:
    pdf = exported(Heading(2, "Palvelut", "a"), Heading(3, "Saatavuus", "b"), Paragraph("x"))
    outline = pypdf.PdfReader(io.BytesIO(pdf)).outline
    assert [entry.title for entry in outline if not isinstance(entry, list)][-1] == "Palvelut"
    assert [entry.title for entry in outline[-1]] == ["Saatavuus"]


def test_the_first_cell_of_each_row_is_its_header() -> None:
    pdf = exported(Exhibit("t", "T", wide_table(2, 3)))
    headers = [cell.get("/Scope") for cell in elements(pdf, "/TH")]
    assert headers == ["/Column"] * 3 + ["/Row"] * 3
    assert len(elements(pdf, "/TD")) == 6
    assert not [cell for cell in elements(pdf, "/TD") if "/Headers" in cell]


@pytest.mark.parametrize(("columns", "rows"), [(1, 2), (6, 4), (12, 4), (40, 3), (3, 150)])
def test_no_cell_of_a_wide_or_long_table_is_lost(columns: int, rows: int) -> None:
    table = wide_table(columns, rows)
    pdf = exported(Exhibit("t", "T", table))
    words = " ".join(" ".join(page_texts(pdf)).split())
    for row in table.rows:
        for cell in row[1:]:
            assert " ".join(cell.split()) in words
        assert row[0] in words
    _assert_nothing_lies_outside_the_margins(pdf)


def _assert_nothing_lies_outside_the_margins(pdf: bytes) -> None:
    margin = 23 / 25.4 * 72
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        starts: list[float] = []

        def note(
            text: str,
            outer: list[float],
            inner: list[float],
            _font: object,
            _size: float,
            starts: list[float] = starts,
        ) -> None:
            if text.strip():
                starts.append(inner[4] * outer[0] + inner[5] * outer[2] + outer[4])

        page.extract_text(visitor_text=note)
        assert len(starts) > 3
        assert min(starts) >= margin - 1
        assert max(starts) < float(page.mediabox.width) - margin


def test_a_wide_table_stands_on_a_page_on_its_side_with_its_heading() -> None:
    pdf = exported(Heading(2, "Maakunnat", "m"), Exhibit("t", "T", wide_table(12, 4)))
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    sideways = [page for page in pages if page.mediabox.width > page.mediabox.height]
    assert len(sideways) == 1
    assert "Maakunnat" in sideways[0].extract_text()
    assert len(pages) == 2


def test_the_header_row_is_repeated_on_each_page_of_a_long_table() -> None:
    texts = page_texts(exported(Exhibit("t", "T", wide_table(2, 120))))
    with_rows = [text for text in texts if "Palvelu numero" in text]
    assert len(with_rows) > 1
    assert all("Maakunta 1" in text for text in with_rows)


def test_a_word_longer_than_its_column_is_broken_and_kept() -> None:
    word = "x" * 300
    table = Table((TableColumn("A"), TableColumn("n", True)), ((word, "1"),))
    pdf = exported(Exhibit("t", "T", table))
    assert word in squeezed("".join(page_texts(pdf)))


def test_a_figure_has_alternative_text_and_its_numbers() -> None:
    table = Table((TableColumn("A"), TableColumn("n", True)), (("a", "17"),))
    pdf = exported(Exhibit("f", "T", table, "On 17.", Picture(SVG, 40, 20, "Yksi palkki")))
    text = "".join(page_texts(pdf))
    assert elements(pdf, "/Figure")[0]["alt"] == "Yksi palkki"
    for expected in ("On 17.", "Kuvio 1. T", "Kuvion 1 luvut"):
        assert expected in text


def test_a_bitmap_of_the_notebook_is_a_figure() -> None:
    report = notebook(Paragraph("x"))
    report.cells.append(
        v4.new_code_cell(
            outputs=[v4.new_output("display_data", {"image/png": PNG}, metadata={"alt": "Piste"})],
            metadata={"tags": ["public"]},
        )
    )
    pdf, _ = LumoPDFExporter().from_notebook_node(report)
    assert elements(pdf, "/Figure")[0]["alt"] == "Piste"


def test_a_picture_that_can_not_be_read_is_refused() -> None:
    table = Table((TableColumn("A"),), (("a",),))
    broken = Picture(base64.b64encode(b"no picture").decode(), 40, 20, "Palkki")
    with pytest.raises(ReportError, match="the PDF could not be set"):
        exported(Exhibit("f", "T", table, picture=broken))


def test_code_is_not_published() -> None:
    assert "secret_code" not in "".join(page_texts(exported(Paragraph("x"))))


def test_the_same_notebook_gives_the_same_bytes() -> None:
    blocks = (Heading(2, "A", "a"), Exhibit("t", "T", wide_table(3, 3)))
    assert exported(*blocks) == exported(*blocks)
