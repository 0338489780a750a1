"""Jobs side by side in processes of this machine; what a killed process had is done again."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from lumo_analysis.publishing import interrupts
from lumo_analysis.publishing.jobs import Job
from lumo_analysis.publishing.runner import Made

Make = Callable[[Job, tuple[str, ...], Path], Made]
Executor = Callable[[Make, Sequence[Job], tuple[str, ...], Path], Generator[Made]]
"""Gives the reports of all jobs as they become ready, with their files below a folder."""
_KILLED = "the process that made it was killed twice; is there enough memory? Try --jobs 1"


def made_by_processes(
    make: Make, jobs: Sequence[Job], formats: tuple[str, ...], new: Path, workers: int | None
) -> Generator[Made]:
    """The reports of all jobs as they become ready, made below `new` by so many processes.

    The system kills a process where memory runs out, and the pool breaks with it. Then the
    jobs that were not ready are done by themselves, one at a time. Which of them was the cause
    isn't known: one that had not begun broke with the rest. So only a job whose own process is
    killed twice fails.
    """
    count = min(workers or os.cpu_count() or 1, len(jobs))
    if count <= 1:
        yield from (make(job, formats, new) for job in jobs)
        return
    left = list(jobs)
    for made in _pool(make, left, formats, new, count):
        left.remove(made.job)
        yield made
    for job in left:
        attempts = (made for _ in range(2) for made in _pool(make, [job], formats, new, 1))
        yield next(attempts, Made(job, failure=_KILLED))


def _pool(
    make: Make, jobs: Sequence[Job], formats: tuple[str, ...], new: Path, count: int
) -> Generator[Made]:
    """What is made until a process is killed."""
    # Fresh processes: a fork would copy locks held by this process's threads.
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(count, mp_context=context) as pool:
        with interrupts.ignored():
            futures = [pool.submit(make, job, formats, new) for job in jobs]
        try:
            for future in concurrent.futures.as_completed(futures):
                try:
                    made = future.result()
                except BrokenProcessPool:
                    continue
                yield made
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
