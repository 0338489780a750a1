"""Every exhibit of every report of the shipped surveys under their own plans.

Two surveys that differ only in numbers that the plan hides must give the same reports, to the
last letter; that holds for every face, also those that nobody thought of.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator, Mapping

import pandas as pd
import pytest

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.disclosure.plan import ItemPlan, Plan
from lumo_analysis.analysis.disclosure.plan_store import plan_for
from lumo_analysis.presentation.drawing import Sheet
from lumo_analysis.presentation.exhibits import Block, Exhibit, Heading, Paragraph
from lumo_analysis.presentation.report import Report
from lumo_analysis.survey.survey import Survey, load_survey

SURVEYS = ("workers-2021", "partners-2021")
PARTS = {"descriptive": "closed_items", "regions": "comparison", "themes": "themes"}
REGIONS = ("etela-savo", "keski-suomi", "pohjois-karjala", "pohjois-savo")
REPORTS_OF = [
    "all",
    "keski-suomi",
    *(
        pytest.param(region, marks=pytest.mark.heavy)
        for region in REGIONS
        if region != "keski-suomi"
    ),
]
"""Every region is looked at, all but one of them among the heavy tests."""


@pytest.fixture(scope="module", params=SURVEYS)
def survey(request) -> Survey:
    return load_survey(request.param)


@pytest.fixture(scope="module")
def plan(survey) -> Plan:
    return plan_for(survey)


def blocks_of(survey: Survey, plan: Plan, kind: str, region: str, language="en") -> list[Block]:
    """All blocks of a report."""
    report = Report(kind, survey, region, language, plan)
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


def _cell_of(plan: ItemPlan) -> Mapping[str, str]:
    return {part: cell.answer for cell in plan.groups for part in cell.parts}


def _unseen(plan: ItemPlan, region: str, one: str, two: str) -> bool:
    """Whether nobody sees a respondent of a region move from one answer to another."""
    cells = _cell_of(plan)
    hidden = {(region, cells[one]), (region, cells[two])} <= plan.hidden
    return hidden or cells[one] == cells[two]


def _swaps(survey: Survey, plan: Plan) -> Iterator[tuple[str, tuple[str, str], tuple[str, str]]]:
    """For each item two regions and two answers of which respondents change places unseen."""
    region = survey.questionnaire.region
    for item in survey.questionnaire.items:
        if item.kind not in ("ordinal", "nominal") or item.id == region:
            continue
        counts = count_answers(
            survey.responses, [item], by=region, questionnaire=survey.questionnaire
        ).set_index(["group", "answer"])["n"]
        own, answers = plan[item.id], survey.responses[item.id].cat.categories
        for (r1, r2), (a, b) in itertools.product(
            itertools.permutations(REGIONS, 2), itertools.permutations(answers, 2)
        ):
            # Those of the whole stay the same, and each region changes only where it is hidden.
            known = _unseen(own, r1, a, b) and _unseen(own, r2, a, b)
            if known and counts[r1, a] and counts[r2, b]:
                yield item.id, (r1, r2), (a, b)
                break


def _moved(survey: Survey, plan: Plan) -> tuple[Survey, list[str]]:
    """The survey with two respondents of each such item having swapped their answers."""
    responses, items = survey.responses.copy(), []
    region = survey.questionnaire.region
    for item, places, answers in _swaps(survey, plan):
        for place, (old, new) in zip(places, (answers, answers[::-1]), strict=True):
            here = (responses[region] == place) & (responses[item] == old)
            responses.loc[here[here].index[0], item] = new
        items.append(item)
    return dataclasses.replace(survey, responses=responses), items


def _with_moved_themes(survey: Survey, plan: Plan) -> tuple[Survey, int]:
    """The survey with themes that moved between answers of regions that hide them."""
    assert survey.coding is not None
    coding, moved = survey.coding, 0
    where = survey.responses[survey.questionnaire.region].astype("str")
    for item, themes in survey.codebook.themes.items():
        for theme, (r1, r2) in itertools.product(themes, itertools.permutations(REGIONS, 2)):
            if not {(r1, theme.id), (r2, theme.id)} <= plan[item].hidden:
                continue
            carried = coding[(coding["item"] == item) & (coding["theme"] == theme.id)]
            givers = carried[carried["respondent"].map(where) == r1]
            takers = survey.responses.index[survey.responses[item].notna() & (where == r2)]
            takers = takers.difference(carried["respondent"])
            if givers.empty or takers.empty:
                continue
            rows = coding["respondent"].eq(givers["respondent"].iloc[0]) & coding.index.isin(
                carried.index
            )
            coding = coding.assign(respondent=coding["respondent"].mask(rows, takers[0]))
            moved += 1
            break
    return dataclasses.replace(survey, coding=coding), moved


def _but_verdicts(blocks: list[Block]) -> list[Block]:
    """Blocks without those that only tell on which side of 0.05 p lies.

    That is told of the full data, and may change with them.
    """
    kept, alike = [], False
    for block in blocks:
        if isinstance(block, Heading):
            alike = block.anchor.endswith("-composition-heading")
        tests = isinstance(block, Exhibit) and block.id.endswith("-test")
        if not alike and not tests:
            kept.append(block)
    return kept


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize("region", REPORTS_OF)
def test_hidden_numbers_change_no_letter_of_any_report(survey, plan, kind, region):
    other, items = _moved(survey, plan)
    other, themes = _with_moved_themes(other, plan)
    assert items
    assert themes
    assert not other.responses.equals(survey.responses)
    for one, two in zip(
        _but_verdicts(blocks_of(survey, plan, kind, region)),
        _but_verdicts(blocks_of(other, plan, kind, region)),
        strict=True,
    ):
        assert one.to_json() == two.to_json()


VERDICTS = {"below 0.05", "not below 0.05"}


@pytest.mark.parametrize("region", REPORTS_OF)
def test_of_withheld_tests_no_number_is_told(survey, plan, region):
    labels = {item.label["en"]: item.id for item in survey.questionnaire.items if item.closed}
    withheld = 0
    for block in blocks_of(survey, plan, "regions", region):
        if not isinstance(block, Exhibit) or not block.id.endswith("-test"):
            continue
        battery = [item for item in survey.questionnaire.items if item.battery == block.id[:-5]]
        own = {item.label["en"]: item.id for item in battery} or labels
        for row in block.table.rows:
            if plan.withholds(own[row[0]]):
                assert set(row[1:]) <= {"hidden", *VERDICTS}
                withheld += 1
        if all(plan.withholds(own[row[0]]) for row in block.table.rows):
            assert not re.search(r"[\u03b5\u03c7\u03b4]|p\u00a0=", block.as_text())
            # How many tests found what, the level, and the difference they would have noticed.
            assert not re.search(r"\d\.\d", block.finding.replace("0.05", ""))
    assert withheld


def test_a_number_that_is_shown_does_change_the_report(survey, plan):
    nothing_hidden = dataclasses.replace(plan, public=True)
    other, _ = _moved(survey, plan)
    reports = [
        [block.to_json() for block in blocks_of(each, nothing_hidden, "regions", "all")]
        for each in (survey, other)
    ]
    assert reports[0] != reports[1]


def _labels(survey: Survey, item: str) -> dict[str, str]:
    scale = survey.questionnaire.scale_of(survey.questionnaire[item])
    return {answer.id: answer.label["en"] for answer in scale.answers}


@pytest.mark.parametrize("region", REPORTS_OF[1:])
def test_each_hidden_number_of_a_region_is_marked_in_its_table(survey, plan, region):
    shown = {
        block.id: block
        for block in blocks_of(survey, plan, "descriptive", region)
        if isinstance(block, Exhibit)
    }
    checked = 0
    for item in survey.questionnaire.items:
        if item.kind not in ("nominal", "multiple") or item.id == survey.questionnaire.region:
            continue
        if item.id not in shown:
            continue
        labels = _labels(survey, item.id)
        rows = {row[0]: row for row in shown[item.id].table.rows}
        for answer, label in labels.items():
            hidden = (region, answer) in plan[item.id].hidden
            if label in rows:
                assert (rows[label][1] == "hidden") == hidden, (item.id, answer)
                checked += hidden
    assert checked or not any(group == region for p in plan.items.values() for group, _ in p.hidden)


@pytest.fixture
def lettered(monkeypatch) -> dict[str, list[str]]:
    """The texts of each picture, by the exhibit's id."""
    texts: dict[int, list[str]] = {}
    by_name: dict[str, list[str]] = {}
    write, finish = Sheet.text, Sheet.picture

    def text(self, x, y, lines, **options):
        texts.setdefault(id(self), []).append(" ".join(lines))
        write(self, x, y, lines, **options)

    def picture(self, name, alt):
        by_name[name] = texts.pop(id(self), [])
        return finish(self, name, alt)

    monkeypatch.setattr(Sheet, "text", text)
    monkeypatch.setattr(Sheet, "picture", picture)
    return by_name


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)?", text))


