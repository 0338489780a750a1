from __future__ import annotations

import pytest

from lumo_analysis.survey.personal_data.addresses import find_addresses
from lumo_analysis.survey.personal_data.names import find_names
from lumo_analysis.survey.personal_data.words import words_of
from lumo_analysis.survey.personal_data.workplaces import find_workplaces


def names(text: str, *own: str) -> list[str]:
    return [text[found.start : found.end] for found in find_names(words_of(text), text, own)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kollegani Pekka auttaa.", ["Pekka"]),
        ("Pekka auttaa.", ["Pekka"]),
        ("soitin pekalle eilen", ["pekalle"]),
        ("SOITIN PEKALLE EILEN", ["PEKALLE"]),
        ("Virtasen tiimi toimii", ["Virtasen"]),
        ("puhuin korhosen kanssa", ["korhosen"]),
        ("Rouva virtasella on aikaa", ["virtasella"]),
        ("Esimiehemme on Zelmira ja hän auttaa", ["Zelmira"]),
        ("Esim. Tuulikaisa tietää.", ["Tuulikaisa"]),
        ("Kysy: M. Kaarnikka vastaa", ["M. Kaarnikka"]),
        ("johtaja J.K. päätti", ["J.K."]),
        ("Anna-Liisa kertoi", ["Anna-Liisa"]),
        ("Helmi kertoi", ["Helmi"]),
        ("kiitos ja terveisin maija", ["maija"]),
    ],
)
def test_a_name_is_found(text: str, expected: list[str]) -> None:
    assert [name for name in names(text) if name in expected] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Lisää aikaa. Toivon rauhaa! Johtamista pitää kehittää?",
        "- Enemmän tukea\n- Vähemmän kiirettä",
        "1) Tiedonkulku 2) Resurssit",
        "Asiakkaana on usein KELA, THL tai EU-maiden kansalainen",
        "Suomessa on Kelan tuki, ja Wilma on käytössä",
        "Onko Teillä aikaa",
        "helmi, kari ja marja ovat sanoja; ainoa toivo",
        "annetaan riita ja peritään erosta; tuomaan iloa",
        "Lapset puheeksi on hyvä. ”Kaikki auttavat”, sanottiin",
    ],
)
def test_ordinary_words_are_no_names(text: str) -> None:
    assert names(text) == []


def test_further_names_are_found_in_any_case() -> None:
    assert names("kysyin zelmiralta", "Zelmira Kaarnikka") == ["zelmiralta"]


def workplaces(text: str) -> list[str]:
    return [text[found.start : found.end] for _, found in find_workplaces(words_of(text), text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kallion koulussa on kiire", "Kallion koulussa"),
        ("Olen töissä Rantakoulussa nyt", "Rantakoulussa"),
        ("meillä Peikonpesän päiväkodissa", "Peikonpesän päiväkodissa"),
        ("Tulin Siun sotesta", "Siun"),
        ("Essotessa toimii hyvin", "Essotessa"),
        ("Mäkelän perhekeskuksen väki", "Mäkelän perhekeskuksen"),
        ("Olen Harjun keskussairaalasta", "Harjun keskussairaalasta"),
    ],
)
def test_a_workplace_is_found_by_its_name(text: str, expected: str) -> None:
    assert workplaces(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Perhekeskus toimii, koulu auttaa",
        "Lasten koulussa ja Perheen kotiin",
        "Meidän yksikkö on pieni",
        "Pidän koulusta. Haluan kouluun.",
        "Etenkin alakoulussa; Korjataan koulut",
        "Yhteinen toimisto",
        "Pienyrittäjien asema on heikko",
    ],
)
def test_a_kind_of_workplace_is_no_name(text: str) -> None:
    assert workplaces(text) == []


def addresses(text: str) -> list[str]:
    return [text[found.start : found.end] for found in find_addresses(words_of(text), text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Asun Mannerheimintie 12 B 34:ssä", "Mannerheimintie 12 B 34"),
        ("osoite on hallituskatu 5", "hallituskatu 5"),
        ("Porrassalmenkadulla 17 a", "Porrassalmenkadulla 17 a"),
        ("muutin Koivukujalle hiljattain", "Koivukujalle"),
        ("asuu Vanhan polun 3", None),
        ("se on Mikon polku 3", "Mikon polku 3"),
        ("bor på Storgatan 12", "Storgatan 12"),
        ("Strandvägen 3 b", "Strandvägen 3 b"),
        ("posti 50100 Mikkeli", "50100 Mikkeli"),
        ("PL 33, kiitos", "PL 33"),
    ],
)
def test_an_address_is_found(text: str, expected: str | None) -> None:
    found = addresses(text)

    assert any(expected in hit for hit in found) if expected else found == []


@pytest.mark.parametrize(
    "text",
    [
        "Kuntien 10 % ja kuntien 5 tehtävää",
        "Koulutie on pitkä, hoitopolku 2021",
        "asiakkaan Palvelupolku toimii",
        "Se on Valtatiellä",
        "12 lasta ja 3 aikuista",
        "palkka 20000 Euroa".lower(),
    ],
)
def test_other_ways_and_numbers_are_no_addresses(text: str) -> None:
    assert addresses(text) == []
