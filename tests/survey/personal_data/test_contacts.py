from __future__ import annotations

import pytest

from lumo_analysis.survey.personal_data.contacts import find_emails, find_links, find_telephones


def emails(text: str) -> list[str]:
    return [text[found.start : found.end] for found in find_emails(text)]


@pytest.mark.parametrize(
    "written",
    [
        "etu.suku@esimerkki.fi",
        "etu_suku+työ@ala.esimerkki.fi",
        "etu.suku @ esimerkki.fi",
        "etu.suku@esimerkki",
        "etu.suku(at)esimerkki.fi",
        "etu.suku (at) esimerkki.fi",
        "etu.suku [at] esimerkki [piste] fi",
        "etu.suku at esimerkki.fi",
        "etu.suku ät esimerkki piste fi",
        "ETU.SUKU(Ä T)ESIMERKKI.FI".replace("Ä T", "ÄT"),
        "etu.suku miukumauku esimerkki.fi",
        "etu.suku(a)esimerkki.fi",
        "etu.suku at esimerkki dot com",
    ],
)
def test_an_address_is_found_however_it_is_written(written: str) -> None:
    assert any(written in hit for hit in emails(f"Kirjoita {written} jos ehdit"))


@pytest.mark.parametrize(
    "text", ["Look at this. Info follows.", "at work", "Meet at ten.fish", "Sovitaan (a) ja (b)."]
)
def test_the_word_at_is_no_address(text: str) -> None:
    assert emails(text) == []


def telephones(text: str) -> list[str]:
    return [text[found.start : found.end] for found in find_telephones(text)]


@pytest.mark.parametrize(
    "number",
    [
        "040 123 4567",
        "0401234567",
        "040-1234567",
        "0400 123 456",
        "+358 40 123 4567",
        "00358 40 123 4567",
        "(09) 310 1691",
        "015 123 456",
        "+46 8 123 456 78",
    ],
)
def test_a_number_is_found(number: str) -> None:
    assert telephones(f"Soita {number}!") == [number]


@pytest.mark.parametrize("text", ["puh0401234567", "p.0401234567x", "soita040 123 4567"])
def test_a_number_against_a_word_is_found(text: str) -> None:
    (number,) = telephones(text)

    assert number.replace(" ", "") == "0401234567"


@pytest.mark.parametrize(
    "text",
    [
        "112",
        "Vuosina 2019-2021",
        "1.1.2021",
        "Palkka 2 350,50 e/kk",
        "417/2007",
        "klo 8-16",
        "12345",
    ],
)
def test_other_numbers_are_no_telephones(text: str) -> None:
    assert telephones(text) == []


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Katso https://esimerkki.fi/a?b=1 sieltä", "https://esimerkki.fi/a?b=1"),
        ("sivu www.esimerkki.example on", "www.esimerkki.example"),
        ("blogini etusuku.com kertoo", "etusuku.com"),
        ("seuraa @etusuku siellä", "@etusuku"),
    ],
)
def test_a_link_is_found(text: str, link: str) -> None:
    assert link in [text[found.start : found.end] for found in find_links(text)]


def test_a_missing_space_makes_no_link() -> None:
    assert list(find_links("Kaikki hyvin.se on kiva asia.Mutta")) == []
