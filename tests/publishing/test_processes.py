from __future__ import annotations

import multiprocessing
import os
import signal
import time

import pytest

from lumo_analysis.analysis.disclosure.protection import counts_to_protect, protect
from lumo_analysis.publishing.processes import workers
from lumo_analysis.survey.survey import load_survey

MANY = 20


def _own(number: int) -> tuple[int, int, bool]:
    time.sleep(0.05)
    return number, os.getpid(), signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def _fails(number: int) -> int:
    if number == 0:
        raise ValueError("the first fails")
    time.sleep(600)
    return number


def test_results_come_in_the_order_of_the_tasks_from_several_processes():
    with workers(MANY, 2) as pool:
        numbers, processes, deaf = zip(*pool.run(_own, range(MANY)), strict=True)
    assert numbers == tuple(range(MANY))
    assert len(set(processes)) == 2
    assert os.getpid() not in processes
    assert all(deaf), "Ctrl-C is met by this process alone"


@pytest.mark.parametrize(("tasks", "count"), [(3, 2), (MANY, 1)])
def test_few_tasks_or_one_process_are_done_here(tasks, count):
    with workers(tasks, count) as pool:
        assert {process for _, process, _ in pool.run(_own, range(tasks))} == {os.getpid()}


def test_where_a_task_fails_the_others_are_not_waited_for():
    before = set(multiprocessing.active_children())
    with pytest.raises(ValueError, match="the first fails"), workers(MANY, 2) as pool:
        pool.run(_fails, range(MANY))
    assert set(multiprocessing.active_children()) == before


def test_a_plan_made_in_processes_is_the_same_plan():
    survey = load_survey("partners-2021")
    counts = counts_to_protect(survey)
    with workers(MANY, 2) as pool:
        plan = protect(counts, survey.questionnaire, run=pool.run)
    assert plan == protect(counts, survey.questionnaire)
    assert plan.items.keys() == set(counts["item"])
