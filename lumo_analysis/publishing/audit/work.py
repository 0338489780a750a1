"""The audit's work in pieces that processes share: a report to read, an item to attack."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import os
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TypeVar

from lumo_analysis.analysis.name_reading import quotes_with_names
from lumo_analysis.publishing.audit.narrowing import Attacker, ItemClaims, Outcome, named_regions
from lumo_analysis.publishing.audit.report_files import ReportFiles, ReportReading, read_report
from lumo_analysis.publishing.audit.source import Source
from lumo_analysis.publishing.audit.survey_context import SurveyContext

Task = TypeVar("Task")
Result = TypeVar("Result")
Run = Callable[[Callable[[Task], Result], Sequence[Task]], list[Result]]
_WORTH_PROCESSES = 12

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


class Workers:
    """Runs tasks here, or in processes where there are many."""

    def __init__(self, pool: concurrent.futures.Executor | None) -> None:
        self._pool = pool

    def run(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> list[Result]:
        """The results of all tasks, in their order."""
        if self._pool is None:
            return [work(task) for task in tasks]
        return list(self._pool.map(work, tasks))


@contextmanager
def workers(tasks: int, count: int | None) -> Generator[Workers]:
    """Processes for the number of tasks, or none where they are few."""
    count = min(count or os.cpu_count() or 1, tasks)
    if count <= 1 or tasks < _WORTH_PROCESSES:
        yield Workers(None)
        return
    # Fresh processes: a fork would copy locks held by this process's threads.
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(count, mp_context=context) as pool:
        yield Workers(pool)


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
