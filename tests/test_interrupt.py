"""Ctrl-C in the middle of a run: finished reports stay, and nothing half-made does."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from tests.conftest import PROJECT

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(os.name != "posix", reason="signals to a group of processes"),
]


def test_an_interrupted_run_leaves_whole_reports_and_an_index_of_them(tmp_path):
    command = [sys.executable, "-m", "lumo_analysis.cli", "report", "partners-2021"]
    run = subprocess.Popen(
        [*command, "--jobs", "2", "--output", str(tmp_path)],
        cwd=PROJECT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 120
    while not list(tmp_path.glob("partners-2021/*/*.pdf")) and time.monotonic() < deadline:
        time.sleep(0.2)
    os.killpg(run.pid, signal.SIGINT)
    _, told = run.communicate(timeout=120)
    assert run.returncode == 3
    assert "Interrupted" in told
    assert "Traceback" not in told
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["reports"]
    expected = {file["path"] for entry in manifest.values() for file in entry["files"].values()}
    actual = {str(path.relative_to(tmp_path)) for path in tmp_path.glob("partners-2021/**/*.*")}
    assert actual == expected
    assert 0 < len(manifest) < 30
    assert not list(tmp_path.glob(".staging-*"))
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert all(path in page for path in expected if ".fi." in path)
