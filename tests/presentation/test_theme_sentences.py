"""The sentences about themes say what the tables say, and nothing that is hidden."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.disclosure.plan_store import plan_for
from lumo_analysis.analysis.shares import shares
from lumo_analysis.presentation.exhibits import Block, Bullets, Exhibit, Heading, Paragraph
from lumo_analysis.presentation.report import Report
from lumo_analysis.presentation.theme_sentences import tests_of_themes as compared
from lumo_analysis.presentation.theme_sentences import theme_sentences
from lumo_analysis.presentation.wording import Wording, languages
from lumo_analysis.survey.survey import Survey, load_survey

REGIONS = ("all", "etela-savo", "pohjois-savo")
NUMBERS = {"en": r"\((\d+) of (\d+); 95% interval ([^)]+)\)"}
NUMBERS["fi"] = r"\((\d+)/(\d+); 95\s%:n luottamusväli ([^)]+)\)"


@pytest.fixture(scope="module")
def survey() -> Survey:
    return load_survey("workers-2021")


@pytest.fixture(scope="module")
def plan(survey: Survey) -> Plan:
    return plan_for(survey)


def questions(survey: Survey, plan: Plan, region: str, language: str) -> list[list[Block]]:
    """The blocks of each open question with themes."""
    report = Report("themes", survey, region, language, plan)
    parts: list[list[Block]] = []
    for section in report.sections():
        for block in report.themes(section):
            if isinstance(block, Heading):
                parts.append([])
            parts[-1].append(block)
    return [part for part in parts if any(isinstance(block, Bullets) for block in part)]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("region", REGIONS)
def test_each_theme_of_the_chart_has_its_sentence_with_the_numbers_of_the_table(
    survey, plan, region, language
):
    hidden = Wording(language).say("hidden")
    checked = left = 0
    for part in questions(survey, plan, region, language):
        table = next(block for block in part if isinstance(block, Exhibit)).table
        (said,) = (block for block in part if isinstance(block, Bullets))
        shown = [row for row in table.rows if row[1] != hidden]
        for row, sentence in zip(shown, said.items, strict=False):
            label, n, base, share, interval = row
            assert f"\u201c{label}\u201d" in sentence or f"\u201d{label}\u201d" in sentence
            found = re.search(NUMBERS[language], sentence)
            assert found is not None
            assert found.groups() == (n, base, interval)
            assert share.removesuffix("*") in sentence or n == "0"
            checked += 1
        rest = said.items[len(shown) :]
        assert len(rest) == (len(shown) < len(table.rows))
        for sentence in rest:
            assert all(row[0] in sentence for row in table.rows if row[1] == hidden)
            assert not re.search(r"\d", sentence)
            left += 1
    assert checked > 20
    assert left


@pytest.mark.parametrize("region", REGIONS)
def test_what_is_told_of_groups_stands_in_their_table_in_full(survey, plan, region):
    told = 0
    for part in questions(survey, plan, region, "en"):
        (said,) = (block for block in part if isinstance(block, Bullets))
        tables = [b.table for b in part if isinstance(b, Exhibit) and b.id.endswith("-regions")]
        for sentence in said.items:
            label = re.search("\u201c(.+?)\u201d", sentence)
            assert label is not None
            if "adjusted" not in sentence:
                continue
            (row,) = (r for r in tables[0].rows if r[0].casefold() == label[1].casefold())
            assert "hidden" not in row
            for share, n in re.findall(r"(\d+%) (?:did )?\((\d+) of \d+\)", sentence):
                assert any(cell.startswith(f"{share} ({n};") for cell in row[1:])
                told += 1
    assert told


@pytest.mark.parametrize("language", languages())
def test_that_groups_are_alike_is_never_said(survey, plan, language):
    for region in REGIONS:
        for part in questions(survey, plan, region, language):
            text = " ".join(b.as_text() for b in part if isinstance(b, Bullets | Paragraph))
            assert not re.search("no difference|the same|alike|ei eroa|samanlai", text)


def frames(north: tuple[int | None, ...], south: tuple[int | None, ...]) -> pd.DataFrame:
    rows = [
        ("open_strain", group, answer, "option" if answer != "respondents" else answer, n)
        for group, numbers in (("etela-savo", north), ("pohjois-savo", south))
        for answer, n in zip(("haste", "noise", "respondents"), numbers, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["item", "group", "answer", "kind", "n"])
    return frame.assign(n=frame["n"].astype("Int64"), group_size=60)


def said_of(survey, counts, whole=("all", 23, 9, 40), language="en"):
    group, *numbers = whole
    own = counts.iloc[:3].assign(group=group, n=pd.array(numbers, dtype="Int64"))
    item = survey.questionnaire["open_strain"]
    tests = compared([counts], [item])
    labels = {"haste": "Haste", "noise": "Noise"}
    words = Wording(language)
    return theme_sentences(shares(own), counts, tests, labels, survey.questionnaire, words)


def test_a_difference_is_told_with_its_p_and_size(survey):
    bullets, how = said_of(survey, frames((18, 5, 20), (5, 4, 20)))
    assert bullets.items[0].startswith(
        "58% of those who answered wrote about \u201cHaste\u201d (23 of 40; 95% interval"
    )
    assert re.search(
        r"The groups differ \(adjusted p\s<\s0.001, large difference\): the share is largest in "
        r"the group South Savo, 90% \(18 of 20\), and smallest in the group North Savo, 25% "
        r"\(5 of 20\)\.$",
        bullets.items[0],
    )
    assert "the test does not show that the groups differ (adjusted p" in bullets.items[1]
    assert "(2 of 2; Fisher\u2013Freeman\u2013Halton test)" in how.text
    assert "allows for 2 themes" in how.text


def test_a_theme_that_nobody_mentioned_is_told_as_such(survey):
    bullets, _ = said_of(survey, frames((18, 0, 20), (5, 0, 20)), ("all", 23, 0, 40))
    assert bullets.items[1] == (
        "None of those who answered wrote about “Noise” (0 of 40; 95% interval 0–9%)."
    )
    bullets, _ = said_of(survey, frames((18, 0, 20), (5, 0, 20)), ("all", 23, 0, 40), "fi")
    assert bullets.items[1].startswith("Teemaa \u201dNoise\u201d ei maininnut kukaan vastanneista")


def test_nothing_is_said_where_no_share_is_shown(survey):
    assert said_of(survey, frames((4, 1, 5), (2, 2, 4)), ("all", 6, 3, 9)) == []


def test_a_theme_with_a_hidden_group_is_not_compared(survey):
    bullets, how = said_of(survey, frames((18, None, 20), (5, 6, 20)))
    assert "groups differ" not in bullets.items[1]
    assert "(1 of 2;" in how.text
    bullets, how = said_of(survey, frames((18, None, 20), (None, 6, 20)))
    assert not any("adjusted" in item for item in bullets.items)
    assert not re.search(r"\d", how.text)
