"""Reports made side by side in processes of this machine; what a killed one had is made again."""

from __future__ import annotations

import concurrent.futures
import contextlib
import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from lumo_analysis.publishing import fork_server
from lumo_analysis.publishing.jobs import Job, Made

Make = Callable[[Job, tuple[str, ...], Path], Made]
Executor = Callable[[Make, Sequence[Job], tuple[str, ...], Path], Generator[Made]]
"""Gives the reports of all jobs as they become ready, with their files below a folder."""
_KILLED = "the process that made it was killed twice; is there enough memory? Try --jobs 1"


def made_by_processes(
    make: Make, jobs: Sequence[Job], formats: tuple[str, ...], new: Path, workers: int | None
) -> Generator[Made]:
    """The reports of all jobs as they become ready, made below `new` by so many processes.

    The system kills a process where memory runs out. What it had is made once more when all
    others are ready, by itself, so that only a job that is too large even then fails.
    """
    count = min(workers or os.cpu_count() or 1, len(jobs))
    if count <= 1:
        yield from (make(job, formats, new) for job in jobs)
        return
    with _Workers(make, formats, new) as at_work:
        killed = []
        for job, made in at_work.side_by_side(jobs, count):
            if made is None:
                killed.append(job)
            else:
                yield made
        for job in killed:
            yield at_work.made(job) or Made(job, failure=_KILLED)


class _Workers:
    """Processes that make reports, each when it is asked to."""

    def __init__(self, make: Make, formats: tuple[str, ...], new: Path) -> None:
        # Started here, in the thread that can keep Ctrl-C from it.
        self._context = fork_server.context()
        self._task = dict(os.environ), make, formats, new
        self._idle: list[_Worker] = []

    def __enter__(self) -> _Workers:
        return self

    def __exit__(self, *_: object) -> None:
        while self._idle:
            self._idle.pop().end()

    def side_by_side(self, jobs: Sequence[Job], count: int) -> Iterator[tuple[Job, Made | None]]:
        """Each job as it is done, and what became of it; None where its process was killed."""
        with concurrent.futures.ThreadPoolExecutor(count) as threads:
            asked = {threads.submit(self.made, job): job for job in jobs}
            try:
                for future in concurrent.futures.as_completed(asked):
                    yield asked[future], future.result()
            except BaseException:
                threads.shutdown(wait=True, cancel_futures=True)
                raise

    def made(self, job: Job) -> Made | None:
        """What became of a job, made in a process; None where that was killed."""
        try:
            worker = self._idle.pop()
        except IndexError:
            worker = _Worker(self._context, self._task)
        made = None
        try:
            made = worker.made(job)
        finally:
            # A fork costs nothing, and leaves no memory of one report to the next.
            if made is None or fork_server.can_fork():
                worker.end()
            else:
                self._idle.append(worker)
        return made


class _Worker:
    """A process that makes one report after another."""

    def __init__(self, context: Any, task: tuple[Mapping[str, str], Make, Any, Path]) -> None:
        self._asked, other_end = context.Pipe()
        self._process = context.Process(target=_serve, args=(other_end, *task))
        self._process.start()
        other_end.close()

    def made(self, job: Job) -> Made | None:
        """What became of a job; None where the process is killed meanwhile."""
        try:
            self._asked.send(job)
            made: Made | Exception = self._asked.recv()
        except (EOFError, OSError):
            return None
        if isinstance(made, Exception):
            raise made
        return made

    def end(self) -> None:
        """Let it go."""
        self._asked.close()
        self._process.join()


def _serve(
    asked: Connection[Any, Any],
    environment: Mapping[str, str],
    make: Make,
    formats: tuple[str, ...],
    new: Path,
) -> None:
    """Be a worker, until the run asks no more or is gone."""
    from lumo_analysis.publishing import fork_kernels, kernels

    fork_kernels.stand_by()
    fork_server.begin(environment, kernels.remove_folders)
    with contextlib.suppress(EOFError, OSError):
        while True:
            job = asked.recv()
            try:
                made: Made | Exception = make(job, formats, new)
            except Exception as error:
                made = error
            asked.send(made)
    fork_kernels.dismiss()
