from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from lumo_analysis.presentation.exhibits import Exhibit, Heading, Picture, Table, TableColumn
from lumo_analysis.publishing.changes import (
    changes_text,
    keep_changes,
    moved_numbers,
    numbers_of,
)
from tests.publishing.test_html import SVG, page

STEM = "s/all/themes.en"


def _page(*rows: tuple[str, ...]) -> str:
    columns = (TableColumn("Answer"), TableColumn("Count", True), TableColumn("Share", True))
    picture = Picture(SVG, 40, 20, "Two bars.")
    shown = Exhibit("coping", "Coping", Table(columns, rows), "Most cope.", picture, ())
    return page(Heading(2, "Results", "results"), shown)


def _edition(folder: Path, responses: str, *rows: tuple[str, ...]):
    path = folder / f"{STEM}.html"
    path.parent.mkdir(parents=True)
    path.write_text(_page(*rows), encoding="utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    entry = {
        "files": {"html": {"path": f"{STEM}.html", "sha256": digest}},
        "inputs": {"responses": responses},
        "code": "c",
        "versions": {},
    }
    return {STEM: entry}, folder


def test_numbers_that_both_editions_show_are_listed_with_the_cause(tmp_path):
    old = _edition(tmp_path / "a", "a", ("good", "40", "53%"), ("poor", "•", "•"))
    new = _edition(tmp_path / "b", "b", ("good", "44", "53%"), ("poor", "9", "12%"))
    moved = moved_numbers(*old, *new)
    # What was hidden before is in neither list.
    assert changes_text(moved).splitlines() == [
        "1 number moved: the responses changed",
        f"  {STEM}",
        "    coping, good, Count: 40 is now 44",
    ]


def test_the_same_page_and_a_new_report_give_nothing(tmp_path):
    old = _edition(tmp_path / "a", "a", ("good", "40", "53%"))
    new = _edition(tmp_path / "b", "b", ("good", "40", "53%"))
    assert moved_numbers(*old, *new) == []
    assert moved_numbers({}, tmp_path / "a", *new) == []


def test_a_row_that_stands_twice_is_compared_with_none():
    assert numbers_of(_page(("good", "1", "2"), ("good", "3", "4"), ("poor", "5", "6"))) == {
        ("coping", "poor", "Count"): "5",
        ("coping", "poor", "Share"): "6",
    }


@pytest.mark.skipif(os.name != "posix", reason="looks at POSIX rights")
def test_the_list_is_kept_in_private_and_not_beside_the_reports(tmp_path, monkeypatch):
    monkeypatch.setenv("LUMO_PRIVATE", str(tmp_path / "private"))
    old = _edition(tmp_path / "a", "a", ("good", "40", "53%"))
    new = _edition(tmp_path / "b", "b", ("good", "44", "53%"))
    kept = keep_changes(moved_numbers(*old, *new), tmp_path / "b")
    assert kept is not None
    assert kept.is_relative_to(tmp_path / "private")
    assert kept.stat().st_mode & 0o077 == 0
    assert "40 is now 44" in kept.read_text(encoding="utf-8")
    assert keep_changes([], tmp_path / "b") is None
