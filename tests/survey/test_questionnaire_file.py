from __future__ import annotations

from pathlib import Path

import pytest
from small_survey import QUESTIONNAIRE, folder, questionnaire

from lumo_analysis.errors import QuestionnaireError
from lumo_analysis.survey.questionnaire_file import load_questionnaire

FIX = "{raw: etela-savo, answer: etela-savo, reason: The same.}"


def line_of(text: str) -> int:
    """The only line of the questionnaire that has a text."""
    (line,) = [n for n, line in enumerate(QUESTIONNAIRE.splitlines(), start=1) if text in line]
    return line


def faults(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    text = QUESTIONNAIRE
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    with pytest.raises(QuestionnaireError) as refused:
        load_questionnaire(folder(tmp_path, text) / "questionnaire.yaml")
    return [str(fault) for fault in refused.value.faults]


def test_a_sound_questionnaire_is_read(tmp_path: Path) -> None:
    assert load_questionnaire(folder(tmp_path) / "questionnaire.yaml") == questionnaire()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("population: {", "populaton: {", "unknown key 'populaton'; did you mean 'population'?"),
        ("section: all\n    grouping", "grouping", "items 'region': 'section' is missing; add it"),
        ("  - id: years", "  - id: wishes", "items 'wishes' id: this id is taken; choose another"),
        ("  - {id: services,", "  - {id: oth,", "no battery 'services'; known are 'oth'"),
        ("battery: services", "battery: servces", "no battery 'servces'; did you mean 'services'?"),
        ("scale: quality", "scale: qualty", "no scale 'qualty'; did you mean 'quality'?"),
        ("column: Vuodet", "column: Toiveet", "column 'Toiveet' belongs to item 'years' already"),
        ("column: Vuodet", "column: Tunnus", "column 'Tunnus' belongs to item 'years' already"),
        ("column: Vastausaika", "column: Toiveet", "'Toiveet' belongs to item 'wishes' already"),
        ('{prefix: "4.2."}', '{prefix: "4.1."}', "belongs to option 'systemic' of item 'methods'"),
        ('{prefix: "1."}', "{prefix: Toi}", "prefix 'Toi' also begins the column of item 'wishes'"),
        ("identifier: Tunnus", "identifier: {prefix: Toi}", "begins the column of item 'wishes'"),
        (", en: Poorly}", "}", "scales 'quality' answers 'poorly' label: no text in en; add it"),
        ("en: Poorly", "en: eos", "'EOS' stands for both 'poorly' and 'cant_say'"),
        ("codes: [EOS]", 'codes: ["99"]', "'99' is both an answer and a missing marker"),
        ("answers: [well]", "answers: [wel]", "'wel', which is not on the scale; did you mean"),
        ("answers: [well]", "answers: [cant_say]", "names 'cant_say', which is not on the scale"),
        ("{id: poorly,", "{id: well,", "scales 'quality' answers 'well': this id is taken"),
        ("{id: poorly,", "{id: no_answer,", "this id has a meaning of its own; choose another"),
        ("{id: keski-suomi,", "{id: all,", "a group can't be named 'all'; rename it"),
        ("raw: Etela-Savo", "raw: Etelä-Savo", "'Etelä-Savo' is already an answer or a missing"),
        ("answer: etela-savo", "answer: etela", "no answer 'etela'; did you mean 'etela-savo'?"),
        ("    grouping: true\n", "", "the region must be nominal, with 'grouping: true'"),
        ("region: region", "region: regoin", "region: no item 'regoin'; did you mean 'region'?"),
        ('    separator: ";"\n', "", "'separator' goes with multiple choice in one column"),
        ('separator: ";"', 'separator: ""', "is empty; give the sign between options"),
        ("    column: Toiveet\n", "", "needs a 'column' (or one for each option), not both"),
        (', column: {prefix: "4.2."}', "", "either every option has a 'column' or none has"),
        ("    kind: open\n", "    kind: ordinal\n", "a closed item needs a 'scale' or its own"),
        ("    kind: ordinal\n", "    kind: open\n", "kind 'open' has no scale, answers, headlines"),
        ('    column: {prefix: "1."}', "    column: {}", "give the whole header as text, or"),
        ("label: {fi: Keski-Suomi,", "column: X, label: {fi: Keski-Suomi,", "only an option of a"),
        ("column: Toiveet", 'column: "\u00ad"', "the column has no name; give its header"),
        ("      - {id: keski-suomi, label: {fi: Keski-Suomi, en: Central Finland}}\n", "", "two"),
        (
            "    fixes:\n      - {raw: Etela",
            f"    fixes:\n      - {FIX}\n      - {{raw: Etela",
            "fixed twice",
        ),
        ('start: "2021-02"', 'start: "2021-13"', "write a year and a month such as 2021-02"),
    ],
)
def test_a_fault_is_told_with_what_would_be_right(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    found = faults(tmp_path, (old, new))

    assert any(told in fault for fault in found), found
    assert all(fault.startswith("line ") for fault in found)


def test_all_faults_come_at_once_with_their_lines_though_some_items_are_invalid(
    tmp_path: Path,
) -> None:
    found = faults(
        tmp_path,
        ("title: {fi: Pieni kysely, en: Small survey}", "titel: {fi: Pieni kysely}"),
        ("en: Poorly", "en: EOS"),
        ("    battery: services", "    batery: services"),
        ("  - id: methods", "  - id: ways"),
        ("column: Vuodet", "column: Toiveet"),
        ("    kind: open\n    section: all", "    kind: opn\n    section: al"),
        (
            'wording: {fi: "Mitä toivot?", en: "What do you wish?"}',
            "wording: {fi: x}\n    wording: {}",
        ),
    )

    last = line_of('"Mitä toivot?"')
    assert [fault.partition(";")[0] for fault in found] == [
        "line 1: 'title' is missing",
        "line 2: unknown key 'titel'",
        f"line {line_of('id: cant_say')}: scales 'quality' "
        "answers 'cant_say': 'EOS' stands for both 'poorly' and 'cant_say'",
        f"line {line_of('battery: services')}: items 'access': unknown key 'batery'",
        f"line {line_of('id: methods')}: items 'ways' id: this id is taken",
        f"line {line_of('id: wishes') + 1}: items 'wishes' kind: must be one of "
        "'ordinal', 'nominal', 'multiple', 'open' or 'number'",
        f"line {last + 1}: items 'wishes' wording: stands here twice",
        f"line {last + 1}: items 'wishes' wording: no text in en, fi",
    ]


def test_an_item_is_not_blamed_for_a_section_that_is_itself_faulty(tmp_path: Path) -> None:
    found = faults(tmp_path, ("- {id: all, title:", "- {id: all, titel:"))

    assert not any("no section" in fault for fault in found)


def test_two_items_of_one_id_have_their_own_lines(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        (
            "  - id: years\n    kind: number\n    section: all",
            "  - id: wishes\n    kind: number\n    section: al",
        ),
        (
            "  - id: wishes\n    kind: open\n    section: all",
            "  - id: wishes\n    kind: open\n    section: el",
        ),
    )

    assert [fault.partition(":")[0] for fault in found if "no section" in fault] == [
        f"line {line_of('id: years') + 2}",
        f"line {line_of('id: wishes') + 2}",
    ]
