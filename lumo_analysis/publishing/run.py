"""A whole run: jobs side by side, and the whole set of reports put in place at once."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lumo_analysis.publishing import interrupts
from lumo_analysis.publishing.changes import Moved, moved_numbers
from lumo_analysis.publishing.freshness import standing_of
from lumo_analysis.publishing.index import write_index
from lumo_analysis.publishing.jobs import FORMATS, Job, Made
from lumo_analysis.publishing.manifest import (
    Inputs,
    Manifest,
    entry_of,
    files_of,
    is_intact,
    made_from,
    read_manifest,
    write_manifest,
)
from lumo_analysis.publishing.placing import NEW, carry, foreign_files, is_page, place
from lumo_analysis.publishing.progress import Progress, Silence
from lumo_analysis.publishing.workers import Executor, made_by_processes
from lumo_analysis.publishing.workshop import workshop

Gate = Callable[[Manifest, Path], None]
"""Is given what the manifest will say and the whole new folder; raises to keep it back."""


@dataclass
class Outcome:
    """What a run made and what it could not make, with the reasons.

    `fresh` were not made again, since nothing changed. `altered` are reports of earlier runs
    that were taken away, since somebody had changed or removed a file of theirs. `moved` are
    published numbers that both this and the former edition show, and that differ.
    """

    complete: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    fresh: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)


def _open_gate(_manifest: Manifest, _staging: Path) -> None:
    """Lets everything pass."""


def make_report(job: Job, formats: tuple[str, ...], new: Path) -> Made:
    """As `runner.make_report`, which takes seconds to import and which only workers call."""
    from lumo_analysis.publishing import runner

    return runner.make_report(job, formats, new)


def run_jobs(
    jobs: Sequence[Job],
    inputs: Mapping[str, Inputs],
    output: Path,
    *,
    formats: tuple[str, ...] = FORMATS,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    gate: Gate = _open_gate,
    only_changed: bool = False,
) -> Outcome:
    """Make all reports below `output`, and the index and manifest of everything there.

    The whole new set is made beside the former one, and takes its place in one step when the
    gate lets it pass: a run that is killed, interrupted or kept back leaves the former reports
    as they were (see `placing`). Two runs can't work on one folder at a time. A report that
    fails leaves no older copy behind, since that would pass for the new one; the rest go on.
    Reports of earlier runs that this run does not make again stay, and stay in the index,
    unless they were made from other responses: then two editions would stand side by side.
    Files that are no reports stay too. Reports are made by `executor`, or by so many `workers`,
    processes of this machine. With `only_changed` reports that would come out as they
    are (see `freshness`) are not made again, and where none is to be made nothing is touched.

    `ReportError` where the folder can't be written to, another run is at work on it, or the
    gate keeps the reports back.
    """
    output = output.resolve()
    told = progress or Silence()
    work = executor or functools.partial(made_by_processes, workers=workers)
    outcome = Outcome()
    with workshop(output) as folder:
        new = folder / NEW
        new.mkdir(mode=0o700)
        former = read_manifest(output) if output.is_dir() else {}
        manifest = _same_edition(former, inputs)
        if only_changed:
            outcome.fresh += _fresh(jobs, manifest, inputs, formats, output)
            jobs = [job for job in jobs if job.stem not in outcome.fresh]
        outcome.altered += _without_altered(manifest, jobs, output)
        told.begin(jobs, len(outcome.fresh))
        # Closed before anything is cleaned up: the workers have ended by then.
        with contextlib.closing(work(make_report, jobs, formats, new)) as finished:
            for made in finished:
                manifest[made.job.stem] = entry_of(made, inputs[made.job.survey])
                if made.failure:
                    outcome.failed[made.job.stem] = made.failure
                else:
                    outcome.complete.append(made.job.stem)
                told.finish(made)
        write_index(new, manifest)
        if manifest == former and _same_pages(new, output):
            return outcome
        told.check()
        kept, known = files_of(manifest), files_of(former)
        carry(sorted(kept), output, new)
        if output.is_dir():
            carry(foreign_files(output, known), output, new)
        gate(manifest, new)
        outcome.moved += moved_numbers(former, output, manifest, new)
        write_index(new, manifest)
        write_manifest(new, manifest)
        with interrupts.held_back():
            place(folder, output, known - kept)
    return outcome


def _fresh(
    jobs: Sequence[Job],
    manifest: Manifest,
    inputs: Mapping[str, Inputs],
    formats: tuple[str, ...],
    output: Path,
) -> list[str]:
    """The reports that would come out as they are."""
    return [
        job.stem
        for job in jobs
        if standing_of(
            manifest.get(job.stem),
            made_from(job, inputs[job.survey].fingerprints),
            formats,
            output,
        ).state
        == "fresh"
    ]


def _same_pages(new: Path, output: Path) -> bool:
    """Whether the pages that link the reports stand there as they would be written now."""
    found = [path.name for folder in (new, output) for path in folder.glob("index*.html")]
    names = {name for name in found if is_page(name)}
    with contextlib.suppress(OSError):
        return all((new / n).read_bytes() == (output / n).read_bytes() for n in names)
    return False


def _without_altered(manifest: Manifest, jobs: Sequence[Job], output: Path) -> list[str]:
    """Take out reports whose files were altered or removed since they were made; their names.

    Those that this run makes again are none of them.
    """
    again = {job.stem for job in jobs}
    for stem in again & manifest.keys():
        del manifest[stem]
    altered = [stem for stem, entry in manifest.items() if not is_intact(entry, output)]
    for stem in altered:
        del manifest[stem]
    return altered


def _same_edition(former: Manifest, inputs: Mapping[str, Inputs]) -> Manifest:
    """The former reports, without those of other responses than a survey has now."""
    return {
        stem: entry
        for stem, entry in former.items()
        if entry["survey"] not in inputs
        or entry["inputs"].get("responses") == inputs[entry["survey"]].fingerprints.get("responses")
    }
