from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_survey import COLUMNS, ORDINARY, decode, frame, questionnaire, raw

from lumo_analysis.errors import ResponsesError
from lumo_analysis.survey.cleaning import decode_responses
from lumo_analysis.survey.raw_table import RawTable


def refusal(*records: dict[str, str]) -> list[str]:
    with pytest.raises(ResponsesError) as refused:
        decode(*records)
    return [str(fault) for fault in refused.value.faults]


def test_each_kind_of_item_has_its_type() -> None:
    actual = decode({"access": "EOS"}).responses

    assert actual.dtypes.astype(str).to_dict() == {
        "region": "category",
        "access": "category",
        **dict.fromkeys(["ways__survey", "ways__talk", "ways__none"], "boolean"),
        **dict.fromkeys(["methods__systemic", "methods__other"], "boolean"),
        "years": "Float64",
        "wishes": "string",
    }
    assert actual["access"].cat.categories.tolist() == ["poorly", "well", "cant_say"]
    assert actual["access"].cat.ordered
    assert actual["region"].cat.categories.tolist() == ["etela-savo", "keski-suomi"]
    assert not actual["region"].cat.ordered


def test_blank_cells_count_as_no_answer() -> None:
    blank = {"access": "", "years": " ", "wishes": "\u00a0\u200b"}

    actual = decode(blank).responses

    assert actual[["access", "years", "wishes"]].isna().all(axis=None)


def test_an_optional_column_that_is_absent_is_logged_and_missing() -> None:
    cells = frame({}).drop(columns="Vuodet")

    actual = decode_responses(raw(cells), questionnaire(), "x")

    assert actual.responses["years"].isna().all()
    note = ["absent", "years", "optional, not in this export", 1]
    assert note in actual.log.to_numpy().tolist()


def test_records_without_a_single_answer_are_dropped_and_counted() -> None:
    cleaned = decode({}, dict.fromkeys(ORDINARY, ""))

    assert len(cleaned.responses) == 1
    assert ["dropped", "", "records without a single answer", 1] in cleaned.log.to_numpy().tolist()


def test_an_export_without_any_answer_is_refused() -> None:
    with pytest.raises(ResponsesError, match=r"export\.csv: 1 fault\n  file: no record has any"):
        decode(dict.fromkeys(ORDINARY, ""))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("5", 5),
        ("1,5", 1.5),
        ("1.5", 1.5),
        ("-2", -2),
        ("\u22122", -2),
        (" 7\u00a0", 7),
        ("1e2", 100),
    ],
)
def test_numbers_with_a_point_or_a_decimal_comma(cell: str, expected: float) -> None:
    assert decode({"years": cell}).responses["years"].tolist() == [expected]


@pytest.mark.parametrize(
    "cell", ["1_000", "nan", "inf", "1e999", "1.234,5", "5 v", "viisi", "٣", "0x10", "2021-02-01"]
)
def test_what_is_not_a_number_is_refused(cell: str) -> None:
    (fault,) = refusal({}, {"years": cell})

    assert fault.startswith("column 'Vuodet', row 3: ")
    assert "is not a number ('years'); write it in digits, or list it under 'missing'" in fault
    assert "list it under 'missing'" in fault


@given(st.decimals(-1000, 1000, allow_nan=False, places=3))
def test_any_decimal_number_is_read_as_it_is_written(number: object) -> None:
    for cell in (str(number), str(number).replace(".", ",")):
        actual = decode({"years": cell}).responses["years"][0]

        assert math.isclose(actual, float(str(number)))


@pytest.mark.parametrize("marker", ["-", "99"])
def test_missing_markers_hold_for_every_kind_of_item(marker: str) -> None:
    record = dict.fromkeys(["access", "years", "wishes", "ways", "systemic", "other"], marker)

    actual = decode(record).responses.drop(columns="region")

    assert actual.isna().all(axis=None)


@pytest.mark.parametrize("word", ["None", "NA", "NULL", "nan", "EOS", "9", "— 99"])
def test_words_that_often_mean_missing_are_answers_to_an_open_question(word: str) -> None:
    assert decode({"wishes": word}).responses["wishes"].tolist() == [word]


@pytest.mark.parametrize(
    "answer", ["<script>alert(1)</script>", "=1+1", "# otsikko", "$x$", "\u202erln", "👩‍👧", "a\nb"]
)
def test_hostile_answers_stay_text(answer: str) -> None:
    assert decode({"wishes": answer}).responses["wishes"].tolist() == [answer]


def test_a_date_in_the_column_of_an_item_is_refused_and_not_shown() -> None:
    cells = frame({}, {"wishes": "2021-02-01 00:00:00"})
    cells["Vastausaika"] = "2021-03-01 00:00:00"
    table = RawTable(cells, {}, "", dates={"Toiveet": [1], "Vastausaika": [0, 1]})

    with pytest.raises(ResponsesError) as refused:
        decode_responses(table, questionnaire(), "export.xlsx")

    assert [str(fault) for fault in refused.value.faults] == [
        "column 'Toiveet', row 3: a date, which a spreadsheet made of an answer; "
        "format the column as text and type these answers as they were given"
    ]


