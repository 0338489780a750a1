from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from small_survey import questionnaire, raw

from lumo_analysis.survey.answers import Cleaning, decode_cells, shown
from lumo_analysis.survey.matching import fold

ASKED = questionnaire()
SPELLINGS = [(a.id, s) for a in ASKED.scale_of(ASKED["access"]).answers for s in a.spellings]


def decoded(*cells: str, item: str = "access") -> tuple[list[str | None], Cleaning]:
    work = Cleaning(raw(pd.DataFrame({"1. Apu": cells})), ASKED)
    column = work.raw.cells["1. Apu"]
    ids = decode_cells(column, ASKED[item], ASKED.scale_of(ASKED[item]), work)
    return ids.astype(object).where(ids.notna(), None).tolist(), work


@pytest.mark.parametrize(("answer", "spelling"), SPELLINGS)
def test_every_listed_spelling_decodes(answer: str, spelling: str) -> None:
    assert decoded(spelling, spelling.upper(), f" {spelling}\u00a0")[0] == [answer] * 3


@given(st.sampled_from(SPELLINGS), st.data())
def test_any_writing_of_a_listed_spelling_decodes(
    listed: tuple[str, str], data: st.DataObject
) -> None:
    answer, spelling = listed
    invisible = st.sampled_from(["", "", "\u00ad", "\u200b", "\ufeff"])
    change = st.sampled_from([str.upper, str.lower, str.title, str])
    cell = "".join(data.draw(change)(sign) + data.draw(invisible) for sign in spelling)
    cell = cell.replace(" ", data.draw(st.sampled_from([" ", "  ", "\u00a0", "\t"])))

    assert decoded(cell)[0] == [answer]


@given(st.text(min_size=1))
def test_any_text_that_is_not_listed_is_refused(text: str) -> None:
    listed = {fold(spelling) for _, spelling in SPELLINGS} | {"", "-", "99"}
    assume(fold(text) not in listed)

    ids, work = decoded("Huonosti", text)

    assert ids == ["poorly", None]
    assert [fault.where for fault in work.faults] == ["column '1. Apu', row 3"]


@pytest.mark.parametrize("word", ["None", "NA", "NULL", "nan", "9", ".", "n/a", "ei tietoa"])
def test_only_what_is_listed_is_missing(word: str) -> None:
    assert len(decoded(word)[1].faults) == 1


def test_blank_cells_and_listed_markers_are_missing() -> None:
    ids, work = decoded("", " \u00a0", "-", "99", "99")

    assert ids == [None] * 5
    assert work.faults == []
    assert work.log == [
        ("missing", "access", "marker '-'", 1),
        ("missing", "access", "marker '99'", 2),
    ]


def test_an_answer_off_the_scale_is_not_missing() -> None:
    assert decoded("eos", "En osaa sanoa")[0] == ["cant_say", "cant_say"]


def test_a_spelling_error_is_never_matched_by_likeness() -> None:
    ids, work = decoded("Huonosti", "Huonsti", "Huonosti", "Huonsti")

    assert ids == ["poorly", None, "poorly", None]
    assert [str(fault) for fault in work.faults] == [
        "column '1. Apu', rows 3, 5: 'Huonsti' is not an answer of 'access'; "
        "did you mean 'Huonosti'?"
    ]


def test_a_fix_of_a_nominal_item_is_applied_and_logged() -> None:
    ids, work = decoded("Etela-Savo", "ETELA-SAVO", "Etelä-Savo", item="region")

    assert ids == ["etela-savo"] * 3
    note = "'Etela-Savo' is 'etela-savo': Typed without dots."
    assert work.log == [("fixed", "region", note, 1), ("fixed", "region", note, 1)]


def test_a_fix_that_is_not_needed_is_logged() -> None:
    assert decoded("Keski-Suomi", item="region")[1].log == [
        ("never seen", "region", "fix of 'Etela-Savo'", 0)
    ]


@pytest.mark.parametrize(
    "own_words",
    [
        "Pelkään puolisoani",
        "Virtanen",
        "Liisa Virtanen",
        "soita 050 123 4567",
        "010190-923A",
        "a@b.fi",
        "Huonosti 0501",
        "huonosti@hyvin",
        "Erittäin hyvin, mutta naapurini Pekka on huolissaan lapsista",
    ],
)
def test_own_words_in_a_closed_question_are_not_shown(own_words: str) -> None:
    message = str(decoded(own_words)[1].faults[0])

    assert f"a text of {len(own_words)} characters is not an answer" in message
    assert own_words not in message
    assert not any(word in message for word in ("puolisoani", "Virtanen", "050", "naapurini"))


@pytest.mark.parametrize("code", ["6", "99", "E", "N/A", "-1", "EOS"])
def test_a_code_is_shown(code: str) -> None:
    assert shown(code, ["Huonosti"]) == f"'{code}'"


@pytest.mark.parametrize("name", ["Aki", "MK", "Ei Aki", "Etelä-Savo Aki", "Etelä-Savo/MK"])
def test_a_name_beside_or_instead_of_an_answer_is_not_shown(name: str) -> None:
    assert shown(name, ["Ei", "Etelä-Savo"]) == f"a text of {len(name)} characters"


@given(st.text(min_size=4), st.sampled_from(["Ei", "Hyvin", "Etelä-Savo", "Erittäin huonosti"]))
def test_whatever_is_added_to_an_answer_is_not_shown(words: str, answer: str) -> None:
    assume(fold(words) and len(fold(answer + words)) > len(fold(answer)) + 2)

    assert shown(answer + words, [answer]) == f"a text of {len(answer + words)} characters"


def test_many_unlisted_texts_of_a_column_are_counted_not_listed() -> None:
    work = decoded(*[f"vastaus {chr(97 + n)}" for n in range(25)])[1]

    assert len(work.faults) == 21
    assert str(work.faults[-1]) == (
        "column '1. Apu': 5 more cells with other such texts; "
        "is this the column that the questionnaire means?"
    )
