"""Row headers in a tagged PDF: the first cell of each body row becomes a header.

Typst tags the header row of a table but has no way yet to tag a row's header, so a screen
reader would read a number without saying whose it is.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object


def with_row_headers(pdf: bytes) -> bytes:
    """The document with the first data cell of each table row tagged as the row's header.

    The same bytes come out for the same bytes in.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for element in _elements(document.Root.StructTreeRoot):
            if element.get("/S") == Name.TR:
                _tag_row(element)
        buffer = io.BytesIO()
        document.save(
            buffer,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return buffer.getvalue()


def _elements(root: Object) -> Iterator[Object]:
    """The structure elements below a root, without recursion: a long report is deep."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(_children(element))


def _children(element: Object) -> list[Object]:
    children = element.get("/K")
    if children is None:
        return []
    listed = list(children) if isinstance(children, Array) else [children]
    return [child for child in listed if isinstance(child, Dictionary)]


def _tag_row(row: Object) -> None:
    first, *others = [c for c in _children(row) if c.get("/S") in (Name.TD, Name.TH)]
    if first.S != Name.TD or not others:
        return
    first.S = Name.TH
    scope = Dictionary(O=Name.Table, Scope=Name.Row)
    present = _attributes(first)
    table = [attributes for attributes in present if attributes.get("/O") == Name.Table]
    if table:
        table[0].Scope = Name.Row
    else:
        first.A = Array([*present, scope]) if present else scope
    for cell in (first, *others):
        for attributes in _attributes(cell):
            # An explicit list of headers would hide the row's header from the reader.
            if "/Headers" in attributes:
                del attributes["/Headers"]


def _attributes(cell: Object) -> list[Object]:
    attributes = cell.get("/A")
    if attributes is None:
        return []
    listed = list(attributes) if isinstance(attributes, Array) else [attributes]
    return [entry for entry in listed if isinstance(entry, Dictionary)]
