from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lumo_analysis.survey.matching import begins, fold, tidy


@pytest.mark.parametrize(
    "variant",
    [
        "ETELÄ-SAVO",
        "  etelä-savo\t",
        unicodedata.normalize("NFD", "Etelä-Savo"),
        "Etelä\u2010Savo",
        "Etelä\u2011Savo",
        "Etelä-\u00adSavo",
        "Ete\u200blä-Savo",
        "\ufeffEtelä-Savo\u00a0",
    ],
)
def test_variants_of_writing_are_the_same_answer(variant: str) -> None:
    assert fold(variant) == fold("Etelä-Savo")


def test_kinds_and_runs_of_space_are_one_space() -> None:
    assert fold("Erittäin\u00a0\u2009  hyvin") == fold("Erittäin hyvin")


@pytest.mark.parametrize(
    "other", ["Etela-Savo", "Etelä Savo", "Eteläsavo", "Etelä-Sav", "Etelä--Savo"]
)
def test_any_other_difference_is_another_answer(other: str) -> None:
    assert fold(other) != fold("Etelä-Savo")


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_canonically_equal_texts_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    "answer",
    [
        "<script>alert(1)</script>",
        "=1+1",
        "# heading",
        "$x$",
        "\u202eoikealta",
        "👩‍👧 kiitos",
        "a\n\tb",
    ],
)
def test_a_hostile_answer_stays_as_it_is(answer: str) -> None:
    assert tidy(answer) == answer


def test_own_words_lose_control_characters_and_outer_space_only() -> None:
    assert tidy("\r\n Liian\x00 vähän\x1b  aikaa\r\nkaikilla. ") == "Liian vähän  aikaa\nkaikilla."


@given(st.text())
def test_own_words_keep_no_control_character(text: str) -> None:
    kept = [c for c in tidy(text) if unicodedata.category(c) == "Cc"]

    assert set(kept) <= {"\n", "\t"}


@pytest.mark.parametrize(
    ("header", "prefix", "expected"),
    [
        ("1.1 Neuvola", "1.1 ", True),
        ("1.10 Neuvola", "1.1", False),
        ("3. Palvelut", "3.", True),
        ("3.1. Palvelut", "3.", False),
        ("Q3 Palvelut", "Q3", True),
        ("Q31 Palvelut", "Q3", False),
        ("MITÄ toivot?", "Mitä", True),
        ("Toive", "Toiveet", False),
    ],
)
def test_a_prefix_keeps_its_number_whole(header: str, prefix: str, expected: bool) -> None:
    assert begins(header, prefix) is expected
