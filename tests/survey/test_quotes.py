from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from small_survey import csv_text, folder, frame

from lumo_analysis.errors import QuestionnaireError
from lumo_analysis.survey.survey import Survey, data_folder, load_survey, survey_names

THEMES = """\
questions:
  - item: wishes
    themes:
      - {id: time, label: {fi: Aika, en: Time}, definition: {fi: Kaipaa aikaa., en: Wants time.}}
      - {id: peace, label: {fi: Rauha, en: Peace}, definition: {fi: Kaipaa rauhaa., en: Peace.}}
"""
ANSWERS = {
    "v1": "Aikaa  olla\nläsnä. Kiitos!",
    "v2": "Tulin Rantakoulusta, soita 040 123 4567 tai kysy Pekalta. Aikaa ei ole.",
    "v3": "Zelmira ja minä kaipaamme rauhaa",
}
QUOTE = {
    "id": "presence",
    "respondent": "V1",
    "item": "wishes",
    "themes": "[time]",
    "status": "cleared",
    "language": "fi",
    "text": '"Aikaa olla läsnä."',
    "translations": '{en: "Time to be there."}',
    "cleared_by": "N.N.",
    "date": "2026-01-31",
}


def bank(*quotes: dict[str, str], head: str = "synthetic: true") -> str:
    lines = [head, "quotes:"]
    for quote in quotes:
        (name, value), *rest = {**QUOTE, **quote}.items()
        lines += [f"- {name}: {value}", *(f"  {key}: {text}" for key, text in rest if text)]
    return "\n".join(lines) + "\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A survey whose synthetic responses have identifiers, codes and quotes."""
    place = folder(tmp_path)
    cells = frame(*({"wishes": words} for words in ANSWERS.values()))
    cells["Tunnus"] = list(ANSWERS)
    (tmp_path / "real.csv").write_text(csv_text(cells), encoding="utf-8")
    cells["SYNTEETTINEN"] = "SYNTHETIC"
    (place / "synthetic.csv").write_text(csv_text(cells), encoding="utf-8")
    (place / "themes.yaml").write_text(THEMES, encoding="utf-8")
    coding = "respondent,item,theme,coder\nv1,wishes,time,A\nv2,wishes,time,A\nv3,wishes,peace,A\n"
    for name in (place / "synthetic-coding.csv", tmp_path / "real-coding.csv"):
        name.write_text(coding, encoding="utf-8")
    return place


def load(small: Path, *quotes: dict[str, str], **options: str) -> Survey:
    (small / "quotes.yaml").write_text(bank(*quotes, **options), encoding="utf-8")
    return load_survey(small)


def faults(small: Path, *quotes: dict[str, str], **options: str) -> list[str]:
    with pytest.raises(QuestionnaireError) as refused:
        load(small, *quotes, **options)
    assert not any(part in str(refused.value) for part in ("Pekal", "Zelmira", "4567", "läsnä"))
    return [str(fault) for fault in refused.value.faults]


def test_a_cleared_quote_points_to_its_row_and_to_no_identifier(small: Path) -> None:
    survey = load(small, {})

    (quote,) = survey.quotes
    assert survey.responses["wishes"].iloc[quote.respondent] == ANSWERS["v1"]
    assert dataclasses.asdict(quote) == {
        "id": "presence",
        "respondent": quote.respondent,
        "item": "wishes",
        "themes": ("time",),
        "text": "Aikaa olla läsnä.",
        "language": "fi",
        "paraphrase": False,
        "translations": {"en": "Time to be there."},
    }
    assert "quotes" in survey.fingerprints
    assert "läsnä" not in repr(survey)


def test_quotes_follow_their_respondents_into_a_region(small: Path) -> None:
    survey = load(small, {})

    (quote,) = survey.within("etela-savo").quotes
    assert survey.within("etela-savo").responses["wishes"].iloc[quote.respondent] == ANSWERS["v1"]
    assert survey.within("keski-suomi").quotes == ()


def test_a_paraphrase_need_not_stand_in_the_answer(small: Path) -> None:
    (quote,) = load(small, {"status": "paraphrase", "text": "Aikaa tarvitaan."}).quotes

    assert quote.paraphrase


def test_a_withheld_quote_goes_no_further(small: Path) -> None:
    withheld = {"respondent": "v2", "status": "withheld", "cleared_by": "", "date": ""}

    assert load(small, {**withheld, "text": "soita 040 123 4567"}).quotes == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"respondent": "v9"}, "respondent: a respondent that the export does not have"),
        ({"item": "whishes"}, "item: no open item of this id has themes; did you mean 'wishes'?"),
        ({"themes": "[tiem]"}, "themes: a theme that the item does not have; did you mean 'time'?"),
        ({"themes": "[peace]"}, "themes: a theme that the coding does not give to this answer"),
        ({"themes": "[]"}, "themes: tuple should have at least 1 item"),
        ({"text": "Aikaa olla"}, None),
        ({"text": "aikaa olla"}, "text: these words are not in the answer; quote a part of it"),
        ({"text": "Aikaa olla poissa"}, "text: these words are not in the answer"),
        ({"text": '" "'}, "text: string should have at least 1 character"),
        ({"cleared_by": ""}, "status: a quote that is cleared needs 'cleared_by' and 'date'"),
        ({"date": ""}, "needs 'cleared_by' and 'date'; say who released it and when, or withhold"),
        ({"date": "2026-02-30"}, "not YAML"),
        ({"status": "ok"}, "status: must be one of 'cleared', 'paraphrase' or 'withheld'"),
        ({"translations": "{fi: Sama.}"}, "translations: a translation into the language of the"),
        ({"translations": "{suomi: Sama.}"}, "not written as it must be"),
        ({"respondent": "v2", "text": "soita 040 123 4567"}, "personal data (telephone)"),
        ({"respondent": "v2", "text": "kysy Pekalta"}, "(name); leave it out, paraphrase, or"),
        ({"respondent": "v2", "text": "Tulin Rantakoulusta"}, "personal data (workplace)"),
        ({"status": "paraphrase", "text": "Aikaa Mikkelissä"}, "personal data (place)"),
        ({"translations": '{en: "Ask Pekka."}'}, "translations: what looks like personal data"),
        ({"text": '"Aikaa olla läsnä."', "role": "opettaja"}, "unknown key"),
    ],
)
def test_a_fault_is_told_with_its_line_and_without_the_words(
    small: Path, change: dict[str, str], expected: str | None
) -> None:
    if expected is None:
        assert len(load(small, change).quotes) == 1
        return
    assert any(expected in fault for fault in faults(small, change)), faults(small, change)


