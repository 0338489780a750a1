"""Reports made by the workers of a Dask cluster, in place of processes of this machine.

The scheduler gives the reports of one region to one worker at a time, and gives those of a
worker that is lost to another. Results come back through the client, which alone writes.
"""

from __future__ import annotations

import contextlib
import importlib
import itertools
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lumo_analysis.analysis.disclosure.plan_store import kept_plan
from lumo_analysis.errors import LumoError, ParameterError, ReportError
from lumo_analysis.publishing.cluster_inputs import gather
from lumo_analysis.publishing.cluster_worker import Sent, make_there
from lumo_analysis.publishing.failed_notebooks import failed_folder
from lumo_analysis.publishing.jobs import Job, Made
from lumo_analysis.publishing.manifest import installed
from lumo_analysis.publishing.private_folder import write_private
from lumo_analysis.publishing.workers import Make
from lumo_analysis.survey.survey import Survey

_ANSWER = 10
_FIRST_WORKER = 60


@dataclass(frozen=True)
class Cluster:
    """A cluster that is there, with workers that have what this machine has.

    `surveys` are those of the reports; their plans travel with the work.
    """

    client: Any
    surveys: Sequence[Survey] = ()

    @property
    def workers(self) -> int:
        """How many reports it makes at a time."""
        return sum(self.client.nthreads().values())

    def made(
        self, make: Make, jobs: Sequence[Job], formats: tuple[str, ...], new: Path
    ) -> Generator[Made]:
        """The reports of all jobs as they come back, written below `new`.

        Workers call `make` by its name in the package. `ReportError` where the scheduler is lost.
        """
        if not jobs:
            return
        distributed = _distributed()
        plans = [path for path in map(kept_plan, self.surveys) if path is not None]
        # A task of its own, which the scheduler can repeat where a worker is lost with it.
        files = self.client.submit(dict, gather(jobs, plans), pure=False)
        futures = {
            self.client.submit(
                make_there, make, files, group, formats, installed(), pure=False
            ): group
            for group in _by_region(jobs)
        }
        try:
            for future in distributed.as_completed(futures, loop=self.client.loop):
                for sent in _sent(future, futures[future]):
                    yield _written(sent, new)
                future.release()
        finally:
            # Nothing of the answers stays on the cluster, however this ends.
            with contextlib.suppress(Exception):
                self.client.cancel([files, *futures], force=True)


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Cluster]:
    """The cluster of the scheduler at an address such as `tcp://host:8786` or `tls://host:8786`.

    `ParameterError` where distributed is not installed, no scheduler or worker answers, or a
    worker has other versions than this machine.
    """
    distributed = _distributed()
    try:
        client = distributed.Client(address, timeout=_ANSWER, set_as_default=False)
    except (OSError, ValueError, TypeError):
        raise ParameterError(
            f"no Dask scheduler answers at {address}; start one with 'dask scheduler', and "
            "give the address that it prints"
        ) from None
    with client:
        _check_workers(client, address)
        yield Cluster(client)


def _distributed() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError:
        raise ParameterError(
            "--dask needs the package distributed; install it here and on each worker with: "
            "pip install 'lumo_analysis[dask]'"
        ) from None


def _check_workers(client: Any, address: str) -> None:
    """`ParameterError` unless there is a worker, and each has what this machine has."""
    try:
        client.wait_for_workers(1, timeout=_FIRST_WORKER)
    except TimeoutError:
        raise ParameterError(
            f"the Dask scheduler at {address} has no workers; start some with 'dask worker "
            f"{address} --nthreads 1'"
        ) from None
    here = installed()
    for worker, there in client.run(installed, on_error="return").items():
        if not isinstance(there, dict):
            raise ParameterError(f"the Dask worker {worker} can't use lumo_analysis; install it")
        other = sorted(name for name in here if there.get(name) != here[name])
        if other:
            what = f"{other[0]} {there.get(other[0])} in place of {here[other[0]]}"
            raise ParameterError(
                f"the Dask worker {worker} would make other reports than this machine: it has "
                f"{what[:120]}; install the same versions there (requirements.lock)"
            )


def _by_region(jobs: Sequence[Job]) -> Iterator[list[Job]]:
    """The jobs in the groups that one worker makes: what they share is loaded once."""
    for _, group in itertools.groupby(jobs, lambda job: (job.survey, job.region)):
        yield list(group)


def _sent(future: Any, jobs: Sequence[Job]) -> list[Sent]:
    """What came back for some jobs; a failure of each where nothing did."""
    if future.status == "cancelled":
        raise ReportError("the Dask scheduler was lost; the former reports are in place")
    if future.status == "finished":
        found: list[Sent] = future.result()
        return found
    # Its text is not told: it may quote a respondent.
    kind = type(future.exception()).__name__
    failure = f"the worker failed ({kind}); see the log of the Dask worker"
    if kind == "KilledWorker":
        failure = "the workers that made it were lost again and again; have they enough memory?"
    return [Sent(Made(job, failure=failure)) for job in jobs]


def _written(sent: Sent, new: Path) -> Made:
    """Put a report's files below `new`, and a failed notebook into the private folder."""
    made = sent.made
    for name, content in sent.contents.items():
        path = new / f"{made.job.stem}.{name}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        made.files[name] = path
    if sent.notebook:
        with contextlib.suppress(LumoError):
            write_private(failed_folder() / f"{made.job.stem}.ipynb", sent.notebook)
    return made
