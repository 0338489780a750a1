from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from lumo_analysis.errors import LumoError, ParameterError
from lumo_analysis.publishing.coding_command import read_back, write_out
from lumo_analysis.survey.coding import SUGGESTION
from lumo_analysis.survey.survey import load_survey
from tests.survey.small_survey import csv_text, folder, frame

THEMES = """\
questions:
  - item: wishes
    themes:
      - id: time
        label: {fi: Aika, en: Time}
        definition: {fi: Kaipaa aikaa., en: Wants time.}
        patterns: [aika]
      - {id: peace, label: {fi: Rauha, en: Peace}, definition: {fi: Rauhaa., en: Peace.}}
"""
ANSWERS = {"v1": "Lisää aikaa.", "v2": '=HYPERLINK("x")', "v3": "Rauhaa\nja aikaa", "v4": ""}
SHEET = "1 wishes"


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = folder(tmp_path)
    (path / "themes.yaml").write_text(THEMES, encoding="utf-8")
    cells = frame(*({"wishes": text} for text in ANSWERS.values()))
    cells.insert(0, "Tunnus", list(ANSWERS))
    (tmp_path / "export.csv").write_text(csv_text(cells), encoding="utf-8")
    return path


def written(survey: Path, coder: str = "AK", language: str = "en") -> Path:
    sheet = survey.parent / "coding.xlsx"
    export = survey.parent / "export.csv"
    write_out(str(survey), coder, export, None, sheet, language, "simplemma")
    return sheet


def read(survey: Path, sheet: Path, coder: str = "AK") -> str:
    return read_back(str(survey), coder, sheet, survey.parent / "export.csv", None)


def filled(sheet: Path, change: Callable[[dict[str, list[openpyxl.cell.Cell]]], None]) -> Path:
    """The spreadsheet with cells changed; the rows of the question by respondent."""
    book = openpyxl.load_workbook(sheet)
    rows = {str(row[0].value): list(row) for row in book[SHEET].iter_rows()}
    change(rows)
    book.save(sheet)
    return sheet


def decisions(survey: Path) -> set[tuple[str, ...]]:
    table = pd.read_csv(survey.parent / "export-coding.csv", dtype=str, keep_default_na=False)
    by_person = table[~table["coder"].str.startswith(SUGGESTION)]
    return set(by_person.itertuples(index=False, name=None))


def mark(rows: dict[str, list[openpyxl.cell.Cell]]) -> None:
    rows["v1"][3].value = "yes"
    rows["v3"][3].value = "No"
    rows["v3"][4].value = "kyllä"
    rows["v2"][2].value = "yes"


def test_a_coder_confirms_and_rejects_and_the_report_counts_it(survey: Path) -> None:
    said = read(survey, filled(written(survey), mark))

    assert decisions(survey) == {
        ("v1", "wishes", "time", "AK", "confirmed"),
        ("v1", "wishes", "", "AK", "confirmed"),
        ("v2", "wishes", "", "AK", "confirmed"),
        ("v3", "wishes", "time", "AK", "rejected"),
        ("v3", "wishes", "peace", "AK", "confirmed"),
        ("v3", "wishes", "", "AK", "confirmed"),
    }
    assert "6 decisions added" in said
    assert "2 of the 2 codes that count are confirmed" in said
    coding = load_survey(survey, survey.parent / "export.csv").coding
    assert coding is not None
    assert sorted(coding["theme"]) == ["peace", "time"]


def test_what_nobody_judged_stays_a_suggestion_with_its_analyser(survey: Path) -> None:
    read(survey, written(survey))

    table = pd.read_csv(survey.parent / "export-coding.csv")
    assert sorted(table["respondent"]) == ["v1", "v3"]
    assert set(table["status"]) == {"suggested"}
    assert table["coder"].str.startswith("suggestion:simplemma-").all()


def test_the_spreadsheet_holds_text_with_lists_to_choose_from(survey: Path) -> None:
    path = written(survey, language="fi")

    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Ohje", "Teemat", SHEET, "Ehdotukset"]
    rows = {row[0].value: row for row in book[SHEET].iter_rows()}
    assert rows["v2"][1].value == '=HYPERLINK("x")'
    assert rows["v2"][1].data_type == "s"
    assert rows["v1"][3].value == "ehdotus"
    assert "v4" not in rows
    lists = {v.formula1 for v in book[SHEET].data_validations.dataValidation}
    assert lists == {'"kyllä"', '"kyllä,ei,ehdotus"'}
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_reading_twice_changes_nothing(survey: Path) -> None:
    sheet = filled(written(survey), mark)
    read(survey, sheet)
    before = (survey.parent / "export-coding.csv").read_bytes()

    said = read(survey, sheet)

    assert "0 decisions added" in said
    assert (survey.parent / "export-coding.csv").read_bytes() == before


