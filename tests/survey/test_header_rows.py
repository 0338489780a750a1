from __future__ import annotations

from pathlib import Path

import pytest

from lumo_analysis.survey.header_rows import with_one_header
from lumo_analysis.survey.reading import read_export

QUALTRICS = [
    ["StartDate", "Q1_1", "Q2"],
    ["Start Date", "How well? -\n Help", "Why?"],
    ['{"ImportId":"startDate"}', '{"ImportId":"QID1_1"}', '{ "ImportId": "QID2_TEXT" }'],
    ["2021-02-01", "5", "Aikaa"],
]


def test_the_three_header_rows_of_qualtrics_become_one() -> None:
    actual = with_one_header(QUALTRICS, [1, 2, 3, 4])

    assert actual.rows == [["StartDate", "Q1_1", "Q2"], ["2021-02-01", "5", "Aikaa"]]
    assert actual.numbers == [1, 4]
    assert [variable.question for variable in actual.variables] == [
        "Start Date",
        "How well? - Help",
        "Why?",
    ]


def test_the_two_header_rows_of_surveymonkey_become_one() -> None:
    rows = [
        ["Respondent ID", "Satisfied?", "Which ways?", "", "Other"],
        ["", "Response", "Talk", "Letter", "Open-Ended Response"],
        ["1", "Yes", "Talk", "", ""],
    ]

    actual = with_one_header(rows, [1, 2, 3])

    assert actual.rows[0] == [
        "Respondent ID",
        "Satisfied?",
        "Which ways? / Talk",
        "Which ways? / Letter",
        "Other",
    ]
    assert (actual.rows[1:], actual.numbers) == (rows[2:], [1, 3])
    groups = [variable.group for variable in actual.variables]
    assert groups == ["", "", "question 3", "question 3", ""]
    shared = [(variable.over, variable.question) for variable in actual.variables]
    assert shared[1:4] == [("", "Satisfied?"), ("Which ways?", "Talk"), ("Which ways?", "Letter")]


@pytest.mark.parametrize(
    "rows",
    [
        [["Tunnus", "Tavat", ""], ["1", "Puhe", "Kirje"], ["2", "Puhe", ""]],
        [["Tunnus", "Tavat", "Muu"], ["1", "Response", "Kirje"], ["2", "Puhe", ""]],
        [["Respondent ID", "Tavat", ""], ["7", "Puhe", "Kirje"], ["2", "Puhe", ""]],
        [["a", "b"], ["{ImportId", "x"], ['{"ImportId":"x"}', "y"]],
        [["a", "b"]],
        [],
    ],
)
def test_a_row_that_may_be_a_respondents_stays(rows: list[list[str]]) -> None:
    numbers = list(range(1, len(rows) + 1))

    actual = with_one_header(rows, numbers)

    assert (actual.rows, actual.numbers, actual.tool) == (rows, numbers, "")


def test_an_export_of_qualtrics_names_its_layout_and_rows(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in QUALTRICS]
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")

    actual = read_export(path)

    assert actual.recognised["layout"] == "Qualtrics"
    assert actual.cells.to_dict("list")["Q1_1"] == ["5"]
    assert actual.row_number(0) == 4
    assert actual.variables["Q1_1"].question == "How well? - Help"
