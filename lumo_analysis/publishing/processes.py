"""Tasks side by side in processes of this machine, which end with this one."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import os
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from lumo_analysis.publishing import fork_server, interrupts

Task = TypeVar("Task")
Result = TypeVar("Result")
_WORTH_PROCESSES = 12


class Workers:
    """Runs tasks here, or in processes where there are many."""

    def __init__(self, pool: concurrent.futures.Executor | None) -> None:
        self._pool = pool

    def run(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> list[Result]:
        """The results of all tasks, in their order."""
        if self._pool is None:
            return [work(task) for task in tasks]
        with interrupts.ignored():
            futures = [self._pool.submit(work, task) for task in tasks]
        return [future.result() for future in futures]


@contextmanager
def workers(tasks: int, count: int | None) -> Generator[Workers]:
    """So many processes for a number of tasks, one a processor by default; none for few tasks.

    Where the work ends early, as by Ctrl-C, its processes are stopped in the midst of theirs.
    """
    count = min(count or os.cpu_count() or 1, tasks)
    if count <= 1 or tasks < _WORTH_PROCESSES:
        yield Workers(None)
        return
    others = set(multiprocessing.active_children())
    with concurrent.futures.ProcessPoolExecutor(
        count,
        mp_context=fork_server.context(),
        initializer=fork_server.begin,
        initargs=(dict(os.environ),),
    ) as pool:
        try:
            yield Workers(pool)
        except BaseException:
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()
            raise
