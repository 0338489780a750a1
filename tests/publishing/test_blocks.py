from __future__ import annotations

import nbformat.v4 as v4
import pandas as pd
import pytest
from nbformat import NotebookNode

from lumo_analysis.errors import ReportError
from lumo_analysis.presentation.exhibits import (
    Block,
    Bullets,
    Exhibit,
    Front,
    Heading,
    Paragraph,
    Picture,
    Table,
    TableColumn,
)
from lumo_analysis.publishing.blocks import report_blocks

FRONT = Front(
    title="Report",
    subtitle="",
    language="en",
    survey="workers-2021",
    region="all",
    notebook="n.ipynb",
    author="LUMO",
    date="2021-02",
)
TABLE = Table((TableColumn("Service"), TableColumn("Share", True)), (("Schools", "46%"),))
PICTURE = Picture("<svg xmlns='http://www.w3.org/2000/svg'/>", 10, 10, "One bar, 46 per cent")


PUBLIC = {"tags": ["public"]}


def block_cell(*blocks: Block) -> NotebookNode:
    outputs = [v4.new_output("display_data", block._repr_mimebundle_()) for block in blocks]
    return v4.new_code_cell(outputs=outputs, metadata=PUBLIC)


def output_cell(data: dict[str, str], metadata: dict[str, object] | None = None) -> NotebookNode:
    output = v4.new_output("display_data", data, metadata=metadata or {})
    return v4.new_code_cell(outputs=[output], metadata=PUBLIC)


def notebook(*cells: NotebookNode) -> NotebookNode:
    return v4.new_notebook(cells=[block_cell(FRONT), *cells])


def test_blocks_come_in_the_order_of_the_notebook() -> None:
    report = notebook(
        block_cell(Heading(2, "Who answered", "who"), Paragraph("134 did.")),
        block_cell(Bullets(("one", "two"))),
    )
    actual = [block["kind"] for block in report_blocks(report)]
    assert actual == ["front", "heading", "paragraph", "bullets"]


def test_cells_for_the_researcher_are_left_out() -> None:
    note = v4.new_markdown_cell("Run all cells.", metadata={"tags": ["note"]})
    parameters = v4.new_code_cell(
        metadata={"tags": ["parameters"]},
        outputs=[v4.new_output("stream", name="stdout", text="region")],
    )
    report = v4.new_notebook(cells=[note, parameters, block_cell(FRONT)])
    assert [block["kind"] for block in report_blocks(report)] == ["front"]


def test_figures_and_tables_are_numbered_apart() -> None:
    report = notebook(
        block_cell(Exhibit("a", "A", TABLE)),
        block_cell(Exhibit("b", "B", TABLE, picture=PICTURE)),
        block_cell(Exhibit("c", "C", TABLE)),
    )
    actual = [(b["label"], b["table_label"]) for b in report_blocks(report)[1:]]
    expected = [
        ("Table 1", "Table 1"),
        ("Figure 1", "Numbers of figure 1"),
        ("Table 2", "Table 2"),
    ]
    assert actual == expected


def test_numbers_are_worded_in_the_language_of_the_report() -> None:
    finnish = Front("Raportti", "", "fi", "w", "all", "n.ipynb", "LUMO", "2021-02")
    report = v4.new_notebook(cells=[block_cell(finnish, Exhibit("a", "A", TABLE, picture=PICTURE))])
    actual = report_blocks(report)[1]
    assert (actual["label"], actual["table_label"]) == ("Kuvio 1", "Kuvion 1 luvut")


def test_a_repeated_anchor_gets_a_number() -> None:
    report = notebook(
        block_cell(Heading(2, "Results", "results"), Heading(2, "Results", "results")),
        block_cell(Exhibit("results", "A", TABLE)),
        block_cell(Heading(2, "Main", "main")),
    )
    actual = [block["anchor"] for block in report_blocks(report)[1:]]
    assert actual == ["results", "results-2", "results-3", "main-2"]


def test_an_anchor_has_no_space_or_markup() -> None:
    report = notebook(block_cell(Heading(2, "A", 'x" onclick="y')))
    assert report_blocks(report)[1]["anchor"] == "x-onclick-y"


def test_markdown_becomes_headings_paragraphs_and_lists() -> None:
    source = "# Top\n\nSome **bold** <b>text</b> and $x$.\n\n- one\n- two\n\n#### Deep"
    actual = report_blocks(notebook(v4.new_markdown_cell(source)))[1:]
    assert [(b["kind"], b.get("level")) for b in actual] == [
        ("heading", 2),
        ("paragraph", None),
        ("bullets", None),
        ("heading", 3),
    ]
    assert actual[1]["text"] == "Some bold <b>text</b> and $x$."
    assert {"style": "strong", "text": "bold"} in actual[1]["spans"]
    assert actual[2]["items"] == ["one", "two"]


