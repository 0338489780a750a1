from __future__ import annotations

import pytest

from lumo_analysis.survey.personal_data.inflection import Forms
from lumo_analysis.survey.personal_data.municipalities import MUNICIPALITIES, PLACES
from lumo_analysis.survey.personal_data.places import find_places
from lumo_analysis.survey.personal_data.plain_text import plain_text
from lumo_analysis.survey.personal_data.words import words_of

# Genitive, "in", "from" and "to", as the Institute for the Languages of Finland lists them.
INFLECTED = {
    "Mikkeli": "Mikkelin Mikkelissä Mikkelistä Mikkeliin",
    "Savonlinna": "Savonlinnan Savonlinnassa Savonlinnasta Savonlinnaan",
    "Pieksämäki": "Pieksämäen Pieksämäellä Pieksämäeltä Pieksämäelle Pieksämäkeä",
    "Juva": "Juvan Juvalla Juvalta Juvalle",
    "Kuopio": "Kuopion Kuopiossa Kuopiosta Kuopioon Kuopiota",
    "Varkaus": "Varkauden Varkaudessa Varkaudesta Varkauteen Varkautta",
    "Iisalmi": "Iisalmen Iisalmessa Iisalmesta Iisalmeen",
    "Siilinjärvi": "Siilinjärven Siilinjärvellä Siilinjärveltä Siilinjärvelle",
    "Suonenjoki": "Suonenjoen Suonenjoella Suonenjoelta Suonenjoelle Suonenjokea",
    "Leppävirta": "Leppävirran Leppävirralla Leppävirralta Leppävirralle Leppävirtaa",
    "Joroinen": "Joroisten Joroisissa Joroisista Joroisiin",
    "Lapinlahti": "Lapinlahden Lapinlahdella Lapinlahdelta Lapinlahdelle Lapinlahtea",
    "Kiuruvesi": "Kiuruveden Kiuruvedellä Kiuruvedeltä Kiuruvedelle Kiuruvettä",
    "Keitele": "Keiteleen Keiteleellä Keiteleeltä Keiteleelle Keitelettä",
    "Joensuu": "Joensuun Joensuussa Joensuusta Joensuuhun Joensuuta",
    "Kitee": "Kiteen Kiteellä Kiteeltä Kiteelle",
    "Outokumpu": "Outokummun Outokummussa Outokummusta Outokumpuun",
    "Nurmes": "Nurmeksen Nurmeksessa Nurmeksesta Nurmekseen Nurmesta",
    "Jyväskylä": "Jyväskylän Jyväskylässä Jyväskylästä Jyväskylään",
    "Jämsä": "Jämsän Jämsässä Jämsästä Jämsään",
    "Äänekoski": "Äänekosken Äänekoskella Äänekoskelta Äänekoskelle Äänekoskea",
    "Pihtipudas": "Pihtiputaan Pihtiputaalla Pihtiputaalta Pihtiputaalle Pihtipudasta",
    "Uurainen": "Uuraisten Uuraisilla Uuraisilta Uuraisille",
    "Viitasaari": "Viitasaaren Viitasaarella Viitasaarelta Viitasaarelle Viitasaarta",
    "Helsinki": "Helsingin Helsingissä Helsingistä Helsinkiin Helsinkiä",
    "Turku": "Turun Turussa Turusta Turkuun Turkua",
    "Tampere": "Tampereen Tampereella Tampereelta Tampereelle Tamperetta",
    "Lahti": "Lahden Lahdessa Lahdesta Lahteen Lahtea",
    "Vihti": "Vihdin Vihdissä Vihdistä Vihtiin",
    "Hanko": "Hangon Hangossa Hangosta Hankoon",
    "Uusikaupunki": "Uudenkaupungin Uudessakaupungissa Uudestakaupungista Uuteenkaupunkiin",
    "Kannus": "Kannuksen Kannuksessa Kannuksesta Kannukseen",
    "Alavus": "Alavuden Alavudella Alavudelta Alavudelle",
    "Virrat": "Virtain Virroilla Virroilta Virroille",
    "Kajaani": "Kajaanin Kajaanissa Kajaanista Kajaaniin",
    "Porvoo": "Porvoon Porvoossa Porvoosta Porvooseen Porvoota",
    "Ii": "Iin Iissä Iistä Iihin",
    "Loppi": "Lopen Lopella Lopelta Lopelle",
    "Etelä-Savo": "Etelä-Savon Etelä-Savossa Etelä-Savosta Etelä-Savoon",
    "Keski-Suomi": "Keski-Suomen Keski-Suomessa Keski-Suomesta Keski-Suomeen",
    "Lappi": "Lapin Lapissa Lapista Lappiin",
    "Uusimaa": "Uudenmaan Uudellamaalla Uudeltamaalta Uudellemaalle Uuttamaata",
}


