from __future__ import annotations

import hashlib

import pytest

from lumo_analysis.publishing.freshness import Standing, changes_of_inputs, standing_of

TODAY = {"inputs": {"responses": "a", "notebook": "n"}, "code": "c", "versions": {"pandas": "3.1"}}


@pytest.fixture
def entry(tmp_path):
    (tmp_path / "r.html").write_bytes(b"page")
    file = {"path": "r.html", "bytes": 4, "sha256": hashlib.sha256(b"page").hexdigest()}
    return {**TODAY, "status": "complete", "failure": "", "files": {"html": file}}


def test_a_report_whose_inputs_and_files_are_the_same_is_fresh(entry, tmp_path):
    assert standing_of(entry, TODAY, ("html",), tmp_path) == Standing("fresh")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"inputs": {"responses": "b", "notebook": "n"}}, "the responses changed"),
        ({"inputs": {"responses": "a", "notebook": "m"}}, "the notebook changed"),
        ({"inputs": {"responses": "a", "notebook": "n", "quotes": "q"}}, "the quotes changed"),
        ({"code": "d"}, "the code of lumo_analysis changed"),
        ({"versions": {"pandas": "3.2"}}, "pandas 3.1 is now 3.2"),
        ({"versions": {"pandas": "3.1", "scipy": "2"}}, "scipy (none) is now 2"),
    ],
)
def test_each_change_makes_it_stale_and_is_named(entry, tmp_path, change, reason):
    actual = standing_of(entry, {**TODAY, **change}, ("html",), tmp_path)
    assert actual == Standing("stale", (reason,))


def test_several_changes_are_all_named():
    now = {"inputs": {"responses": "b", "notebook": "m"}, "code": "d", "versions": {}}
    assert changes_of_inputs(TODAY, now) == [
        "the responses changed",
        "the notebook changed",
        "the code of lumo_analysis changed",
        "pandas 3.1 is now (none)",
    ]


@pytest.mark.parametrize("content", [b"pagE", None])
def test_a_file_that_was_changed_or_removed_makes_it_stale(entry, tmp_path, content):
    (tmp_path / "r.html").unlink()
    if content:
        (tmp_path / "r.html").write_bytes(content)
    actual = standing_of(entry, TODAY, ("html",), tmp_path)
    assert actual == Standing("stale", ("a file of it was changed or removed",))


def test_a_format_that_was_not_made_makes_it_stale(entry, tmp_path):
    actual = standing_of(entry, TODAY, ("html", "pdf", "xlsx"), tmp_path)
    assert actual == Standing("stale", ("it was not made as pdf, xlsx",))


def test_a_report_that_failed_says_why(entry, tmp_path):
    failed = {**entry, "status": "failed", "failure": "cell 3: KeyError", "files": {}}
    assert standing_of(failed, TODAY, ("html",), tmp_path) == Standing(
        "failed", ("cell 3: KeyError",)
    )
