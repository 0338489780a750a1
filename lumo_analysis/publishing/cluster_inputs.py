"""What workers on other machines need to make reports: files by name, and jobs that find them.

A worker has the package and nothing else, so the survey, its responses and the notebooks
travel with the work, and stand on the worker in a folder of their own while it lasts.
"""

from __future__ import annotations

import dataclasses
import glob
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from lumo_analysis.publishing.jobs import Job, notebook_path

Files = Mapping[str, bytes]
"""Contents by path below the worker's folder, with `/` between its parts."""
PLANS = "plans"


def gather(jobs: Sequence[Job], plans: Sequence[Path] = ()) -> dict[str, bytes]:
    """All files that the jobs read, and the plans of disclosure control in files.

    Only what reports are made from is taken from a survey's folder: its tables and its YAML.
    """
    sources = {f"{PLANS}/{path.name}": path for path in plans}
    for name in {job.notebook for job in jobs}:
        sources[f"notebooks/{name}.ipynb"] = notebook_path(name)
    for survey, folder, responses, coding in {
        (job.survey, job.folder, job.responses, job.coding) for job in jobs
    }:
        own = [path for path in Path(folder).iterdir() if path.suffix in (".yaml", ".csv")]
        sources.update({f"{survey}/folder/{path.name}": path for path in own})
        if responses:
            export = Path(responses)
            for path in _export_files(export):
                inside = path.relative_to(export.parent).as_posix()
                sources[f"{survey}/export/{inside}"] = path
        if coding:
            sources[f"{survey}/coding/{Path(coding).name}"] = Path(coding)
    return {name: path.read_bytes() for name, path in sorted(sources.items())}


def _export_files(export: Path) -> Iterator[Path]:
    """An export, or the files of a folder of them, and its coding and quotes beside it."""
    if export.is_dir():
        yield from (path for path in export.rglob("*") if path.is_file())
    else:
        yield export
    beside = export.parent.glob(f"{glob.escape(export.stem)}-*")
    yield from (path for path in beside if path.is_file())


def unpack(files: Files, folder: Path) -> None:
    """Write the files below a folder that only this user reads."""
    for name, content in files.items():
        path = folder / PurePosixPath(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(content)


def moved(job: Job, folder: Path) -> Job:
    """The same job, of the files in a folder.

    >>> moved(Job("s", "all", "themes", "fi", "/data/s", "/x/e.csv"), Path("/w")).responses
    '/w/s/export/e.csv'
    """
    place = folder / job.survey
    return dataclasses.replace(
        job,
        folder=str(place / "folder"),
        responses=str(place / "export" / Path(job.responses).name) if job.responses else "",
        coding=str(place / "coding" / Path(job.coding).name) if job.coding else "",
    )
