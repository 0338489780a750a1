"""A whole run: jobs side by side, finished reports put in place, manifest and index last."""

from __future__ import annotations

import concurrent.futures
import contextlib
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lumo_analysis.errors import ReportError
from lumo_analysis.publishing import interrupts
from lumo_analysis.publishing.index import write_index
from lumo_analysis.publishing.jobs import FORMATS, Job
from lumo_analysis.publishing.manifest import (
    Manifest,
    entry_of,
    read_manifest,
    write_manifest,
)
from lumo_analysis.publishing.runner import Made, make_report

Progress = Callable[[Made], None]
Gate = Callable[[Manifest, Path], None]
"""Is given what the manifest will say and where the new files stand; raises to keep them back."""


@dataclass(frozen=True)
class Inputs:
    """What one survey's reports are made from, for the manifest."""

    fingerprints: Mapping[str, str]
    synthetic: bool
    regions: tuple[str, ...] = ()


@dataclass
class Outcome:
    """What a run made and what it could not make, with the reasons."""

    complete: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def _open_gate(_manifest: Manifest, _staging: Path) -> None:
    """Lets everything pass."""


def run_jobs(
    jobs: Sequence[Job],
    inputs: Mapping[str, Inputs],
    output: Path,
    *,
    formats: tuple[str, ...] = FORMATS,
    workers: int | None = None,
    progress: Progress = lambda _: None,
    gate: Gate = _open_gate,
) -> Outcome:
    """Make all reports below `output`, and the index and manifest of everything there.

    Nothing takes its place before all reports are made and the gate lets them pass: a run
    that is interrupted or kept back leaves the former reports as they were. A report that
    fails leaves no older copy behind, since that would pass for the new one; the rest go on.
    Reports of earlier runs that this run does not make again stay, and stay in the index,
    unless they were made from other responses: then two editions would stand side by side.
    """
    outcome = Outcome()
    try:
        output.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".staging-", dir=output))
    except OSError as error:
        raise ReportError(f"can't write in {output}: {error.strerror}") from None
    try:
        former = read_manifest(output)
        manifest = _same_edition(former, inputs)
        # Closed before anything is cleaned up: the workers have ended by then.
        with contextlib.closing(_made(jobs, formats, staging, workers)) as finished:
            for made in finished:
                source = inputs[made.job.survey]
                manifest[made.job.stem] = entry_of(
                    made, source.fingerprints, source.synthetic, source.regions
                )
                if made.failure:
                    outcome.failed[made.job.stem] = made.failure
                else:
                    outcome.complete.append(made.job.stem)
                progress(made)
        write_index(staging, manifest)
        gate(manifest, staging)
        with interrupts.held_back():
            _put_in_place(former, manifest, staging, output)
    except OSError as error:
        raise ReportError(f"can't write in {output}: {error.strerror}") from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return outcome


def _same_edition(former: Manifest, inputs: Mapping[str, Inputs]) -> Manifest:
    """The former reports, without those of other responses than a survey has now."""
    return {
        stem: entry
        for stem, entry in former.items()
        if entry["survey"] not in inputs
        or entry["inputs"].get("responses") == inputs[entry["survey"]].fingerprints.get("responses")
    }


def _made(
    jobs: Sequence[Job], formats: tuple[str, ...], staging: Path, workers: int | None
) -> Generator[Made]:
    count = min(workers or os.cpu_count() or 1, len(jobs))
    if count <= 1:
        yield from (make_report(job, formats, staging) for job in jobs)
        return
    # Fresh processes: a fork would copy locks held by this process's threads.
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(count, mp_context=context) as pool:
        with interrupts.ignored():
            futures = {pool.submit(make_report, job, formats, staging): job for job in jobs}
        try:
            yield from _as_completed(futures)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _as_completed(futures: Mapping[concurrent.futures.Future[Made], Job]) -> Iterable[Made]:
    for future in concurrent.futures.as_completed(futures):
        try:
            yield future.result()
        except concurrent.futures.process.BrokenProcessPool:
            yield Made(futures[future], failure="the process that made it was killed")


def _put_in_place(former: Manifest, manifest: Manifest, staging: Path, output: Path) -> None:
    """Move the new files to their places and remove those that no report has any more."""
    kept = {file["path"] for entry in manifest.values() for file in entry["files"].values()}
    gone = {file["path"] for entry in former.values() for file in entry["files"].values()}
    for name in sorted(kept):
        if (staging / name).is_file():
            (output / name).parent.mkdir(parents=True, exist_ok=True)
            (staging / name).replace(output / name)
    for name in sorted(gone - kept):
        (output / name).unlink(missing_ok=True)
    write_manifest(output, manifest)
    write_index(output, manifest)
