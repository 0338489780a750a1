from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import psutil
import pytest

from lumo_analysis.publishing import fork_server

pytestmark = pytest.mark.skipif(
    not fork_server.can_fork(), reason="processes are forked on Linux only"
)


def _about(answer) -> None:
    """Tell of this worker and of the server that it was forked of."""
    forked = {"modules": "pandas" in sys.modules and "papermill" in sys.modules}
    own_and_server = (os.getpid(), os.getppid())
    forked["threads"] = [psutil.Process(pid).num_threads() for pid in own_and_server]
    fork_server.begin({"OWN": "environment"})
    answer.send(
        forked
        | {
            "environment": dict(os.environ),
            "deaf": signal.getsignal(signal.SIGINT) is signal.SIG_IGN,
            "said to": [str(Path(f"/proc/self/fd/{stream}").readlink()) for stream in range(3)],
        }
    )


def test_a_worker_has_all_imports_and_no_threads_and_speaks_to_nobody():
    context = fork_server.context()
    ours, theirs = context.Pipe()
    worker = context.Process(target=_about, args=(theirs,))
    worker.start()
    told = ours.recv()
    worker.join()
    assert told["modules"], "they were imported before the fork"
    # A thread that holds a lock at the moment of a fork would hold it for ever in the fork.
    assert told["threads"] == [1, 1]
    assert told["environment"] == {"OWN": "environment"}
    assert told["deaf"]
    assert told["said to"] == [os.devnull] * 3