def test_all_faults_come_at_once(small: Path) -> None:
    found = faults(small, {"text": "muuta"}, {"id": "other", "status": "ok"}, {})

    assert found == [
        "line 9: quotes number 1 text: these words are not in the answer; "
        "quote a part of it letter by letter, or make it a paraphrase",
        "line 17: quotes number 2 status: must be one of 'cleared', 'paraphrase' or 'withheld'",
        "line 23: quotes number 3 id: this id is taken; choose another",
    ]


def test_a_name_that_begins_the_quote_but_not_the_sentence_is_seen(small: Path) -> None:
    # "Rantakoulusta, soita" alone could begin a sentence; in the answer it does not.
    change = {"respondent": "v2", "text": '"Rantakoulusta"'}

    assert "personal data (workplace)" in faults(small, change)[0]


def test_a_rare_name_that_begins_a_sentence_is_for_the_person_to_see(small: Path) -> None:
    change = {"respondent": "v3", "themes": "[peace]", "text": "Zelmira ja minä"}

    assert len(load(small, change).quotes) == 1


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", "the quotes must say whose they are; write either 'synthetic: true' or"),
        (f"responses: {'a' * 64}", "these quotes are of real responses, and the responses"),
        (f"synthetic: true\nresponses: {'a' * 64}", "the quotes must say whose they are"),
        ("responses: abc", "responses: not written as it must be"),
    ],
)
def test_quotes_say_whose_they_are(small: Path, head: str, expected: str) -> None:
    assert any(expected in fault for fault in faults(small, {}, head=head))


def test_real_responses_never_meet_the_quotes_of_the_demonstration(small: Path) -> None:
    load(small, {})

    survey = load_survey(small, small.parent / "real.csv")

    assert not survey.synthetic
    assert survey.quotes == ()
    assert "quotes" not in survey.fingerprints


def test_quotes_beside_an_export_belong_to_that_export_alone(small: Path) -> None:
    export, quotes = small.parent / "real.csv", small.parent / "real-quotes.yaml"
    sha256 = load_survey(small, export).fingerprints["responses"]
    quotes.write_text(bank({}, head=f"responses: {sha256}"), encoding="utf-8")

    assert len(load_survey(small, export).quotes) == 1

    export.write_text(export.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(QuestionnaireError, match="these quotes belong to another export; look"):
        load_survey(small, export)
    quotes.write_text(bank({}), encoding="utf-8")
    with pytest.raises(QuestionnaireError, match="these quotes are of synthetic responses"):
        load_survey(small, export)


def test_quotes_need_identifiers_and_themes(small: Path) -> None:
    (small / "themes.yaml").unlink()
    (small / "synthetic-coding.csv").unlink()

    assert "no open item of this id has themes" in faults(small, {})[0]


@pytest.mark.parametrize("survey", survey_names())
def test_shipped_quotes_cover_several_questions_in_both_languages(survey: str) -> None:
    quotes = load_survey(data_folder() / survey).quotes

    assert 6 <= len(quotes) <= 12
    assert len({quote.item for quote in quotes}) >= 3
    assert all({quote.language, *quote.translations} == {"fi", "en"} for quote in quotes)
    assert {quote.paraphrase for quote in quotes} == {True, False}
    assert "status: withheld" in (data_folder() / survey / "quotes.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "synthetic: true\nquotes:\n- *Kanaria\n",
        "synthetic: true\nquotes:\n- Kanaria sanoi: näin\n",
        "synthetic: true\nquotes: Kanaria\n",
        "synthetic: true\nKanaria: 1\nquotes: []\n",
        "synthetic: true\nquotes:\n- {id: Kanaria, text: [Kanaria: 1], language: Kanaria}\n",
        'synthetic: true\nquotes:\n- id: a\n  text: "Kanaria \\q"\n',
        "synthetic: true\nquotes:\n- id: !Kanaria a\n",
        "synthetic: true\nquotes:\n- id: a\n  id: b\n  Kanaria: x\n  Kanaria: y\n",
        "synthetic: true\nquotes:\n- id: a\n  translations: {Kanaria: x, Kanaria: y}\n",
        "Kanaria",
        "synthetic: Kanaria\nquotes: []\n",
        "responses: Kanaria\nquotes: []\n",
        "quotes: [{date: 2026-99-99}]\n",
        "a: @Kanaria\n",
    ],
)
def test_a_broken_bank_is_refused_without_a_word_of_it(small: Path, text: str) -> None:
    (small / "quotes.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(QuestionnaireError) as refused:
        load_survey(small)

    assert "kanaria" not in str(refused.value).lower()
