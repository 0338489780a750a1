from __future__ import annotations

import dataclasses

import pytest

from lumo_analysis.errors import ParameterError
from lumo_analysis.presentation.exhibits import Exhibit, Facts, Front, Heading
from lumo_analysis.presentation.preflight import preflight
from lumo_analysis.presentation.report import Report
from lumo_analysis.survey.survey import load_survey

PARTS = {"descriptive": "closed_items", "regions": "comparison", "themes": "themes"}


@pytest.fixture(scope="module")
def surveys():
    return {name: load_survey(name) for name in ("workers-2021", "partners-2021")}


def _blocks(report: Report) -> list:
    show = getattr(report, PARTS[report.kind])
    return [
        report.front(),
        *report.opening(),
        *(block for section in report.sections() for block in show(section)),
        *report.reading_guide(),
        *report.provenance(),
        *report.published(),
    ]


def _report(surveys, kind="descriptive", survey="workers-2021", region="all", language="en"):
    return Report(kind, surveys[survey], region, language)


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize("region", ["all", "pohjois-karjala"])
@pytest.mark.parametrize("survey", ["workers-2021", "partners-2021"])
@pytest.mark.parametrize("language", ["fi", "en"])
def test_every_part_of_every_report_is_whole(surveys, kind, region, survey, language):
    blocks = _blocks(_report(surveys, kind, survey, region, language))
    assert isinstance(blocks[0], Front)
    exhibits = [block for block in blocks if isinstance(block, Exhibit)]
    assert len({exhibit.id for exhibit in exhibits}) == len(exhibits)
    assert all(exhibit.table.rows and exhibit.title for exhibit in exhibits)
    anchors = [block.anchor for block in blocks if isinstance(block, Heading)]
    assert len(set(anchors)) == len(anchors)
    assert exhibits[-1].id == "published-figures"
    for block in blocks:
        bundle = block._repr_mimebundle_()
        assert bundle["text/plain"]
        assert "<script" not in bundle["text/html"]


def test_one_region_counts_its_own_respondents_only(surveys):
    report = _report(surveys, region="pohjois-karjala")
    assert len(report.survey.responses) == 26
    front = report.front()
    assert dict(front.facts)["Respondents"] == "26 of 134"
    shown = [block for s in report.sections() for block in report.closed_items(s)]
    assert "region" not in {block.id for block in shown if isinstance(block, Exhibit)}


def test_the_tests_of_a_battery_name_the_whole_family(surveys):
    report = _report(surveys, "regions")
    services = next(section for section in report.sections() if section.id == "services")
    tests = [
        block
        for block in report.comparison(services)
        if isinstance(block, Exhibit) and block.id.endswith("-test")
    ]
    assert len(tests) == 2
    for exhibit in tests:
        assert len(exhibit.table.rows) == 11
        assert any("22 tests" in note for note in exhibit.notes)


def test_one_region_is_tested_against_the_others_in_the_family_of_all_regions(surveys):
    report = _report(surveys, "regions", region="etela-savo")
    services = next(section for section in report.sections() if section.id == "services")
    exhibits = [b for b in report.comparison(services) if isinstance(b, Exhibit)]
    labels = [column.label for column in exhibits[0].table.columns]
    assert [label.split(" (")[0] for label in labels] == ["Question", "South Savo", "Others"]
    assert any("88 tests" in note for note in exhibits[1].notes)


@pytest.mark.parametrize(
    ("change", "mark"),
    [({"synthetic": False}, "For internal use"), ({}, "Synthetic demonstration data")],
)
def test_every_report_says_what_its_data_are(surveys, change, mark):
    survey = dataclasses.replace(surveys["workers-2021"], **change)
    assert Report("themes", survey, "all", "en").front().mark.startswith(mark)


def test_answers_that_nobody_coded_say_so_and_count_who_answered(surveys):
    survey = dataclasses.replace(surveys["partners-2021"], coding=None)
    report = Report("themes", survey, "all", "en")
    texts = [b.as_text() for s in report.sections() for b in report.themes(s)]
    assert texts.count("The answers have not been grouped into themes yet.") == 3
    assert not any(isinstance(b, Exhibit) for s in report.sections() for b in report.themes(s))


def test_theme_counts_agree_with_the_coding(surveys):
    survey = surveys["partners-2021"]
    report = Report("themes", survey, "all", "en")
    shown = [b for s in report.sections() for b in report.themes(s) if isinstance(b, Exhibit)]
    figure = next(exhibit for exhibit in shown if exhibit.id == "open_problems")
    coded = survey.coding[survey.coding["item"] == "open_problems"]
    expected = coded.groupby("theme")["respondent"].nunique().sort_values(ascending=False)
    actual = [row[1] for row in figure.table.rows]
    assert sorted(actual, key=int) == sorted(map(str, expected), key=int)


def test_the_provenance_names_the_files_by_their_fingerprints(surveys):
    survey = surveys["workers-2021"]
    blocks = Report("descriptive", survey, "all", "en").provenance()
    facts = next(block for block in blocks if isinstance(block, Facts))
    assert survey.fingerprints["responses"][:12] in dict(facts.pairs)["Responses"]


@pytest.mark.parametrize(
    ("choice", "nearest"),
    [
        ({"kind": "descriptiv"}, "descriptive"),
        ({"language": "sv"}, "known are"),
        ({"region": "keski-suom"}, "keski-suomi"),
    ],
)
def test_a_choice_that_does_not_exist_is_refused(surveys, choice, nearest):
    with pytest.raises(ParameterError, match=nearest):
        _report(surveys, **choice)


def test_a_preflight_counts_regions_and_published_figures(surveys):
    found = preflight(surveys["workers-2021"], "fi")
    assert found.differing == 0
    assert "Etelä-Savo" in found.text
    lines = found.text.splitlines()
    assert any(line.split() == ["Etelä-Savo", "28"] for line in lines)
    changed = surveys["workers-2021"].published.copy()
    changed.loc[0, "percent"] = 21.0
    worse = dataclasses.replace(surveys["workers-2021"], published=changed)
    assert preflight(worse, "en").differing == 1
