"""Whatever a text says, a report shows it as text: nothing runs, loads or is forged."""

from __future__ import annotations

import base64
import io
import re
import shutil
import unicodedata
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nbformat.v4 as v4
import openpyxl
import pikepdf
import pytest
import yaml
from bs4 import BeautifulSoup
from nbformat import NotebookNode

from lumo_analysis.presentation.exhibits import (
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
from lumo_analysis.publishing.glyphs import breakable, displayable
from lumo_analysis.publishing.index import write_index
from lumo_analysis.publishing.runner import export
from tests.browsing import in_browser
from tests.conftest import PROJECT
from tests.hostile import PAYLOADS
from tests.publishing.tagged import TaggedPdf, squeezed
from tests.test_cli import lumo

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>'
# A PDF keeps these signs in the order in which they are drawn, or drawn together.
AS_DRAWN = {PAYLOADS[name] for name in ("Hebrew and Arabic", "combining marks")}
HARMLESS = "Harmless words"
# Marks of writing direction and signs without a meaning are dropped before anything is shown.
DROPPED = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def report(text: str) -> NotebookNode:
    """A report with the text in every place where a report can show one."""
    table = Table((TableColumn(text), TableColumn(text, True)), ((text, text), (text, text)))
    front = Front(text, text, "en", text, text, text, text, "2021-02", ((text, text),), text)
    shown = (
        front,
        Heading(2, text, "section"),
        Heading(3, text, text),
        Paragraph(text),
        Bullets((text, text)),
        Facts(((text, text),)),
        Notice(text),
        Exhibit("figure", text, table, text, Picture(SVG, 40, 20, text), (text,)),
        Exhibit("table", text, table, text, None, (text, text)),
        Quote(text, "sv", text),
    )
    outputs = [v4.new_output("display_data", block._repr_mimebundle_()) for block in shown]
    outputs.append(v4.new_output("stream", name="stdout", text=text))
    outputs.append(
        v4.new_output("display_data", {"image/svg+xml": SVG}, metadata={"alt": text, "title": text})
    )
    cell = v4.new_code_cell("1", outputs=outputs, metadata={"tags": ["public"]})
    return v4.new_notebook(cells=[cell])


def manifest(text: str) -> dict[str, dict[str, Any]]:
    front = Front(text, text, "en", text, text, text, text, "2021-02", ((text, text),), text)
    whole = {
        "survey": "survey",
        "region": "all",
        "place": 0,
        "notebook": "themes",
        "language": "en",
        "status": "complete",
        "failure": "",
        "front": front.to_json(),
        "about": {"survey": [text], "hidden": [text, text]},
        "files": {"html": {"path": f"{text}.html", "bytes": 1, "sha256": "0"}},
    }
    region = whole | {"region": "north", "notebook": "regions", "status": "failed"}
    return {"a": whole, "b": region | {"failure": text, "files": {}, "front": {}}}


def written(folder: Path, text: str) -> Path:
    """The index of a manifest full of the text."""
    write_index(folder, manifest(text))
    return folder / "index.html"


def skeleton(markup: str) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page and the names of their attributes, without any text."""
    soup = BeautifulSoup(markup, "html.parser")
    return [(element.name, tuple(sorted(element.attrs))) for element in soup.find_all(True)]


def expected(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", DROPPED.sub("", text)).split())


def read(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


hostile = pytest.mark.parametrize("text", PAYLOADS.values(), ids=list(PAYLOADS))


def test_there_are_enough_payloads_of_every_kind():
    assert len(PAYLOADS) >= 30
    assert len(set(PAYLOADS.values())) == len(PAYLOADS)


@hostile
def test_a_page_has_the_same_elements_whatever_the_text_says(text):
    page = export(report(text), "html").decode()
    assert skeleton(page) == skeleton(export(report(HARMLESS), "html").decode())
    soup = BeautifulSoup(page, "html.parser")
    for selector in ("h1", "h2", "h3", "main p", "li", "dd", "caption", "td", "th", "pre"):
        shown = [read(element.get_text()) for element in soup.select(selector)]
        assert any(expected(text) in each for each in shown), selector
    assert expected(text) in read(str(soup.img["alt"]))  # type: ignore[index]


@hostile
def test_the_front_page_has_the_same_elements_whatever_the_text_says(text, tmp_path):
    page = written(tmp_path / "hostile", text).read_text(encoding="utf-8")
    harmless = written(tmp_path / "harmless", HARMLESS).read_text(encoding="utf-8")
    assert skeleton(page) == skeleton(harmless)
    soup = BeautifulSoup(page, "html.parser")
    for link in soup.select("a"):
        assert not re.match(r"\s*[a-z]+:|//", str(link["href"]), re.IGNORECASE)


@hostile
def test_a_workbook_holds_the_text_as_text_and_no_link_that_leads_out(text):
    workbook = openpyxl.load_workbook(io.BytesIO(export(report(text), "xlsx")))
    names = workbook.sheetnames
    assert names == ["Cover", "Contents", "Figure 1", "Table 1", "Figure 2"]
    cells = [cell for sheet in workbook for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    targets = {cell.hyperlink.location for cell in cells if cell.hyperlink}
    assert targets == {f"'{name}'!A1" for name in names[1:]}
    assert not [cell for cell in cells if cell.hyperlink and cell.hyperlink.target]
    found = [read(str(cell.value)) for cell in cells]
    assert sum(each == expected(text) for each in found) >= 12
    for sheet in workbook:
        assert sheet.oddHeader.center.text is None
        assert sheet.oddFooter.right.text == "&P / &N"


@hostile
def test_a_pdf_holds_the_text_as_text_and_the_same_structure(text, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(export(report(text), "pdf"))
    pdf = TaggedPdf(path)
    harmless = tmp_path / "harmless.pdf"
    harmless.write_bytes(export(report(HARMLESS), "pdf"))
    kinds = ("Title", "H1", "H2", "H3", "Table", "TR", "TH", "TD", "Figure", "BlockQuote", "LI")
    for kind in kinds:
        actual = list(pdf.root.below(kind))
        assert len(actual) == len(list(TaggedPdf(harmless).root.below(kind))), kind
    shown = squeezed(breakable(displayable(DROPPED.sub("", text))))
    found = squeezed(pdf.root.text)
    if text in AS_DRAWN:
        assert all(found.count(sign) >= 15 for sign in shown if sign.isalpha())
    else:
        assert found.count(shown) >= 15
    assert all(squeezed(figure.alt) == shown for figure in pdf.root.below("Figure"))
    catalogue = pdf.document.Root
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(catalogue.keys())
    assert "/JavaScript" not in catalogue.get("/Names", pikepdf.Dictionary())
    for page in pdf.document.pages:
        for link in page.obj.get("/Annots", []):
            assert "/URI" not in link.get("/A", pikepdf.Dictionary())


@pytest.mark.whole_set
def test_in_a_browser_nothing_runs_loads_or_is_forged(tmp_path):
    texts = [HARMLESS, *PAYLOADS.values()]
    pages = []
    for number, text in enumerate(texts):
        page = tmp_path / f"report-{number}.html"
        page.write_bytes(export(report(text), "html"))
        pages += [page, written(tmp_path / f"index-{number}", text)]
    looks = in_browser("hostile", pages)
    _assert_nothing_happened(looks, looks[:2] + looks[2:4])
    for look, text in zip(looks[::4], texts, strict=True):
        assert squeezed(DROPPED.sub("", text)) in squeezed(look["text"])


def _assert_nothing_happened(looks: list[dict[str, Any]], harmless: list[dict[str, Any]]) -> None:
    """No look noticed anything, and each is built like the harmless one of its place."""
    for number, look in enumerate(looks):
        assert not look["ran"], look["path"]
        assert look["noticed"] == [], look["path"]
        model = harmless[number % len(harmless)]
        for name in ("tags", "attributes", "headings"):
            assert look[name] == model[name], (look["path"], name)
        for address in look["addresses"]:
            assert not re.match(r"\s*[a-z]+:|//", address, re.IGNORECASE), look["path"]


def _survey(folder: Path, texts: list[str]) -> Path:
    """A survey of which every English text ends in one of the texts, taken in turn.

    Its answers are public: the audit keeps reports back whose numbers it can't tell from those
    of such texts.
    """
    shutil.copytree(PROJECT / "data" / "workers-2021", folder)
    turn = 0

    def changed(value: Any) -> Any:
        nonlocal turn
        if isinstance(value, list):
            return [changed(part) for part in value]
        if isinstance(value, dict):
            made = {name: changed(part) for name, part in value.items()}
            if isinstance(value.get("en"), str):
                made["en"] = f"{value['en']} {texts[turn % len(texts)]}"
                turn += 1
            return made
        return value

    for name in ("questionnaire.yaml", "themes.yaml"):
        content = changed(yaml.safe_load((folder / name).read_text(encoding="utf-8")))
        if name == "questionnaire.yaml":
            content["disclosure"] = {"public": True}
        dumped = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        (folder / name).write_text(dumped, encoding="utf-8")
    assert turn > 200
    return folder


@pytest.fixture(scope="module")
def surveys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Reports of a survey with hostile texts everywhere, and of its harmless twin."""
    made = {}
    # A questionnaire itself refuses further lines, marks of direction and endless texts.
    accepted = [DROPPED.sub("", text.replace("\n", " "))[:200] for text in PAYLOADS.values()]
    for name, texts in {"hostile": accepted, "harmless": [HARMLESS]}.items():
        folder = tmp_path_factory.mktemp(name)
        survey = _survey(folder / "workers-2021", texts)
        run = lumo(
            *("report", str(survey), "--language", "en", "--region", "all"),
            *("--region", "etela-savo", "--output", str(folder / "reports")),
        )
        assert run.returncode == 0, run.stderr
        made[name] = folder / "reports"
    return made


@pytest.mark.whole_set
def test_a_whole_survey_with_hostile_texts_is_built_like_its_harmless_twin(surveys):
    looks: dict[str, list[dict[str, Any]]] = {}
    for name, folder in surveys.items():
        pages = sorted(folder.rglob("*.html"))
        assert len(pages) == 7
        looks[name] = in_browser("hostile", pages)
    _assert_nothing_happened(looks["hostile"], looks["harmless"])


@pytest.mark.whole_set
def test_no_drawing_of_hostile_texts_holds_more_than_shapes(surveys):
    drawings = 0
    for path in surveys["hostile"].rglob("*.html"):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for picture in soup.select("img"):
            source = str(picture["src"]).removeprefix("data:image/svg+xml;base64,")
            drawing = base64.b64decode(source).decode("utf-8")
            drawings += 1
            tags = set()
            for element in ElementTree.fromstring(drawing).iter():
                tags.add(element.tag.rpartition("}")[2])
                for name, value in element.attrib.items():
                    assert not name.startswith("on")
                    assert "href" not in name or value.startswith("#")
                    assert "url(" not in value or "url(#" in value
            assert tags <= {"svg", "g", "defs", "path", "use", "rect", "clipPath", "style", "line"}
            assert "pwned" not in drawing
    assert drawings > 40


@pytest.mark.whole_set
def test_no_workbook_of_hostile_texts_holds_a_formula_or_a_link_that_leads_out(surveys):
    workbooks = sorted(surveys["hostile"].rglob("*.xlsx"))
    assert len(workbooks) == 6
    for path in workbooks:
        workbook = openpyxl.load_workbook(path)
        for sheet in workbook:
            for row in sheet:
                for cell in row:
                    assert cell.data_type in ("s", "n"), (path, sheet.title, cell.coordinate)
                    assert cell.hyperlink is None or not cell.hyperlink.target