def test_all_faults_of_an_export_come_in_one_message() -> None:
    cells = frame({"region": "Lappi"}, {"access": "Huonsti", "years": "viisi"}).drop(
        columns="Tavat"
    )
    cells["4.1. Systeeminen työ"] = "ehkä"
    cells["Ylimääräinen"] = "x"
    cells["Tunnus"] = "sama"

    with pytest.raises(ResponsesError) as refused:
        decode_responses(raw(cells), questionnaire(), "export.csv")

    told = str(refused.value)
    assert told.startswith("export.csv: 7 faults")
    for what in (
        "column 'Tavat': missing (item 'ways')",
        "column 'Ylimääräinen': is not in the questionnaire",
        "column 'Maakunta', row 2: a text of 5 characters is not an answer of 'region'",
        "column '1. Apu', row 3: 'Huonsti' is not an answer of 'access'; did you mean 'Huonosti'?",
        "column '4.1. Systeeminen työ', rows 2, 3: a text of 4 characters is neither",
        "column 'Vuodet', row 3: a text of 5 characters is not a number ('years')",
        "column 'Tunnus', rows 2, 3: an identifier stands in more than one row; keep one row",
    ):
        assert what in told


def test_row_numbers_are_those_of_a_spreadsheet() -> None:
    cells = frame({}, {"access": "Huonsti"}, {"access": "Huonsti"})

    with pytest.raises(ResponsesError, match=r"column '1\. Apu', rows 7, 9:"):
        decode_responses(RawTable(cells, {}, "", rows=[2, 7, 9]), questionnaire(), "x")


CANARIES = ["Kanarialintu lauloi", "0401234567", "kanaria@lintu.fi", "Kanarialintu " * 30]


@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.parametrize("column", list(COLUMNS))
def test_no_message_shows_what_somebody_wrote(canary: str, column: str) -> None:
    cells = frame({}, {"region": "tuntematon", "wishes": canary})
    cells.loc[1, COLUMNS[column]] = canary
    cells["Tunnus"] = canary

    with pytest.raises(ResponsesError) as refused:
        decode_responses(raw(cells), questionnaire(), "export.csv")

    told = str(refused.value).casefold()
    assert not any(word in told for word in ("kanaria", "lauloi", "0401234567"))


def test_dropped_columns_go_no_further() -> None:
    cells = frame({}, {})
    cells["Tunnus"] = ["kanaria-a", "kanaria-b"]
    cells["Vastausaika"] = "kanaria-aika"
    cells["Synteettinen"] = "kanaria-merkki"

    actual = decode_responses(raw(cells), questionnaire(), "export.csv")

    assert actual.synthetic
    assert "kanaria" not in actual.responses.to_csv() + actual.log.to_csv()
    assert set(actual.log.query("step == 'dropped'")["what"]) == {
        "column 'Vastausaika': Not analysed.",
        "identifiers",
    }


def test_identifiers_follow_their_respondents() -> None:
    cells = frame(*({"years": str(number)} for number in range(20)))
    cells["Tunnus"] = [f"V{number}" for number in range(20)]

    actual = decode_responses(raw(cells), questionnaire(), "export.csv")

    assert actual.identifiers is not None
    years = actual.responses["years"].astype(int).astype(str)
    assert actual.identifiers.tolist() == ("v" + years).tolist()
    assert years.tolist() != [str(number) for number in range(20)]


RECORDS = st.fixed_dictionaries(
    {
        "region": st.sampled_from(["Etelä-Savo", "keski-suomi", ""]),
        "access": st.sampled_from(["Huonosti", "EOS", "-", ""]),
        "ways": st.sampled_from(["Kysely", "", "Kysely;Puhe; myös puhelin"]),
        "systemic": st.sampled_from(["1", "0", ""]),
        "years": st.sampled_from(["1", "2,5", ""]),
        "wishes": st.text(max_size=3),
    }
)


@given(st.lists(RECORDS, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_changes_nothing(
    records: list[dict[str, str]], random: object
) -> None:
    cells = frame({}, *records)
    expected = decode_responses(raw(cells), questionnaire(), "x").responses
    rows, columns = list(cells.index), list(cells.columns)
    random.shuffle(rows)  # type: ignore[attr-defined]
    random.shuffle(columns)  # type: ignore[attr-defined]

    shuffled = cells.loc[rows, columns].reset_index(drop=True)
    actual = decode_responses(raw(shuffled), questionnaire(), "x").responses

    pd.testing.assert_frame_equal(actual, expected)


def test_a_row_without_the_synthetic_mark_among_others_is_refused() -> None:
    cells = frame({}, {"wishes": "x"}, {"wishes": "y"})
    cells["Synteettinen"] = ["SYNTHETIC", " ", ""]

    with pytest.raises(ResponsesError) as refused:
        decode_responses(raw(cells), questionnaire(), "export.csv")

    assert [str(fault) for fault in refused.value.faults] == [
        "column 'Synteettinen', rows 3, 4: a row without the mark that nobody gave its answers; "
        "take real responses out of the synthetic file, or its column out of a real one"
    ]
