"""Many reports: how memory and speed hold out, and what more workers would bring.

    .venv/bin/python benchmarks/many_regions.py --regions 84 --workers 2     # some 500 reports
    .venv/bin/python benchmarks/many_regions.py --sample 20 --simulate 300   # time against workers

A shipped survey with so many regions: respondents are drawn with replacement from the synthetic
ones, 28 to 45 a region, so nobody gave these answers either. With `--sample` only so
many regions are made, by one process; how long those of so many regions (`--simulate`) would
take with more workers is then simulated, each idle worker taking the next report as the program
does.
"""

from __future__ import annotations

import argparse
import heapq
import itertools
import os
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import yaml

from lumo_analysis.publishing.jobs import Made
from lumo_analysis.publishing.planning import plan_request
from lumo_analysis.publishing.progress import Silence
from lumo_analysis.publishing.release import check_editions
from lumo_analysis.publishing.request import Request
from lumo_analysis.publishing.run import run_jobs
from lumo_analysis.survey.folders import survey_folder

RESPONDENT = "Vastaajatunnus"
FEWEST, MOST = 28, 45
WORKERS = (1, 2, 4, 8, 16, 32, 64)
_MEGABYTE = 2**20


def write_survey(folder: Path, survey: str, regions: int) -> None:
    """A survey's folder with so many regions, and as many respondents as they need."""
    source, draw = survey_folder(survey), np.random.default_rng(1)
    asked = yaml.safe_load((source / "questionnaire.yaml").read_text(encoding="utf-8"))
    names = [f"Alue {number:03d}" for number in range(regions)]
    column = ""
    for item in asked["items"]:
        if item["id"] == asked["region"]:
            item.pop("fixes", None)
            column = item["column"]
            item["answers"] = [
                {"id": name.lower().replace(" ", "-"), "label": {"fi": name, "en": name}}
                for name in names
            ]
    text = yaml.safe_dump(asked, allow_unicode=True, sort_keys=False)
    (folder / "questionnaire.yaml").write_text(text, encoding="utf-8")
    (folder / "themes.yaml").write_bytes((source / "themes.yaml").read_bytes())
    rows = pd.read_csv(source / "synthetic.csv", sep=";", dtype=str, keep_default_na=False)
    sizes = draw.integers(FEWEST, MOST + 1, regions)
    drawn = rows.iloc[draw.integers(0, len(rows), sizes.sum())].reset_index(drop=True)
    former = drawn[RESPONDENT].copy()
    drawn[column] = np.repeat(names, sizes)
    drawn[RESPONDENT] = [f"synthetic-{number:06d}" for number in range(len(drawn))]
    drawn.to_csv(folder / "synthetic.csv", sep=";", index=False, encoding="utf-8-sig")
    codes = pd.read_csv(source / "synthetic-coding.csv", dtype=str)
    own = pd.DataFrame({"respondent": former, "own": drawn[RESPONDENT]})
    coded = own.merge(codes, on="respondent").drop(columns="respondent")
    coded = coded.rename(columns={"own": "respondent"})[list(codes.columns)]
    coded.to_csv(folder / "synthetic-coding.csv", index=False)


class Watch(Silence):
    """Notes when each report was ready, and how much memory the processes had."""

    def __init__(self) -> None:
        self.ready: list[float] = []
        self.memory: list[tuple[int, float, float]] = []
        self._over = threading.Event()

    def begin(self, *_: object) -> None:
        """The clock starts."""
        self.ready = [time.perf_counter()]
        threading.Thread(target=self._look, daemon=True).start()

    def finish(self, made: Made) -> None:
        """One more is ready; a failure stops the benchmark."""
        if made.failure:
            raise SystemExit(f"{made.job.stem} failed: {made.failure}")
        self.ready.append(time.perf_counter())

    def end(self) -> None:
        """No report is made any more."""
        self._over.set()

    @property
    def seconds(self) -> list[float]:
        """From each report to the next."""
        return [after - before for before, after in itertools.pairwise(self.ready)]

    def _look(self) -> None:
        own = psutil.Process()
        while not self._over.wait(0.5):
            sizes = []
            for process in (own, *own.children(recursive=True)):
                try:
                    sizes.append(process.memory_info().rss / _MEGABYTE)
                except psutil.Error:
                    continue
            self.memory.append((len(self.ready) - 1, max(sizes), sum(sizes)))


def memory_table(watch: Watch, step: int) -> pd.DataFrame:
    """The largest process and all together, the most in each stretch of reports."""
    seen = pd.DataFrame(watch.memory, columns=["ready", "largest", "together"])
    stretch = seen["ready"] // step * step
    table = seen.groupby(stretch.rename("reports ready, from"))[["largest", "together"]].max()
    return table.round(0).astype(int)


def simulated(seconds: Sequence[float], reports: int, workers: int) -> float:
    """How long so many reports like these take with so many workers."""
    ends = [0.0] * workers
    for taken in itertools.islice(itertools.cycle(seconds), reports):
        heapq.heapreplace(ends, ends[0] + taken)
    return max(ends)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--survey", default="partners-2021")
    parser.add_argument("--regions", type=int, default=84)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--simulate", type=int, default=300)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "survey"
        folder.mkdir()
        os.environ["LUMO_PRIVATE"], os.environ["LUMO_PLANS"] = f"{name}/private", f"{name}/plans"
        write_survey(folder, given.survey, given.regions)
        started = time.perf_counter()
        planned = plan_request(Request((str(folder),), Path(name) / "reports", formats=("html",)))
        check_editions(planned.surveys)
        print(f"{given.regions} regions planned in {time.perf_counter() - started:.0f} s")
        regions = sorted({job.region for job in planned.jobs} - {"all"})
        chosen = regions[: given.sample or None]
        jobs = [job for job in planned.jobs if job.region in chosen]
        watch = Watch()
        workers = 1 if given.sample else given.workers
        run_jobs(
            jobs,
            planned.inputs,
            Path(name) / "reports",
            formats=("html",),
            workers=workers,
            progress=watch,
        )
        watch.end()
    total = watch.ready[-1] - watch.ready[0]
    print(f"{len(jobs)} reports (HTML) by {workers} workers: {total:.0f} s")
    print("\nmegabytes of memory:")
    print(memory_table(watch, max(1, len(jobs) // 10)).to_string())
    if given.sample:
        reports = given.simulate * len(jobs) // given.sample
        print(f"\n{reports} reports of {given.simulate} regions, simulated from these:")
        for count in WORKERS:
            expected = simulated(watch.seconds, reports, count)
            print(f"{count:3d} workers {expected:7.0f} s")


if __name__ == "__main__":
    main()
