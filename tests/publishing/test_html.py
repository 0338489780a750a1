from __future__ import annotations

import base64
import hashlib
import re

import nbformat
import nbformat.v4 as v4
import pytest
from bs4 import BeautifulSoup
from nbformat import NotebookNode

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
from lumo_analysis.publishing.html import LumoHTMLExporter

HOSTILE = "</style><script>alert(1)</script> {{ 7*7 }} #panic() $x$ *a* 👍 漢字 שלום"
MARK = "Synthetic demonstration data"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    '<rect width="20" height="20" fill="#0b5563"/></svg>'
)


def notebook(*blocks: Block, front: Front | None = None) -> NotebookNode:
    shown = [
        front or Front("Title", "Sub", "en", "w", "all", "n.ipynb", "LUMO", "2021-02"),
        *blocks,
    ]
    outputs = [v4.new_output("display_data", block._repr_mimebundle_()) for block in shown]
    cell = v4.new_code_cell("secret_code()", outputs=outputs, metadata={"tags": ["public"]})
    return v4.new_notebook(cells=[cell])


def page(*blocks: Block, front: Front | None = None) -> str:
    text, _ = LumoHTMLExporter().from_notebook_node(notebook(*blocks, front=front))
    return text


@pytest.fixture(scope="module")
def hostile_page() -> str:
    table = Table((TableColumn("A" + HOSTILE), TableColumn("n", True)), ((HOSTILE, "1,2"),))
    front = Front(
        HOSTILE,
        HOSTILE,
        "fi",
        "w",
        "all",
        HOSTILE,
        HOSTILE,
        "2021-02",
        ((HOSTILE, HOSTILE),),
        HOSTILE,
        "synthetic",
    )
    return page(
        Heading(2, HOSTILE, HOSTILE),
        Paragraph(HOSTILE),
        Bullets((HOSTILE,)),
        Facts(((HOSTILE, HOSTILE),)),
        Notice(HOSTILE),
        Exhibit("x", HOSTILE, table, HOSTILE, Picture(SVG, 40, 20, HOSTILE), (HOSTILE,)),
        Quote(HOSTILE, 'en"><b>', HOSTILE),
        front=front,
    )


def test_hostile_text_arrives_as_text_everywhere(hostile_page: str) -> None:
    soup = BeautifulSoup(hostile_page, "html.parser")
    assert soup.find("script") is None
    assert soup.title is not None
    assert soup.title.get_text() == f"{HOSTILE}, {HOSTILE} \u2013 {HOSTILE}"
    for selector in ("h1", "main h2", "nav a", "main > p", "li", "blockquote p", "tbody th"):
        texts = [element.get_text().strip() for element in soup.select(selector)]
        assert HOSTILE in texts, selector
    assert soup.select_one("img")["alt"] == HOSTILE  # type: ignore[index]
    assert soup.select_one("blockquote")["lang"] == 'en"><b>'  # type: ignore[index]


def test_the_page_has_no_script_and_no_address_outside_itself(hostile_page: str) -> None:
    soup = BeautifulSoup(hostile_page, "html.parser")
    assert not soup.find_all(["script", "link", "iframe", "object", "embed", "base", "form"])
    for element in soup.find_all(True):
        assert not [name for name in element.attrs if name.startswith("on") or name == "style"]
        for name in ("src", "href", "srcset", "data"):
            assert re.match(r"#|data:image/", str(element.get(name, "#")))
    assert "url(" not in hostile_page
    assert "@import" not in hostile_page


