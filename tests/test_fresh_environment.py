"""The first command on a machine that has Python, with and without uv."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

pytestmark = pytest.mark.heavy


def _clone(tmp_path: Path) -> Path:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(PROJECT), str(clone)], check=True)
    return clone


def _path_without_uv() -> str:
    folders = os.environ["PATH"].split(os.pathsep)
    return os.pathsep.join(f for f in folders if not (Path(f) / "uv").exists())


def _set_up(clone: Path, path: str) -> str:
    python = getattr(sys, "_base_executable", sys.executable)
    run = subprocess.run(
        [python, "scripts/environment.py"],
        cwd=clone,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_pip_alone_makes_the_environment_once_and_it_makes_a_report(tmp_path):
    clone = _clone(tmp_path)
    path = _path_without_uv()
    assert "Setting up" in _set_up(clone, path)
    assert _set_up(clone, path) == ""
    bin_folder = clone / ".venv" / "bin"
    assert not (bin_folder / "pytest").exists()
    run = subprocess.run(
        [bin_folder / "lumo", "report", "partners-2021", "--region", "all", "--language", "en"],
        cwd=clone,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert (clone / "reports" / "partners-2021" / "all" / "themes.en.pdf").stat().st_size > 10_000


def test_a_half_made_environment_is_finished(tmp_path):
    clone = _clone(tmp_path)
    broken = clone / ".venv" / "bin"
    broken.mkdir(parents=True)
    (broken / "lumo").write_text("half", encoding="utf-8")
    path = os.environ["PATH"] if shutil.which("uv") else _path_without_uv()
    assert "Setting up" in _set_up(clone, path)
    run = subprocess.run([broken / "lumo", "--help"], capture_output=True, text=True, check=False)
    assert run.returncode == 0
