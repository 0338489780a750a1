from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from small_survey import questionnaire

from lumo_analysis.errors import ResponsesError
from lumo_analysis.survey import statistics_file
from lumo_analysis.survey.cleaning import Cleaned, decode_responses
from lumo_analysis.survey.reading import read_export
from lumo_analysis.survey.statistics_file import read_statistics_file
from lumo_analysis.survey.table import Table

LABELS = {"access": {1: "Huonosti", 2: "Erittäin hyvin", 9: "En tiedä"}}
FRAME = pd.DataFrame({"access": [2.0, 1.0, 9.0, None], "wishes": ["Aikaa", "", "äö", " x"]})


def sav(path: Path, frame: pd.DataFrame = FRAME, **about: object) -> Path:
    about = {"variable_value_labels": LABELS, "column_labels": {"access": "Saako\napua?"}} | about
    pyreadstat.write_sav(frame, str(path), **about)
    return path


def read(path: Path) -> Table:
    return read_statistics_file(path, 1000, 100)


def refusal(path: Path) -> str:
    with pytest.raises(ResponsesError) as refused:
        read(path)
    return str(refused.value).partition(f"{path.name}: ")[2]


def test_cells_are_labels_and_questions_stand_beside(tmp_path: Path) -> None:
    actual = read(sav(tmp_path / "x.sav"))

    assert actual.rows == [
        ["access", "wishes"],
        ["Erittäin hyvin", "Aikaa"],
        ["Huonosti", ""],
        ["En tiedä", "äö"],
        ["", " x"],
    ]
    assert actual.variables[0].question == "Saako apua?"
    assert actual.variables[0].codes == {"Huonosti": "1", "Erittäin hyvin": "2", "En tiedä": "9"}
    assert actual.variables[0].missing == frozenset()


@pytest.mark.parametrize("ranges", [[9], [{"lo": 8, "hi": 10}]])
def test_what_a_file_declares_missing_keeps_its_label(tmp_path: Path, ranges: list) -> None:
    actual = read(sav(tmp_path / "x.sav", missing_ranges={"access": ranges}))

    assert actual.rows[3][0] == "En tiedä"
    assert actual.variables[0].missing == {"En tiedä"}


def test_a_stata_file_is_read_with_its_extended_missing_values(tmp_path: Path) -> None:
    path = tmp_path / "x.dta"
    frame = pd.DataFrame({"access": [1, 2, "a", None]})
    labels = {"access": {1: "Huonosti", 2: "Hyvin", "a": "Ei halua sanoa"}}
    pyreadstat.write_dta(
        frame, str(path), variable_value_labels=labels, missing_user_values={"access": ["a"]}
    )

    actual = read(path)

    assert [row[0] for row in actual.rows[1:]] == ["Huonosti", "Hyvin", "Ei halua sanoa", ""]
    assert actual.variables[0].missing == {"Ei halua sanoa"}
    assert actual.recognised["program"] == "Stata"


def test_letters_of_an_encoding_that_the_file_misnames_come_out_right(tmp_path: Path) -> None:
    path = sav(tmp_path / "x.sav")
    raw = path.read_bytes()
    assert b"UTF-8" in raw
    path.write_bytes(raw.replace(b"UTF-8", b"CP819"))

    actual = read(path)

    assert actual.rows[1][0] == "Erittäin hyvin"


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.95, 0.99])
def test_a_file_cut_short_is_refused(tmp_path: Path, part: float) -> None:
    path = sav(tmp_path / "x.sav")
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * part)])

    actual = refusal(path)

    assert "is damaged, or is no SPSS file; open it in SPSS" in actual or "are there" in actual


def test_too_many_rows_are_refused_before_reading(tmp_path: Path) -> None:
    path = sav(tmp_path / "x.sav")

    with pytest.raises(ResponsesError, match="4 rows and 2 columns; at most 3 rows"):
        read_statistics_file(path, 3, 100)


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics_file, "MAX_BYTES", 100)

    assert "larger than 100 bytes" in refusal(sav(tmp_path / "x.sav"))


def decoded(tmp_path: Path, values: list, **about: object) -> Cleaned:
    region = ["Etelä-Savo"] * len(values)
    frame = pd.DataFrame({"Maakunta": region, "q1": values})
    about = {"variable_value_labels": {"q1": LABELS["access"]}} | about
    export = read_export(sav(tmp_path / "x.sav", frame, column_labels={}, **about))
    text = questionnaire().model_dump(exclude_none=True)
    text["items"] = [item for item in text["items"] if item["id"] in ("region", "access")]
    text["items"][1]["column"] = {"header": "q1"}
    text["ignored"], text["batteries"] = [], []
    text["items"][1].pop("battery")
    return decode_responses(export, questionnaire(**text), "x.sav")


def test_declared_missing_is_logged_apart_from_no_answer(tmp_path: Path) -> None:
    actual = decoded(tmp_path, [1, 2, 9, None], missing_ranges={"q1": [9]})

    assert actual.responses["access"].isna().sum() == 2
    log = actual.log[actual.log["step"] == "missing"]
    assert log[["item", "n"]].to_numpy().tolist() == [["access", 1]]
    assert "apart from no answer" in log["what"].iloc[0]


def test_a_labelled_value_that_is_not_declared_missing_must_be_listed(tmp_path: Path) -> None:
    with pytest.raises(ResponsesError, match="row 4: a text of 8 characters is not an answer"):
        decoded(tmp_path, [1, 2, 9, None])


def test_the_order_of_codes_is_not_that_of_the_scale(tmp_path: Path) -> None:
    labels = {"q1": {2: "Huonosti", 1: "Erittäin hyvin"}}

    actual = decoded(tmp_path, [1, 2, 2], variable_value_labels=labels)

    assert actual.responses["access"].value_counts().to_dict()["poorly"] == 2
    assert actual.responses["access"].cat.categories[0] == "poorly"


def test_values_may_be_listed_by_code(tmp_path: Path) -> None:
    labels = {"q1": {5: "Very well indeed", 1: "Huonosti"}}
    with pytest.raises(ResponsesError, match="is not an answer"):
        decoded(tmp_path, [1, 5], variable_value_labels=labels)
    labels = {"q1": {1: "Huonosti", 99: "Erittäin hyvin"}}

    actual = decoded(tmp_path, [1, 99], variable_value_labels=labels)

    assert actual.responses["access"].notna().all()


@pytest.mark.parametrize(("told", "what"), [(3, "more are there"), (2, "more are there")])
def test_rows_beyond_the_count_of_the_header_are_noticed(
    tmp_path: Path, told: int, what: str
) -> None:
    path = sav(tmp_path / "x.sav")
    raw = bytearray(path.read_bytes())
    raw[80:84] = told.to_bytes(4, "little")
    path.write_bytes(raw)

    assert f"its header tells of {told} rows, and {what}" in refusal(path)