def test_an_inner_list_keeps_all_its_items() -> None:
    report = notebook(v4.new_markdown_cell("- one\n  - inner\n  - last\n- two"))
    actual = report_blocks(report)[1]["items"]
    assert actual == ["one\n\u2013 inner\n\u2013 last", "two"]


def test_a_plain_frame_becomes_a_table() -> None:
    frame = pd.DataFrame({"share": [0.5, 0.25]}, index=pd.Index(["<i>A</i>", "B"], name="group"))
    actual = report_blocks(notebook(output_cell({"text/html": frame.to_html()})))[1]
    assert actual["label"] == "Table 1"
    assert actual["table"]["columns"] == [
        {"label": "group", "numeric": False},
        {"label": "share", "numeric": True},
    ]
    assert actual["table"]["rows"] == [["<i>A</i>", "0.50"], ["B", "0.25"]]


def test_cells_that_pandas_merges_are_said_in_each_row() -> None:
    index = pd.MultiIndex.from_tuples([("x", "a"), ("x", "b")])
    frame = pd.DataFrame({"n": [1, 2]}, index=index)
    actual = report_blocks(notebook(output_cell({"text/html": frame.to_html()})))[1]
    assert actual["table"]["rows"] == [["x", "a", "1"], ["x", "b", "2"]]


def test_printed_text_is_one_block_without_terminal_colours() -> None:
    cell = v4.new_code_cell(
        metadata=PUBLIC,
        outputs=[
            v4.new_output("stream", name="stdout", text="\x1b[31mone"),
            v4.new_output("stream", name="stderr", text="warning"),
            v4.new_output("stream", name="stdout", text=" two\n"),
        ],
    )
    assert report_blocks(notebook(cell))[1:] == [{"kind": "preformatted", "text": "one two"}]


def test_control_and_direction_characters_are_dropped() -> None:
    report = notebook(block_cell(Paragraph("a\u202eb\x00c\ufeffd\r\ne")))
    assert report_blocks(report)[1]["text"] == "abcd\ne"


def test_a_picture_with_alternative_text_in_its_metadata_is_a_figure() -> None:
    cell = output_cell({"image/png": "iVBORw0="}, {"image/png": {"alt": "A bar"}})
    actual = report_blocks(notebook(cell))[1]
    assert (actual["label"], actual["picture"]["alt"]) == ("Figure 1", "A bar")


def test_a_picture_without_alternative_text_is_refused() -> None:
    with pytest.raises(ReportError, match="picture in cell 2 has no alternative text"):
        report_blocks(notebook(output_cell({"image/png": "iVBORw0="})))


def test_an_exhibit_without_alternative_text_is_refused() -> None:
    silent = Picture(PICTURE.svg, 10, 10, " ")
    with pytest.raises(ReportError, match="picture 'A' in cell 2 has no alternative text"):
        report_blocks(notebook(block_cell(Exhibit("a", "A", TABLE, picture=silent))))


def test_a_failed_cell_is_refused_without_its_message() -> None:
    cell = v4.new_code_cell(
        outputs=[v4.new_output("error", ename="ValueError", evalue="an answer", traceback=[])]
    )
    with pytest.raises(ReportError, match="cell 2 failed with ValueError") as caught:
        report_blocks(notebook(cell))
    assert "an answer" not in str(caught.value)


def test_a_report_without_a_front_is_refused() -> None:
    with pytest.raises(ReportError, match="no front, so it is not a report"):
        report_blocks(v4.new_notebook(cells=[block_cell(Paragraph("x"))]))


def test_a_second_front_is_refused() -> None:
    with pytest.raises(ReportError, match="2 fronts"):
        report_blocks(notebook(block_cell(FRONT)))


def test_text_before_the_front_is_refused() -> None:
    cells = [v4.new_markdown_cell("# Title"), block_cell(FRONT)]
    with pytest.raises(ReportError, match=r"before the front: .* tag the Markdown cells"):
        report_blocks(v4.new_notebook(cells=cells))


def test_a_subsection_before_any_section_is_refused() -> None:
    with pytest.raises(ReportError, match=r"'Deep' \(level 3\) comes before any section"):
        report_blocks(notebook(block_cell(Heading(3, "Deep", "deep"))))


def test_a_block_with_a_missing_field_is_refused_by_name() -> None:
    bundle = Paragraph("x")._repr_mimebundle_()
    bundle["application/vnd.lumo.block+json"] = {"kind": "paragraph"}
    cell = v4.new_code_cell(outputs=[v4.new_output("display_data", bundle)])
    with pytest.raises(ReportError, match="the paragraph in cell 2 has no text"):
        report_blocks(notebook(cell))
