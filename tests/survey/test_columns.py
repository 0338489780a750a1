from __future__ import annotations

from small_survey import COLUMNS, questionnaire

from lumo_analysis.survey.columns import ColumnPlan, plan_columns
from lumo_analysis.survey.questionnaire import Ignored
from lumo_analysis.survey.scales import Column

HEADERS = list(COLUMNS.values())


def faults(plan: ColumnPlan) -> list[str]:
    return [str(fault) for fault in plan.faults]


def test_each_column_finds_its_use() -> None:
    extra = ["Tunnus", "vastausaika", "Synteettinen"]

    actual = plan_columns(questionnaire(), [*extra, *reversed(HEADERS)])

    assert faults(actual) == []
    assert actual.items["access"] == "1. Apu"
    assert actual.options == {
        ("methods", "systemic"): "4.1. Systeeminen työ",
        ("methods", "other"): "4.2. Muu",
    }
    assert (actual.identifier, actual.synthetic_mark) == ("Tunnus", "Synteettinen")
    assert actual.ignored == {"vastausaika": "Not analysed."}


def test_an_optional_column_may_be_absent() -> None:
    actual = plan_columns(questionnaire(), [h for h in HEADERS if h != "Vuodet"])

    assert (actual.absent, faults(actual)) == (["years"], [])


def test_missing_and_unknown_columns_are_told_with_the_nearest_names() -> None:
    actual = plan_columns(questionnaire(), ["Maakuntta", *HEADERS[1:]])

    assert faults(actual) == [
        "column 'Maakunta': missing (item 'region'); did you mean 'Maakuntta'?",
        "column 'Maakuntta': is not in the questionnaire; "
        "add it to its items, or to 'ignored' with a reason",
    ]


def test_a_missing_option_is_named_with_its_item() -> None:
    actual = plan_columns(questionnaire(), [h for h in HEADERS if h != "4.2. Muu"])

    assert faults(actual)[0].startswith(
        "column '4.2....': missing (item 'methods', option 'other')"
    )


def test_two_headers_that_fit_one_prefix_are_one_fault() -> None:
    actual = plan_columns(questionnaire(), [*HEADERS, "1. Apu uudelleen"])

    assert faults(actual) == [
        "column '1....': 2 columns fit item 'access': '1. Apu', '1. Apu uudelleen'; "
        "remove one, or use a longer prefix"
    ]


def test_a_column_with_two_uses_is_refused() -> None:
    asked = questionnaire(identifier=Column(prefix="Toi"))

    assert faults(plan_columns(asked, HEADERS)) == [
        "column 'Toiveet': serves item 'wishes' and the identifier; "
        "give each a column of its own in the questionnaire"
    ]


def test_a_column_can_not_be_both_asked_and_ignored() -> None:
    asked = questionnaire(ignored=[Ignored(column="Toiveet", reason="Long.")])

    assert "serves item 'wishes' and 'ignored'" in faults(plan_columns(asked, HEADERS))[0]


def test_one_prefix_may_ignore_several_columns() -> None:
    asked = questionnaire(ignored=[Ignored(column=Column(prefix="meta"), reason="Technical.")])

    actual = plan_columns(asked, [*HEADERS, "meta a", "meta b"])

    assert (list(actual.ignored), faults(actual)) == (["meta a", "meta b"], [])


def test_a_file_without_headers_shows_nothing_of_its_first_row() -> None:
    actual = plan_columns(questionnaire(), ["Etelä-Savo", "Huonosti", "Pelkään puolisoani"])

    assert len(actual.faults) == 1
    assert "none of the headers in the first row is in the questionnaire" in faults(actual)[0]
    assert "known are 'Maakunta', '1....', 'Tavat'" in faults(actual)[0]
    assert "Pelkään" not in faults(actual)[0]
