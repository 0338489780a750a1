"""`manifest.json`: for every report what it was made from, and the fingerprint of each file."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lumo_analysis.errors import ReportError

if TYPE_CHECKING:
    from lumo_analysis.publishing.jobs import Job, Made

NAME = "manifest.json"
_FIELDS = {
    *("survey", "region", "place", "notebook", "language", "status", "failure", "front"),
    *("synthetic", "files", "inputs", "code", "versions"),
}
_VERSIONS = (
    "lumo_analysis",
    "matplotlib",
    "nbconvert",
    "numpy",
    "pandas",
    "scipy",
    "typst",
    "xlsxwriter",
)
Entry = dict[str, Any]
Manifest = dict[str, Entry]


@dataclass(frozen=True)
class Inputs:
    """What one survey's reports are made from: hashes of its files, by what they hold.

    `regions` are in questionnaire order; `synthetic` tells that nobody gave the answers.
    """

    fingerprints: Mapping[str, str]
    synthetic: bool
    regions: tuple[str, ...] = ()


def read_manifest(output: Path) -> Manifest:
    """The entries of the reports in a folder, by path without ending; none where it is new."""
    path = output / NAME
    if not path.is_file():
        return {}
    try:
        manifest: Manifest = json.loads(path.read_text(encoding="utf-8"))["reports"]
        whole = all(entry.keys() >= _FIELDS for entry in manifest.values())
    except (ValueError, KeyError, TypeError, AttributeError):
        whole = False
    if not whole:
        raise ReportError(f"{path} is damaged; remove it and make the reports again")
    return manifest


def write_manifest(output: Path, manifest: Manifest) -> None:
    """Write all entries, sorted, replacing the file in one step."""
    content = json.dumps({"reports": manifest}, ensure_ascii=False, indent=1, sort_keys=True)
    replace_file(output / NAME, f"{content}\n".encode())


def entry_of(made: Made, inputs: Inputs) -> Entry:
    """What the manifest and the index say of one report.

    `place` is a region's position in the questionnaire from 1, so that the index can keep its
    order, and 0 for all regions or where it is not known.
    """
    job, regions = made.job, inputs.regions
    return {
        "survey": job.survey,
        "region": job.region,
        "place": regions.index(job.region) + 1 if job.region in regions else 0,
        "notebook": job.notebook,
        "language": job.language,
        "status": "failed" if made.failure else "complete",
        "failure": made.failure,
        "front": made.front,
        "about": made.about,
        "synthetic": inputs.synthetic,
        "files": {
            name: {
                "path": f"{job.stem}.{name}",
                "bytes": made.sizes[name],
                "sha256": digest,
            }
            for name, digest in made.sha256.items()
        },
        **made_from(job, inputs.fingerprints),
    }


def made_from(job: Job, fingerprints: Mapping[str, str]) -> Entry:
    """What decides on a report's bytes: hashes of its inputs and of the code, and versions."""
    from lumo_analysis.publishing.jobs import notebook_path

    notebook = hashlib.sha256(notebook_path(job.notebook).read_bytes()).hexdigest()
    return {
        "inputs": dict(sorted(fingerprints.items())) | {"notebook": notebook},
        "code": code_sha256(),
        "versions": dict(versions()),
    }


@functools.cache
def versions() -> dict[str, str]:
    """The versions of Python, of this package, and of those that numbers and files come from."""
    packages = {name: importlib.metadata.version(name) for name in _VERSIONS}
    return {"python": platform.python_version(), **packages}


def installed() -> dict[str, str]:
    """What reports are made with on this machine: the package's own code and versions.

    >>> sorted(installed())[:2]
    ['code', 'lumo_analysis']
    """
    return {"code": code_sha256(), **versions()}


def files_of(manifest: Manifest) -> frozenset[str]:
    """The files of all reports, by their paths in the folder."""
    return frozenset(
        str(file["path"]) for entry in manifest.values() for file in entry["files"].values()
    )


def is_intact(entry: Entry, output: Path) -> bool:
    """Whether every file of a report is there, byte for byte as it was made."""
    for file in entry["files"].values():
        try:
            content = (output / file["path"]).read_bytes()
        except OSError:
            return False
        if hashlib.sha256(content).hexdigest() != file["sha256"]:
            return False
    return True


@functools.cache
def code_sha256() -> str:
    """The fingerprint of the package's own files, whatever their place."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(package).as_posix().encode() + b"\0")
            digest.update(path.read_bytes())
    return digest.hexdigest()


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that at any moment it is the old one or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
