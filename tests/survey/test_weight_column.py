from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from small_survey import QUESTIONNAIRE, csv_text, folder, frame, questionnaire, raw

from lumo_analysis.errors import ResponsesError
from lumo_analysis.survey.cleaning import Cleaned, decode_responses
from lumo_analysis.survey.survey import load_survey
from lumo_analysis.survey.weighting import DESIGN_WEIGHT

WEIGHTED = questionnaire(weights={"column": "Paino"})


def _decode(*weights: str, **columns: list[str]) -> Cleaned:
    records = [{"wishes": f"Wish {number}"} for number in range(len(weights))]
    cells = frame(*records).assign(Paino=list(weights), **columns)
    return decode_responses(raw(cells), WEIGHTED, "export.csv")


def _weights(cleaned: Cleaned) -> dict[str, float]:
    responses = cleaned.responses
    return dict(zip(responses["wishes"], responses[DESIGN_WEIGHT], strict=True))


def test_weights_stay_with_their_respondents_as_numbers() -> None:
    actual = _decode("1.5", "0,25", " 2e0 ", "0")

    assert _weights(actual) == {"Wish 0": 1.5, "Wish 1": 0.25, "Wish 2": 2, "Wish 3": 0}
    assert actual.responses[DESIGN_WEIGHT].dtype == "Float64"
    assert actual.log["what"].eq("column 'Paino'").any()


def test_every_weight_that_is_none_is_told_at_once() -> None:
    with pytest.raises(ResponsesError) as refused:
        _decode("1", "-1", "heavy", "", "99", "heavy", " ")

    told = [str(fault) for fault in refused.value.faults]
    assert told == [
        "column 'Paino', row 3: '-1' is no weight; give a number of 0 or more",
        "column 'Paino', rows 4, 7: a text of 5 characters is no weight; "
        "give a number of 0 or more",
        "column 'Paino', rows 5, 8: no weight; give everyone one",
    ]


def test_weights_of_nothing_are_refused() -> None:
    with pytest.raises(ResponsesError, match="every weight is 0; export the weights again"):
        _decode("0", "0,0")


def test_the_column_must_be_there() -> None:
    with pytest.raises(ResponsesError, match=r"column 'Paino': missing \(the weight\)"):
        decode_responses(raw(frame({})), WEIGHTED, "export.csv")


def test_a_date_is_no_weight() -> None:
    table = raw(frame({}).assign(Paino=["2.3."]))
    table.dates["Paino"] = [0]

    with pytest.raises(ResponsesError, match="a date, which a spreadsheet made of an answer"):
        decode_responses(table, WEIGHTED, "export.csv")


def test_synthetic_responses_without_the_column_weigh_one() -> None:
    cells = frame({}, {"wishes": "x"}).assign(SYNTEETTINEN="x")

    actual = decode_responses(raw(cells), WEIGHTED, "export.csv")

    assert actual.responses[DESIGN_WEIGHT].tolist() == [1, 1]
    assert actual.log["what"].eq("synthetic responses weigh 1 each").any()


def test_a_weight_alone_is_no_answer() -> None:
    cells = frame({}, {"region": "", "access": "", "years": "", "wishes": ""})

    actual = decode_responses(raw(cells.assign(Paino=["1", "2"])), WEIGHTED, "export.csv")

    assert actual.responses[DESIGN_WEIGHT].tolist() == [1]


def test_without_a_declaration_there_is_no_column_of_weights() -> None:
    actual = decode_responses(raw(frame({})), questionnaire(), "export.csv")

    assert DESIGN_WEIGHT not in actual.responses


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ("1", "file: 2 respondents of 1 people asked; correct 'frame' in the questionnaire"),
        (
            "{etela-savo: 1, keski-suomi: 9}",
            "file: region 'etela-savo' has 2 respondents of 1 people asked",
        ),
        ("2", ""),
        ("{etela-savo: 2, keski-suomi: 1}", ""),
    ],
)
def test_more_respondents_than_people_asked_are_refused(
    tmp_path: Path, declared: str, told: str
) -> None:
    text = QUESTIONNAIRE.replace("region: region\n", f"region: region\nframe: {declared}\n", 1)
    export = tmp_path / "export.csv"
    export.write_text(csv_text(pd.DataFrame(frame({}, {"wishes": "x"}))), encoding="utf-8")

    if not told:
        assert len(load_survey(folder(tmp_path, text), export).responses) == 2
        return
    with pytest.raises(ResponsesError, match=told):
        load_survey(folder(tmp_path, text), export)
