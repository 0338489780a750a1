"""Counting the answers of a Parquet file by region, against raw DuckDB SQL and pandas.

    .venv/bin/python benchmarks/counting.py --respondents 500000 --pairs 3

The file holds the workers' items that share a scale, with answers drawn evenly; 500,000
respondents give about 10 million answers. Each way runs in a process of its own, in turn, and
the ratio is taken pair by pair. Memory is the most that a process held. `--pandas` runs pandas
too, which reads the whole file. `--copies` makes a data set of so many files of the same
respondents: 100 million rows of 22 items with `--respondents 5000000 --copies 20 --pairs 1`.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np

import lumo_analysis as lumo
from lumo_analysis.survey.questionnaire import Questionnaire

QUESTIONNAIRE = Path(__file__).resolve().parents[1] / "data/workers-2021/questionnaire.yaml"
PATTERNS = ("access_*", "fit_*")
MEMORY = "512MB"


def make(path: Path, respondents: int) -> None:
    """Write a file of answers as text; the same one each time."""
    import duckdb

    asked = lumo.load_questionnaire(QUESTIONNAIRE)
    columns = [_drawn([answer.id for answer in asked.regions]) + f" AS {asked.region}"]
    for place, item in enumerate(asked.select(*PATTERNS), start=1):
        answers = [answer.id for answer in asked.scale_of(item).answers]
        columns.append(f"{_drawn([*answers, None], place)} AS {item.id}")
    duckdb.sql(
        f"COPY (SELECT {', '.join(columns)} FROM range({respondents}) t(i)) TO '{path}' "
        "(FORMAT parquet)"
    )


def _drawn(values: Iterable[str | None], place: int = 0) -> str:
    listed = ", ".join("NULL" if one is None else f"'{one}'" for one in values)
    return f"list_extract([{listed}], (hash(i, {place}) % len([{listed}]) + 1)::BIGINT)"


def ours(path: Path, asked: Questionnaire) -> int:
    """How many answers there are, by `count_answers`."""
    items = asked.select(*PATTERNS)
    counts = lumo.count_answers(path, items, by=asked.region, questionnaire=asked)
    return int(counts["n"].sum())


def sql(path: Path, asked: Questionnaire) -> int:
    """The same by the query that a person would write for DuckDB."""
    import duckdb

    parts = [
        f"SELECT '{item.id}' AS item, {asked.region} AS region, {item.id} AS answer, "
        f"count(*) AS n FROM read_parquet('{path}/*.parquet') GROUP BY ALL"
        for item in asked.select(*PATTERNS)
    ]
    connection = duckdb.connect(config={"memory_limit": MEMORY})
    return sum(row[3] for row in connection.sql(" UNION ALL ".join(parts)).fetchall())


def in_pandas(path: Path, asked: Questionnaire) -> int:
    """The same with pandas, which holds the whole file in memory."""
    import duckdb

    frame = duckdb.read_parquet(f"{path}/*.parquet").df()
    items = asked.select(*PATTERNS)
    return int(
        sum(frame.groupby([asked.region, one.id], dropna=False).size().sum() for one in items)
    )


WAYS = {"ours": ours, "sql": sql, "pandas": in_pandas}


def run(way: str, path: Path) -> tuple[float, float, int]:
    """Seconds of the counting itself, megabytes of its process at most, and what was counted."""
    command = [sys.executable, __file__, "--run", way, "--path", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(told[0]), float(told[1]), int(told[2])


def measure(way: str, path: Path) -> None:
    """Count once and print what `run` reads."""
    import resource

    import duckdb

    from lumo_analysis.analysis.frame_counting import Frame

    # Loading libraries is not counting.
    assert Frame(duckdb.sql("SELECT 1 AS one")).columns == ["one"]
    asked = lumo.load_questionnaire(QUESTIONNAIRE)
    # Nor is looking through what was loaded for garbage, which may fall into either way's time.
    gc.collect()
    start = time.perf_counter()
    counted = WAYS[way](path, asked)
    seconds = time.perf_counter() - start
    # In kilobytes on Linux.
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds:.3f} {held:.0f} {counted}")


def main() -> None:
    """Print each pair and the median ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--respondents", type=int, default=500_000)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--pandas", action="store_true", help="run pandas too")
    parser.add_argument("--run", choices=list(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        measure(options.run, options.path)
        return
    ways = [way for way in WAYS if way != "pandas" or options.pandas]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        make(path / "0.parquet", options.respondents)
        for copy in range(1, options.copies):
            shutil.copy(path / "0.parquet", path / f"{copy}.parquet")
        size = sum(file.stat().st_size for file in path.iterdir()) / 1e6
        rows = options.respondents * options.copies
        print(f"{rows:,} respondents, {size:,.0f} MB, {os.cpu_count()} processors")
        ratios = []
        for pair in range(1, options.pairs + 1):
            found = {way: run(way, path) for way in ways}
            assert len({counted for *_, counted in found.values()}) == 1
            ratios.append(found["ours"][0] / found["sql"][0])
            told = [f"{way} {s:.2f} s {held:.0f} MB" for way, (s, held, _) in found.items()]
            print(f"pair {pair}: {', '.join(told)}, ratio {ratios[-1]:.2f}")
        print(f"median ratio {np.median(ratios):.2f} of {found['ours'][2]:,} answers")


if __name__ == "__main__":
    main()
