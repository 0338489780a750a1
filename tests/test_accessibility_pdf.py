"""The PDFs of the full set: veraPDF's verdict, and what a reader of their tags meets.

The page of the same report says what must be there: from one list of blocks come both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
from bs4 import BeautifulSoup

from lumo_analysis.publishing.glyphs import displayable
from tests.publishing.tagged import SOFT_HYPHEN, TaggedPdf, squeezed
from tests.publishing.vera import PROFILES, validate

pytestmark = pytest.mark.whole_set
MARGIN = 23 / 25.4 * 72
A4 = (595.28, 841.89)


@dataclass(frozen=True)
class Report:
    """A report as PDF and as the page that says what must be in it."""

    path: Path
    pdf: TaggedPdf
    page: BeautifulSoup

    @property
    def language(self) -> str:
        return str(self.page.html["lang"])  # type: ignore[index]


@pytest.fixture(scope="module")
def paths(full_set: Path) -> list[Path]:
    found = sorted(full_set.rglob("*.pdf"))
    assert len(found) >= 60
    return found


@pytest.fixture(scope="module")
def reports(paths: list[Path]) -> list[Report]:
    return [
        Report(
            path,
            TaggedPdf(path),
            BeautifulSoup(path.with_suffix(".html").read_text(encoding="utf-8"), "html.parser"),
        )
        for path in paths
    ]


@pytest.mark.parametrize("profile", PROFILES)
def test_vera_passes_every_report(profile, paths):
    verdicts = [validate(path, profile) for path in paths]
    assert [verdict for verdict in verdicts if not verdict.passed] == []
    checks = sum(verdict.checks for verdict in verdicts)
    print(f"veraPDF {profile}: {len(verdicts)} files, {verdicts[0].rules} rules, {checks} checks")
    assert min(verdict.checks for verdict in verdicts) > 1000


def test_vera_fails_what_is_not_accessible(tmp_path, paths):
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(paths[0]) as document:
        del document.Root.Lang
        del document.Root.StructTreeRoot
        document.save(broken)
    for profile in PROFILES:
        assert not validate(broken, profile).passed


def test_every_table_is_whole_and_each_cell_says_what_heads_it(reports):
    for report in reports:
        expected = [
            [[displayable(cell.get_text()) for cell in row.select("th, td")] for row in rows]
            for rows in (table.select("tr") for table in report.page.select("main table"))
        ]
        actual = []
        for table in report.pdf.root.below("Table"):
            rows = [list(row.below("TH", "TD")) for row in table.below("TR")]
            actual.append([[_plain(cell.text) for cell in row] for row in rows])
            head, *body = rows
            assert {cell.tag for cell in head} == {"TH"}, report.path
            assert {cell.attributes["/Scope"] for cell in head} == {"/Column"}, report.path
            for first, *others in body:
                assert (first.tag, first.attributes["/Scope"]) == ("TH", "/Row"), report.path
                assert {cell.tag for cell in others} == {"TD"}, report.path
                assert not [cell for cell in others if "/Headers" in cell.attributes]
        plain = [[[_plain(cell) for cell in row] for row in rows] for rows in expected]
        assert actual == plain, report.path


def _plain(text: str) -> str:
    """A cell's text without what setting it in lines adds and takes."""
    return squeezed(text.replace(SOFT_HYPHEN, ""))


def test_no_sign_of_a_table_lies_outside_the_page_s_body(reports):
    for report in reports:
        document = pypdfium2.PdfDocument(report.path)
        for page in document:
            width, height = page.get_size()
            text = page.get_textpage()
            boxes = [text.get_charbox(i) for i in range(text.count_chars())]
            shown = [box for box in boxes if box[2] > box[0] and box[3] > box[1]]
            assert min(box[0] for box in shown) > MARGIN - 3, report.path
            assert max(box[2] for box in shown) < width - MARGIN + 3, report.path
            assert min(box[1] for box in shown) > 20, report.path
            assert max(box[3] for box in shown) < height - 15, report.path


