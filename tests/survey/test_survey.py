from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

import pandas as pd
import pytest
from small_survey import QUESTIONNAIRE, csv_text, folder, frame, write_workbook

from lumo_analysis.errors import ParameterError, QuestionnaireError, ResponsesError
from lumo_analysis.survey import survey as survey_module
from lumo_analysis.survey.survey import (
    Survey,
    check_region,
    data_folder,
    load_survey,
    survey_folder,
    survey_names,
)

THEMES = """\
questions:
  - item: wishes
    themes:
      - {id: time, label: {fi: Aika, en: Time}, definition: {fi: Kaipaa aikaa., en: Wants time.}}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    place = folder(tmp_path)
    cells = frame({"years": "1"}, {"region": "Keski-Suomi", "years": "2"}, {"years": "3"})
    cells["Tunnus"] = ["kanaria1", "kanaria2", "kanaria3"]
    cells["Vastausaika"] = "kanaria-aika"
    (tmp_path / "export.csv").write_text(csv_text(cells), encoding="utf-8")
    return place


def coded(small: Path) -> Survey:
    (small / "themes.yaml").write_text(THEMES, encoding="utf-8")
    rows = [f"kanaria{number},wishes,time,A" for number in (1, 2, 3)]
    text = "\n".join(["respondent,item,theme,coder", *rows])
    (small.parent / "export-coding.csv").write_text(text, encoding="utf-8")
    return load_survey(small, small.parent / "export.csv")


def test_a_survey_is_loaded_with_what_its_folder_holds(small: Path) -> None:
    actual = load_survey(small, small.parent / "export.csv")

    assert sorted(actual.responses["years"]) == [1, 2, 3]
    assert (actual.coding, actual.codebook, actual.published) == (None, None, None)
    assert not actual.synthetic
    export = (small.parent / "export.csv").read_bytes()
    assert actual.fingerprints["responses"] == hashlib.sha256(export).hexdigest()
    assert sorted(actual.fingerprints) == ["questionnaire", "responses"]
    assert [item.id for item in actual.items("w*")] == ["ways", "wishes"]


def test_the_log_says_what_was_recognised_and_dropped(small: Path) -> None:
    log = load_survey(small, small.parent / "export.csv").log

    assert list(log.columns) == ["step", "item", "what", "n"]
    assert {"encoding: UTF-8", "delimiter: semicolon"} <= set(log["what"])
    assert {"column 'Vastausaika': Not analysed.", "identifiers"} <= set(log["what"])


def test_dropped_columns_appear_nowhere_in_a_survey(small: Path) -> None:
    survey = coded(small)
    assert survey.coding is not None

    told = [survey.responses.to_csv(), survey.log.to_csv(), survey.coding.to_csv(), repr(survey)]

    assert "kanaria" not in "".join(told)


def test_a_coding_beside_the_export_belongs_to_it(small: Path) -> None:
    survey = coded(small)
    assert survey.coding is not None

    assert sorted(survey.coding["respondent"]) == [0, 1, 2]
    assert sorted(survey.fingerprints) == ["coding", "questionnaire", "responses", "themes"]


def test_a_coding_without_themes_is_refused(small: Path) -> None:
    coded(small)
    (small / "themes.yaml").unlink()

    with pytest.raises(ResponsesError, match=r"needs the survey's themes\.yaml"):
        load_survey(small, small.parent / "export.csv")


def test_a_region_has_its_own_respondents_and_coding(small: Path) -> None:
    survey = coded(small)
    south = survey.within("etela-savo")
    assert survey.coding is not None
    assert south.coding is not None

    assert sorted(south.responses["years"]) == [1, 3]
    assert south.responses.index.tolist() == [0, 1]
    assert sorted(south.coding["respondent"]) == [0, 1]
    assert len(survey.responses) == len(survey.coding) == 3


def test_coded_answers_stay_with_their_respondents_within_a_region(small: Path) -> None:
    survey = coded(small)
    (small.parent / "export-coding.csv").write_text(
        "respondent,item,theme,coder\nkanaria3,wishes,time,A\n", encoding="utf-8"
    )
    south = load_survey(small, small.parent / "export.csv").within("etela-savo")
    assert south.coding is not None

    assert south.responses.loc[south.coding["respondent"], "years"].tolist() == [3]
    assert survey.within("keski-suomi").responses["years"].tolist() == [2]


def test_all_regions_are_the_survey_itself(small: Path) -> None:
    survey = load_survey(small, small.parent / "export.csv")

    assert survey.within("all") is survey


def test_a_region_that_is_not_there_is_refused_with_the_nearest(small: Path) -> None:
    survey = load_survey(small, small.parent / "export.csv")

    with pytest.raises(ParameterError, match="small has no region 'etela'; did you mean 'etela-"):
        survey.within("etela")
    with pytest.raises(ParameterError, match="known are 'all', 'etela-savo', 'keski-suomi'"):
        check_region(survey.questionnaire, "")


def test_a_survey_without_synthetic_responses_asks_for_an_export(small: Path) -> None:
    with pytest.raises(ResponsesError, match="give an export, or run: lumo synthesize small"):
        load_survey(small)


def test_faults_of_a_workbook_are_told_with_its_own_row_numbers(
    small: Path, tmp_path: Path
) -> None:
    cells = frame({"wishes": "Aikaa"}, {"access": "Huonsti", "wishes": "x"})
    first, second = cells.to_numpy().tolist()
    second[-1] = datetime.datetime(2021, 2, 1)
    rows = [[None], list(cells.columns), first, [None], second]
    export = write_workbook(tmp_path / "export.xlsx", rows)

    with pytest.raises(ResponsesError) as refused:
        load_survey(small, export)

    assert str(refused.value) == (
        f"{export}: 2 faults\n"
        "  column '1. Apu', row 5: 'Huonsti' is not an answer of 'access'; "
        "did you mean 'Huonosti'?\n"
        "  column 'Toiveet', row 5: a date, which a spreadsheet made of an answer; "
        "format the column as text and type these answers as they were given"
    )


def test_an_export_that_is_not_there_is_refused(small: Path) -> None:
    with pytest.raises(ResponsesError, match="there is no such file"):
        load_survey(small, small / "nowhere.csv")


def test_a_survey_is_found_by_its_name_in_the_data_folder(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUMO_DATA", str(small.parent))

    assert survey_names() == ["small"]
    assert survey_folder("small") == small
    with pytest.raises(ParameterError, match="no survey 'smal'; did you mean 'small'"):
        survey_folder("smal")


def test_the_data_folder_is_the_nearest_above(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LUMO_DATA", raising=False)
    (tmp_path / "data").mkdir()
    small.rename(tmp_path / "data" / "small")
    (tmp_path / "notebooks" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "notebooks" / "deep")

    assert data_folder() == tmp_path / "data"


def test_the_package_knows_its_own_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LUMO_DATA", raising=False)
    monkeypatch.chdir(tmp_path)

    assert data_folder() == Path(__file__).parents[2] / "data"


def test_the_order_of_respondents_tells_nothing_about_the_file(small: Path) -> None:
    export = small.parent / "export.csv"
    header, *rows = export.read_text(encoding="utf-8").splitlines()
    turned = small.parent / "turned.csv"
    turned.write_text("\n".join([header, *reversed(rows)]), encoding="utf-8")

    pd.testing.assert_frame_equal(
        load_survey(small, export).responses, load_survey(small, turned).responses
    )


def test_rows_with_the_same_answers_keep_their_own_codes_in_any_order(tmp_path: Path) -> None:
    small = folder(tmp_path)
    cells = frame(*({"wishes": "Aikaa."} for _ in range(6)))
    cells["Tunnus"] = [f"v{number}" for number in range(6)]
    (small / "themes.yaml").write_text(THEMES, encoding="utf-8")
    (tmp_path / "x-coding.csv").write_text("respondent,item,theme,coder\nv4,wishes,time,A\n")
    rows = []
    for order in (cells, cells.iloc[::-1], cells.iloc[[3, 0, 5, 4, 1, 2]]):
        (tmp_path / "x.csv").write_text(csv_text(order), encoding="utf-8")
        coding = load_survey(small, tmp_path / "x.csv").coding
        assert coding is not None
        rows += coding["respondent"].tolist()

    assert len(set(rows)) == 1


def test_a_survey_shows_itself_without_anybodys_answers(small: Path) -> None:
    survey = coded(small)

    assert "Aikaa." in survey.responses.to_csv()
    assert "Aikaa." not in repr(survey)


RETAINED = QUESTIONNAIRE.replace(
    "identifier: Tunnus", "identifier: Tunnus\nretain_until: 2024-05-31"
)


@pytest.mark.parametrize(("day", "kept"), [("2024-05-31", True), ("2024-06-01", False)])
def test_real_responses_are_not_read_after_the_day_they_may_be_kept_until(
    small: Path, monkeypatch: pytest.MonkeyPatch, day: str, kept: bool
) -> None:
    (small / "questionnaire.yaml").write_text(RETAINED, encoding="utf-8")
    monkeypatch.setattr(survey_module, "_today", lambda: datetime.date.fromisoformat(day))
    export = small.parent / "export.csv"
    if kept:
        assert len(load_survey(small, export).responses) == 3
        return
    # Not even the faults of the export are told then.
    export.write_text(export.read_text(encoding="utf-8").replace("Huonosti", "Kanaria"))
    with pytest.raises(ResponsesError) as refused:
        load_survey(small, export)
    assert str(refused.value) == (
        f"{export}: 1 fault\n"
        "  file: these answers were to be kept until 2024-05-31 only, so they are not read any "
        "more; delete the export and its copies, its coding and its quotes"
    )


def test_synthetic_responses_have_no_end_but_half_marked_ones_do(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small / "questionnaire.yaml").write_text(RETAINED, encoding="utf-8")
    monkeypatch.setattr(survey_module, "_today", lambda: datetime.date(2030, 1, 1))
    cells = frame({"years": "1"}, {"years": "2"}).assign(SYNTEETTINEN="SYNTHETIC")
    export = small.parent / "synthetic.csv"
    export.write_text(csv_text(cells), encoding="utf-8")

    assert load_survey(small, export).synthetic

    export.write_text(csv_text(cells.assign(SYNTEETTINEN=["SYNTHETIC", ""])), encoding="utf-8")
    with pytest.raises(ResponsesError, match="kept until 2024-05-31 only"):
        load_survey(small, export)


def test_the_last_day_is_today_at_least() -> None:
    assert survey_module._today() >= datetime.date(2026, 1, 1)


def test_a_retention_date_is_a_date(small: Path) -> None:
    text = RETAINED.replace("2024-05-31", "toukokuu")
    (small / "questionnaire.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(QuestionnaireError, match="retain_until: input should be a valid date"):
        load_survey(small, small.parent / "export.csv")
