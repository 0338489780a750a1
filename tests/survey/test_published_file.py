from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from small_survey import questionnaire

from lumo_analysis.errors import QuestionnaireError
from lumo_analysis.survey.published_file import load_published

HEADER = "section,item,answers,percent,decimals,count\n"


def published(tmp_path: Path, text: str) -> pd.DataFrame:
    path = tmp_path / "published.csv"
    path.write_text(text, encoding="utf-8")
    return load_published(path, questionnaire())


def faults(tmp_path: Path, row: str) -> list[str]:
    with pytest.raises(QuestionnaireError) as refused:
        published(tmp_path, HEADER + row + "\n")
    return [str(fault) for fault in refused.value.faults]


def test_a_figure_may_lack_its_count(tmp_path: Path) -> None:
    text = HEADER + "all,access,poorly+well, 82 ,0,\nall,region,etela-savo,20.9,1,28\n"

    actual = published(tmp_path, text)

    assert actual["percent"].tolist() == [82.0, 20.9]
    assert actual["count"].isna().tolist() == [True, False]
    assert actual.dtypes.astype(str).to_dict()["count"] == "Int64"
    assert actual["answers"].tolist() == ["poorly+well", "etela-savo"]


def test_a_decimal_comma_is_read(tmp_path: Path) -> None:
    text = HEADER.replace(",", ";") + "all;region;etela-savo;20,9;1;28\n"

    assert published(tmp_path, text)["percent"].tolist() == [20.9]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("all,acces,well,1,0,", "row 2: no closed item 'acces'; did you mean 'access'?"),
        ("all,wishes,well,1,0,", "row 2: no closed item 'wishes'; known are 'region', 'access',"),
        ("all,access,well+wel,1,0,", "row 2: 'access' has no answer 'wel'; did you mean 'well'?"),
        ("all,access,well+well,1,0,", "row 2: 'well+well' names an answer twice; name each once"),
        ("al,access,well,1,0,", "row 2: no section 'al'; did you mean 'all'?"),
        ("all,access,well,101,0,", "row 2: 'percent' is not from 0 to 100; write it in digits"),
        ("all,access,well,nan,0,", "row 2: 'percent' is not from 0 to 100; write it in digits"),
        ("all,access,well,-1,0,", "row 2: 'percent' is not from 0 to 100; write it in digits"),
        ("all,access,well,1,7,", "row 2: 'decimals' is not from 0 to 6; write it in digits"),
        ("all,access,well,1,,", "row 2: 'decimals' is not from 0 to 6; write it in digits"),
        ("all,access,well,1,0,-5", "row 2: 'count' is not a whole number or blank; write it in"),
        ("all,access,well,1,0,5.5", "row 2: 'count' is not a whole number or blank; write it in"),
    ],
)
def test_a_figure_that_does_not_fit_is_refused(tmp_path: Path, row: str, expected: str) -> None:
    (fault,) = faults(tmp_path, row)

    assert fault.startswith(expected)


def test_all_faults_of_a_row_come_at_once(tmp_path: Path) -> None:
    assert len(faults(tmp_path, "al,access,wel,x,y,z")) == 5


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match="column 'count': missing; add it"):
        published(tmp_path, "section,item,answers,percent,decimals\nall,access,well,1,0\n")
