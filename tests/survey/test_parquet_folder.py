from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lumo_analysis.errors import QuestionnaireError, ResponsesError
from lumo_analysis.survey.folders import own_export
from lumo_analysis.survey.parquet_folder import folder_sha256, read_parquet_folder
from lumo_analysis.survey.reading import read_export
from lumo_analysis.survey.survey import Survey, load_survey
from tests.survey.small_survey import QUESTIONNAIRE, folder, frame

RECORDS = (
    {"region": "Etelä-Savo", "access": "Huonosti", "ways": "Kysely", "wishes": ""},
    {"region": "Keski-Suomi", "access": "Erittäin hyvin", "ways": "Ei mitään", "wishes": ""},
    {"region": "Etelä-Savo", "access": "EOS", "years": "7", "wishes": ""},
)


def part(path: Path, columns: dict[str, object]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), path, write_page_checksum=True)
    return path


def refusal(path: Path, rows: int = 100, columns: int = 100) -> str:
    with pytest.raises(ResponsesError) as refused:
        read_parquet_folder(path, rows, columns)
    return str(refused.value)


def by_region(place: Path) -> Path:
    """The records as a data set partitioned by region, and the marks of its writer."""
    cells = frame(*RECORDS)
    for region, name in (("Etelä-Savo", "Etel%C3%A4-Savo"), ("Keski-Suomi", "Keski-Suomi")):
        rows = cells[cells["Maakunta"] == region].drop(columns="Maakunta")
        part(place / f"Maakunta={name}" / "part-0.parquet", rows.to_dict("list"))
    (place / "_SUCCESS").touch()
    (place / "Maakunta=Keski-Suomi" / ".part-0.parquet.crc").write_bytes(b"\x00")
    return place


def sorted_responses(survey: Survey) -> list[list[str]]:
    return sorted(survey.responses.astype(str).to_numpy().tolist())


def test_files_of_one_folder_are_one_table_whatever_the_order_of_their_columns(tmp_path):
    part(tmp_path / "b.parquet", {"n": [3], "a": ["x"]})
    part(tmp_path / "a.parquet", {"a": ["y", None], "n": [1.0, 2.5]})
    actual = read_parquet_folder(tmp_path, 100, 100)
    assert actual.rows == [["a", "n"], ["y", "1"], ["", "2.5"], ["x", "3"]]


def test_what_a_folder_names_is_an_answer(tmp_path):
    part(tmp_path / "a=Etel%C3%A4" / "0.parquet", {"b": ["x"]})
    part(tmp_path / "a=__HIVE_DEFAULT_PARTITION__" / "0.parquet", {"b": ["y"]})
    actual = read_parquet_folder(tmp_path, 100, 100)
    assert sorted(actual.rows) == [["b", "a"], ["x", "Etelä"], ["y", ""]]


def test_a_survey_that_names_a_partitioned_data_set_has_the_responses_of_the_same_file(tmp_path):
    whole = tmp_path / "export.parquet"
    pq.write_table(pa.Table.from_pandas(frame(*RECORDS), preserve_index=False), whole)
    text = QUESTIONNAIRE.replace("region: region\n", "region: region\nresponses: ../answers\n", 1)
    text = text.replace("identifier: Tunnus\n", "")
    by_region(tmp_path / "answers")
    place = folder(tmp_path, text)
    actual, expected = load_survey(place), load_survey(place, whole)
    assert len(actual.responses) == 3
    assert sorted_responses(actual) == sorted_responses(expected)
    assert actual.fingerprints["responses"] == folder_sha256(tmp_path / "answers")
    assert own_export(place) == place / "../answers"


def test_a_folder_with_named_and_synthetic_responses_is_refused(tmp_path):
    text = QUESTIONNAIRE.replace("region: region\n", "region: region\nresponses: answers\n", 1)
    place = folder(tmp_path, text)
    (place / "synthetic.csv").write_text("", encoding="utf-8")
    with pytest.raises(ResponsesError, match="names other responses"):
        load_survey(place)


def test_named_responses_that_are_not_there_are_told(tmp_path):
    text = QUESTIONNAIRE.replace("region: region\n", "region: region\nresponses: answers\n", 1)
    with pytest.raises(ResponsesError, match="there is no such file"):
        load_survey(folder(tmp_path, text))


def test_a_questionnaire_that_cannot_be_read_is_told_by_those_who_load_it(tmp_path):
    place = folder(tmp_path, "responses: [\n")
    assert own_export(place) == place / "synthetic.csv"
    with pytest.raises(QuestionnaireError):
        load_survey(place)


def test_the_fingerprint_changes_with_an_answer_that_a_folder_names(tmp_path):
    before = folder_sha256(by_region(tmp_path))
    (tmp_path / "_SUCCESS").unlink()
    assert folder_sha256(tmp_path) == before
    shutil.move(tmp_path / "Maakunta=Keski-Suomi", tmp_path / "Maakunta=Kainuu")
    assert folder_sha256(tmp_path) != before


def test_other_columns_are_refused_and_no_answer_is_told(tmp_path):
    part(tmp_path / "a=Canary" / "0.parquet", {"b": ["x"], "c": [1]})
    part(tmp_path / "a=Dove" / "0.parquet", {"b": ["x"]})
    part(tmp_path / "e=Eagle" / "0.parquet", {"b": ["x"], "c": [1]})
    part(tmp_path / "e=Finch" / "0.parquet", {"b": ["x"], "e": [1]})
    told = refusal(tmp_path)
    assert "file 2: has other columns than file 1" in told
    assert "file 3: its folders name other columns" in told
    assert "file 4: a column of it is also named by its folders" in told
    assert not any(bird in told for bird in ("Canary", "Dove", "Eagle", "Finch"))


def test_a_folder_without_a_data_set_is_refused(tmp_path):
    assert "no .parquet file in it; name an export" in refusal(tmp_path)
    part(tmp_path / "0.parquet", {"a": ["x"]})
    (tmp_path / "notes.csv").write_text("a\n", encoding="utf-8")
    assert "1 of its files is no .parquet file" in refusal(tmp_path)


def test_a_damaged_file_of_a_data_set_is_named_by_its_number(tmp_path):
    part(tmp_path / "a=Canary" / "0.parquet", {"b": ["x"]})
    (tmp_path / "a=Canary" / "1.parquet").write_bytes(b"PAR1")
    told = refusal(tmp_path)
    assert "file 2: not a whole Parquet file" in told
    assert "Canary" not in told


def test_files_that_are_too_large_together_are_refused(tmp_path):
    for name in ("a", "b"):
        part(tmp_path / f"{name}.parquet", {"a": ["x"] * 60})
    assert "120 rows in 2 files; at most 100 rows are read" in refusal(tmp_path)


def test_a_folder_may_be_given_wherever_an_export_is(tmp_path):
    assert len(read_export(by_region(tmp_path)).cells) == 3
