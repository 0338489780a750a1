"""The whole audit of a folder of finished reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lumo_analysis.errors import ParameterError
from lumo_analysis.publishing.audit.accounts import Books
from lumo_analysis.publishing.audit.editions import narrow_differences
from lumo_analysis.publishing.audit.folder import Folder
from lumo_analysis.publishing.audit.front_pages import faults_of_manifest, read_index
from lumo_analysis.publishing.audit.narrowing import ItemClaims, merged
from lumo_analysis.publishing.audit.outcome import Audit, Finding, added, sorted_findings
from lumo_analysis.publishing.audit.page import read_page
from lumo_analysis.publishing.audit.report_files import ReportReading
from lumo_analysis.publishing.audit.source import Source
from lumo_analysis.publishing.audit.survey_context import SurveyContext
from lumo_analysis.publishing.audit.tables import TableReader
from lumo_analysis.publishing.audit.work import (
    attack,
    attack_tasks,
    context_of,
    quotes_with_names_of,
    read,
)
from lumo_analysis.publishing.manifest import Manifest, read_manifest
from lumo_analysis.publishing.processes import workers
from lumo_analysis.survey.questionnaire import Questionnaire

Items = dict[str, dict[str, ItemClaims]]


def audit_reports(
    folder: str | Path,
    sources: Mapping[str, Source] | None = None,
    *,
    manifest: Manifest | None = None,
    former: Sequence[Path] = (),
    processes: int | None = None,
) -> Audit:
    """Attack the finished files of a folder: what could a reader of all of them find out?

    Args:
        folder: where `lumo report` wrote to.
        sources: for each survey where its responses are; by default the survey of that name
            in the data folder with its synthetic responses.
        manifest: what the folder's manifest will say, by default what it says.
        former: folders of former editions that readers may have kept.
        processes: how many to work in, by default one a processor.

    Raises:
        ParameterError: no reports, an unknown survey, or responses other than those that the
            reports were made from.
    """
    place = Folder.of(Path(folder), manifest)
    own = {name: (sources or {}).get(name, Source(name)) for name in place.surveys()}
    contexts = {name: context_of(source) for name, source in own.items()}
    for name, entries in place.surveys().items():
        for entry in entries:
            contexts[name].check_fingerprints(entry["inputs"])
    reports = list(place.reports())
    with workers(len(reports), processes) as pool:
        readings = pool.run(read, [(report, own[report.survey]) for report in reports])
        items = _items(readings, {report.stem: report.survey for report in reports})
        tasks = attack_tasks(items, own)
        outcomes = pool.run(attack, tasks)
        named = pool.run(quotes_with_names_of, list(own.values()))
    findings = [Finding("file", "folder", fault) for fault in place.faults()]
    findings += [Finding("file", "manifest", f) for f in faults_of_manifest(place, contexts)]
    books = _index(place, contexts, findings)
    for reading in readings:
        findings += _of_reading(reading)
    names = {id(source): name for name, source in own.items()}
    for (*_, source), outcome in zip(tasks, outcomes, strict=True):
        findings += [Finding("narrowed", names[id(source)], one) for one in outcome.narrowed]
        findings += [Finding("file", names[id(source)], fault) for fault in outcome.faults]
    for name, quotes in zip(own, named, strict=True):
        findings += [Finding("words", name, f"quote '{quote}' {_NAMED}") for quote in quotes]
    for old in former:
        findings += _of_former(old, items, contexts)
    return Audit(
        sorted_findings(findings),
        len(reports),
        sum(len(report.files) for report in reports) + len(place.index_pages()) + 1,
        added([*(reading.counted for reading in readings), *(b.counted for b in books)]),
        sum(outcome.facts for outcome in outcomes),
        sum(outcome.targets for outcome in outcomes),
    )


_NAMED = "seems to name a person: leave the name out, paraphrase, or withhold the quote"


def _items(readings: Sequence[ReportReading], survey_of: Mapping[str, str]) -> Items:
    by_survey: dict[str, list[Mapping[str, ItemClaims]]] = {}
    for reading in readings:
        by_survey.setdefault(survey_of[reading.stem], []).append(reading.items)
    return {survey: merged(parts) for survey, parts in by_survey.items()}


def _of_reading(reading: ReportReading) -> list[Finding]:
    return [
        *(Finding("file", reading.stem, fault) for fault in reading.faults),
        *(Finding("unaccounted", reading.stem, what) for what in reading.unaccounted),
        *(Finding("words", reading.stem, what) for what in reading.canaries),
    ]


def _index(
    place: Folder, contexts: Mapping[str, SurveyContext], findings: list[Finding]
) -> list[Books]:
    """The numbers and words of the pages that link the reports."""
    found = []
    # A respondent of one survey may use the very words in which another describes itself.
    asked = {text for one in contexts.values() for text in _texts_of(one.survey.questionnaire)}
    for path in place.index_pages():
        books = Books()
        texts = read_index(path.read_text(encoding="utf-8"), place, contexts, books)
        findings += [Finding("unaccounted", path.name, what) for what in books.unaccounted]
        for context in contexts.values():
            for text in texts:
                if text in asked:
                    continue
                findings += [
                    Finding("words", path.name, what) for what in context.canaries.found_in(text)
                ]
        found.append(books)
    return found


def _texts_of(questionnaire: Questionnaire) -> Iterator[str]:
    """What a questionnaire says of its survey."""
    for text in (questionnaire.title, questionnaire.description, questionnaire.population):
        yield from text.values()
    for text in (questionnaire.source, questionnaire.author):
        yield from text.values()


def _of_former(folder: Path, items: Items, contexts: Mapping[str, SurveyContext]) -> list[Finding]:
    """What a reader of a former edition learns from this one; its responses are not needed."""
    findings = []
    entries = read_manifest(folder)
    if not entries:
        raise ParameterError(f"there is no former edition in {folder}: it has no manifest")
    old: dict[str, list[dict[str, ItemClaims]]] = {}
    for report in Folder.of(folder, entries).reports():
        context = contexts.get(report.survey)
        if context is None or "html" not in report.files:
            continue
        page = read_page(report.files["html"].read_text(encoding="utf-8"))
        reader = TableReader(context.language(report.language)[0], report.region)
        said: dict[str, ItemClaims] = {}
        for exhibit in page.exhibits:
            for claim in reader.read(exhibit).claims:
                said.setdefault(claim.item, ItemClaims()).claims[claim] = None
        old.setdefault(report.survey, []).append(said)
    for survey, parts in old.items():
        questionnaire = contexts[survey].survey.questionnaire
        differences = narrow_differences(
            items[survey], merged(parts), questionnaire.region, questionnaire.disclosure.threshold
        )
        findings += [Finding("edition", survey, what) for what in differences]
    return findings
