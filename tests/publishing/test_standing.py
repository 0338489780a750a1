from __future__ import annotations

import dataclasses

import nbformat.v4 as v4
import pandas as pd
import pytest
from nbformat import NotebookNode

from lumo_analysis.errors import ReportError
from lumo_analysis.presentation.exhibits import (
    Block,
    Exhibit,
    Front,
    Heading,
    Paragraph,
    Standing,
    Table,
    TableColumn,
)
from lumo_analysis.publishing.blocks import report_blocks
from lumo_analysis.publishing.html import LumoHTMLExporter
from lumo_analysis.publishing.pdf import LumoPDFExporter

PLAN = "a" * 64
EXHIBIT = Exhibit("a", "A", Table((TableColumn("Answer"), TableColumn("n")), (("Good", "3"),)))
FRAME = pd.DataFrame({"n": [3]})
FOREIGN = {
    "a data frame": {"text/html": FRAME.to_html(), "text/plain": str(FRAME)},
    "a number": {"text/plain": "3"},
    "Markdown": {"text/markdown": "**3** of them"},
    "a picture": {"image/png": "iVBORw0="},
}


def _front(standing: Standing | None = "protected", plan: str | None = PLAN) -> Front:
    facts = ("Report", "", "en", "workers-2021", "all", "n.ipynb", "LUMO", "2021-02")
    return Front(*facts, standing=standing, plan=plan)


def _outputs(*blocks: Block) -> list[NotebookNode]:
    return [v4.new_output("display_data", block._repr_mimebundle_()) for block in blocks]


def _notebook(
    front: Front | None, outputs: list[NotebookNode], tags: tuple[str, ...] = ()
) -> NotebookNode:
    fronts = [v4.new_code_cell(outputs=_outputs(front))] if front else []
    cell = v4.new_code_cell(outputs=outputs, metadata={"tags": list(tags)})
    return v4.new_notebook(cells=[*fronts, cell])


def _foreign(name: str) -> list[NotebookNode]:
    words = {"alt": "three"} if name == "a picture" else {}
    return [v4.new_output("display_data", FOREIGN[name], metadata=words)]


def _stamped(block: Block) -> Block:
    return dataclasses.replace(block, plan=PLAN)


def test_blocks_that_carry_the_plan_of_the_front_are_exported():
    parts = [_stamped(Heading(2, "A", "a")), _stamped(EXHIBIT)]
    blocks = report_blocks(_notebook(_front(), _outputs(*parts)))
    assert [block["kind"] for block in blocks] == ["front", "heading", "exhibit"]


@pytest.mark.parametrize("tags", [(), ("public",)])
@pytest.mark.parametrize("block", [EXHIBIT, Paragraph("3 of them"), Heading(2, "3", "x")])
def test_next_to_protected_responses_a_block_without_a_plan_is_refused(block, tags):
    with pytest.raises(ReportError, match=r"cell 2 shows something .* next to real responses"):
        report_blocks(_notebook(_front(), _outputs(block), tags))


@pytest.mark.parametrize("tags", [(), ("public",)])
@pytest.mark.parametrize("name", FOREIGN)
def test_next_to_protected_responses_nothing_else_passes(name, tags):
    with pytest.raises(ReportError, match="cell 2 shows something"):
        report_blocks(_notebook(_front(), _foreign(name), tags))


def test_next_to_protected_responses_printed_text_does_not_pass():
    printed = [v4.new_output("stream", name="stdout", text="3\n")]
    with pytest.raises(ReportError, match="cell 2 shows something"):
        report_blocks(_notebook(_front(), printed))


@pytest.mark.parametrize("standing", ["synthetic", "public", None])
@pytest.mark.parametrize("name", [*FOREIGN, "an exhibit"])
def test_elsewhere_a_person_must_vouch_for_what_no_plan_has_gone_over(standing, name):
    outputs = _outputs(EXHIBIT) if name == "an exhibit" else _foreign(name)
    front = _front(standing)
    with pytest.raises(ReportError, match="synthetic or public data, tag it 'public'"):
        report_blocks(_notebook(front, outputs))
    assert len(report_blocks(_notebook(front, outputs, ("public",)))) == 2


def test_parts_of_another_report_are_refused_even_where_a_person_vouches():
    other = dataclasses.replace(EXHIBIT, plan="b" * 64)
    for front in (_front("synthetic"), _front(None, None)):
        with pytest.raises(ReportError, match="cell 2 shows a part of another report"):
            report_blocks(_notebook(front, _outputs(other), ("public",)))


def test_the_words_of_markdown_cells_pass():
    report = _notebook(_front(), [])
    report.cells.append(v4.new_markdown_cell("## What I think\n\nA lot."))
    kinds = [block["kind"] for block in report_blocks(report)]
    assert kinds == ["front", "heading", "paragraph"]


def test_cells_tagged_as_notes_are_left_out_and_so_can_show_anything():
    assert len(report_blocks(_notebook(_front(), _foreign("a number"), ("note",)))) == 1


@pytest.mark.parametrize("exporter", [LumoHTMLExporter, LumoPDFExporter])
@pytest.mark.parametrize("front", [None, _front()])
def test_no_exporter_writes_what_no_plan_has_gone_over(exporter, front):
    with pytest.raises(ReportError):
        exporter().from_notebook_node(_notebook(front, _foreign("a data frame"), ("public",)))
