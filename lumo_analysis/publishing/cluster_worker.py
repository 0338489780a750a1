"""What a worker on another machine does: makes some reports, and keeps nothing of them.

The reports are made in a process of their own, in a folder of their own: a worker may run
several at a time, and may itself not start the processes that kernels are forked from.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lumo_analysis.analysis.disclosure.plan_store import FOLDER as PLANS_FOLDER
from lumo_analysis.publishing import kernels
from lumo_analysis.publishing.cluster_inputs import PLANS, Files, moved, unpack
from lumo_analysis.publishing.jobs import Job, Made
from lumo_analysis.publishing.manifest import installed
from lumo_analysis.publishing.private_folder import FOLDER as PRIVATE_FOLDER
from lumo_analysis.publishing.workers import Make

KILLED = "the process that made it was killed; has the worker enough memory?"
_TASK, _RESULTS, _NEW, _PRIVATE = "task.pickle", "results.pickle", "new", "private"


@dataclass(frozen=True)
class Sent:
    """A report on its way back: what became of it, and the contents of its files by format.

    `notebook` is a failed one as far as it ran. It is private.
    """

    made: Made
    contents: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    notebook: bytes = field(default=b"", repr=False)


def make_there(
    make: Make,
    files: Files,
    jobs: Sequence[Job],
    formats: tuple[str, ...],
    expected: Mapping[str, str],
) -> list[Sent]:
    """The reports of some jobs, made from the files; the folder is gone afterwards.

    A worker that has not what is `expected` makes none: their bytes would differ.
    """
    if installed() != expected:
        failure = "the worker has another version of lumo_analysis or of what it is made with"
        return [Sent(Made(job, failure=failure)) for job in jobs]
    with tempfile.TemporaryDirectory(prefix="lumo-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        unpack(files, folder)
        task = (make, [moved(job, folder) for job in jobs], formats)
        (folder / _TASK).write_bytes(pickle.dumps(task))
        _run_child(folder)
        sent = {one.made.job.stem: one for one in _results(folder)}
        return [
            dataclasses.replace(one, made=dataclasses.replace(one.made, job=job, files={}))
            for job in jobs
            for one in [sent.get(job.stem, Sent(Made(job, failure=KILLED)))]
        ]


def _run_child(folder: Path) -> None:
    environment = {
        **os.environ,
        PRIVATE_FOLDER: str(folder / _PRIVATE),
        PLANS_FOLDER: str(folder / PLANS),
    }
    # Its input stays open and empty as long as this process lives: so it notices the end.
    with subprocess.Popen(
        [sys.executable, "-c", f"from {__name__} import main; main()"],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as child:
        child.wait()


def _results(folder: Path) -> list[Sent]:
    found = []
    # The last may be half written, where the process was killed.
    ends = (EOFError, FileNotFoundError, pickle.UnpicklingError)
    with contextlib.suppress(*ends), (folder / _RESULTS).open("rb") as file:
        while True:
            found.append(pickle.load(file))
    return found


def main() -> None:
    """Be the process that makes the reports of the task in this folder."""
    folder = Path.cwd()
    threading.Thread(target=_end_with_the_worker, args=(folder,), daemon=True).start()
    make_task(folder)


def make_task(folder: Path) -> None:
    """Make the reports of the task in a folder, each kept as soon as it is ready."""
    make, jobs, formats = pickle.loads((folder / _TASK).read_bytes())
    for job in jobs:
        made = make(job, formats, folder / _NEW)
        contents = {name: path.read_bytes() for name, path in made.files.items()}
        kept = folder / _PRIVATE / "failed" / f"{job.stem}.ipynb"
        notebook = kept.read_bytes() if made.failure and kept.is_file() else b""
        with (folder / _RESULTS).open("ab") as file:
            file.write(pickle.dumps(Sent(made, contents, notebook)))


def _end_with_the_worker(folder: Path) -> None:
    """Wait for the end of the worker; then remove the answers, and end all that runs here."""
    sys.stdin.buffer.read()
    kernels.remove_folders()
    shutil.rmtree(folder, ignore_errors=True)
    _end_all()


def _end_all() -> None:
    if os.name == "posix":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
