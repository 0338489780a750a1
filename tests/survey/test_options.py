from __future__ import annotations

import pandas as pd
import pytest
from small_survey import decode, frame, questionnaire, raw

from lumo_analysis.errors import ResponsesError
from lumo_analysis.survey.cleaning import decode_responses

WAYS = ["ways__survey", "ways__talk", "ways__none"]


def ways(cell: str) -> list[object]:
    return decode({"ways": cell}).responses[WAYS].iloc[0].tolist()


def methods(systemic: str, other: str) -> list[object]:
    responses = decode({"systemic": systemic, "other": other}).responses
    return responses[["methods__systemic", "methods__other"]].iloc[0].tolist()


def refusal(**record: str) -> list[str]:
    with pytest.raises(ResponsesError) as refused:
        decode({}, record)
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Kysely", [True, False, False]),
        ("KYSELY ; kysely;", [True, False, False]),
        ("Kysely;Puhe; myös puhelin", [True, True, False]),
        ("Puhe; myös puhelin;Kysely", [True, True, False]),
        ("puhe;\u00a0MYÖS  puhelin", [False, True, False]),
        ("Survey; Talk; also by telephone", [True, True, False]),
        ("Ei mitään", [False, False, True]),
    ],
)
def test_options_in_one_cell(cell: str, expected: list[bool]) -> None:
    assert ways(cell) == expected


@pytest.mark.parametrize("cell", ["", " ", "-", ";;", "99"])
def test_where_nothing_was_chosen_every_option_is_missing(cell: str) -> None:
    assert all(value is pd.NA for value in ways(cell))


def test_options_are_nullable_booleans() -> None:
    assert set(map(str, decode({}).responses[WAYS].dtypes)) == {"boolean"}


def test_half_of_an_option_that_holds_the_separator_is_refused() -> None:
    assert refusal(ways="Kysely;myös puhelin") == [
        "column 'Tavat', row 3: 'myös puhelin' is not an answer of 'ways'; "
        "did you mean 'Puhe; myös puhelin'?"
    ]


@pytest.mark.parametrize("separator", ["\n", ", ", "|", " | "])
def test_any_sign_may_part_the_options(separator: str) -> None:
    items = questionnaire().model_dump(mode="json")["items"]
    items[2]["separator"] = separator
    # "Muu" stands inside "Muuten", and is another option all the same.
    items[2]["answers"] = [
        {"id": name, "label": {"fi": name.title(), "en": name}} for name in ("muu", "muuten")
    ]
    asked = questionnaire(items=items)

    actual = decode_responses(raw(frame({"ways": f"Muuten{separator}"}, {})), asked, "x")

    assert actual.responses["ways__muuten"].sum() == 1
    assert actual.responses["ways__muu"].sum() == 0


def test_an_option_that_rules_out_others_is_refused_beside_them() -> None:
    assert refusal(ways="Kysely;Ei mitään") == [
        "row 3: 'none' of 'ways' was chosen together with other options; "
        "correct these rows, or drop 'exclusive' from the option"
    ]


@pytest.mark.parametrize("yes", ["1", "x", "X", "Systeeminen työ", "kyllä", "TRUE", "TOSI"])
@pytest.mark.parametrize("no", ["", "0", "ei", "FALSE", "-", "EPÄTOSI"])
def test_a_column_for_each_option(yes: str, no: str) -> None:
    assert methods(yes, no) == [True, False]


def test_options_of_an_optional_item_may_be_absent() -> None:
    items = questionnaire().model_dump(mode="json")["items"]
    items[3]["optional"] = True
    cells = frame({"systemic": "x"}).drop(columns="4.2. Muu")

    actual = decode_responses(raw(cells), questionnaire(items=items), "x").responses

    assert actual[["methods__systemic", "methods__other"]].to_numpy().tolist() == [[True, False]]


def test_a_column_may_repeat_its_header() -> None:
    assert methods("4.1. Systeeminen työ", "") == [True, False]


@pytest.mark.parametrize("no", ["", "0", "ei"])
def test_options_in_columns_are_missing_where_none_was_chosen(no: str) -> None:
    assert all(value is pd.NA for value in methods(no, no))


def test_a_fix_holds_for_an_option_in_a_column() -> None:
    cleaned = decode({"other": "MUUU"})

    assert cleaned.responses["methods__other"].tolist() == [True]
    assert "'muuu' is 'other': A slip of the finger." in cleaned.log["what"].tolist()


def test_any_other_text_in_the_column_of_an_option_is_refused_and_not_shown() -> None:
    assert refusal(systemic="Pelkään", other="2") == [
        "column '4.1. Systeeminen työ', row 3: a text of 7 characters is neither a chosen option "
        "nor blank; known are 'Systeeminen työ', '1'",
        "column '4.2. Muu', row 3: '2' is neither a chosen option nor blank; known are 'Muu', '1'",
    ]


def test_a_hostile_cell_of_separators_alone_is_quick() -> None:
    assert ways(";" * 100_000 + "Kysely") == [True, False, False]
