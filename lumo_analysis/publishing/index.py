"""The front page of all reports: by survey, region and language, from the manifest alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lumo_analysis.presentation.context import report_titles
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.index_wording import guide, page_words
from lumo_analysis.publishing.jobs import FORMATS, REPORTS
from lumo_analysis.publishing.manifest import Entry, Manifest, replace_file
from lumo_analysis.publishing.placing import is_page
from lumo_analysis.publishing.style import TEMPLATES, content_security_policy, stylesheet
from lumo_analysis.survey.survey import ALL

FIRST_LANGUAGE = "fi"
# What a browser opens outside itself.
_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class File:
    """A link to one file of a report, with its size in words."""

    format: str
    address: str
    size: str
    type: str = ""


@dataclass(frozen=True)
class Failure:
    """Why a report could not be made."""

    anchor: str
    title: str
    reason: str


@dataclass(frozen=True)
class Cell:
    """One report in a survey's table: its files, or why there are none.

    `mark` is filled where the reports of a survey don't all bear the same one.
    """

    report: str
    files: tuple[File, ...] = ()
    failure: Failure | None = None
    mark: str = ""


@dataclass(frozen=True)
class Row:
    """One region's reports, or the `whole` survey's, in the order of the table's columns."""

    region: str
    whole: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Part:
    """One survey: key facts, its marks as (text, tone), and a table of regions by reports.

    `hidden` says by which rules numbers are hidden, and why; nothing where none is.
    """

    anchor: str
    title: str
    source: str
    description: str
    hidden: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    marks: tuple[tuple[str, str], ...]
    reports: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def failures(self) -> list[Failure]:
        """The reports that could not be made, in the order of the table."""
        return [cell.failure for row in self.rows for cell in row.cells if cell.failure]


def write_index(output: Path, manifest: Manifest) -> None:
    """Write the index in each language that has reports; Finnish is `index.html` if there.

    Pages of languages that have no reports any more are removed.
    """
    pages = page_names(str(entry["language"]) for entry in manifest.values())
    for old in output.glob("index*.html"):
        if is_page(old.name) and old.name not in pages.values():
            old.unlink()
    for language, name in pages.items():
        page = index_page(manifest, Wording(language), pages)
        replace_file(output / name, page.encode())


def page_names(languages: Iterable[str]) -> dict[str, str]:
    """The file of each language's page, the one that opens first as `index.html`.

    >>> page_names(["en", "fi", "en"])
    {'fi': 'index.html', 'en': 'index.en.html'}
    """
    ordered = sorted(set(languages), key=lambda language: (language != FIRST_LANGUAGE, language))
    return {
        language: f"index.{language}.html" if position else "index.html"
        for position, language in enumerate(ordered)
    }


def index_page(manifest: Manifest, words: Wording, pages: Mapping[str, str]) -> str:
    """The index in one language as a self-contained page."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    style = stylesheet("index")
    page = environment.get_template("index.html.j2").render(
        language=words.language,
        switch=[(code, _own_name(code), name) for code, name in pages.items()],
        parts=survey_parts(manifest, words),
        words=page_words(words),
        guide=guide(words),
        style=Markup(style),
        policy=content_security_policy(style),
    )
    return page.rstrip() + "\n"


def survey_parts(manifest: Manifest, words: Wording) -> list[Part]:
    """The surveys that have reports in this language, sorted by id in every language alike."""
    entries = [entry for entry in manifest.values() if entry["language"] == words.language]
    return [
        _part(survey, [entry for entry in entries if entry["survey"] == survey], words)
        for survey in sorted({str(entry["survey"]) for entry in entries})
    ]


def _part(survey: str, entries: Sequence[Entry], words: Wording) -> Part:
    regions = _regions(entries, words)
    names = report_titles(words)
    notebooks = [name for name in REPORTS if any(e["notebook"] == name for e in entries)]
    by_place = {(entry["region"], entry["notebook"]): entry for entry in entries}
    places = [(region, notebook) for region in regions for notebook in notebooks]
    fronts = [by_place[p]["front"] for p in places if p in by_place and by_place[p]["front"]]
    front = fronts[0] if fronts else {}
    told = [by_place[p].get("about", {}) for p in places if p in by_place]
    marks = {(str(f.get("tone") or "note"), str(f.get("mark") or "")) for f in fronts}
    rows = []
    for region, label in regions.items():
        cells = []
        for notebook in notebooks:
            entry = by_place.get((region, notebook))
            cell = Cell(names[notebook])
            if entry is not None:
                cell = _cell(entry, names[notebook], label, words)
            cells.append(cell if len(marks) > 1 else dataclasses.replace(cell, mark=""))
        rows.append(Row(label, region == ALL, tuple(cells)))
    return Part(
        anchor=survey,
        title=str(front.get("survey", survey)),
        source=str(front.get("author", "")),
        description=next((about["survey"][0] for about in told if about.get("survey")), ""),
        hidden=next((tuple(about["hidden"]) for about in told if about.get("hidden")), ()),
        facts=_facts(front, words),
        marks=tuple((mark, tone) for tone, mark in sorted(marks) if mark),
        reports=tuple(names[name] for name in notebooks),
        rows=tuple(rows),
    )


def _facts(front: Mapping[str, Any], words: Wording) -> tuple[tuple[str, str], ...]:
    """The front's facts, without saying "all regions" above a table of the regions."""
    everywhere = words.say("All regions")
    pairs = [(str(name), str(value)) for name, value in front.get("facts", ())]
    return tuple(pair for pair in pairs if pair[1] != everywhere)


def _regions(entries: Sequence[Entry], words: Wording) -> dict[str, str]:
    """Names of the regions by id: all of them first, then as the questionnaire has them."""
    names = {str(entry["region"]): str(entry["region"]) for entry in entries}
    names |= {str(e["region"]): str(e["front"]["region"]) for e in entries if e["front"]}
    names |= {ALL: words.say("All regions")} if ALL in names else {}
    places = {str(entry["region"]): int(entry["place"]) for entry in entries}
    ordered = sorted(names, key=lambda region: (region != ALL, places[region], region))
    return {region: names[region] for region in ordered}


def _cell(entry: Entry, report: str, region: str, words: Wording) -> Cell:
    if entry["status"] != "complete":
        anchor = f"{entry['survey']}-{entry['region']}-{entry['notebook']}"
        failure = Failure(anchor, f"{report}, {region}", str(entry["failure"]))
        return Cell(report, failure=failure)
    files = {name: entry["files"][name] for name in FORMATS if name in entry["files"]}
    return Cell(
        report,
        tuple(
            File(
                name.upper(),
                quote(str(file["path"])),
                _size(int(file["bytes"]), words),
                _TYPES.get(name, ""),
            )
            for name, file in files.items()
        ),
        mark=str(entry["front"].get("mark") or ""),
    )


def _size(count: int, words: Wording) -> str:
    return words.say("{n} kB", n=words.number(max(1, round(count / 1000))))


def _own_name(language: str) -> str:
    """What a language calls itself, as a menu has it: "Suomi", "English"."""
    name = str(Locale.parse(language).get_language_name(language) or language)
    return name[:1].upper() + name[1:]
