from __future__ import annotations

import dataclasses

import pytest

from lumo_analysis.analysis.disclosure.plan import Cell, ItemPlan, Plan
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import Heading, Paragraph, Quote
from lumo_analysis.presentation.quotes import PER_THEME, quote_blocks
from lumo_analysis.survey.survey import Survey, data_folder, load_survey

ITEM = "open_strain"
OPEN = Plan("workers-2021", 5, 10, public=True)


@pytest.fixture(scope="module")
def workers() -> Survey:
    return load_survey(data_folder() / "workers-2021")


def shown(
    survey: Survey, region: str = "all", language: str = "fi", plan: Plan = OPEN, item: str = ITEM
) -> list[object]:
    report = ReportContext("themes", survey, region, language, plan)
    return list(quote_blocks(report, report.questionnaire[item]))


def quotes(blocks: list[object]) -> list[Quote]:
    return [block for block in blocks if isinstance(block, Quote)]


def test_a_finnish_report_shows_the_words_under_a_heading_and_says_nobody_wrote_them(
    workers: Survey,
) -> None:
    heading, remark, *rest = shown(workers)

    assert heading == Heading(3, "Vastaajien omin sanoin", "open_strain-quotes", listed=False)
    assert isinstance(remark, Paragraph)
    assert "Kukaan vastaaja ei ole kirjoittanut niitä" in remark.text
    assert rest == [
        Quote(
            "Kiire, joka johtuu ihan siitä, että asiakkaita on liikaa.",
            "fi",
            "Teema: Kiire ja aikapaine; kirjoitettu esittelyä varten",
        ),
        Quote(
            "Asiakkaita on enemmän kuin pystyn pitämään mielessäni.",
            "fi",
            "Teema: Asiakkaiden määrä; kirjoitettu esittelyä varten",
        ),
    ]


def test_an_english_report_shows_the_original_and_a_translation_marked_as_one(
    workers: Survey,
) -> None:
    original, translation, *_ = quotes(shown(workers, language="en"))

    assert (original.language, translation.language) == ("fi", "en")
    assert original.text.startswith("Kiire, joka")
    assert translation.text == "Haste that simply comes from having too many clients."
    assert translation.attribution == (
        "Translation; the original is in Finnish; Theme: Haste and time pressure; "
        "written for the demonstration"
    )


def test_a_region_is_named_only_where_ten_answers_there_carry_the_theme(workers: Survey) -> None:
    haste, number = quotes(shown(workers, "keski-suomi")), quotes(shown(workers, "pohjois-savo"))

    assert [q.attribution for q in haste] == [
        "Teema: Kiire ja aikapaine; Keski-Suomi; kirjoitettu esittelyä varten"
    ]
    assert [q.text for q in number] == ["Asiakkaita on enemmän kuin pystyn pitämään mielessäni."]
    # Nobody there wrote any of the cleared quotes, or too few wrote of their themes.
    assert shown(workers, "etela-savo") == []
    assert shown(workers, "pohjois-karjala") == []


def test_a_number_that_the_plan_hides_hides_the_quotes_too(workers: Survey) -> None:
    assert workers.codebook is not None
    themes = [theme.id for theme in workers.codebook.themes[ITEM]]
    cells = tuple(Cell((theme,), "option") for theme in themes)
    cells += (Cell(("respondents",), "respondents"), Cell(("no_answer",), "no_answer"))
    hidden = frozenset({("all", "haste")})
    plan = Plan("s", 5, 10, {ITEM: ItemPlan(ITEM, "answers", "answers", cells, cells, hidden)})

    assert [q.text for q in quotes(shown(workers, plan=plan))] == [
        # It carries both themes, and the number of the other one is shown.
        "Kiire, joka johtuu ihan siitä, että asiakkaita on liikaa.",
        "Asiakkaita on enemmän kuin pystyn pitämään mielessäni.",
    ]
    both = hidden | {("all", "number_of_clients")}
    plan = Plan("s", 5, 10, {ITEM: ItemPlan(ITEM, "answers", "answers", cells, cells, both)})
    assert shown(workers, plan=plan) == []


def test_a_reworded_quote_says_so(workers: Survey) -> None:
    (quote,) = quotes(shown(workers, item="open_wellbeing_wishes"))

    assert "muotoiltu uudelleen, ei sanatarkka lainaus" in quote.attribution


def test_a_theme_has_two_quotes_at_most_and_no_quote_comes_twice(workers: Survey) -> None:
    own = [quote for quote in workers.quotes if quote.item == ITEM]
    many = tuple(
        dataclasses.replace(own[0], id=f"q{n}", respondent=n, text=f"Kiire numero {'x' * n}.")
        for n in range(6)
    )
    found = quotes(shown(dataclasses.replace(workers, quotes=many)))

    # Each carries both themes: two stand beside the first, the next two beside the second.
    assert len(found) == 2 * PER_THEME
    assert len({quote.text for quote in found}) == len(found)


def test_real_quotes_are_not_called_demonstration(workers: Survey) -> None:
    blocks = shown(dataclasses.replace(workers, synthetic=False))

    assert not any(isinstance(block, Paragraph) for block in blocks)
    assert not any("esittely" in quote.attribution for quote in quotes(blocks))


def test_an_item_without_quotes_or_a_survey_without_themes_shows_nothing(workers: Survey) -> None:
    assert shown(workers, item="open_availability") == []
    assert shown(dataclasses.replace(workers, codebook=None)) == []
