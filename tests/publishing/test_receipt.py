from __future__ import annotations

import dataclasses
import hashlib
import json
import subprocess
import sys

import pytest

from lumo_analysis.publishing import receipt
from lumo_analysis.publishing.manifest import write_manifest
from lumo_analysis.publishing.request import Request
from lumo_analysis.publishing.workshop import workshop_folder

HEAVY = {"pandas", "numpy", "scipy", "matplotlib", "pydantic", "papermill", "nbconvert"}


@pytest.fixture
def request_(tmp_path, monkeypatch) -> Request:
    """A run that is done: a survey's folder, an export and one report."""
    monkeypatch.setenv("LUMO_PRIVATE", str(tmp_path / "private"))
    folder, output = tmp_path / "survey-1", tmp_path / "reports"
    folder.mkdir()
    output.mkdir()
    (folder / "questionnaire.yaml").write_text("title: x", encoding="utf-8")
    (tmp_path / "export.csv").write_text("a;b", encoding="utf-8")
    (output / "r.html").write_bytes(b"page")
    digest = hashlib.sha256(b"page").hexdigest()
    fields = ("survey", "region", "place", "notebook", "language", "status", "failure", "front")
    entry = dict.fromkeys((*fields, "synthetic", "inputs", "code", "versions"), "")
    entry["files"] = {"html": {"path": "r.html", "sha256": digest}}
    write_manifest(output, {"r": entry})
    (output / "index.html").write_text("index", encoding="utf-8")
    request = Request((str(folder),), output, responses=tmp_path / "export.csv")
    receipt.keep_receipt(request, receipt.fingerprint(request))
    return request


def test_what_was_just_done_is_done(request_):
    assert receipt.is_done(request_) == 1


@pytest.mark.parametrize(
    "path",
    [
        *("survey-1/questionnaire.yaml", "survey-1/quotes.yaml", "export.csv"),
        *("export-coding.csv", "reports/r.html", "reports/manifest.json", "reports/index.html"),
        "reports/index.en.html",
    ],
)
def test_a_file_that_is_changed_or_new_counts(request_, tmp_path, path):
    (tmp_path / path).write_text("something else", encoding="utf-8")
    assert receipt.is_done(request_) == 0


def test_a_file_that_is_gone_counts(request_, tmp_path):
    (tmp_path / "reports" / "r.html").unlink()
    assert receipt.is_done(request_) == 0


def test_another_request_is_another_run(request_, tmp_path):
    for change in ({"regions": ("a",)}, {"formats": ("pdf",)}, {"responses": None}):
        assert receipt.is_done(dataclasses.replace(request_, **change)) == 0


def test_what_a_killed_run_left_is_looked_at(request_):
    workshop_folder(request_.output.resolve()).mkdir()
    assert receipt.is_done(request_) == 0


def test_a_damaged_receipt_only_costs_time(request_, tmp_path):
    (place,) = (tmp_path / "private" / "runs").glob("*.json")
    for content in ("{", "[]", json.dumps({"pages": 1})):
        place.write_text(content, encoding="utf-8")
        assert receipt.is_done(request_) == 0


@pytest.mark.parametrize("module", ["lumo_analysis", "lumo_analysis.cli", receipt.__name__])
def test_no_heavy_library_is_loaded_for_it(module):
    code = f"import sys, {module}; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(run.stdout.split())