# Of the axis, of the confidence, of how many bars and tests there are.
AXIS = {"0", "25", "50", "75", "100", "95"}
MAP_AXES = {"0", "10", "20", "30", "40", "50", "60", "70", "80", "90", "100", "95"}
PAIRS = re.compile(r"\d+ of \d+ pairs|Verratuista \d+ parista \d+")


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize("region", ["all", "pohjois-karjala"])
def test_every_number_of_a_picture_and_of_its_words_stands_in_its_table(
    survey, plan, kind, region, language, lettered
):
    figures = 0
    for block in blocks_of(survey, plan, kind, region, language):
        if not isinstance(block, Exhibit) or block.picture is None:
            continue
        table = _numbers(" ".join([*(c.label for c in block.table.columns), *_texts(block)]))
        drawn = _numbers(" ".join(lettered[block.id]))
        axis = MAP_AXES if block.id.endswith("-map") else AXIS
        assert drawn - axis <= table | _numbers(" ".join(block.notes)), block.id
        alt = re.sub(r"^[^.]*\.", "", block.picture.alt)
        assert _numbers(alt) <= table, block.id
        finding = PAIRS.sub("", block.finding.replace("\u00a0", " "))
        assert _numbers(finding) - {"95", "10"} <= table, block.id
        figures += 1
    assert figures


