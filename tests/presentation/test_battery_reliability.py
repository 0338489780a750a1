from __future__ import annotations

import dataclasses

import pytest

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.reliability import Reliability, reliability
from lumo_analysis.presentation.battery_reliability import may_be_told, reliability_exhibit, verdict
from lumo_analysis.presentation.exhibits import Exhibit, Paragraph
from lumo_analysis.presentation.report import Report
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.audit.batteries import reads_reliability
from lumo_analysis.publishing.audit.truth import Truth
from lumo_analysis.publishing.audit.vocabulary import Vocabulary
from lumo_analysis.survey.survey import Survey, load_survey
from tests.presentation.read_back import read_back

PUBLIC = Plan("workers-2021", 5, 10, public=True)
EN = Wording("en")


@pytest.fixture(scope="module")
def workers() -> Survey:
    return load_survey("workers-2021")


@pytest.fixture(scope="module")
def found(workers: Survey) -> Reliability:
    return reliability(workers.responses, workers.items("training_*"), workers.questionnaire)


@pytest.fixture(scope="module")
def exhibit(workers: Survey, found: Reliability) -> Exhibit:
    battery = next(b for b in workers.questionnaire.batteries if b.id == "training_views")
    return reliability_exhibit(found, battery, workers.questionnaire, EN)


def blocks(survey: Survey, plan: Plan | None = None, region: str = "all") -> list:
    report = Report("descriptive", survey, region, "en", plan)
    return report.closed_items(next(s for s in report.sections() if s.id == "systemic_model"))


def test_where_answers_are_put_together_one_sentence_is_told_and_no_table(workers):
    shown = blocks(workers)
    told = [b.text for b in shown if isinstance(b, Paragraph) and "Cronbach" in b.text]
    assert told == [verdict(0.766, EN)]
    assert not any(isinstance(b, Exhibit) and b.id.endswith("-reliability") for b in shown)


def test_one_region_is_told_nothing(workers):
    texts = [block.as_text() for block in blocks(workers, region="pohjois-savo")]
    assert not any("Cronbach" in text for text in texts)


def test_public_answers_have_the_numbers(workers, found):
    shown = blocks(dataclasses.replace(workers, synthetic=False), PUBLIC)
    table = next(
        b for b in shown if isinstance(b, Exhibit) and b.id == "training_views-reliability"
    )
    whole = found.battery.iloc[0]
    alpha = f"{whole['alpha']:.2f} ({whole['low']:.2f} to {whole['high']:.2f})"
    assert table.table.rows[0][1:3] == (str(whole["n"]), alpha)
    assert table.table.rows[1][1] == "113\u2013115"
    assert [row[4] for row in table.table.rows[2:]] == [
        f"{value:.2f}" for value in found.items["item_rest"]
    ]


def test_few_respondents_or_few_left_out_are_not_told_of(found):
    assert may_be_told(found, 134, 5)
    assert not may_be_told(found, 118, 5)
    few = dataclasses.replace(found, battery=found.battery.assign(n=29))
    assert not may_be_told(few, 134, 5)


@pytest.mark.parametrize(
    ("alpha", "told"), [(0.8, " well:"), (0.79, " fairly well:"), (0.69, "only loosely")]
)
def test_three_ranges_of_alpha_have_words(alpha, told):
    assert told in verdict(alpha, EN)


def read(survey: Survey, shown: Exhibit, **changes):
    words = Vocabulary(survey.questionnaire, survey.codebook, "en")
    return reads_reliability(read_back(shown, **changes), words, Truth(survey))


def test_the_audit_computes_the_table_anew_and_takes_its_items_as_tested_exactly(workers, exhibit):
    reading = read(workers, exhibit)
    assert {test.item for test in reading.tests} == {
        item.id for item in workers.items("training_*")
    }
    assert all(test.exact for test in reading.tests)


def test_the_audit_knows_no_table_with_another_number_or_note(workers, exhibit):
    first, *others = exhibit.table.rows
    assert read(workers, exhibit, rows=((first[0], "104", *first[2:]), *others)) is None
    assert read(workers, exhibit, notes=(*exhibit.notes, "3 left something out.")) is None
    assert read(workers, exhibit, alt="3") is None
