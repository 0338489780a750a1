"""A small survey and its reports, made through the real exporters, for the audit to attack."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat.v4 as v4
from nbformat import NotebookNode

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.presentation.exhibits import MIME
from lumo_analysis.presentation.report import Report
from lumo_analysis.publishing.blocks import report_blocks
from lumo_analysis.publishing.index import write_index
from lumo_analysis.publishing.jobs import Job, Made
from lumo_analysis.publishing.manifest import Inputs, entry_of, read_manifest, write_manifest
from lumo_analysis.publishing.runner import export
from lumo_analysis.survey.survey import Survey

NAME = "pulse-2024"
CODE_WORD = "The corridor behind the laundry room smells of wet paint all winter."
QUESTIONNAIRE = """
survey: pulse-2024
title: {en: "Pulse 2024", fi: "Pulssi 2024"}
description: {en: "How work goes.", fi: "Miten työ sujuu."}
population: {en: "staff", fi: "henkilöstö"}
source: {en: "A survey of 2024.", fi: "Kysely 2024."}
author: {en: "The team", fi: "Tiimi"}
languages: [en, fi]
collected: {start: "2024-05", end: "2024-05"}
region: region
identifier: "Id"
sections:
  - id: work
    title: {en: "Work", fi: "Työ"}
batteries:
  - id: help
    title: {en: "Getting help", fi: "Avun saaminen"}
    wording: {en: "Do you get help?", fi: "Saatko apua?"}
scales:
  - id: ease
    answers:
      - {id: poorly, label: {en: "Poorly", fi: "Huonosti"}}
      - {id: so_so, label: {en: "So-so", fi: "Siltä väliltä"}}
      - {id: well, label: {en: "Well", fi: "Hyvin"}}
      - {id: cant_say, label: {en: "Can't say", fi: "En osaa sanoa"}, off_scale: true}
    headlines:
      - id: high
        answers: [so_so, well]
        label: {en: "so-so or well", fi: "siltä väliltä tai hyvin"}
items:
  - id: region
    kind: nominal
    section: work
    column: "Region"
    base: all
    grouping: true
    label: {en: "Region", fi: "Alue"}
    wording: {en: "Where?", fi: "Missä?"}
    answers:
      - {id: north, label: {en: "North", fi: "Pohjoinen"}}
      - {id: south, label: {en: "South", fi: "Etelä"}}
      - {id: west, label: {en: "West", fi: "Länsi"}}
  - id: role
    kind: nominal
    section: work
    column: "Role"
    base: all
    grouping: true
    label: {en: "Role", fi: "Tehtävä"}
    wording: {en: "Which role?", fi: "Mikä tehtävä?"}
    answers:
      - {id: carer, label: {en: "Carer", fi: "Hoitaja"}}
      - {id: clerk, label: {en: "Clerk", fi: "Toimistotyöntekijä"}}
      - {id: welder, label: {en: "Welder of the third hall", fi: "Kolmannen hallin hitsaaja"}}
  - id: coping
    kind: ordinal
    section: work
    column: "Coping"
    base: all
    label: {en: "Coping", fi: "Jaksaminen"}
    wording: {en: "How do you cope?", fi: "Miten jaksat?"}
    answers:
      - {id: poor, label: {en: "Poor", fi: "Huono"}}
      - {id: fair, label: {en: "Fair", fi: "Kohtalainen"}}
      - {id: good, label: {en: "Good", fi: "Hyvä"}}
  - id: help_team
    kind: ordinal
    section: work
    battery: help
    scale: ease
    column: "Help team"
    label: {en: "From the team", fi: "Tiimiltä"}
    wording: {en: "From the team?", fi: "Tiimiltä?"}
  - id: help_lead
    kind: ordinal
    section: work
    battery: help
    scale: ease
    column: "Help lead"
    label: {en: "From the lead", fi: "Esihenkilöltä"}
    wording: {en: "From the lead?", fi: "Esihenkilöltä?"}
  - id: ways
    kind: multiple
    section: work
    column: "Ways"
    separator: "|"
    label: {en: "Ways", fi: "Tavat"}
    wording: {en: "Which ways?", fi: "Mitkä tavat?"}
    answers:
      - {id: talk, label: {en: "Talk", fi: "Puhe"}}
      - {id: mail, label: {en: "Mail", fi: "Posti"}}
  - id: open_strain
    kind: open
    section: work
    column: "Strain"
    label: {en: "What strains", fi: "Mikä kuormittaa"}
    wording: {en: "What strains you?", fi: "Mikä kuormittaa?"}
"""
THEMES = """
questions:
  - item: open_strain
    themes:
      - id: haste
        label: {en: "Haste", fi: "Kiire"}
        definition: {en: "Too little time.", fi: "Aikaa on liian vähän."}
      - id: noise
        label: {en: "Noise", fi: "Melu"}
        definition: {en: "Sounds disturb.", fi: "Äänet häiritsevät."}
