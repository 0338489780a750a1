"""Make or refresh the project's own environment in .venv, from the locked packages.

Run with any Python 3.11 or newer, and nothing else installed:

    python3 scripts/environment.py          what reports need
    python3 scripts/environment.py --dev    also what tests need

Each package is checked against its hash in the lock. uv does the work where it is
installed, else pip. Nothing is done when the environment is up to date already.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "lumo-environment.txt"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}


def main() -> int:
    """Make what is missing; 0 when the environment is ready."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="with the tools that tests need")
    kind = "dev" if parser.parse_args().dev else "run"
    if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever Python is there
        found = ".".join(map(str, sys.version_info[:3]))
        print(f"Python 3.11 or newer is needed, this is {found} ({sys.executable}).")
        return 2
    if is_ready(kind):
        return 0
    print(f"Setting up .venv from {LOCKS[kind]} (once, a minute or two) ...", flush=True)
    try:
        install(kind)
    except subprocess.CalledProcessError as error:
        print(f"Setting up failed: {' '.join(map(str, error.cmd[:6]))} ...")
        print("Look at the lines above; then run the same command again.")
        return 2
    STAMP.write_text(f"{kind} {fingerprint(kind)}\n", encoding="utf-8")
    return 0


def fingerprint(kind: str) -> str:
    """What the environment was made from: lock, project file and interpreter."""
    digest = hashlib.sha256(sys.version.encode())
    for name in (LOCKS[kind], "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_ready(kind: str) -> bool:
    """Whether the environment is there; one with development tools serves for reports too."""
    if not STAMP.is_file() or not PYTHON.exists():
        return False
    found_kind, _, found = STAMP.read_text(encoding="utf-8").strip().partition(" ")
    return found_kind in (kind, "dev") and found == fingerprint(found_kind)


def install(kind: str) -> None:
    """Install the locked packages and the project itself, editable."""
    STAMP.unlink(missing_ok=True)
    lock = ["--require-hashes", "-r", LOCKS[kind]]
    project = ["--no-deps", "--no-build-isolation", "-e", "."]
    uv = shutil.which("uv")
    if not PYTHON.exists() and VENV.exists():
        # What an interrupted set-up left behind.
        shutil.rmtree(VENV)
    if uv:
        if not PYTHON.exists():
            run(uv, "venv", "--quiet", "--python", sys.executable, VENV)
        for what in (lock, project):
            # Compiled once here, as pip does, or every process would compile all it imports.
            run(uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", PYTHON, *what)
        return
    if not PYTHON.exists():
        run(sys.executable, "-m", "venv", VENV)
    for what in (lock, project):
        run(PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *what)


def run(*command: str | Path) -> None:
    """Run a command in the project's folder; its own words reach the user."""
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
