from __future__ import annotations

import copy
import dataclasses
import itertools
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from lumo_analysis.errors import ReportError
from lumo_analysis.presentation.exhibits import MIME
from lumo_analysis.presentation.report import Report
from lumo_analysis.publishing import kernels
from lumo_analysis.publishing.blocks import report_blocks
from lumo_analysis.publishing.html import LumoHTMLExporter
from lumo_analysis.publishing.jobs import REPORTS, Job
from lumo_analysis.publishing.pdf import LumoPDFExporter
from lumo_analysis.publishing.runner import execute
from lumo_analysis.survey.survey import load_survey
from tests.conftest import PROJECT

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
PLACES = [("workers-2021", "all"), ("workers-2021", "etela-savo"), ("partners-2021", "all")]


def _read(path):
    return nbformat.read(path, as_version=4)


def test_the_notebooks_are_the_three_reports_and_the_start_for_researchers():
    assert [path.stem for path in NOTEBOOKS] == sorted([*REPORTS, "explore"])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_thin(path):
    cells = _read(path).cells
    assert len(cells) <= 25
    for cell in cells:
        if cell.cell_type == "code":
            assert len(cell.source.splitlines()) <= 10
            assert not re.search(r"^\s*def |for \w* *region", cell.source, re.MULTILINE)
            assert cell.outputs == []
            assert cell.execution_count is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_words_stand_before_the_code_and_hold_no_typed_results(path):
    cells = _read(path).cells
    for previous, cell in itertools.pairwise(cells):
        if cell.cell_type == "markdown":
            assert not re.search(r"\d+ ?%|\bn ?= ?\d", cell.source)
            assert "note" in cell.metadata.tags
        elif previous.cell_type == "code":
            # Code cells may follow each other only where the report opens.
            assert re.search(r"report\.(front|main_findings)\(\)", previous.source)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_parameters_line_has_one_equals_sign(path):
    for cell in _read(path).cells:
        if "parameters" in cell.metadata.get("tags", []):
            assert all(line.count("=") == 1 for line in cell.source.splitlines())


@pytest.mark.parametrize("language", ["fi", pytest.param("en", marks=pytest.mark.heavy)])
@pytest.mark.parametrize("notebook", REPORTS)
@pytest.mark.parametrize(("survey", "region"), PLACES)
def test_a_report_runs_fresh_and_every_code_cell_does_its_part(survey, region, notebook, language):
    if language == "en" and region != "all":
        pytest.skip("the other language is run on the whole survey")
    executed = execute(Job(survey, region, notebook, language, survey))
    blocks = report_blocks(executed)
    assert blocks[0]["kind"] == "front"
    assert "Synte" in blocks[0]["mark"] or "Synthetic" in blocks[0]["mark"]
    exhibits = [block for block in blocks if block["kind"] == "exhibit"]
    assert all(exhibit["table"]["rows"] for exhibit in exhibits)
    assert [e["id"] for e in exhibits][-2:] == ["published-figures", "cleaning"]
    assert {block["plan"] for block in blocks} == {blocks[0]["plan"]}
    headings = [b["anchor"] for b in blocks if b["kind"] == "heading" and b["level"] == 2]
    assert headings[-5:] == ["published", "reading-guide", "hidden", "provenance", "cite"]
    figures = [exhibit for exhibit in exhibits if "picture" in exhibit]
    assert all(exhibit["picture"]["alt"] for exhibit in figures)
    streams = [
        output
        for cell in executed.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "stream"
    ]
    assert streams == []


def test_the_descriptive_report_shows_every_closed_item():
    executed = execute(Job("workers-2021", "all", "descriptive", "en", "workers-2021"))
    shown = "\n".join(
        cell
        for block in report_blocks(executed)
        if block["kind"] == "exhibit"
        for text in [block["title"], *(row[0] for row in block["table"]["rows"])]
        for cell in [text]
    )
    questionnaire = load_survey("workers-2021").questionnaire
    for item in questionnaire.items:
        if item.closed:
            assert item.label["en"] in shown, item.id


@pytest.fixture(scope="module")
def explored():
    import papermill

    kernels.register()
    path = PROJECT / "notebooks" / "explore.ipynb"
    return papermill.execute_notebook(
        path, None, engine_name="lumo", kernel_name="python3", progress_bar=False
    )


def test_the_start_for_researchers_runs_fresh(explored):
    outputs = [output for cell in explored.cells for output in cell.get("outputs", [])]
    assert any(MIME in output.get("data", {}) for output in outputs)


@pytest.mark.parametrize("exporter", [LumoHTMLExporter, LumoPDFExporter])
def test_what_a_researcher_looks_at_is_not_exported(explored, exporter):
    with pytest.raises(ReportError, match="not a report and can't be exported"):
        exporter().from_notebook_node(explored)


def test_what_a_researcher_looks_at_is_not_exported_behind_the_front_of_a_report(explored):
    survey = dataclasses.replace(load_survey("workers-2021"), synthetic=False)
    front = Report("descriptive", survey, "all", "en").front()
    output = nbformat.v4.new_output("display_data", front._repr_mimebundle_())
    notebook = copy.deepcopy(explored)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata["tags"] = ["public"]
    notebook.cells.insert(0, nbformat.v4.new_code_cell(outputs=[output]))
    with pytest.raises(ReportError, match=r"cell 4 shows something .* next to real responses"):
        report_blocks(notebook)


def test_plain_papermill_runs_a_report(tmp_path):
    output = tmp_path / "out.ipynb"
    subprocess.run(
        [
            *(sys.executable, "-m", "papermill", str(PROJECT / "notebooks" / "themes.ipynb")),
            *(str(output), "-p", "survey", "partners-2021", "-p", "region", "etela-savo"),
        ],
        check=True,
        capture_output=True,
        cwd=PROJECT,
    )
    blocks = report_blocks(_read(output))
    assert blocks[0]["region"] == "Etelä-Savo"


def _nbconvert(to: str, path: Path, *options: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", to, *options, str(path)],
        check=True,
        capture_output=True,
    )


@pytest.fixture(scope="module")
def executed_by_nbconvert(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("nbconvert")
    path = PROJECT / "notebooks" / "themes.ipynb"
    _nbconvert("notebook", path, "--execute", "--output-dir", str(folder))
    return folder / "themes.ipynb"


@pytest.mark.parametrize(
    ("ending", "least"), [("html", 100_000), ("pdf", 100_000), ("xlsx", 30_000)]
)
def test_nbconvert_exports_a_report_by_its_name(ending, least, executed_by_nbconvert):
    _nbconvert(f"lumo-{ending}", executed_by_nbconvert)
    assert executed_by_nbconvert.with_suffix(f".{ending}").stat().st_size > least


def test_nbconvert_runs_and_exports_a_report_in_one_command(tmp_path):
    path = PROJECT / "notebooks" / "themes.ipynb"
    _nbconvert("lumo-html", path, "--execute", "--output-dir", str(tmp_path))
    assert (tmp_path / "themes.html").stat().st_size > 100_000
