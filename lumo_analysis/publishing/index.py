"""The front page of all reports: by survey, region and language, from the manifest alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lumo_analysis.presentation.report import report_titles
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.jobs import FORMATS, REPORTS
from lumo_analysis.publishing.manifest import Entry, Manifest, replace_file
from lumo_analysis.publishing.style import TEMPLATES, content_security_policy, stylesheet
from lumo_analysis.survey.survey import ALL

FIRST_LANGUAGE = "fi"
_OWN_NAME = re.compile(r"index(\.[a-z]{2})?\.html")


@dataclass(frozen=True)
class File:
    """A link to one file of a report, with its size in words."""

    format: str
    address: str
    size: str


@dataclass(frozen=True)
class Cell:
    """One report in a survey's table: its files, or the anchor of why there are none.

    `mark` is filled where the reports of a survey don't all bear the same one.
    """

    report: str
    files: tuple[File, ...] = ()
    failure: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Row:
    """One region's reports, in the order of the table's columns."""

    region: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Failure:
    """Why a report could not be made."""

    anchor: str
    title: str
    reason: str


@dataclass(frozen=True)
class Part:
    """One survey: key facts, its marks as (text, tone), and a table of regions by reports."""

    anchor: str
    title: str
    source: str
    facts: tuple[tuple[str, str], ...]
    marks: tuple[tuple[str, str], ...]
    reports: tuple[str, ...]
    rows: tuple[Row, ...]
    failures: tuple[Failure, ...]


def write_index(output: Path, manifest: Manifest) -> None:
    """Write the index in each language that has reports; Finnish is `index.html` if there.

    Pages of languages that have no reports any more are removed.
    """
    pages = page_names(str(entry["language"]) for entry in manifest.values())
    for old in output.glob("index*.html"):
        if _OWN_NAME.fullmatch(old.name) and old.name not in pages.values():
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
        words=_words(words),
        guide=_guide(words),
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
    fronts = [entry["front"] for entry in entries if entry["front"]]
    whole = [e["front"] for e in entries if e["front"] and e["region"] == ALL]
    front = (whole or fronts or [{}])[0]
    facts = [(str(name), str(value)) for name, value in front.get("facts", ())]
    if whole:
        # That all regions are in goes without saying above a table of the regions.
        facts = [fact for fact in facts if fact[1] != front["region"]]
    marks = sorted({(str(f["mark"]), str(f.get("tone") or "note")) for f in fronts if f.get("mark")})
    names = report_titles(words)
    notebooks = [name for name in REPORTS if any(e["notebook"] == name for e in entries)]
    by_place = {(entry["region"], entry["notebook"]): entry for entry in entries}
    rows, failures = [], []
    for region, label in _regions(entries, words):
        cells = []
        for notebook in notebooks:
            entry = by_place.get((region, notebook))
            cell = _cell(entry, names[notebook], words, several_marks=len(marks) > 1)
            if entry is not None and entry["failure"]:
                anchor = f"{survey}-{region}-{notebook}"
                reason = str(entry["failure"])
                failures.append(Failure(anchor, f"{names[notebook]}, {label}", reason))
                cell = Cell(names[notebook], failure=anchor)
            cells.append(cell)
        rows.append(Row(label, tuple(cells)))
    return Part(
        anchor=survey,
        title=str(front.get("survey", survey)),
        source=str(front.get("author", "")),
        facts=tuple(facts),
        marks=tuple(marks),
        reports=tuple(names[name] for name in notebooks),
        rows=tuple(rows),
        failures=tuple(failures),
    )


def _regions(entries: Sequence[Entry], words: Wording) -> list[tuple[str, str]]:
    """Ids and names of the regions: all of them first, then as the questionnaire has them."""
    names = {str(entry["region"]): str(entry["region"]) for entry in entries}
    names |= {str(e["region"]): str(e["front"]["region"]) for e in entries if e["front"]}
    if ALL in names:
        names[ALL] = words.say("All regions")
    places = {str(entry["region"]): int(entry.get("place", 0)) for entry in entries}
    ordered = sorted(names, key=lambda region: (region != ALL, places[region], region))
    return [(region, names[region]) for region in ordered]


def _cell(entry: Entry | None, report: str, words: Wording, *, several_marks: bool) -> Cell:
    if entry is None:
        return Cell(report)
    files = tuple(
        File(
            name.upper(),
            quote(str(entry["files"][name]["path"])),
            words.say("{n} kB", n=words.number(max(1, round(entry["files"][name]["bytes"] / 1000)))),
        )
        for name in FORMATS
        if name in entry["files"]
    )
    return Cell(report, files, mark=str(entry["front"].get("mark") or "") if several_marks else "")


def _own_name(language: str) -> str:
    """What a language calls itself, as a menu has it: "Suomi", "English"."""
    name = str(Locale.parse(language).get_language_name(language) or language)
    return name[:1].upper() + name[1:]


def _words(words: Wording) -> dict[str, str]:
    return {
        "title": words.say("Survey reports"),
        "lead": words.say(
            "The results of each survey, for all regions together and for each region."
        ),
        "skip": words.say("Skip to content"),
        "language": words.say("Language"),
        "surveys": words.say("Surveys"),
        "table": words.say("Reports by region"),
        "region": words.say("Region"),
        "not_made": words.say("Could not be made"),
        "why": words.say("Why?"),
        "not_available": words.say("Not available"),
        "failures": words.say("Reports that could not be made"),
        "guide": words.say("What the reports tell"),
    }


def _guide(words: Wording) -> dict[str, object]:
    """What each kind of report tells, and how to read them all."""
    titles = report_titles(words)
    tells = {
        "descriptive": words.say(
            "How the respondents answered each question: percentages, how many people they are "
            "percentages of, and how certain they are."
        ),
        "regions": words.say(
            "Whether the answers differ from region to region: the regions side by side, or one "
            "region against all the others, with statistical tests."
        ),
        "themes": words.say(
            "What the respondents wrote in their own words, grouped into themes, and how common "
            "each theme is."
        ),
    }
    reading = (
        words.say(
            "Start with the findings above the figures. Each figure has its numbers as a table, "
            "and each report ends with help for reading it."
        ),
        words.say(
            "A percentage from few people is uncertain: look at the number of respondents and "
            "the interval before you draw conclusions, above all in the regions."
        ),
        words.say(
            "The web pages (HTML) open in any browser without a network connection; the PDF "
            "files suit printing and archiving. The content is the same."
        ),
    )
    return {"kinds": [(titles[name], tells[name]) for name in REPORTS], "reading": reading}
