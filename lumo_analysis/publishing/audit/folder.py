"""A folder of reports: which files belong to which report, and which to none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lumo_analysis.errors import ParameterError
from lumo_analysis.publishing.audit.report_files import ReportFiles
from lumo_analysis.publishing.jobs import FORMATS
from lumo_analysis.publishing.manifest import NAME, Entry, Manifest, read_manifest
from lumo_analysis.publishing.placing import is_page

# A folder's own words, and what keeps it out of version control.
_OWN = frozenset({"README.md", ".gitignore", ".gitkeep"})
NOTEBOOK = "ipynb"


@dataclass(frozen=True)
class Folder:
    """The reports of a folder."""

    output: Path
    manifest: Manifest

    @classmethod
    def of(cls, output: Path, manifest: Manifest | None = None) -> Folder:
        """A folder as a manifest has it, by default its own; `ParameterError` without reports."""
        entries = read_manifest(output) if manifest is None else manifest
        if not entries:
            raise ParameterError(
                f"there are no reports in {output}: it has no {NAME}; name the folder that "
                "lumo report wrote to"
            )
        return cls(output, entries)

    def surveys(self) -> dict[str, list[Entry]]:
        """The entries of each survey's finished reports."""
        found: dict[str, list[Entry]] = {}
        for entry in self.manifest.values():
            if entry["status"] == "complete":
                found.setdefault(str(entry["survey"]), []).append(entry)
        return found

    def reports(self) -> Iterator[ReportFiles]:
        """Every finished report with its files."""
        for stem, entry in sorted(self.manifest.items()):
            if entry["status"] != "complete":
                continue
            files = {
                name: path
                for name in (*FORMATS, NOTEBOOK)
                if (path := self.output / f"{stem}.{name}").is_file()
            }
            yield ReportFiles(
                stem, str(entry["survey"]), str(entry["region"]), str(entry["language"]), files
            )

    def index_pages(self) -> list[Path]:
        """The pages that link the reports."""
        return [path for path in sorted(self.output.glob("index*.html")) if is_page(path.name)]

    def faults(self) -> Iterator[str]:
        """Files that no report accounts for, that are missing, or that were changed."""
        known = {f"{stem}.{NOTEBOOK}" for stem in self.manifest}
        for stem, entry in sorted(self.manifest.items()):
            for file in entry["files"].values():
                name = str(file["path"])
                known.add(name)
                path = self.output / name
                if not path.is_file():
                    yield f"{name}: the file that the manifest names is not there"
                elif hashlib.sha256(path.read_bytes()).hexdigest() != file["sha256"]:
                    yield f"{name}: the file is not the one that the manifest names"
            if entry["status"] == "complete" and "html" not in entry["files"]:
                yield f"{stem}: without a page (HTML) the report can't be judged"
        for path in sorted(self.output.rglob("*")):
            name = path.relative_to(self.output).as_posix()
            own = is_page(name) or name in _OWN
            if path.is_file() and not own and name not in known:
                yield f"{name}: no report accounts for this file"


def sizes_of(manifest: Mapping[str, Entry]) -> frozenset[int]:
    """How large the files of all reports are, in thousands of bytes as the index has it."""
    return frozenset(
        max(1, round(int(file["bytes"]) / 1000))
        for entry in manifest.values()
        for file in entry["files"].values()
    )
