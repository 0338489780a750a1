"""Which reports to make, every choice checked before the first starts; and what became of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from lumo_analysis.errors import ParameterError, nearest
from lumo_analysis.presentation.wording import languages as report_languages
from lumo_analysis.publishing.notebooks import REPORTS as REPORTS
from lumo_analysis.publishing.notebooks import notebooks_folder
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.survey import ALL, check_region

FORMATS = ("html", "pdf", "xlsx")
PARAMETERS = ("survey", "region", "language", "responses", "coding")


@dataclass(frozen=True, order=True)
class Job:
    """One report to make: a notebook with its parameters.

    `survey` is the survey's id; `folder` where it is described; `responses` and `coding`
    are files, or empty for the survey's own synthetic ones.
    """

    survey: str
    region: str
    notebook: str
    language: str
    folder: str
    responses: str = ""
    coding: str = ""

    @property
    def stem(self) -> str:
        """The report's path below the output folder, without its ending."""
        return f"{self.survey}/{self.region}/{self.notebook}.{self.language}"

    @property
    def parameters(self) -> dict[str, str]:
        """What the notebook's `parameters` cell is given."""
        return {
            "survey": self.folder,
            "region": self.region,
            "language": self.language,
            "responses": self.responses,
            "coding": self.coding,
        }


@dataclass(frozen=True)
class Made:
    """What became of one job: its staged files by format, or why there are none.

    `front` is the report's front block, and `about` what its text says of the survey and of
    what is hidden; the index shows both.
    """

    job: Job
    files: dict[str, Path] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    front: dict[str, Any] = field(default_factory=dict)
    about: dict[str, list[str]] = field(default_factory=dict)
    failure: str = ""


def notebook_path(name: str) -> Path:
    """The file of a report notebook; `ParameterError` where it lacks a parameters cell.

    Without that cell papermill would run the notebook's defaults under the requested name.
    """
    folder = notebooks_folder()
    path = folder / f"{name}.ipynb"
    if not path.is_file():
        raise ParameterError(f"no notebook '{name}'; {nearest(name, REPORTS)}")
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(cells) != 1:
        raise ParameterError(f"notebook '{name}' must have one cell tagged 'parameters'")
    declared = {line.split("=")[0].split(":")[0].strip() for line in cells[0].source.splitlines()}
    missing = [parameter for parameter in PARAMETERS if parameter not in declared]
    if missing:
        raise ParameterError(
            f"the parameters cell of notebook '{name}' lacks {', '.join(missing)}; "
            f"add a line such as {missing[0]} = ''"
        )
    return path


def plan_jobs(
    questionnaire: Questionnaire,
    folder: Path,
    *,
    regions: Sequence[str] = (),
    languages: Sequence[str] = (),
    notebooks: Sequence[str] = (),
    responses: Path | None = None,
    coding: Path | None = None,
) -> list[Job]:
    """The reports of one survey; empty choices mean all of them, the whole survey first.

    `ParameterError` names the nearest valid choice.
    """
    for region in regions:
        check_region(questionnaire, region)
    possible = [lang for lang in questionnaire.languages if lang in report_languages()]
    _check("language", languages, possible)
    _check("notebook", notebooks, REPORTS)
    for notebook in notebooks or REPORTS:
        notebook_path(notebook)
    everywhere = [ALL, *(answer.id for answer in questionnaire.regions)]
    return [
        Job(
            survey=questionnaire.survey,
            region=region,
            notebook=notebook,
            language=language,
            folder=str(folder.resolve()),
            responses=str(responses.resolve()) if responses else "",
            coding=str(coding.resolve()) if coding else "",
        )
        for region in dict.fromkeys(regions or everywhere)
        for notebook in dict.fromkeys(notebooks or REPORTS)
        for language in dict.fromkeys(languages or possible)
    ]


def check_formats(formats: Sequence[str]) -> tuple[str, ...]:
    """The formats to write: all by default, and the page with any other.

    The audit reads a report's page first, and what it can't judge isn't published.
    """
    _check("format", formats, FORMATS)
    return tuple(dict.fromkeys(["html", *formats])) if formats else FORMATS


def _check(name: str, chosen: Iterable[str], known: Sequence[str]) -> None:
    for choice in chosen:
        if choice not in known:
            raise ParameterError(f"no {name} '{choice}'; {nearest(choice, known)}")
