from __future__ import annotations

import dataclasses
import inspect
import itertools

import pytest

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.disclosure.plan_store import plan_for
from lumo_analysis.errors import ParameterError
from lumo_analysis.presentation.exhibits import Block, Exhibit, Facts, Front, Heading
from lumo_analysis.presentation.preflight import preflight
from lumo_analysis.presentation.report import Report
from lumo_analysis.survey.questionnaire import Section
from lumo_analysis.survey.survey import load_survey

PARTS = {"descriptive": "closed_items", "regions": "comparison", "themes": "themes"}


@pytest.fixture(scope="module")
def surveys():
    return {name: load_survey(name) for name in ("workers-2021", "partners-2021")}


def _blocks(kind: str, report: Report) -> list:
    show = getattr(report, PARTS[kind])
    return [
        report.front(),
        *report.opening(),
        *(block for section in report.sections() for block in show(section)),
        *report.published(),
        *report.reading_guide(),
        *report.hidden(),
        *report.provenance(),
    ]


def _report(surveys, kind="descriptive", survey="workers-2021", region="all", language="en"):
    return Report(kind, surveys[survey], region, language)


def _of_section(surveys, name, method, **choices):
    report = _report(surveys, **choices)
    return getattr(report, method)(next(s for s in report.sections() if s.id == name))


USUAL = [("workers-2021", "all", "fi"), ("partners-2021", "pohjois-karjala", "en")]
EVERY = itertools.product(
    ["workers-2021", "partners-2021"], ["all", "pohjois-karjala"], ["fi", "en"]
)


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize(
    ("survey", "region", "language"),
    [each if each in USUAL else pytest.param(*each, marks=pytest.mark.heavy) for each in EVERY],
)
def test_every_part_of_every_report_is_whole(surveys, kind, region, survey, language):
    blocks = _blocks(kind, _report(surveys, kind, survey, region, language))
    assert isinstance(blocks[0], Front)
    exhibits = [block for block in blocks if isinstance(block, Exhibit)]
    assert len({exhibit.id for exhibit in exhibits}) == len(exhibits)
    assert all(exhibit.table.rows and exhibit.title for exhibit in exhibits)
    anchors = [block.anchor for block in blocks if isinstance(block, Heading)]
    assert len(set(anchors)) == len(anchors)
    assert [exhibit.id for exhibit in exhibits][-2:] == ["published-figures", "cleaning"]
    for block in blocks:
        bundle = block._repr_mimebundle_()
        assert bundle["text/plain"]
        assert "<script" not in bundle["text/html"]


@pytest.mark.parametrize("kind", PARTS)
def test_every_block_carries_the_fingerprint_of_the_plan(surveys, kind):
    plan = plan_for(surveys["workers-2021"])
    blocks = _blocks(kind, _report(surveys, kind))
    assert {block.plan for block in blocks} == {plan.fingerprint}
    assert {block.to_json()["plan"] for block in blocks} == {plan.fingerprint}


def test_a_report_gives_nothing_but_blocks_and_sections(surveys):
    report = _report(surveys)
    public = [name for name in dir(report) if not name.startswith("_")]
    section = next(s for s in report.sections() if s.id == "wellbeing")
    for name in public:
        method = getattr(report, name)
        given = method(section) if inspect.signature(method).parameters else method()
        parts = given if isinstance(given, list | tuple) else [given]
        assert all(isinstance(part, Block | Section) for part in parts), name
    assert set(Section.model_fields) == {"id", "title", "intro"}


def test_one_region_counts_its_own_respondents_only(surveys):
    report = _report(surveys, region="pohjois-karjala")
    assert dict(report.front().facts)["Respondents"] == "26 of 134"
    shown = [block for s in report.sections() for block in report.closed_items(s)]
    assert "region" not in {block.id for block in shown if isinstance(block, Exhibit)}


def test_the_tests_of_a_battery_name_the_whole_family(surveys):
    blocks = _of_section(surveys, "services", "comparison", kind="regions")
    tests = [b for b in blocks if isinstance(b, Exhibit) and b.id.endswith("-test")]
    assert len(tests) == 2
    for exhibit in tests:
        assert len(exhibit.table.rows) == 11
        assert any("22 tests" in note for note in exhibit.notes)