def _texts(block: Exhibit) -> list[str]:
    return [cell for row in block.table.rows for cell in row]


def test_a_question_whose_numbers_are_all_hidden_is_told_in_a_sentence(survey, plan):
    item = "knows_systemic" if survey.questionnaire.survey == "partners-2021" else "coping"
    own = plan[item]
    groups = ("all", *REGIONS)
    cells = {cell.answer for cell in (*own.whole, *own.groups)}
    everything = dataclasses.replace(own, hidden=frozenset(itertools.product(groups, cells)))
    closed = dataclasses.replace(plan, items={**plan.items, item: everything})
    for kind, region in (("descriptive", "all"), ("descriptive", REGIONS[0]), ("regions", "all")):
        blocks = blocks_of(survey, closed, kind, region)
        assert item not in {block.id for block in blocks if isinstance(block, Exhibit)}
        sentences = [block.text for block in blocks if isinstance(block, Paragraph)]
        assert any(text.startswith("All numbers of this question are hidden") for text in sentences)


def test_what_is_hidden_is_counted_and_explained(survey, plan):
    blocks = blocks_of(survey, plan, "regions", "all")
    words = [
        cell.startswith("hidden")
        for block in blocks
        if isinstance(block, Exhibit) and not block.id.endswith("-test")
        for cell in _texts(block)
    ]
    told = next(b.text for b in blocks if isinstance(b, Paragraph) and "hidden, so" in b.text)
    assert int(re.findall(r"\d+", told)[0]) >= sum(words) > 0


def test_small_regions_have_no_column_and_no_part_in_the_tests(survey, plan):
    small = dataclasses.replace(plan, small=frozenset({"etela-savo"}))
    blocks = blocks_of(survey, small, "regions", "all")
    exhibits = [block for block in blocks if isinstance(block, Exhibit)]
    assert not any("South Savo" in c.label for e in exhibits for c in e.table.columns)
    region = next(exhibit for exhibit in exhibits if exhibit.id == "region")
    assert [row[0] for row in region.table.rows][-1] == "All others"
    published = next(exhibit for exhibit in exhibits if exhibit.id == "published-figures")
    assert published.table.rows[0][1:4] == ("South Savo", published.table.rows[0][2], "hidden")
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert any(text.startswith("1 region is not shown by itself") for text in texts)
    # Moving those of the small region about changes nothing but the whole, which is not here.
    responses = survey.responses.copy()
    item = survey.questionnaire.items[1].id
    here = responses["region"] == "etela-savo"
    responses.loc[here, item] = responses.loc[here, item].to_numpy()[::-1]
    other = dataclasses.replace(survey, responses=responses)
    assert blocks == blocks_of(other, small, "regions", "all")


def test_a_missing_region_belongs_to_the_others(survey, plan):
    responses = survey.responses.copy()
    here = responses.index[responses["region"] == "keski-suomi"][:3]
    responses.loc[here, "region"] = pd.NA
    other = dataclasses.replace(survey, responses=responses)
    report = Report("regions", other, "etela-savo", "en", dataclasses.replace(plan, public=True))
    section = next(s for s in report.sections() if s.id == "respondents")
    table = next(
        b for b in report.comparison(section) if isinstance(b, Exhibit) and b.id != "region"
    )
    total, own = len(responses), int((responses["region"] == "etela-savo").sum())
    labels = [c.label.replace("\u00a0", " ") for c in table.table.columns]
    assert labels[1:] == [f"South Savo (n = {own})", f"Others (n = {total - own})"]
