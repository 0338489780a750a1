from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from lumo_analysis.errors import ReportError
from lumo_analysis.publishing.jobs import Job, Made, notebook_path
from lumo_analysis.publishing.manifest import (
    NAME,
    Inputs,
    code_sha256,
    entry_of,
    read_manifest,
    replace_file,
    write_manifest,
)

JOB = Job("workers-2021", "keski-suomi", "themes", "fi", "/somewhere/private")
MADE = Made(
    JOB,
    {name: Path(f"staged.{name}") for name in ("html", "pdf", "xlsx")},
    {"html": "ab12", "pdf": "cd34", "xlsx": "ef56"},
    {"html": 1200, "pdf": 3400, "xlsx": 5600},
    {"title": "Avovastausten teemat – Keski-Suomi"},
    {"survey": ["A survey."], "hidden": ["Few people."]},
)
REGIONS = ("etela-savo", "keski-suomi")


def test_a_folder_without_a_manifest_has_no_reports(tmp_path):
    assert read_manifest(tmp_path) == {}


def test_what_is_written_is_read_back(tmp_path):
    failed = Made(JOB, failure="cell 3 failed")
    manifest = {
        JOB.stem: entry_of(MADE, Inputs({"responses": "ff"}, True, REGIONS)),
        "other": entry_of(failed, Inputs({}, False)),
    }
    write_manifest(tmp_path, manifest)
    assert read_manifest(tmp_path) == manifest


def test_the_same_reports_give_the_same_bytes_in_any_order(tmp_path):
    entry = entry_of(MADE, Inputs({"responses": "ff", "coding": "aa"}, True))
    write_manifest(tmp_path / "a", {"x": entry, "y": entry})
    write_manifest(tmp_path / "b", {"y": entry, "x": entry})
    assert (tmp_path / "a" / NAME).read_bytes() == (tmp_path / "b" / NAME).read_bytes()


def test_an_entry_says_what_a_report_was_made_from():
    actual = entry_of(MADE, Inputs({"responses": "ff"}, True, REGIONS))
    notebook = hashlib.sha256(notebook_path("themes").read_bytes()).hexdigest()
    assert actual["inputs"] == {"responses": "ff", "notebook": notebook}
    assert (actual["status"], actual["synthetic"], actual["place"]) == ("complete", True, 2)
    assert actual["code"] == code_sha256()
    assert set(actual["versions"]) >= {"lumo_analysis", "pandas", "scipy"}
    assert actual["files"]["pdf"] == {
        "path": "workers-2021/keski-suomi/themes.fi.pdf",
        "bytes": 3400,
        "sha256": "cd34",
    }
    assert list(actual["files"]) == ["html", "pdf", "xlsx"]
    assert actual["about"]["hidden"] == ["Few people."]


def test_an_entry_tells_nothing_of_the_place_it_was_made_in():
    assert "/somewhere/private" not in str(entry_of(MADE, Inputs({}, True)))


def test_a_failed_report_has_a_reason_and_no_files():
    actual = entry_of(Made(JOB, failure="cell 3 failed"), Inputs({}, False))
    assert (actual["status"], actual["failure"], actual["files"]) == (
        "failed",
        "cell 3 failed",
        {},
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b'{"reports": 1}',
        b'{"reports": ["x"]}',
        b'{"reports": {"x": 1}}',
        b'{"reports": {"x": {"survey": "w"}}}',
    ],
)
def test_a_damaged_manifest_is_refused_with_advice(tmp_path, content):
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(ReportError, match=r"manifest\.json is damaged; remove it"):
        read_manifest(tmp_path)


def test_replacing_a_file_leaves_only_the_new_one(tmp_path):
    path = tmp_path / "folder" / "page.html"
    replace_file(path, b"old")
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert [file.name for file in path.parent.iterdir()] == ["page.html"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file_whole(tmp_path, monkeypatch, step):
    path = tmp_path / "page.html"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), fail)
    with pytest.raises(OSError, match="No space left"):
        replace_file(path, b"new and longer")
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]
