from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from small_survey import questionnaire

from lumo_analysis.errors import LumoError, QuestionnaireError, ResponsesError
from lumo_analysis.survey.codebook import Codebook, load_codebook
from lumo_analysis.survey.coding import codes_that_count, load_decisions

THEMES = """\
questions:
  - item: wishes
    themes:
      - {id: time, label: {fi: Aika, en: Time}, definition: {fi: Kaipaa aikaa., en: Wants time.}}
      - {id: peace, label: {fi: Rauha, en: Peace}, definition: {fi: Kaipaa rauhaa., en: Peace.}}
"""
IDENTIFIERS = pd.Series(["v2", "v1", ""])


def codebook(tmp_path: Path, text: str = THEMES) -> Codebook:
    path = tmp_path / "themes.yaml"
    path.write_text(text, encoding="utf-8")
    return load_codebook(path, questionnaire())


def coding(
    tmp_path: Path, *rows: str, identifiers: pd.Series[str] | None = IDENTIFIERS
) -> pd.DataFrame:
    path = tmp_path / "coding.csv"
    path.write_text("\n".join(["respondent,item,theme,coder", *rows]) + "\n", encoding="utf-8")
    return codes_that_count(load_decisions(path, codebook(tmp_path), identifiers))


def told(error: type[LumoError], tmp_path: Path, *rows: str) -> list[str]:
    with pytest.raises(error) as refused:
        codebook(tmp_path, *rows) if error is QuestionnaireError else coding(tmp_path, *rows)
    return [str(fault) for fault in refused.value.faults]  # type: ignore[attr-defined]


def test_themes_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    themes = codebook(tmp_path).themes

    assert {item: [theme.id for theme in some] for item, some in themes.items()} == {
        "wishes": ["time", "peace"]
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("item: wishes", "item: wihses", "line 2: questions number 1 item: no open item 'wihses'"),
        ("item: wishes", "item: access", "no open item 'access'; known are 'wishes'"),
        ("id: peace", "id: time", "line 5: questions number 1 themes 'time': this id is taken"),
        (", en: Peace}", "}", "line 5: questions number 1 themes 'peace' label: no text in en"),
        ("definition: {fi: Kaipaa r", "defintion: {fi: Kaipaa r", "unknown key 'defintion'; did"),
    ],
)
def test_a_fault_of_the_codebook_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    found = told(QuestionnaireError, tmp_path, THEMES.replace(old, new))

    assert any(expected in fault for fault in found), found


def test_a_question_that_stands_twice_is_refused(tmp_path: Path) -> None:
    twice = THEMES + THEMES.removeprefix("questions:\n")

    assert told(QuestionnaireError, tmp_path, twice) == [
        "line 6: questions number 2 item: stands here twice; keep one"
    ]


def test_a_survey_without_open_items_has_no_themes(tmp_path: Path) -> None:
    closed = questionnaire(items=[i.model_dump() for i in questionnaire().items if i.closed])
    path = tmp_path / "themes.yaml"
    path.write_text(THEMES, encoding="utf-8")

    with pytest.raises(QuestionnaireError, match="no open item 'wishes'"):
        load_codebook(path, closed)


def test_identifiers_become_rows_of_the_responses(tmp_path: Path) -> None:
    actual = coding(tmp_path, "V1,wishes,time,A", " v2 ,wishes,peace,B", "v1,wishes,time,B")

    assert actual.to_dict("list") == {
        "respondent": [1, 0, 1],
        "item": ["wishes"] * 3,
        "theme": ["time", "peace", "time"],
        "coder": ["A", "B", "B"],
    }
    assert actual["respondent"].dtype == "int64"


def test_all_faults_of_a_coding_come_at_once_without_identifiers(tmp_path: Path) -> None:
    found = told(
        ResponsesError,
        tmp_path,
        "kanaria,wishes,time,A",
        "v1,wihses,time,A",
        "v1,wishes,tiem,A",
        "v1,wishes,time,A",
        "V1,wishes,time,A",
        ",wishes,time,A",
    )

    assert found == [
        "row 2: a respondent that the export does not have; "
        "check the identifier, or remove the row",
        "row 3: no themes for item 'wihses'; did you mean 'wishes'?",
        "row 4: 'wishes' has no theme 'tiem'; did you mean 'time'?",
        "row 6: the same decision as in row 5; keep one",
        "row 7: a respondent that the export does not have; "
        "check the identifier, or remove the row",
    ]


def test_a_coding_lacks_columns(tmp_path: Path) -> None:
    path = tmp_path / "coding.csv"
    path.write_text("respondent,theme\nv1,time\n", encoding="utf-8")

    with pytest.raises(ResponsesError, match="column 'item': missing; add it"):
        load_decisions(path, codebook(tmp_path), IDENTIFIERS)


def test_a_coding_needs_identifiers(tmp_path: Path) -> None:
    with pytest.raises(ResponsesError, match="needs an 'identifier' column"):
        coding(tmp_path, "v1,wishes,time,A", identifiers=None)
