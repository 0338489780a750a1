from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lumo_analysis.survey.personal_data.identity_codes import (
    CENTURY_SIGNS,
    CHECK_CHARACTERS,
    check_character,
    find_identity_codes,
    is_identity_code,
)


def found(text: str) -> list[str]:
    return [text[found.start : found.end] for found in find_identity_codes(text)]


@st.composite
def codes(draw: st.DrawFn, signs: str = CENTURY_SIGNS) -> str:
    """A right code whose individual number, 900 to 999, nobody bears."""
    day, month = draw(st.integers(1, 31)), draw(st.integers(1, 12))
    year, number = draw(st.integers(0, 99)), draw(st.integers(900, 999))
    birth = f"{day:02}{month:02}{year:02}"
    sign = draw(st.sampled_from(signs))
    return f"{birth}{sign}{number}{check_character(f'{birth}{number}')}"


def test_check_characters_are_those_of_the_population_register() -> None:
    # The example that the Digital and Population Data Services Agency publishes.
    example = "131052-" + "308"
    assert is_identity_code(f"{example}T")
    assert not any(is_identity_code(f"{example}{c}") for c in CHECK_CHARACTERS if c != "T")


@pytest.mark.parametrize("sign", CENTURY_SIGNS)
def test_every_century_sign_makes_a_code(sign: str) -> None:
    code = f"010199{sign}900{check_character('010199900')}"

    assert is_identity_code(code)
    assert found(f"Tunnus on {code}.") == [code]


@pytest.mark.parametrize("text", ["131052-900", "321052-9005", "131352-900A", "131052=900W", ""])
def test_what_is_not_well_formed_is_no_code(text: str) -> None:
    assert not is_identity_code(text)


@given(codes(), st.text("abcäö .,:;()\n", max_size=12), st.text("abcäö .,:;()\n", max_size=12))
def test_a_right_code_is_found_whole_against_any_letters(
    code: str, before: str, after: str
) -> None:
    text = f"{before}{code}{after}"

    assert any(code in hit for hit in found(text)), text


MISTYPED = {
    "small letters": str.lower,
    "a space before the sign": lambda code: f"{code[:6]} {code[6:]}",
    "spaces around the sign": lambda code: f"{code[:6]} {code[6]} {code[7:]}",
    "a space before the check character": lambda code: f"{code[:10]} {code[10]}",
    "a dash before the check character": lambda code: f"{code[:10]}-{code[10]}",
    "points in the date": lambda code: f"{code[:2]}.{code[2:4]}.{code[4:]}",
    "points and a space": lambda code: f"{code[:2]}.{code[2:4]}.{code[4:6]} {code[6:]}",
    "slashes": lambda code: f"{code[:2]}/{code[2:4]}/{code[4:]}",
    "dashes in the date": lambda code: f"{code[:2]}-{code[2:4]}-{code[4:]}",
    "spaces everywhere": lambda code: " ".join(code),
    "no sign": lambda code: code[:6] + code[7:],
    "a space for the sign": lambda code: f"{code[:6]} {code[7:]}",
    "no check character": lambda code: code[:10],
    "another check character": lambda code: (
        code[:10] + CHECK_CHARACTERS[(CHECK_CHARACTERS.index(code[10]) + 7) % 31]
    ),
    "a letter that no code ends in": lambda code: f"{code[:10]}Q",
    "the letter O for zero": lambda code: code[:10].replace("0", "O") + code[10],
    "the letter l for one": lambda code: code[:10].replace("1", "l") + code[10],
    "a word against it": lambda code: f"hetu{code}",
    "a word after it": lambda code: f"{code}on",
    "a number before it": lambda code: f"12 {code}",
    "all of the year": lambda code: f"{code[:2]}.{code[2:4]}.19{code[4:]}",
}


@pytest.mark.parametrize("slip", MISTYPED)
@given(code=codes())
def test_a_code_is_found_with_a_slip_of_the_hand(slip: str, code: str) -> None:
    # A lost sign leaves ten figures or nine and a letter; a figure is then no proof.
    if slip in ("no sign", "a space for the sign") and code[10].isdigit():
        code = f"{code[:10]}{check_character(code[:6] + code[7:10])}"
    written = MISTYPED[slip](code)

    assert found(f"Tunnukseni {written} löytyy") != [], written


@given(codes("-A"), st.data())
def test_two_digits_that_changed_places_do_not_hide_a_code(code: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([4, 7, 8]))
    turned = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert found(turned) == [turned]


@pytest.mark.parametrize(
    "text",
    [
        "Palkka oli 2 350,50 euroa.",
        "Vuosina 2010-2015 ja 1.1.2020-31.12.2020",
        "Lain 417/2007 25 § ja 546/2023",
        "puhelin 09 1234 5678",
        "klo 8.00-16.00, ma-pe",
        "100 000-200 000 euroa",
        "123456789",
        "Asiakkaita on 35, suositus 25-30.",
        "liite 20210315-2",
        "tilaus 991399-900",
    ],
)
def test_other_numbers_are_no_codes(text: str) -> None:
    assert found(text) == []


def test_few_random_numbers_are_taken_for_codes() -> None:
    rng = random.Random(5)
    numbers = [f"{rng.randrange(10**10):010d}" for _ in range(5000)]

    # A date is 31 × 12 of 10,000 beginnings, and one check digit in 31 is right by chance.
    assert sum(bool(found(number)) for number in numbers) < 20
