"""From an executed notebook to the list of blocks that every exporter reads.

Order, completeness and numbering are settled here, once, so HTML and PDF can't disagree.
Whatever does not hold is refused: a report is whole or it is not made. What no plan of
disclosure control has gone over is refused in `standing`.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from lumo_analysis.errors import ReportError, nearest
from lumo_analysis.presentation import exhibits
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing import foreign
from lumo_analysis.publishing.standing import refuse_unprotected

LEFT_OUT_TAGS = frozenset({"note", "parameters", "injected-parameters"})
_BLOCKS: dict[str, type[exhibits.Block]] = {
    block.kind: block
    for block in (
        exhibits.Front,
        exhibits.Heading,
        exhibits.Paragraph,
        exhibits.Bullets,
        exhibits.Findings,
        exhibits.Facts,
        exhibits.Notice,
        exhibits.Exhibit,
        exhibits.Quote,
    )
}
# Control characters are invalid in HTML and PDF; marks of writing direction can make a
# text read otherwise than it is stored.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufeff"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_TERMINAL_COLOURS = re.compile("\x1b\\[[0-9;]*[A-Za-z]")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
_PICTURE_DATA = frozenset({"svg", "data"})


def report_blocks(notebook: NotebookNode) -> list[dict[str, Any]]:
    """The blocks of a report in order, checked and numbered.

    Blocks are those of `presentation.exhibits`, with `anchor` and `label` ("Figure 1")
    added to exhibits; further kinds are `preformatted` (`text`), and `spans` in paragraphs
    and bullets that come from Markdown. Markdown cells tagged `note` are left out.

    Raises:
        ReportError: A cell failed, the front is missing or not first, a heading skips a
            level, a picture has no alternative text, a block's JSON is incomplete, or a cell
            shows what did not come from a plan of disclosure control.

    >>> import nbformat.v4 as v4
    >>> front = exhibits.Front("T", "s", "en", "w", "all", "n", "A", "2021-02")
    >>> cell = v4.new_code_cell(outputs=[v4.new_output("display_data", front.to_json())])
    >>> report_blocks(v4.new_notebook(cells=[cell]))
    Traceback (most recent call last):
    ...
    lumo_analysis.errors.ReportError: the notebook shows no front, ...
    """
    shown = [
        (position, _without_unsafe(block))
        for position, cell in enumerate(notebook.cells, start=1)
        for block in _blocks_of_cell(cell, f"cell {position}")
    ]
    blocks = [block for _, block in shown]
    _check_front(blocks)
    refuse_unprotected(notebook, shown)
    _check_headings(blocks)
    _add_anchors(blocks)
    _add_links(blocks)
    _add_numbers(blocks, Wording(blocks[0]["language"]))
    return blocks


def _blocks_of_cell(cell: NotebookNode, where: str) -> Iterator[dict[str, Any]]:
    if LEFT_OUT_TAGS & set(cell.metadata.get("tags", [])):
        return
    if cell.cell_type == "markdown":
        yield from foreign.blocks_of_markdown(cell.source)
    elif cell.cell_type == "code":
        for output in _joined_streams(cell.outputs):
            yield from _blocks_of_output(output, where)


def _joined_streams(outputs: list[NotebookNode]) -> Iterator[NotebookNode | str]:
    """Outputs, with printed text in one piece: how a kernel cuts it is chance."""
    printed = ""
    for output in outputs:
        if output.output_type == "stream":
            printed += output.text if output.name == "stdout" else ""
            continue
        if printed:
            yield printed
            printed = ""
        yield output
    if printed:
        yield printed


def _blocks_of_output(output: NotebookNode | str, where: str) -> Iterator[dict[str, Any]]:
    if isinstance(output, str):
        yield from _preformatted(output)
        return
    if output.output_type == "error":
        raise ReportError(
            f"{where} failed with {output.ename}; mend the cell and run the notebook to its end"
        )
    data = output.data
    if exhibits.MIME in data:
        yield _checked_block(json.loads(json.dumps(data[exhibits.MIME])), where)
    elif any(mime in data for mime in foreign.PICTURES):
        yield foreign.picture_block(data, output.metadata, where)
    elif tables := foreign.table_blocks(data.get("text/html", "")):
        yield from tables
    elif "text/markdown" in data:
        yield from foreign.blocks_of_markdown(data["text/markdown"])
    else:
        yield from _preformatted(data.get("text/plain", ""))


def _preformatted(text: str) -> Iterator[dict[str, Any]]:
    text = _TERMINAL_COLOURS.sub("", text).rstrip()
    if text:
        yield {"kind": "preformatted", "text": text}


def _checked_block(block: dict[str, Any], where: str) -> dict[str, Any]:
    """The block with its defaults filled in, refused where a needed field is missing."""
    kind = block.get("kind", "")
    if kind not in _BLOCKS:
        raise ReportError(f"{where} shows an unknown block '{kind}'; {nearest(kind, _BLOCKS)}")
    fields = dataclasses.fields(_BLOCKS[kind])
    missing = [f.name for f in fields if f.default is dataclasses.MISSING and f.name not in block]
    if missing:
        raise ReportError(
            f"the {kind} in {where} has no {', '.join(missing)}; "
            "run the notebook again with this version of lumo_analysis"
        )
    if "picture" in block and not block["picture"].get("alt", "").strip():
        raise ReportError(
            f"the picture '{block['title']}' in {where} has no alternative text; give it one"
        )
    defaults = {f.name: f.default for f in fields if f.default is not dataclasses.MISSING}
    return {**{name: value for name, value in defaults.items() if value is not None}, **block}


def _without_unsafe(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSAFE.sub("", _LINE_ENDS.sub("\n", value))
    if isinstance(value, list | tuple):
        return [_without_unsafe(part) for part in value]
    if isinstance(value, dict):
        return {
            name: part if name in _PICTURE_DATA else _without_unsafe(part)
            for name, part in value.items()
        }
    return value


def _check_front(blocks: list[dict[str, Any]]) -> None:
    fronts = [index for index, block in enumerate(blocks) if block["kind"] == "front"]
    if not fronts:
        raise ReportError(
            "the notebook shows no front, so it is not a report and can't be exported: its first "
            "code cell should show the front of a report (lumo.open_report(...).front())"
        )
    if len(fronts) > 1:
        raise ReportError(f"the notebook shows {len(fronts)} fronts; keep the first one only")
    if fronts[0] != 0:
        raise ReportError(
            "something stands before the front: move the front's cell up, or tag the "
            "Markdown cells before it 'note' to keep them out of the report"
        )
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])(-\d{2})?", blocks[0]["date"]):
        raise ReportError(
            f"the front's date is '{blocks[0]['date']}'; it should be a month like 2021-02"
        )


def _check_headings(blocks: list[dict[str, Any]]) -> None:
    section_seen = False
    for block in blocks:
        if block["kind"] != "heading":
            continue
        if not block["text"].strip():
            raise ReportError("a heading is empty; give it words or remove it")
        section_seen = section_seen or block["level"] == 2
        if not section_seen:
            raise ReportError(
                f"the heading '{block['text']}' (level {block['level']}) comes before any "
                "section; make it level 2, or put a level 2 heading before it"
            )


def _add_anchors(blocks: list[dict[str, Any]]) -> None:
    """Unique addresses in the page; a second "results" becomes "results-2"."""
    taken = {"main", "contents"}
    for number, block in enumerate(blocks):
        if block["kind"] not in ("heading", "exhibit"):
            continue
        wanted = block.get("anchor") or block.get("id") or block.get("text") or ""
        base = re.sub(r"[^\w-]+", "-", wanted).strip("-").lower() or f"part-{number}"
        anchor, repeat = base, 2
        while anchor in taken:
            anchor, repeat = f"{base}-{repeat}", repeat + 1
        taken.add(anchor)
        block["anchor"] = anchor


def _add_links(blocks: list[dict[str, Any]]) -> None:
    """The address of each finding's exhibit; none where the notebook left it out."""
    anchors = {block["id"]: block["anchor"] for block in blocks if block["kind"] == "exhibit"}
    for block in blocks:
        if block["kind"] == "findings":
            block["links"] = [anchors.get(target, "") for _, _, target in block["points"]]


def _add_numbers(blocks: list[dict[str, Any]], wording: Wording) -> None:
    """Figures and tables are counted apart; a figure's table bears the figure's number."""
    figures = tables = 0
    for block in blocks:
        if block["kind"] != "exhibit":
            continue
        if "picture" in block:
            figures += 1
            block["label"] = wording.say("Figure {n}", n=figures)
            block["table_label"] = wording.say("Numbers of figure {n}", n=figures)
        else:
            tables += 1
            block["label"] = block["table_label"] = wording.say("Table {n}", n=tables)