def test_one_region_is_tested_against_the_others_in_the_family_of_all_regions(surveys):
    blocks = _of_section(surveys, "services", "comparison", kind="regions", region="etela-savo")
    exhibits = [block for block in blocks if isinstance(block, Exhibit)]
    labels = [column.label for column in exhibits[0].table.columns]
    assert [label.split(" (")[0] for label in labels] == ["Question", "South Savo", "Others"]
    assert any("88 tests" in note for note in exhibits[1].notes)


def test_synthetic_data_say_so_and_public_ones_too_and_protected_ones_need_no_mark(surveys):
    survey = surveys["workers-2021"]
    synthetic = Report("themes", survey, "all", "en").front()
    assert synthetic.mark.startswith("Synthetic demonstration data")
    assert (synthetic.tone, synthetic.standing) == ("synthetic", "synthetic")
    real = dataclasses.replace(survey, synthetic=False)
    protected = Report("themes", real, "all", "en", plan_for(survey)).front()
    assert (protected.mark, protected.tone, protected.standing) == (None, None, "protected")
    public = Report("themes", real, "all", "en", Plan("workers-2021", 5, 10, public=True)).front()
    assert public.mark.startswith("Public data")
    assert (public.tone, public.standing) == ("public", "public")


def test_public_data_are_shown_in_full(surveys):
    survey = dataclasses.replace(surveys["workers-2021"], synthetic=False)
    report = Report("descriptive", survey, "etela-savo", "en", Plan("w", 5, 10, public=True))
    blocks = _blocks("descriptive", report)
    texts = "\n".join(block.as_text() for block in blocks)
    assert "Nothing is hidden: the answers were given under the respondents' names" in texts
    cells = [c for b in blocks if isinstance(b, Exhibit) for row in b.table.rows for c in row]
    assert not any(cell.startswith(("hidden", "put together")) for cell in cells)
    access = next(b for b in blocks if isinstance(b, Exhibit) and b.id == "access")
    assert len(access.table.columns) == 10


def test_an_answer_keeps_its_own_words_where_a_headline_bears_its_id(surveys):
    survey = surveys["workers-2021"]
    report = Report("descriptive", survey, "all", "en", Plan("w", 5, 10, public=True))
    section = next(s for s in report.sections() if s.id == "services")
    access = next(b for b in report.closed_items(section) if isinstance(b, Exhibit))
    labels = [column.label for column in access.table.columns]
    assert labels[1:7] == [
        *("Well or very well (95% interval)", "Very poorly", "Poorly"),
        *("Neither well nor poorly", "Well", "Very well"),
    ]


def test_answers_that_nobody_coded_say_so(surveys):
    survey = dataclasses.replace(surveys["partners-2021"], coding=None)
    report = Report("themes", survey, "all", "en")
    texts = [b.as_text() for s in report.sections() for b in report.themes(s)]
    assert texts.count("The answers have not been grouped into themes yet.") == 3
    exhibits = [b for s in report.sections() for b in report.themes(s) if isinstance(b, Exhibit)]
    # Who left the questions open is known without any coding.
    assert {b.table.columns[0].label for b in exhibits} == {"Question"}


def test_theme_counts_agree_with_the_coding_where_they_are_shown(surveys):
    survey = surveys["partners-2021"]
    report = Report("themes", survey, "all", "en")
    shown = [b for s in report.sections() for b in report.themes(s) if isinstance(b, Exhibit)]
    figure = next(exhibit for exhibit in shown if exhibit.id == "open_problems")
    coded = survey.coding[survey.coding["item"] == "open_problems"]
    labels = {t.label["en"]: t.id for t in survey.codebook.themes["open_problems"]}
    expected = coded.groupby("theme")["respondent"].nunique()
    for label, count, *_ in figure.table.rows:
        assert count in (str(expected[labels[label]]), "hidden")


def test_the_provenance_names_the_files_and_the_plan_by_their_fingerprints(surveys):
    survey = surveys["workers-2021"]
    blocks = Report("descriptive", survey, "all", "en").provenance()
    facts = dict(next(block for block in blocks if isinstance(block, Facts)).pairs)
    assert survey.fingerprints["responses"][:12] in facts["Responses"]
    assert plan_for(survey).fingerprint[:12] in facts["Plan of disclosure control"]


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


def test_a_region_with_too_few_respondents_has_no_report(surveys):
    plan = dataclasses.replace(
        plan_for(surveys["workers-2021"]), small=frozenset({"pohjois-karjala"})
    )
    with pytest.raises(ParameterError, match="fewer than 10 people answered there"):
        Report("descriptive", surveys["workers-2021"], "pohjois-karjala", "en", plan)


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