def places(text: str) -> list[str]:
    return [text[found.start : found.end] for _, found in find_places(words_of(text))]


@pytest.mark.parametrize("name", INFLECTED)
def test_a_place_is_found_in_its_common_forms(name: str) -> None:
    forms = [name, *INFLECTED[name].split()]

    assert [form for form in forms if places(f"Työskentelen nyt {form} alueella") != [form]] == []


@pytest.mark.parametrize("name", MUNICIPALITIES)
def test_every_municipality_is_found_inside_a_sentence(name: str) -> None:
    first = name.split("/")[0]

    assert places(f"Töissä on kiire, {first} on kotini.") == [first]


def test_the_municipalities_of_2021_are_all_there() -> None:
    # Mänttä-Vilppula stands there with both its parts.
    assert len(set(MUNICIPALITIES)) == 309 + 2
    assert len(set(PLACES)) == len(PLACES)


@pytest.mark.parametrize("word", ["mikkelissä", "KUOPIOSSA", "jyväskyläläinen", "Joensuun-reissu"])
def test_a_place_is_found_in_any_case_and_compound(word: str) -> None:
    assert len(places(f"olen töissä {word} tänään")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Varkaudet ovat lisääntyneet.",
        "auton kolari ja varkaus",
        "Salo on metsä, salossa on hiljaista",
        "Kemiaa opetetaan liian vähän",
        "Oulipo on kirjallisuutta",
        "kotkan pesä",
    ],
)
def test_a_word_that_is_a_place_too_needs_a_capital(text: str) -> None:
    assert places(text) == []


@pytest.mark.parametrize("text", ["Lahdessa on hyvä.", "Salosta tulin.", "Poriin muutin"])
def test_a_local_case_tells_the_place_at_the_start_of_a_sentence(text: str) -> None:
    assert len(places(text)) == 1


def test_a_surveys_own_regions_are_places() -> None:
    text = "Meillä Alue B:ssä ja Tulvaniityllä on kiire"

    found = [place for _, place in find_places(words_of(text), ["Tulvaniitty/Tulvaniity", ""])]

    assert [text[place.start : place.end] for place in found] == ["Tulvaniityllä"]


@pytest.mark.parametrize("form", ["Matin", "Matilla", "Mattia", "Mattikin", "Mattiko", "matille"])
def test_a_doubled_consonant_is_single_in_the_weak_grade(form: str) -> None:
    assert form in Forms({"Matti": True})


@pytest.mark.parametrize("form", ["Mati", "Matia", "mattina-", "Mattilan", "matto"])
def test_what_is_no_form_of_the_name_is_not_found(form: str) -> None:
    assert form not in Forms({"Matti": True})


@pytest.mark.parametrize(
    "form", ["Markus", "Markuksen", "Markusta", "Markukselle", "Daniel", "Danielin"]
)
def test_names_that_end_in_a_consonant_have_a_stem(form: str) -> None:
    assert form in Forms({"Markus": 1, "Daniel": 2})


def test_invisible_signs_hide_nothing_and_places_stay_those_of_the_original() -> None:
    written = "Mik\u00adke\u200blissa\u0308 04\uff10"
    plain = plain_text(written)

    assert plain.text == "Mikkelissä 040"
    start = plain.text.index("040")
    assert written[slice(*plain.original(start, start + 3))] == "04\uff10"
    assert written[slice(*plain.original(0, 10))] == "Mik\u00adke\u200blissa\u0308"
