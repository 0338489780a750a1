from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError
from small_survey import questionnaire

from lumo_analysis.errors import QuestionnaireError
from lumo_analysis.survey.codebook import Theme, load_codebook
from lumo_analysis.survey.questionnaire_file import load_questionnaire
from lumo_analysis.survey.theme_patterns import Pattern, WordTest

DATA = Path(__file__).parents[2] / "data"

THEMES = """\
questions:
  - item: wishes
    themes:
      - id: time
        label: {fi: Aika, en: Time}
        definition: {fi: Kaipaa aikaa., en: Wants time.}
        include: {fi: Kiire., en: Haste.}
        exclude: {fi: Rauha., en: Peace.}
        patterns:
          - aika
          - {phrase: "ei ehtiä/jaksaa", within: 3, ordered: true}
        exceptions: [koko aika]
      - id: peace
        label: {fi: Rauha, en: Peace}
        definition: {fi: Kaipaa rauhaa., en: Wants peace.}
        parent: time
"""


def faults(tmp_path: Path, old: str, new: str) -> list[str]:
    assert old in THEMES
    path = tmp_path / "themes.yaml"
    path.write_text(THEMES.replace(old, new), encoding="utf-8")
    with pytest.raises(QuestionnaireError) as refused:
        load_codebook(path, questionnaire())
    return [str(fault) for fault in refused.value.faults]


def test_patterns_stand_with_their_theme(tmp_path: Path) -> None:
    path = tmp_path / "themes.yaml"
    path.write_text(THEMES, encoding="utf-8")

    time, peace = load_codebook(path, questionnaire()).themes["wishes"]

    assert [pattern.phrase for pattern in time.patterns] == ["aika", "ei ehtiä/jaksaa"]
    assert [(p.words_within, p.ordered) for p in time.patterns] == [(1, False), (3, True)]
    assert time.exceptions[0].words_within == 4
    assert peace.parent == "time"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("aika", WordTest("aika")),
        ("-aika", WordTest("aika", begins=False)),
        ("aika-", WordTest("aika", ends=False)),
        ("-aika-", WordTest("aika", begins=False, ends=False)),
        ("aik*", WordTest("aik", ends=False, prefix=True)),
        ("-aik*", WordTest("aik", begins=False, ends=False, prefix=True)),
        ("qr-koodi", WordTest("qrkoodi")),
    ],
)
def test_hyphens_and_stars_say_which_part_of_a_word(written: str, expected: WordTest) -> None:
    assert Pattern.model_validate(written).slots == ((expected,),)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("- aika\n", "- Aika!\n", "line 10: questions number 1 themes 'time' patterns number 1"),
        ("- aika\n", "- Aika\n", "'Aika' is no word to look for; write 'word', '-part'"),
        ("- aika\n", '- "ai*"\n', "'ai*' is too short a beginning; give three letters or more"),
        ("- aika\n", "- {phrase: aika, within: 3}\n", "'within' and 'ordered' are for phrases"),
        ("- aika\n", "- {phrase: liian vähän aika, within: 2}\n", "3 words do not fit within 2"),
        ("- aika\n", "- {phrase: ei aika, within: 30}\n", "line 10: "),
        ("- aika\n", "- {phrase: ei aika, witin: 3}\n", "unknown key 'witin'; did you mean"),
        ("[koko aika]", "[aika]", "line 12: questions number 1 themes 'time' exceptions number 1"),
        ("[koko aika]", "[aika]", "'aika' stands here twice; keep one"),
        ("parent: time", "parent: tiem", "no theme 'tiem' stands before it; did you mean 'time'?"),
        ("parent: time", "parent: peace", "no theme 'peace' stands before it"),
        ("parent: time", "exceptions: [melu]", "line 16: questions number 1 themes 'peace' exc"),
        (", en: Haste.}", "}", "line 7: questions number 1 themes 'time' include: no text in en"),
    ],
)
def test_a_fault_of_a_pattern_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    found = faults(tmp_path, old, new)

    assert any(expected in fault for fault in found), found


def test_a_pattern_needs_a_word() -> None:
    with pytest.raises(ValidationError, match="no word to look for"):
        Pattern.model_validate(" ")


SHIPPED = [
    (path.parent.name, question.item, theme)
    for path in sorted(DATA.glob("*/themes.yaml"))
    for question in load_codebook(
        path, load_questionnaire(path.with_name("questionnaire.yaml"))
    ).questions
    for theme in question.themes
]


@pytest.mark.parametrize(
    ("survey", "item", "theme"), SHIPPED, ids=lambda part: getattr(part, "id", part)
)
def test_each_shipped_theme_says_what_belongs_to_it(survey: str, item: str, theme: Theme) -> None:
    assert theme.patterns
    assert theme.include is not None
    assert theme.exclude is not None
