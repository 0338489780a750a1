"""`index.html`: every report there is, by survey, region and language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.html import content_security_policy, stylesheet
from lumo_analysis.publishing.jobs import FORMATS, REPORTS
from lumo_analysis.publishing.manifest import Manifest, replace_file
from lumo_analysis.survey.survey import ALL

FIRST_LANGUAGE = "fi"
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class File:
    """A link to one file of a report."""

    format: str
    path: str
    size: str


@dataclass(frozen=True)
class Cell:
    """One report in the table of a survey: its links, or why it is missing."""

    title: str
    files: tuple[File, ...]
    failure: str


@dataclass(frozen=True)
class SurveyPart:
    """One survey's part of the index: key facts and a table of regions by reports."""

    id: str
    title: str
    facts: tuple[tuple[str, str], ...]
    mark: str
    tone: str
    reports: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]


def write_index(output: Path, manifest: Manifest) -> None:
    """Write the index in each language that has reports; Finnish is `index.html` if there."""
    languages = sorted({str(entry["language"]) for entry in manifest.values()})
    languages.sort(key=lambda language: language != FIRST_LANGUAGE)
    pages = {
        language: "index.html" if position == 0 else f"index.{language}.html"
        for position, language in enumerate(languages)
    }
    for old in output.glob("index*.html"):
        if old.name not in pages.values():
            old.unlink()
    for language, name in pages.items():
        page = index_page(manifest, Wording(language), pages)
        replace_file(output / name, page.encode())


def index_page(manifest: Manifest, words: Wording, pages: Mapping[str, str]) -> str:
    """The index in one language as a self-contained page."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    css = stylesheet()
    return environment.get_template("index.html.j2").render(
        say=words.say,
        language=words.language,
        pages=pages,
        parts=_parts(manifest, words),
        css=css,
        policy=content_security_policy(css),
    )


def _parts(manifest: Manifest, words: Wording) -> list[SurveyPart]:
    entries = [entry for entry in manifest.values() if entry["language"] == words.language]
    surveys = sorted({str(entry["survey"]) for entry in entries})
    surveys.sort(key=lambda survey: survey.startswith("partners"))
    return [
        _part(survey, [entry for entry in entries if entry["survey"] == survey], words)
        for survey in surveys
    ]


def _part(survey: str, entries: Sequence[Mapping[str, Any]], words: Wording) -> SurveyPart:
    fronts = [entry["front"] for entry in entries if entry["front"]]
    whole = [e["front"] for e in entries if e["front"] and e["region"] == ALL]
    front = (whole or fronts or [{}])[0]
    labels = {str(entry["region"]): str(entry["front"].get("region", entry["region"]))
              for entry in sorted(entries, key=lambda entry: bool(entry["front"]))}
    regions = sorted(labels, key=lambda region: (region != ALL, labels[region]))
    names = {e["notebook"]: str(e["front"]["notebook"]) for e in entries if e["front"]}
    notebooks = [name for name in REPORTS if any(e["notebook"] == name for e in entries)]
    by_place = {(entry["region"], entry["notebook"]): entry for entry in entries}
    return SurveyPart(
        id=survey,
        title=str(front.get("survey", survey)),
        facts=tuple((str(name), str(value)) for name, value in front.get("facts", ())),
        mark=str(front.get("mark", "")),
        tone=str(front.get("tone", "")),
        reports=tuple(names.get(name, name) for name in notebooks),
        rows=tuple(
            (labels[region], tuple(_cell(by_place.get((region, n)), words) for n in notebooks))
            for region in regions
        ),
    )


def _cell(entry: Mapping[str, Any] | None, words: Wording) -> Cell | None:
    if entry is None:
        return None
    files = tuple(
        File(name.upper(), entry["files"][name]["path"], _size(entry["files"][name], words))
        for name in FORMATS
        if name in entry["files"]
    )
    return Cell(str(entry["front"].get("title", "")), files, str(entry["failure"]))


def _size(file: Mapping[str, Any], words: Wording) -> str:
    return words.say("{n} kB", n=words.number(max(1, round(file["bytes"] / 1000))))
