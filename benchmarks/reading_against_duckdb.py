"""Reading, decoding and checking a large CSV, against DuckDB reading the same file as text.

    .venv/bin/python benchmarks/reading_against_duckdb.py --rows 1000000 --pairs 3

Sixty columns: a region, fifty-seven items of one scale, a number and an open question. Each run
is a process of its own, on one processor; the two are run in turn, and the ratio is taken pair
by pair. DuckDB only splits the cells; ours also refuses what is not an answer.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ANSWERS = ("Täysin eri mieltä", "Eri mieltä", "Ei samaa eikä eri mieltä", "Samaa mieltä", "")
REGIONS = ("Etelä-Savo", "Keski-Suomi", "Pohjois-Karjala", "Pohjois-Savo")
ITEMS = 57
BOTH = """
import json, resource, sys, time
start = time.perf_counter()
{body}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([time.perf_counter() - start, peak, rows]))
"""
OURS = """
from lumo_analysis.survey.survey import load_survey
rows = len(load_survey(sys.argv[1], sys.argv[2]).responses)
"""
THEIRS = """
import duckdb
duckdb.sql("SET threads = 1")
how = "all_varchar = true, delim = ';', header = true"
duckdb.execute(f"CREATE TABLE t AS SELECT * FROM read_csv(?, {how})", [sys.argv[2]])
rows = duckdb.sql("SELECT count(*) FROM t").fetchall()[0][0]
"""


def write_export(path: Path, rows: int) -> None:
    """An export of so many rows; the answers of a thousand respondents again and again."""
    chance = random.Random(1)
    header = ["Maakunta", *(f"Väite {n}" for n in range(ITEMS)), "Vuodet", "Toiveet"]
    lines = [
        ";".join(
            [
                chance.choice(REGIONS),
                *chance.choices(ANSWERS, k=ITEMS),
                str(chance.randint(11, 60)),
                f'"Enemmän aikaa; {chance.random()}"',
            ]
        )
        for _ in range(1000)
    ]
    with path.open("w", encoding="utf-8", newline="\r\n") as file:
        file.write(";".join(header) + "\n")
        for number in range(rows):
            file.write(lines[number % 1000] + "\n")


def run(body: str, folder: Path, export: Path) -> tuple[float, float]:
    """Seconds and megabytes of one way."""
    command = [sys.executable, "-c", BOTH.format(body=body), str(folder), str(export)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, peak, _ = json.loads(done.stdout[done.stdout.rindex("[") :])
    return float(seconds), float(peak)


def main() -> None:
    """Print the pairs and the median of their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=3)
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as name:
        folder, export, start = Path(name) / "survey", Path(name) / "x.csv", Path(name) / "s.csv"
        write_export(start, 1000)
        write_export(export, options.rows)
        command = [sys.executable, "-m", "lumo_analysis.cli", "new", str(folder), str(start)]
        subprocess.run(command, check=True, capture_output=True)
        ratios = []
        for _ in range(options.pairs):
            ours, theirs = run(OURS, folder, export), run(THEIRS, folder, export)
            ratios.append(ours[0] / theirs[0])
            print(
                f"ours {ours[0]:.1f} s, {ours[1]:,.0f} MB; DuckDB {theirs[0]:.1f} s, "
                f"{theirs[1]:,.0f} MB; ratio {ratios[-1]:.1f}"
            )
    print(f"median ratio {sorted(ratios)[len(ratios) // 2]:.1f} of {len(ratios)} pairs")


if __name__ == "__main__":
    main()
