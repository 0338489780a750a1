"""One survey's HTML reports by `lumo report`, against a shell loop of papermill and nbconvert.

    .venv/bin/python benchmarks/reports_against_shell.py --pairs 3

The loop runs the same notebooks with the same parameters and exports them with nbconvert's
own HTML template. The two are run in turn, and the ratio is taken pair by pair.
"""

from __future__ import annotations

import argparse
import itertools
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

PROJECT = Path(__file__).resolve().parents[1]
SURVEY = "partners-2021"
REGIONS = ("all", "etela-savo")
NOTEBOOKS = ("descriptive", "regions", "themes")
LANGUAGES = ("fi", "en")


def run(*command: str | Path) -> None:
    """Run a command quietly in the project's folder; a failure stops the benchmark."""
    subprocess.run([str(part) for part in command], cwd=PROJECT, check=True, capture_output=True)


def ours(folder: Path) -> None:
    """Make all reports with one command."""
    chosen = [
        *itertools.chain.from_iterable(("--region", region) for region in REGIONS),
        *itertools.chain.from_iterable(("--language", language) for language in LANGUAGES),
    ]
    command = [sys.executable, "-m", "lumo_analysis.cli", "report", SURVEY]
    run(*command, "--format", "html", "--output", folder, *chosen)


def shell_loop(folder: Path) -> None:
    """Make the same reports one after another, as a script of two commands each would."""
    for region, notebook, language in itertools.product(REGIONS, NOTEBOOKS, LANGUAGES):
        executed = folder / f"{region}-{notebook}-{language}.ipynb"
        parameters = ("-p", "survey", SURVEY, "-p", "region", region, "-p", "language", language)
        source = PROJECT / "notebooks" / f"{notebook}.ipynb"
        run(sys.executable, "-m", "papermill", source, executed, *parameters)
        run(sys.executable, "-m", "nbconvert", "--to", "html", "--no-input", executed)


def seconds(make: object) -> float:
    """How long one way takes, in a fresh folder."""
    assert callable(make)
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        make(Path(folder))
        return time.perf_counter() - start


def main() -> None:
    """Print each pair and the median ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=3)
    reports = len(REGIONS) * len(NOTEBOOKS) * len(LANGUAGES)
    print(f"{reports} HTML reports; seconds, and how many times as long the shell loop takes")
    ratios = []
    for pair in range(1, parser.parse_args().pairs + 1):
        own, loop = seconds(ours), seconds(shell_loop)
        ratios.append(loop / own)
        print(f"pair {pair}: lumo report {own:.1f}, shell loop {loop:.1f}, ratio {loop / own:.1f}")
    print(f"median ratio {np.median(ratios):.1f}")


if __name__ == "__main__":
    main()
