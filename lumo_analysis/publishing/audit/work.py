"""The audit's work in pieces that processes share: a report to read, an item to attack."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from lumo_analysis.analysis.name_reading import quotes_with_names
from lumo_analysis.publishing.audit.narrowing import Attacker, ItemClaims, Outcome, named_regions
from lumo_analysis.publishing.audit.report_files import ReportFiles, ReportReading, read_report
from lumo_analysis.publishing.audit.source import Source
from lumo_analysis.publishing.audit.survey_context import SurveyContext

ReadTask = tuple[ReportFiles, Source]
AttackTask = tuple[str, ItemClaims, frozenset[str], Source]


def read(task: ReadTask) -> ReportReading:
    """Read one report."""
    report, source = task
    return read_report(report, context_of(source))


def attack(task: AttackTask) -> Outcome:
    """Attack one item."""
    item, said, named, source = task
    return _attacker(source).attack(item, said, named)


def quotes_with_names_of(source: Source) -> list[str]:
    """The ids of a survey's quotes in which an analyser of words reads a name."""
    return quotes_with_names(context_of(source).survey)


@cache
def context_of(source: Source) -> SurveyContext:
    """A survey, loaded once in each process."""
    return SurveyContext(source)


@cache
def _attacker(source: Source) -> Attacker:
    context = context_of(source)
    return Attacker(context.truth, context.language(context.survey.questionnaire.languages[0])[0])


def attack_tasks(
    items: Mapping[str, Mapping[str, ItemClaims]], sources: Mapping[str, Source]
) -> list[AttackTask]:
    """One task an item of each survey."""
    tasks = []
    for survey, of_survey in items.items():
        source = sources[survey]
        named = named_regions(of_survey, context_of(source).survey.questionnaire.region)
        tasks += [(item, said, named, source) for item, said in of_survey.items()]
    return tasks
