"""Blocks from what a notebook shows besides our own: Markdown, plain tables and pictures.

A researcher's own notebook exports too. Text stays text: no markup survives but the
emphasis of a Markdown cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import mistune
from bs4 import BeautifulSoup, Tag

from lumo_analysis.errors import ReportError

# In the order of preference: a drawing is sharper than a bitmap.
PICTURES = ("image/svg+xml", "image/png", "image/jpeg")
_STYLES = {"strong": "strong", "emphasis": "emphasis", "codespan": "code"}
_NUMBER = re.compile(
    r"[-\u2212+]?[\d.,\s\u00a0\u2009\u202f]*\d[%\s\u00a0]*|[-\u2013\u2212]?|nan|<NA>"
)
_parse = mistune.create_markdown(renderer="ast", plugins=["table", "strikethrough"])


def blocks_of_markdown(source: str) -> list[dict[str, Any]]:
    """Headings, paragraphs, lists, quotations, code and tables of a Markdown text.

    Levels 1 and 2 are sections and deeper ones subsections, since the report's title is
    its front's. HTML and mathematics are shown as they are written.

    >>> blocks_of_markdown("# Who *answered*?")
    [{'kind': 'heading', 'level': 2, 'text': 'Who answered?', 'listed': True}]
    """
    tokens = _parse(source)
    assert isinstance(tokens, list), "the syntax tree is a list of tokens"
    return list(_blocks(tokens))


def _blocks(tokens: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for token in tokens:
        kind, children = token["type"], token.get("children", [])
        if kind == "heading":
            level = 2 if token["attrs"]["level"] <= 2 else 3
            yield {"kind": "heading", "level": level, "text": _text(children), "listed": True}
        elif kind in ("paragraph", "block_text"):
            yield {"kind": "paragraph", "text": _text(children), "spans": list(_spans(children))}
        elif kind == "list":
            items = [_item_spans(item["children"]) for item in children]
            texts = ["".join(span["text"] for span in spans) for spans in items]
            yield {"kind": "bullets", "items": texts, "spans": items}
        elif kind == "table":
            yield _markdown_table(children)
        elif kind in ("block_code", "block_html"):
            yield {"kind": "preformatted", "text": token["raw"].rstrip()}
        else:
            yield from _blocks(children)


def _spans(tokens: list[dict[str, Any]], style: str = "") -> Iterator[dict[str, str]]:
    for token in tokens:
        kind = token["type"]
        if kind in ("softbreak", "linebreak"):
            yield {"style": style, "text": " " if kind == "softbreak" else "\n"}
        elif "children" in token:
            yield from _spans(token["children"], _STYLES.get(kind, style))
            address = token.get("attrs", {}).get("url", "") if kind == "link" else ""
            if address and address != _text(token["children"]):
                yield {"style": style, "text": f" ({address})"}
        else:
            yield {"style": _STYLES.get(kind, style), "text": token.get("raw", "")}


def _text(tokens: list[dict[str, Any]]) -> str:
    return "".join(span["text"] for span in _spans(tokens))


def _item_spans(tokens: list[dict[str, Any]]) -> list[dict[str, str]]:
    """A list item as one sentence; an inner list's items follow it, one on each line."""
    spans: list[dict[str, str]] = []
    for token in tokens:
        if spans:
            spans.append({"style": "", "text": "\n"})
        if token["type"] == "list":
            for item in token["children"]:
                spans += [{"style": "", "text": "\u2013 "}, *_item_spans(item["children"])]
                spans.append({"style": "", "text": "\n"})
            spans.pop()
        else:
            spans += _spans(token.get("children", [{"type": "text", "raw": token.get("raw", "")}]))
    return spans


def _markdown_table(parts: list[dict[str, Any]]) -> dict[str, Any]:
    head = [_text(cell["children"]) for cell in parts[0]["children"]]
    rows = [
        [_text(cell["children"]) for cell in row["children"]]
        for part in parts[1:]
        for row in part["children"]
    ]
    return _table_block("", head, rows)


def _table_block(title: str, head: list[str], rows: list[list[str]]) -> dict[str, Any]:
    width = max([len(head), *map(len, rows)])
    head, *rows = [row + [""] * (width - len(row)) for row in [head, *rows]]
    columns = [
        {
            "label": label,
            "numeric": place > 0 and all(_NUMBER.fullmatch(row[place]) for row in rows),
        }
        for place, label in enumerate(head)
    ]
    table = {"columns": columns, "rows": rows}
    return {"kind": "exhibit", "id": "table", "title": title, "table": table, "notes": []}


def table_blocks(markup: str) -> list[dict[str, Any]]:
    """The tables of an output's HTML, such as a pandas frame's, as exhibits; else nothing."""
    if "<table" not in markup:
        return []
    soup = BeautifulSoup(markup, "html.parser")
    return [_table_of_html(table) for table in soup.find_all("table")]


def _table_of_html(table: Tag) -> dict[str, Any]:
    caption = table.find("caption")
    head = _cells(table.select("thead tr"))
    rows = _cells([row for row in table.find_all("tr") if row.find_parent("thead") is None])
    if len(head) > 1 and not any(head[-1][1:]) and not head[0][0]:
        # pandas writes the names of the index in a header row of their own.
        names = head.pop()
        head[0][0] = names[0]
    labels = [
        " \u2013 ".join(dict.fromkeys(filter(None, parts))) for parts in zip(*head, strict=False)
    ]
    return _table_block(caption.get_text(strip=True) if caption else "", labels, rows)


def _cells(rows: list[Tag]) -> list[list[str]]:
    """The texts of rows as a full grid: what spans several cells is said in each of them."""
    grid: list[list[str]] = [[] for _ in rows]
    taken: dict[tuple[int, int], str] = {}
    for down, row in enumerate(rows):
        across = 0
        for cell in row.find_all(["th", "td"]):
            while (down, across) in taken:
                across += 1
            text = cell.get_text(strip=True)
            height, width = _span(cell, "rowspan"), _span(cell, "colspan")
            for i in range(down, min(down + height, len(rows))):
                taken.update({(i, across + j): text for j in range(width)})
            across += width
    for (down, _across), text in sorted(taken.items()):
        grid[down].append(text)
    return grid


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return min(max(int(value), 1), 1000) if value.isdigit() else 1


def picture_block(data: dict[str, Any], metadata: dict[str, Any], where: str) -> dict[str, Any]:
    """An exhibit of a bare picture, with the words its output carries as metadata.

    Raises:
        ReportError: It carries none: a picture that nobody can hear is not published.
    """
    mime = next(mime for mime in PICTURES if mime in data)
    words = {**metadata, **metadata.get(mime, {})}
    if not str(words.get("alt", "")).strip():
        raise ReportError(
            f"the picture in {where} has no alternative text; show it as an Exhibit, or with "
            f'display(figure, metadata={{"{mime}": {{"alt": "what it shows"}}}})'
        )
    content = data[mime]
    picture = {"alt": words["alt"], **({"svg": content} if "svg" in mime else {"data": content})}
    picture["mime"] = mime
    return {
        "kind": "exhibit",
        "id": "figure",
        "title": str(words.get("title", "")),
        "picture": picture,
        "notes": [],
    }
