"""The receipt of a run: asked for the same again, `lumo report` knows at once that it is done.

A receipt holds one fingerprint of everything that a run depends on, and that of the manifest
it wrote. It is checked without reading any answer and without loading pandas. It is private,
and only ever makes things quicker: without it each report is looked at by itself.
"""

from __future__ import annotations

import contextlib
import dataclasses
import glob
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from lumo_analysis.errors import LumoError
from lumo_analysis.publishing.manifest import (
    NAME,
    code_sha256,
    is_intact,
    read_manifest,
    versions,
)
from lumo_analysis.publishing.notebooks import notebooks_folder
from lumo_analysis.publishing.private_folder import place_of, read_private, write_private
from lumo_analysis.publishing.request import Request
from lumo_analysis.publishing.workshop import workshop_folder
from lumo_analysis.survey.folders import own_export, survey_folder


def fingerprint(request: Request) -> str:
    """One hash of all that a run depends on: choices, files, notebooks, code, versions.

    Every file of a survey's folder counts, and those beside an export that begin with its name;
    so a file more than matters may count, and never one less. Empty where one can't be read:
    what is wrong is told by those who read it.
    """
    digest = hashlib.sha256()
    choices = {k: v for k, v in dataclasses.asdict(request).items() if k != "output"}
    digest.update(json.dumps([choices, versions()], sort_keys=True, default=str).encode())
    digest.update(code_sha256().encode())
    try:
        for path in _files(request):
            digest.update(f"\0{path}\0".encode())
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    except (LumoError, OSError):
        return ""
    return digest.hexdigest()


def keep_receipt(request: Request, before: str) -> None:
    """Remember that a run is done, whose inputs had this fingerprint before it began."""
    if not before:
        return
    with contextlib.suppress(LumoError, OSError):
        content = {"run": before, "pages": _pages(request.output)}
        write_private(place_of("runs", request.output, ".json"), json.dumps(content).encode())


def is_done(request: Request) -> int:
    """How many reports stand in the folder just as this request would make them; 0 if unsure."""
    with contextlib.suppress(LumoError, OSError, ValueError, KeyError, TypeError):
        content = json.loads(read_private(place_of("runs", request.output, ".json")) or b"{}")
        if workshop_folder(request.output.resolve()).exists():
            return 0
        if content["pages"] != _pages(request.output) or content["run"] != fingerprint(request):
            return 0
        manifest = read_manifest(request.output)
        if all(is_intact(entry, request.output) for entry in manifest.values()):
            return len(manifest)
    return 0


def _pages(output: Path) -> dict[str, str]:
    """The fingerprints of the manifest and of the pages that link the reports."""
    paths = [output / NAME, *sorted(output.glob("index*.html"))]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def _files(request: Request) -> Iterator[Path]:
    for survey in request.surveys:
        yield from sorted(path for path in survey_folder(survey).rglob("*") if path.is_file())
    yield from sorted(notebooks_folder().glob("*.ipynb"))
    for export in [request.responses] if request.responses else _own_exports(request):
        beside = export.parent.glob(f"{glob.escape(export.stem)}-*")
        whole = [path for path in export.rglob("*") if path.is_file()] or [export]
        yield from (*sorted(whole), *sorted(path for path in beside if path.is_file()))
    if request.coding:
        yield request.coding


def _own_exports(request: Request) -> list[Path]:
    """The responses that surveys name, which may stand outside their folders."""
    exports = [own_export(survey_folder(survey)) for survey in request.surveys]
    return [export for export in exports if export.exists()]