def test_a_second_coder_adds_and_the_first_ones_marks_are_not_shown(survey: Path) -> None:
    read(survey, filled(written(survey), mark))

    sheet = written(survey, coder="BL")
    assert openpyxl.load_workbook(sheet)[SHEET]["D3"].value in ("suggestion", None)
    read(survey, filled(sheet, lambda rows: setattr(rows["v1"][3], "value", "no")), "BL")

    both = decisions(survey)
    assert ("v1", "wishes", "time", "AK", "confirmed") in both
    assert ("v1", "wishes", "time", "BL", "rejected") in both


def test_a_former_decision_stands_in_the_next_spreadsheet(survey: Path) -> None:
    read(survey, filled(written(survey), mark))

    rows = {row[0].value: row for row in openpyxl.load_workbook(written(survey))[SHEET]}
    assert [cell.value for cell in rows["v3"][2:5]] == ["yes", "no", "yes"]


def put(respondent: str, column: int, value: str) -> Callable[..., None]:
    return lambda rows: setattr(rows[respondent][column], "value", value)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put("v1", 1, "Lisää rahaa."), "the answer is not the one in the export; write the"),
        (put("v1", 0, "v9"), "a respondent that the export does not have"),
        (put("v1", 0, "v3"), "the same respondent as in row"),
        (put("v1", 3, "maybe"), "not a mark under 'time'; write one of"),
        (put("v1", 2, "no"), "not a mark under 'read'"),
        (put("respondent", 3, "tiem"), "'wishes' has no theme 'tiem'; did you mean 'time'?"),
        (put("respondent", 6, "wihses"), "the second row names no open item that has themes"),
        (put("v1", 4, "=1+1"), "a formula; paste the values only"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_row(
    survey: Path, change: Callable[..., None], expected: str
) -> None:
    with pytest.raises(LumoError) as refused:
        read(survey, filled(written(survey), change))

    assert expected in str(refused.value)
    assert f"sheet '{SHEET}'" in str(refused.value)
    assert "rahaa" not in str(refused.value)
    assert "maybe" not in str(refused.value)
    assert not (survey.parent / "export-coding.csv").exists()


def test_a_changed_mind_is_refused_and_the_former_decision_kept(survey: Path) -> None:
    read(survey, filled(written(survey), mark))
    before = decisions(survey)

    with pytest.raises(LumoError, match=r"row \d+: 'AK' decided otherwise on 'time' before"):
        read(survey, filled(written(survey), put("v1", 3, "no")))

    assert decisions(survey) == before


@pytest.mark.parametrize("name", ["suggestion:x", "", "=1+1", "a" * 60])
def test_a_coder_needs_a_name_of_their_own(survey: Path, name: str) -> None:
    with pytest.raises(ParameterError, match="can't be a coder's name"):
        written(survey, coder=name)


def test_answers_are_not_written_where_others_read(survey: Path, tmp_path: Path) -> None:
    for place in (tmp_path / "reports" / "x.xlsx", Path(__file__).parent / "x.csv"):
        with pytest.raises(ParameterError, match="name another place"):
            write_out(str(survey), "AK", tmp_path / "export.csv", None, place, "en", "none")
        assert not place.exists()


def test_without_an_analyser_the_spreadsheet_has_no_suggestions(survey: Path) -> None:
    said = write_out(
        str(survey),
        "AK",
        survey.parent / "export.csv",
        None,
        survey.parent / "c.xlsx",
        "en",
        "none",
    )

    assert "3 answers, 0 suggestions" in said


def test_a_spreadsheet_without_suggestions_leaves_those_that_wait(survey: Path) -> None:
    read(survey, written(survey))
    bare = survey.parent / "bare.xlsx"
    write_out(str(survey), "AK", survey.parent / "export.csv", None, bare, "en", "none")

    read(survey, filled(bare, put("v1", 3, "yes")))

    table = pd.read_csv(survey.parent / "export-coding.csv")
    assert table["status"].tolist().count("suggested") == 2
    assert ("v1", "wishes", "time", "AK", "confirmed") in decisions(survey)


def test_a_file_that_is_no_spreadsheet_of_answers_is_refused(survey: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.save(survey.parent / "other.xlsx")

    with pytest.raises(LumoError, match="no sheet of answers to code"):
        read(survey, survey.parent / "other.xlsx")
