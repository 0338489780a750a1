from __future__ import annotations

import pandas as pd
import pytest
from small_survey import frame, questionnaire, raw

from lumo_analysis.errors import ResponsesError
from lumo_analysis.survey.cleaning import Cleaned, decode_responses

ROWS = [{"wishes": "a"}, {"wishes": "b", "access": "wrong"}, {"wishes": "c"}, {"wishes": "d"}]


def decode(finished: list[str], ids: list[str], **changes: object) -> Cleaned:
    cells: pd.DataFrame = frame(*ROWS).assign(Valmis=finished, Tunnus=ids)
    return decode_responses(raw(cells), questionnaire(**changes), "x.csv")


COMPLETE = {"column": "Valmis", "values": ["1", "Kyllä"]}


def test_partial_responses_are_dropped_and_counted() -> None:
    actual = decode(["1", "0", "kyllä ", ""], ["1", "2", "3", "4"], complete=COMPLETE)

    assert sorted(actual.responses["wishes"]) == ["a", "c"]
    (step,) = actual.log[actual.log["what"].str.contains("partial")].itertuples()
    assert (step.step, step.n) == ("dropped", 2)
    assert step.what == "partial responses, where 'Valmis' is not '1' or 'Kyllä'"


def test_rows_keep_their_numbers_when_others_are_dropped() -> None:
    with pytest.raises(ResponsesError, match=r"row 3: .* is not an answer of 'access'"):
        decode(["0", "1", "1", "1"], ["1", "2", "3", "4"], complete=COMPLETE)


@pytest.mark.parametrize(("keep", "expected"), [("first", ["a", "d"]), ("last", ["c", "d"])])
def test_each_respondent_is_kept_once(keep: str, expected: list[str]) -> None:
    changes = {"complete": COMPLETE, "repeated": keep}

    actual = decode(["1", "0", "1", "1"], ["x", "", "X ", "y"], **changes)

    assert sorted(actual.responses["wishes"]) == expected
    assert actual.log["what"].str.contains(f"the {keep} of each respondent").sum() == 1


def test_repeated_identifiers_are_refused_unless_the_questionnaire_says_which_to_keep() -> None:
    with pytest.raises(ResponsesError, match="rows 2, 4: an identifier stands in more than one"):
        decode(["1", "0", "1", "1"], ["x", "", "x", "y"], complete=COMPLETE)


def test_the_column_of_whole_responses_must_be_there() -> None:
    with pytest.raises(ResponsesError, match=r"column 'Valmis': missing \(whole responses\)"):
        decode_responses(raw(frame(*ROWS[:1])), questionnaire(complete=COMPLETE), "x.csv")