"""
# By region: how many gave each answer, an empty one meaning none.
COUNTS: Mapping[str, Mapping[str, Sequence[int]]] = {
    "North": {"Coping": (3, 9, 18), "Role": (20, 9, 1), "Help team": (6, 8, 14, 1, 1)},
    "South": {"Coping": (7, 8, 13), "Role": (15, 12, 1), "Help team": (7, 9, 11, 1, 0)},
    "West": {"Coping": (8, 10, 12), "Role": (19, 11, 0), "Help team": (9, 8, 12, 1, 0)},
}
SIZES = {"North": 30, "South": 28, "West": 30}
ANSWERS = {
    "Coping": ("Poor", "Fair", "Good"),
    "Role": ("Carer", "Clerk", "Welder of the third hall"),
    "Help team": ("Poorly", "So-so", "Well", "Can't say", ""),
}
WAYS = ("Talk", "Talk|Mail", "Mail", "Talk", "Talk|Mail", "")


def write_survey(folder: Path, more: Sequence[Mapping[str, str]] = ()) -> Path:
    """The folder of the survey, with some respondents more where they are given."""
    rows = [*_rows(), *more]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "questionnaire.yaml").write_text(QUESTIONNAIRE, encoding="utf-8")
    (folder / "themes.yaml").write_text(THEMES, encoding="utf-8")
    numbered = [{"Id": f"case-{number:05d}", **row} for number, row in enumerate(rows, start=1)]
    (folder / "synthetic.csv").write_text(_csv(numbered), encoding="utf-8")
    coded = [
        {"respondent": row["Id"], "item": "open_strain", "theme": theme, "coder": "a"}
        for number, row in enumerate(r for r in numbered if r["Strain"])
        for theme in (("haste", "noise") if number % 3 else ("haste",))
    ]
    (folder / "synthetic-coding.csv").write_text(_csv(coded), encoding="utf-8")
    return folder


def _rows() -> list[dict[str, str]]:
    rows = []
    for region, counts in COUNTS.items():
        columns = {
            column: [a for a, n in zip(ANSWERS[column], of, strict=True) for _ in range(n)]
            for column, of in counts.items()
        }
        ways = itertools.cycle(WAYS)
        for number in range(SIZES[region]):
            row = {column: answers[number] for column, answers in columns.items()}
            row |= {"Region": region, "Help lead": row["Help team"] or "Well", "Ways": next(ways)}
            strain = f"{CODE_WORD} Line {region} {number}." if number % 2 else ""
            rows.append({**row, "Strain": strain})
    return rows


def _csv(rows: Sequence[Mapping[str, str]]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]), delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


Change = Callable[[str, list[dict[str, Any]]], None]
PARTS = {"descriptive": "closed_items", "regions": "comparison", "themes": "themes"}
SMALL = (("all", "descriptive"), ("north", "descriptive"), ("north", "regions"))
WHOLE = tuple(itertools.product(("all", "north", "south", "west"), PARTS))


def notebook_of(survey: Survey, plan: Plan, region: str, kind: str, language: str) -> NotebookNode:
    """An executed notebook with all parts of a report."""
    report = Report(kind, survey, region, language, plan)
    part = getattr(report, PARTS[kind])
    shown = [report.front(), *report.opening()]
    for section in report.sections():
        shown += part(section)
    shown += [*report.published(), *report.reading_guide(), *report.hidden()]
    shown += report.provenance()
    outputs = [v4.new_output("display_data", block._repr_mimebundle_()) for block in shown]
    cell = v4.new_code_cell("report", execution_count=1, outputs=outputs, id="parts")
    return v4.new_notebook(cells=[cell])


def make_reports(
    survey: Survey,
    plan: Plan,
    output: Path,
    *,
    reports: Sequence[tuple[str, str]] = SMALL,
    languages: Sequence[str] = ("en",),
    formats: Sequence[str] = ("html", "pdf", "xlsx"),
    change: Change | None = None,
) -> Path:
    """Reports with manifest and index; `change` alters a report's blocks before it is exported."""
    manifest = read_manifest(output)
    for (region, kind), language in itertools.product(reports, languages):
        job = Job(NAME, region, kind, language, "")
        notebook = notebook_of(survey, plan, region, kind, language)
        if change is not None:
            blocks = [out["data"][MIME] for out in notebook.cells[0].outputs]
            change(f"{region}/{kind}", blocks)
        files, digests, sizes = {}, {}, {}
        for name in formats:
            content = export(notebook, name)
            path = output / f"{job.stem}.{name}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            files[name], sizes[name] = path, len(content)
            digests[name] = hashlib.sha256(content).hexdigest()
        made = Made(job, files, digests, sizes, report_blocks(notebook)[0])
        regions = tuple(answer.id for answer in survey.questionnaire.regions)
        manifest[job.stem] = entry_of(
            made, Inputs(survey.fingerprints, survey.synthetic, tuple(regions))
        )
    write_manifest(output, manifest)
    write_index(output, manifest)
    return output


def sign(folder: Path, *names: str) -> None:
    """Bring the manifest up to date with altered files, so that only their content is wrong."""
    manifest = read_manifest(folder)
    for name in names:
        stem, _, kind = name.rpartition(".")
        content = (folder / name).read_bytes()
        manifest[stem]["files"][kind] = {
            "path": name,
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
    write_manifest(folder, manifest)
    write_index(folder, manifest)
