"""A run that is interrupted or killed: the former reports stay, or the new ones are there."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
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


def test_a_run_killed_at_twenty_random_instants_leaves_the_former_set_or_the_new_one(tmp_path):
    """As in a power cut; nothing that the run started works on, and the next run ends the same."""
    output, other = tmp_path / "reports", tmp_path / "never-killed"
    plans = {"LUMO_PLANS": str(tmp_path / "plans"), "LUMO_PRIVATE": str(tmp_path / "private")}
    start = [sys.executable, "-m", "lumo_analysis.cli", "report", "partners-2021", "--force"]
    start += ["--quiet", "--language", "fi", "--format", "html", "--region", "all", "--jobs", "2"]
    settings = {"cwd": PROJECT, "env": os.environ | plans}
    few = ["--notebook", "themes"]

    def run(folder: Path, *options: str) -> float:
        began = time.monotonic()
        subprocess.run([*start, *options, "--output", str(folder)], check=True, **settings)
        return time.monotonic() - began

    run(output, *few)
    former = _contents(output)
    run(other, *few)
    length = run(other)
    new = _contents(other)
    assert (len(former), len(new)) == (3, 5)
    chance, ends = random.Random(1), []
    for _ in range(20):
        killed = subprocess.Popen([*start, "--output", str(output)], **settings)
        with contextlib.suppress(subprocess.TimeoutExpired):
            # A little more than it takes, so that the last steps have their turn.
            killed.wait(chance.uniform(0, 1.1 * length))
        started = (
            psutil.Process(killed.pid).children(recursive=True) if killed.poll() is None else []
        )
        killed.kill()
        killed.wait()
        ends.append(_contents(output))
        assert ends[-1] in (former, new)
        psutil.wait_procs(started, timeout=60)
        assert not [process for process in started if process.is_running()]
    assert former in ends
    run(output)
    assert _contents(output) == new
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def _contents(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