def test_the_policy_allows_only_the_page_s_own_style_sheet() -> None:
    soup = BeautifulSoup(page(Paragraph("x")), "html.parser")
    assert soup.style is not None
    digest = hashlib.sha256(str(soup.style.string).encode()).digest()
    policy = soup.select_one('meta[http-equiv="Content-Security-Policy"]')
    assert policy is not None
    assert policy["content"] == (
        f"default-src 'none'; style-src 'sha256-{base64.b64encode(digest).decode()}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_the_page_is_in_the_language_of_its_front() -> None:
    front = Front("Otsikko", "", "fi", "w", "all", "n.ipynb", "LUMO", "2021-02")
    soup = BeautifulSoup(page(Heading(2, "Luku", "luku"), front=front), "html.parser")
    assert soup.html is not None
    assert soup.html["lang"] == "fi"
    texts = [soup.select_one(s).get_text() for s in (".skip", "#contents", ".byline")]  # type: ignore[union-attr]
    assert texts == ["Siirry sisältöön", "Sisällys", "LUMO"]


def test_the_mark_stands_in_the_title_and_at_the_top() -> None:
    front = Front("T", "", "en", "w", "all", "n", "A", "2021-02", (), MARK, "synthetic")
    soup = BeautifulSoup(page(front=front), "html.parser")
    assert soup.title is not None
    assert soup.title.get_text() == f"T \u2013 {MARK}"
    mark = soup.select_one("header > p.mark.synthetic")
    assert mark is not None
    assert mark.get_text() == MARK


def test_a_report_without_a_mark_shows_none() -> None:
    soup = BeautifulSoup(page(Paragraph("x")), "html.parser")
    assert soup.select(".mark") == []


def test_each_cell_of_a_table_stands_in_its_place() -> None:
    columns = (TableColumn(""), TableColumn("Share", True))
    rows = (("Schools", "46\u00a0%"), ("Clinics", "\u2013"))
    soup = BeautifulSoup(page(Exhibit("t", "Title", Table(columns, rows))), "html.parser")
    actual = [
        tuple(cell.get_text() for cell in row.find_all(["th", "td"]))
        for row in soup.select("tbody tr")
    ]
    assert actual == list(rows)
    assert [cell["scope"] for cell in soup.select("tbody th")] == ["row", "row"]
    # A header without words is no header.
    assert [cell.name for cell in soup.select("thead tr > *")] == ["td", "th"]


def test_a_table_scrolls_in_a_named_region_reached_by_keyboard() -> None:
    table = Table((TableColumn("A"),), (("a",),))
    soup = BeautifulSoup(page(Exhibit("t", "Title", table)), "html.parser")
    region = soup.select_one("div[role=region]")
    assert region is not None
    assert region["tabindex"] == "0"
    caption = soup.find(id=str(region["aria-labelledby"]))
    assert caption is not None
    assert caption.get_text() == "Table 1. Title"


def test_a_figure_has_its_numbers_as_a_table() -> None:
    table = Table((TableColumn("A"), TableColumn("n", True)), (("a", "1"),))
    exhibit = Exhibit("f", "Title", table, "It is one.", Picture(SVG, 40, 20, "One bar"), ("Note",))
    soup = BeautifulSoup(page(exhibit), "html.parser")
    texts = [
        soup.select_one(selector).get_text()  # type: ignore[union-attr]
        for selector in ("figcaption", "summary", "details caption", ".finding", ".remark")
    ]
    assert texts == [
        "Figure 1. Title",
        "Numbers of the figure as a table",
        "Numbers of figure 1. Title",
        "It is one.",
        "Note",
    ]
    source = str(soup.select_one("img")["src"])  # type: ignore[index]
    assert base64.b64decode(source.removeprefix("data:image/svg+xml;base64,")).decode() == SVG


def test_every_address_within_the_page_leads_somewhere_unique(hostile_page: str) -> None:
    soup = BeautifulSoup(hostile_page, "html.parser")
    ids = [str(element["id"]) for element in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {str(a["href"])[1:] for a in soup.select("a")} <= set(ids)


def test_code_is_not_published() -> None:
    assert "secret_code" not in page(Paragraph("x"))


def test_the_same_notebook_gives_the_same_page() -> None:
    first = page(Exhibit("t", "Title", Table((TableColumn("A"),), (("a",),))))
    second = page(Exhibit("t", "Title", Table((TableColumn("A"),), (("a",),))))
    assert first == second


def test_a_notebook_read_from_a_file_gives_the_same_page() -> None:
    made = notebook(Quote("Words", "en", "Employee"), Paragraph("x"))
    read = nbformat.reads(nbformat.writes(made), as_version=4)
    exporter = LumoHTMLExporter()
    assert exporter.from_notebook_node(made)[0] == exporter.from_notebook_node(read)[0]


def _contrast(first: str, second: str) -> float:
    """The WCAG 2 contrast ratio of two colours."""

    def luminance(colour: str) -> float:
        digits = colour.lstrip("#")
        digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
        parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_has_enough_contrast_in_light_dark_and_print() -> None:
    schemes = re.findall(r":root\s*{([^}]*)}", page(Paragraph("x")))
    assert len(schemes) == 3
    for scheme in schemes:
        colours = dict(re.findall(r"--([\w-]+):\s*(#\w+)", scheme))
        pairs = [("ink", "paper"), ("soft", "paper"), ("accent", "paper"), ("ink", "wash")]
        pairs += [(f"{t}-ink", f"{t}-paper") for t in ("synthetic", "internal", "public", "note")]
        for ink, paper in pairs:
            assert _contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)
