"""Which published numbers moved since the run before, by what had changed.

Only what both editions show is compared: tables of the pages, cell by cell, where each has a
number. The list is kept in the private folder, never beside the reports: no reader needs it,
and the audit need not account for it.
"""

from __future__ import annotations

import collections
import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lumo_analysis.errors import LumoError
from lumo_analysis.publishing.audit.page import read_page
from lumo_analysis.publishing.counted import counted
from lumo_analysis.publishing.freshness import changes_of_inputs
from lumo_analysis.publishing.manifest import Entry, Manifest
from lumo_analysis.publishing.private_folder import place_of, write_private

Cell = tuple[str, str, str]
"""An exhibit's anchor, a row's header and a column's header."""


@dataclass(frozen=True, order=True)
class Moved:
    """One published number that is another now, and what had changed for its report."""

    cause: str
    stem: str
    cell: Cell
    before: str
    after: str


def moved_numbers(former: Manifest, old: Path, manifest: Manifest, new: Path) -> list[Moved]:
    """The numbers that differ between two editions of the same reports, by cause.

    `former` and `manifest` are the manifests of the folders `old` and `new`. Reports that one
    of them lacks, or whose page is the same, give nothing.
    """
    found: list[Moved] = []
    for stem in former.keys() & manifest.keys():
        before, after = former[stem], manifest[stem]
        if _page(before).get("sha256") == _page(after).get("sha256"):
            continue
        if not (_page(before) and _page(after) and (old / _page(before)["path"]).is_file()):
            continue
        cause = "; ".join(changes_of_inputs(before, after)) or "a file was changed by hand"
        was, now = (
            numbers_of((folder / _page(entry)["path"]).read_text(encoding="utf-8"))
            for folder, entry in ((old, before), (new, after))
        )
        found += [
            Moved(cause, stem, cell, was[cell], now[cell])
            for cell in was.keys() & now.keys()
            if was[cell] != now[cell]
        ]
    return sorted(found)


def numbers_of(page: str) -> dict[Cell, str]:
    """The numbers in the tables of a page; a cell that two rows share is left out."""
    cells: dict[Cell, list[str]] = collections.defaultdict(list)
    for exhibit in read_page(page).exhibits:
        for row in exhibit.rows:
            for header, text in zip(exhibit.headers[1:], row[1:], strict=False):
                cells[exhibit.anchor, row[0], header].append(text)
    return {
        cell: texts[0]
        for cell, texts in cells.items()
        if len(texts) == 1 and any(letter.isdigit() for letter in texts[0])
    }


def changes_text(moved: Sequence[Moved]) -> str:
    """The list for a person: by cause, and for each report the numbers before and after."""
    return "\n".join(_lines(moved)) + "\n"


def keep_changes(moved: Sequence[Moved], output: Path) -> Path | None:
    """Write the list into the private folder, in place of the former one; where it stands.

    None where nothing moved, or the private folder can't be used.
    """
    if not moved:
        return None
    with contextlib.suppress(LumoError):
        path = place_of("changes", output, ".txt")
        write_private(path, changes_text(moved).encode())
        return path
    return None


def _lines(moved: Sequence[Moved]) -> Iterator[str]:
    causes = collections.Counter(one.cause for one in moved)
    for cause, count in causes.items():
        yield f"{counted(count, 'number')} moved: {cause}"
        stem = ""
        for one in moved:
            if one.cause != cause:
                continue
            if one.stem != stem:
                stem = one.stem
                yield f"  {stem}"
            yield f"    {', '.join(one.cell)}: {one.before} is now {one.after}"


def _page(entry: Entry) -> Mapping[str, str]:
    page: Mapping[str, str] = entry["files"].get("html", {})
    return page