def test_every_picture_says_the_same_as_on_the_page(reports):
    pictures = 0
    for report in reports:
        actual = [figure.alt for figure in report.pdf.root.below("Figure")]
        expected = [displayable(str(picture["alt"])) for picture in report.page.select("img")]
        assert [_plain(alt) for alt in actual] == [_plain(alt) for alt in expected], report.path
        pictures += len(actual)
    assert pictures > 300


def test_every_sentence_of_the_page_is_in_the_document(reports):
    for report in reports:
        text = _plain(report.pdf.root.text)
        parts = report.page.select("main p, main li, main figcaption, main caption b, main dd")
        for part in parts:
            # The caption of a figure's numbers ends there in the PDF, so it has no full stop.
            told = displayable(part.get_text()).rstrip(".")
            assert _plain(told) in text, (report.path, told)


def test_headings_are_tags_and_bookmarks(reports):
    for report in reports:
        found = report.pdf.root.below("Title", "H1", "H2", "H3")
        tags = [(element.tag, _plain(element.text)) for element in found]
        contents = _plain(report.page.select_one("nav h2").get_text())  # type: ignore[union-attr]
        headings = report.page.select("h1, main h2, main h3")
        levels = {"h1": "Title", "h2": "H1", "h3": "H2"}
        expected = [(levels[h.name], _plain(displayable(h.get_text()))) for h in headings]
        expected.insert(1, ("H1", contents))
        assert tags == expected, report.path
        bookmarks = _bookmarks(pypdf.PdfReader(report.path).outline)
        assert [text for text in bookmarks if text != contents] == [
            text for tag, text in expected[2:]
        ], report.path


def _bookmarks(outline: list[object]) -> list[str]:
    texts: list[str] = []
    for entry in outline:
        texts += _bookmarks(entry) if isinstance(entry, list) else [_plain(str(entry.title))]  # type: ignore[attr-defined]
    return texts


def test_the_document_says_its_language_title_and_month(reports):
    for report in reports:
        root = report.pdf.document.Root
        assert str(root.Lang) == report.language, report.path
        with report.pdf.document.open_metadata() as metadata:
            title = " ".join(report.page.title.get_text().split())  # type: ignore[union-attr]
            assert metadata["dc:title"] == title, report.path
            assert metadata["xmp:CreateDate"].startswith("2021-02-01"), report.path
        assert root.ViewerPreferences.DisplayDocTitle, report.path
        quotes = [quote["lang"] for quote in report.page.select("blockquote")]
        told = [e.language for e in report.pdf.root.below("BlockQuote", "Span", "P") if e.language]
        assert told == [language for language in quotes if language != report.language]


def test_page_numbers_and_running_heads_are_passed_over_by_a_screen_reader(reports):
    for report in reports:
        pages = len(report.pdf.document.pages)
        for number, artifacts in enumerate(report.pdf.artifacts, start=1):
            feet = [part.text for part in artifacts if part.subtype == "Footer"]
            assert feet == [f"{number} / {pages}"], report.path
        assert f"1 / {pages}" not in report.pdf.root.text


def test_every_page_is_a4_and_every_font_is_in_the_file(reports):
    for report in reports:
        fonts = set()
        for page in report.pdf.document.pages:
            size = [float(value) for value in page.mediabox[2:]]
            assert sorted(size) == pytest.approx(sorted(A4), abs=0.1), report.path
            for font in page.obj.Resources.get("/Font", {}).values():
                descriptor = font.DescendantFonts[0].FontDescriptor
                assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys()), report.path
                fonts.add(str(descriptor.FontName))
        assert len(fonts) >= 2, report.path


def test_long_words_are_divided_by_the_rules_of_the_language(reports):
    divided = [re.findall(rf"\w+{SOFT_HYPHEN}\w+", r.pdf.root.text) for r in reports]
    finnish = [
        words for report, words in zip(reports, divided, strict=True) if report.language == "fi"
    ]
    assert all(finnish)
    for word in {word for words in finnish for word in words}:
        first, second = word.split(SOFT_HYPHEN)[:2]
        # A Finnish syllable has a vowel, on either side of the hyphen.
        assert re.search("[aeiouyäö]", first, re.IGNORECASE), word
        assert re.search("[aeiouyäö]", second, re.IGNORECASE), word
