"""Ctrl-C in the middle of a run: the former reports stay, and nothing else does."""

from __future__ import annotations

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


def test_an_interrupted_run_leaves_the_former_reports_as_they_were(tmp_path):
    command = [sys.executable, "-m", "lumo_analysis.cli", "report", "partners-2021"]
    small = [*command, "--region", "all", "--notebook", "themes", "--language", "fi"]
    subprocess.run([*small, "--output", str(tmp_path), "--quiet"], cwd=PROJECT, check=True)
    former = _contents(tmp_path)
    run = subprocess.Popen(
        [*command, "--jobs", "2", "--output", str(tmp_path)],
        cwd=PROJECT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 240
    staged = f".{tmp_path.name}.run/new/partners-2021/*/*.pdf"
    while not list(tmp_path.parent.glob(staged)) and time.monotonic() < deadline:
        time.sleep(0.2)
    os.killpg(run.pid, signal.SIGINT)
    _, told = run.communicate(timeout=120)
    assert run.returncode == 3
    assert "Interrupted" in told
    assert "Traceback" not in told
    assert _contents(tmp_path) == former
    assert len(former) == 5


def _contents(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
