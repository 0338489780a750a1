"""One survey's HTML reports by `lumo report`, against a shell loop of papermill and nbconvert.

    .venv/bin/python benchmarks/reports_against_shell.py --pairs 3

The loop runs the same notebooks with the same parameters and exports them with nbconvert's
own HTML template; a second peer is two such loops side by side with half of the reports each.
All are run in turn, and the ratios are taken round by round. `lumo report` also attacks what it
made before it is published; how long the reports alone take is measured beside it. The floor is
what cells and exports alone take, one report after another, shared among the processors.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

PROJECT = Path(__file__).resolve().parents[1]
SURVEY = "partners-2021"
REGIONS = ("all", "etela-savo")
NOTEBOOKS = ("descriptive", "regions", "themes")
LANGUAGES = ("fi", "en")
PROCESSORS = os.cpu_count() or 1


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


ALL = list(itertools.product(REGIONS, NOTEBOOKS, LANGUAGES))


def shell_loop(folder: Path, reports: Sequence[tuple[str, str, str]] = ALL) -> None:
    """Make the same reports one after another, as a script of two commands each would."""
    for region, notebook, language in reports:
        executed = folder / f"{region}-{notebook}-{language}.ipynb"
        parameters = ("-p", "survey", SURVEY, "-p", "region", region, "-p", "language", language)
        source = PROJECT / "notebooks" / f"{notebook}.ipynb"
        run(sys.executable, "-m", "papermill", source, executed, *parameters)
        run(sys.executable, "-m", "nbconvert", "--to", "html", "--no-input", executed)


def two_loops(folder: Path) -> None:
    """Make them in two loops side by side."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(shell_loop, (folder, folder), (ALL[::2], ALL[1::2])))


def without_audit(folder: Path) -> None:
    """Make them as the program does, and leave the attack out."""
    run(sys.executable, "-c", _WITHOUT_AUDIT, folder, *REGIONS)


_WITHOUT_AUDIT = f"""
import sys
from pathlib import Path
from lumo_analysis.publishing.planning import plan_request
from lumo_analysis.publishing.request import Request
from lumo_analysis.publishing.run import run_jobs
if __name__ == "__main__":
    folder, *regions = sys.argv[1:]
    asked = Request(("{SURVEY}",), Path(folder), tuple(regions), formats=("html",))
    planned = plan_request(asked)
    done = run_jobs(planned.jobs, planned.inputs, Path(folder), formats=("html",))
    sys.exit(len(done.complete) != {len(ALL)})
"""


_FLOOR = f"""
import sys, time
from pathlib import Path
from lumo_analysis.publishing.planning import plan_request
from lumo_analysis.publishing.request import Request
from lumo_analysis.publishing.runner import execute, export
if __name__ == "__main__":
    jobs = plan_request(Request(("{SURVEY}",), Path(), tuple(sys.argv[1:]), formats=("html",))).jobs
    execute(jobs[0])
    cells = exports = 0.0
    for job in jobs:
        notebook = execute(job)
        cells += sum(cell.metadata.get("papermill", {{}}).get("duration") or 0
            for cell in notebook.cells if cell.cell_type == "code")
        start = time.perf_counter()
        export(notebook, "html")
        exports += time.perf_counter() - start
    print(cells, exports)
"""


def floor() -> tuple[float, float]:
    """Seconds of all cells and of all exports, in one process after another."""
    command = [sys.executable, "-c", _FLOOR, *REGIONS]
    told = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True).stdout
    cells, exports = map(float, told.split())
    return cells, exports


def seconds(make: Callable[[Path], None]) -> float:
    """How long one way takes, in a fresh folder."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        make(Path(folder))
        return time.perf_counter() - start


def main() -> None:
    """Print each round and the median ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=3)
    ways = {
        "lumo report": ours,
        "without audit": without_audit,
        "shell loop": shell_loop,
        "two loops": two_loops,
    }
    print(f"{len(ALL)} HTML reports, seconds")
    cells, exports = floor()
    print(f"floor: cells {cells:.1f} + exports {exports:.1f}, a processor of {PROCESSORS} ", end="")
    print(f"{(cells + exports) / PROCESSORS:.1f}")
    rounds = []
    for number in range(1, parser.parse_args().pairs + 1):
        rounds.append({name: seconds(make) for name, make in ways.items()})
        print(f"round {number}:", ", ".join(f"{n} {s:.1f}" for n, s in rounds[-1].items()))
    for own, peer in itertools.product(
        ("lumo report", "without audit"), ("shell loop", "two loops")
    ):
        ratio = np.median([taken[peer] / taken[own] for taken in rounds])
        print(f"{peer} takes {ratio:.1f} times as long as {own}")


if __name__ == "__main__":
    main()
