from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from lumo_analysis.presentation.exhibits import Exhibit, Findings, Heading, Paragraph, Table
from lumo_analysis.presentation.exhibits import TableColumn as Column
from lumo_analysis.presentation.main_findings import MOST, main_findings
from lumo_analysis.presentation.prominence import of_answers, of_items, of_tests, of_themes
from lumo_analysis.presentation.report import open_report
from lumo_analysis.presentation.share_rows import share_rows


def frame(*triples):
    return pd.DataFrame(triples, columns=["share", "low", "high"], dtype="float64")


def rows(*triples):
    shares = frame(*triples).assign(
        item="i",
        group="all",
        answers="a",
        base_name="answered",
        n=30,
        base=60,
        uncertain=False,
        hidden=False,
    )
    return share_rows(shares, [f"row {n}" for n in range(len(triples))], on_scale=True)


def test_items_stand_out_as_far_as_their_intervals_lie_apart():
    assert of_items(rows((0.8, 0.7, 0.9), (0.5, 0.4, 0.6), (0.2, 0.1, 0.3))) == pytest.approx(0.4)
    assert of_items(rows((0.8, 0.7, 0.9), (0.7, 0.6, 0.8))) == 0


def test_one_item_stands_out_as_far_as_it_is_from_a_half():
    assert of_items(rows((0.8, 0.7, 0.9))) == pytest.approx(0.2)
    assert of_items(rows((0.1, 0.05, 0.2))) == pytest.approx(0.3)
    assert of_items(rows((0.55, 0.45, 0.65))) == 0
    assert of_items([]) == 0


def test_answers_and_themes_with_a_hidden_share_do_not_stand_out():
    hidden = (np.nan, np.nan, np.nan)
    assert of_answers(frame((0.6, 0.5, 0.7), hidden)) == 0
    assert of_themes(frame((0.6, 0.5, 0.7), hidden)) == 0
    assert of_themes(frame((0.6, 0.5, 0.7), (0.2, 0.1, 0.3))) == 0.5


def test_tests_that_show_nothing_do_not_stand_out_and_verdicts_count_least():
    tests = pd.DataFrame({"below": [True, False], "effect": [np.nan, 0.9]})
    assert of_tests(tests.assign(below=False)) == 0
    verdict, exact = of_tests(tests), of_tests(tests.assign(effect=[-0.2, 0.9]))
    assert 0 < verdict < exact < 0.9


def exhibit(number, prominence, finding="Something."):
    table = Table((Column("Answer"),), (("yes",),))
    return Exhibit(f"e{number}", f"Title {number}", table, finding, prominence=prominence)


def test_the_most_prominent_come_first_and_no_more_than_a_few():
    context = open_report("descriptive", "partners-2021", language="en")._context
    blocks = [exhibit(n, n / 10) for n in range(MOST + 3)] + [exhibit(99, 1.0, finding="")]

    heading, order, findings = main_findings(context, blocks)

    assert isinstance(heading, Heading)
    assert isinstance(order, Paragraph)
    assert isinstance(findings, Findings)
    assert [target for _, _, target in findings.points] == [f"e{n}" for n in (7, 6, 5, 4, 3)]


def test_where_nothing_stands_out_that_is_said():
    context = open_report("regions", "partners-2021", language="en")._context

    _, told = main_findings(context, [exhibit(1, 0.0)])

    assert isinstance(told, Paragraph)
    assert told.text.startswith("No test shows a difference. That does not mean")


def test_findings_are_those_of_the_report_word_for_word_and_prominence_stays_inside():
    report = open_report("descriptive", "partners-2021", language="fi")
    shown = [b for part in report.sections() for b in report.closed_items(part)]
    exhibits = {b.id: b for b in shown if isinstance(b, Exhibit)}

    findings = [b for b in report.main_findings() if isinstance(b, Findings)]

    assert findings
    for title, finding, target in findings[0].points:
        assert (title, finding) == (exhibits[target].title, exhibits[target].finding)
    assert all("prominence" not in json.dumps(block.to_json()) for block in shown)
