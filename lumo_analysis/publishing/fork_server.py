"""One process that has done its imports, and of which others are forked: a start in no time.

Fresh processes spend most of a report's time importing pandas, matplotlib and this package.
`multiprocessing`'s fork server imports them once; every worker is a fork of it, clean of
anything another one did. Where there is no fork (Windows) or where it is unsafe (macOS),
processes start the plain way.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext, SpawnContext

from lumo_analysis.publishing import interrupts

PRELOAD = "lumo_analysis.publishing.preload"
_SETTINGS = {
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


def can_fork() -> bool:
    """Whether processes are forked on this system."""
    return sys.platform == "linux" and "forkserver" in multiprocessing.get_all_start_methods()


def context() -> ForkServerContext | SpawnContext:
    """How processes are started on this system.

    The server begins its imports, which take seconds, at the first call; whoever calls early
    does something else meanwhile.
    """
    if not can_fork():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload([PRELOAD])
    # Threads do not survive a fork, so the imports may start none.
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    with interrupts.ignored():
        forkserver.ensure_running()
    return found


def be_silent() -> None:
    """Close what this process hears and says; its forks answer through pipes of their own."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os.close(null)


def begin(environment: Mapping[str, str], farewell: Callable[[], None] | None = None) -> None:
    """Become a worker of a run: with its environment, deaf to Ctrl-C, and gone when it is.

    The server may have started with another environment. Ctrl-C is heard by the run; one that
    is killed can't tell its workers, which then say `farewell` and end by themselves.
    """
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_run, args=(farewell,), daemon=True).start()


def _end_with_the_run(farewell: Callable[[], None] | None) -> None:
    run = multiprocessing.parent_process()
    if run is not None:
        run.join()
        if farewell is not None:
            farewell()
        os._exit(1)
