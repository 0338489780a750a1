from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lumo_analysis.survey.personal_data.account_numbers import find_ibans, is_iban


def found(text: str) -> list[str]:
    return sorted({text[found.start : found.end] for found in find_ibans(text)})


def with_check_digits(country: str, rest: str) -> str:
    number = int("".join(str(int(sign, 36)) for sign in f"{rest}{country}00"))
    return f"{country}{98 - number % 97:02}{rest}"


finnish = st.from_regex(r"[0-9]{14}", fullmatch=True).map(lambda n: with_check_digits("FI", n))


# Examples that the banks' registry of IBAN publishes.
@pytest.mark.parametrize(
    "account",
    [
        "FI2112345600000785",
        "SE4550000000058398257466",
        "EE382200221020145685",
        "NO9386011117947",
        "GB29NWBK60161331926819",
        "MT84MALT011000012345MTLCAST001S",
    ],
)
def test_published_examples_are_accounts_in_any_writing(account: str) -> None:
    groups = " ".join(account[start : start + 4] for start in range(0, len(account), 4))

    assert is_iban(account)
    for written in (account, groups, groups.lower(), groups.replace(" ", "-")):
        assert found(f"Tilille {written}, kiitos") == [written]


@given(finnish, st.text("abcdeghijklmnopqrstuvwxyzäö", max_size=6))
def test_a_finnish_account_is_found_against_a_word(account: str, word: str) -> None:
    assert any(account in hit for hit in found(f"{word}{account}"))


@given(finnish, st.integers(4, 17), st.integers(1, 9))
def test_a_finnish_account_with_a_wrong_digit_is_found(account: str, place: int, more: int) -> None:
    wrong = str((int(account[place]) + more) % 10)
    mistyped = account[:place] + wrong + account[place + 1 :]

    assert not is_iban(mistyped)
    assert found(f"tili: {mistyped}") == [mistyped]


@given(finnish, st.integers(2, 17))
def test_a_finnish_account_with_a_digit_lost_is_found(account: str, place: int) -> None:
    assert found(account[:place] + account[place + 1 :]) != []


def test_a_wrong_number_of_another_country_is_not_taken_for_an_account() -> None:
    assert found("SE4550000000058398257467") == []


@pytest.mark.parametrize(
    "text",
    [
        "Fi. 12 lasta ja 3 aikuista",
        "se 12 on 34 kpl 56 eri 78 asia 90 tai 12 muu",
        "Asiakkaita de 100 000 ja 200 000",
        "fiksu 2021",
    ],
)
def test_words_and_numbers_are_no_accounts(text: str) -> None:
    assert found(text) == []
