"""A real browser for the tests: Chromium, driven by the scripts in tests/browser."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).parent / "browser"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def _absent(reason: str) -> None:
    """Skip on a developer's machine; in CI nothing may be missing."""
    if os.environ.get("CI"):
        pytest.fail(f"CI needs it: {reason}")
    pytest.skip(reason)


def require_browser() -> None:
    """Skip the test, or in CI fail it, where there is no Chromium."""
    if CHROMIUM is None:
        _absent("no chromium on this machine")


@functools.cache
def _installed() -> None:
    """Install the packages of package.json beside the scripts, unless they are there."""
    wanted = json.loads((SCRIPTS / "package.json").read_text(encoding="utf-8"))["dependencies"]
    for name, version in wanted.items():
        found = SCRIPTS / "node_modules" / name / "package.json"
        if found.is_file() and json.loads(found.read_text(encoding="utf-8"))["version"] == version:
            continue
        npm = shutil.which("npm")
        if npm is None:
            _absent("no npm on this machine")
        command = [str(npm), "install", "--no-package-lock", "--ignore-scripts", "--no-audit"]
        run = subprocess.run(
            [*command, "--no-fund"], cwd=SCRIPTS, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stderr
        return


def in_browser(script: str, pages: Sequence[Path], **task: Any) -> list[dict[str, Any]]:
    """What a script found on pages, one record a look."""
    require_browser()
    if shutil.which("node") is None:
        _absent("no node on this machine")
    _installed()
    task |= {"chromium": CHROMIUM, "pages": [str(page.resolve()) for page in pages]}
    run = subprocess.run(
        ["node", SCRIPTS / f"{script}.mjs"],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    found: list[dict[str, Any]] = json.loads(run.stdout)
    assert found, "the script looked at nothing"
    return found
