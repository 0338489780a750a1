from __future__ import annotations

from pathlib import Path

import pytest
from small_survey import QUESTIONNAIRE, folder

from lumo_analysis.errors import QuestionnaireError
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.questionnaire_file import load_questionnaire

WISHES = "    column: Toiveet\n"


def _with(tmp_path: Path, top: str, *changes: tuple[str, str]) -> Questionnaire:
    """The small questionnaire with keys at the top and other changes."""
    text = QUESTIONNAIRE.replace("region: region\n", f"region: region\n{top}\n", 1)
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return load_questionnaire(folder(tmp_path, text) / "questionnaire.yaml")


def _faults(tmp_path: Path, top: str, *changes: tuple[str, str]) -> list[str]:
    with pytest.raises(QuestionnaireError) as refused:
        _with(tmp_path, top, *changes)
    return [str(fault) for fault in refused.value.faults]


def test_a_column_margins_and_limits_are_read(tmp_path: Path) -> None:
    actual = _with(
        tmp_path,
        "weights:\n"
        "  column: {prefix: Pai}\n"
        "  margins:\n"
        "    region: {etela-savo: 150, keski-suomi: 50}\n"
        "    access: {poorly: 120, well: 80.5}\n"
        "  limits: {low: 0.3, high: 3}\n"
        "  no_answer: keep",
    ).weights

    assert actual is not None
    assert str(actual.column) == "Pai..."
    assert actual.margins["access"] == {"poorly": 120, "well": 80.5}
    assert (actual.limits and actual.limits.low, actual.no_answer) == (0.3, "keep")


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ("{}", "line 10: weights: give a 'column' of weights, 'margins' of the population"),
        ("{colum: x}", "line 10: weights: unknown key 'colum'; did you mean 'column'?"),
        ("{column: P, limits: {}}", "weights limits: give 'low', 'high' or both, as multiples"),
        ("{column: P, limits: {low: 2}}", "limits low: input should be less than or equal to 1"),
        ("{column: P, limits: {high: .inf}}", "weights limits high: "),
        ("{column: P, no_answer: drop}", "weights no_answer: must be one of 'refuse' or 'keep'"),
        ("{column: Toiveet}", "column 'Toiveet' belongs to item 'wishes' already; give each"),
        ("{column: {prefix: To}}", "prefix 'To' also begins the column of item 'wishes'"),
        ("{margins: {regoin: {a: 1}}}", "margins regoin: no item 'regoin'; did you mean 'region'?"),
        ("{margins: {wishes: {a: 1}}}", "an item of kind 'open' has no margin; name a nominal"),
        ("{margins: {ways: {survey: 1}}}", "an item of kind 'multiple' has no margin"),
        (
            "{margins: {region: {etela-savo: 1, keski-sumi: 2}}}",
            "region keski-sumi: no answer 'keski-sumi'; did you mean 'keski-suomi'?",
        ),
        (
            "{margins: {region: {etela-savo: 1}}}",
            "region: no number for 'keski-suomi'; give the population's number of each answer, 0",
        ),
        (
            "{margins: {region: {etela-savo: 1, keski-suomi: -1}}}",
            "region keski-suomi: input should be greater than or equal to 0",
        ),
        (
            "{margins: {region: {etela-savo: 0, keski-suomi: 0}}}",
            "margins region: the margin is empty; give the population's numbers",
        ),
        (
            "{margins: {access: {poorly: 1, well: 1, cant_say: 1}}}",
            "access cant_say: 'cant_say' is off the scale; leave it out; see 'no_answer'",
        ),
        (
            "{margins: {region: {etela-savo: 9, keski-suomi: 1}, access: {poorly: 0, well: 1}}}",
            "margins: the margins are of different populations: they sum up to 'region' 10, "
            "'access' 1; give all in numbers, or all in shares",
        ),
    ],
)
def test_a_fault_of_the_weights_is_told(tmp_path: Path, declared: str, told: str) -> None:
    found = _faults(tmp_path, f"weights: {declared}")

    assert any(told in fault for fault in found), found
    assert all(fault.startswith("line 10: ") for fault in found)


def test_all_faults_of_the_weights_come_at_once_though_an_item_is_faulty_too(
    tmp_path: Path,
) -> None:
    declared = "{column: Maakunta, margins: {acess: {x: 1}, region: {etela-savo: 1, x: 2}}}"

    found = _faults(tmp_path, f"weights: {declared}", (WISHES, WISHES.replace("column", "colum")))

    assert [fault.partition(";")[0].partition(": ")[2] for fault in found] == [
        "weights column: column 'Maakunta' belongs to item 'region' already",
        "weights margins acess: no item 'acess'",
        "weights margins region x: no answer 'x'",
        "weights margins region: no number for 'keski-suomi'",
        "weights margins: the margins are of different populations: they sum up to 'acess' 1, "
        "'region' 3",
        "items 'wishes': unknown key 'colum'",
    ]


def test_margins_whose_items_are_named_like_texts_are_no_texts(tmp_path: Path) -> None:
    actual = _with(
        tmp_path,
        "weights: {margins: {label: {etela-savo: 1, keski-suomi: 1}}}",
        ("region: region", "region: label"),
        ("  - id: region", "  - id: label"),
    )

    assert actual.weights is not None


def test_a_margin_of_an_item_whose_scale_is_missing_is_not_blamed(tmp_path: Path) -> None:
    found = _faults(
        tmp_path, "weights: {margins: {access: {a: 1}}}", ("scale: quality", "scale: qualty")
    )

    assert [fault.partition("; ")[2] for fault in found] == ["did you mean 'quality'?"]


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ("120", 120),
        ("{etela-savo: 40, keski-suomi: 80}", {"etela-savo": 40, "keski-suomi": 80}),
    ],
)
def test_a_frame_is_a_number_or_one_for_each_region(
    tmp_path: Path, frame: str, expected: object
) -> None:
    assert _with(tmp_path, f"frame: {frame}").frame == expected


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        ("0", "frame in all: input should be greater than 0"),
        ("many", "frame in all: input should be a valid integer"),
        ("{etela-savo: 0, keski-suomi: 1}", "frame by region etela-savo: input should be greater"),
        ("{etela-savo: 1}", "frame: no number for 'keski-suomi'; say of each region how many"),
        ("{etela-savo: 1, keski: 1}", "frame keski: no region 'keski'; did you mean 'keski-suomi'"),
    ],
)
def test_a_fault_of_the_frame_is_told(tmp_path: Path, frame: str, told: str) -> None:
    assert any(told in fault for fault in _faults(tmp_path, f"frame: {frame}"))


def test_a_frame_without_its_region_item_is_left_alone(tmp_path: Path) -> None:
    found = _faults(tmp_path, "frame: {x: 1}", ("region: region", "region: regoin"))

    assert [fault for fault in found if "frame" in fault] == []


def test_a_survey_that_compares_is_read(tmp_path: Path) -> None:
    declared = "    comparable_with:\n      - {survey: other, reason: {fi: Sama., en: Same.}}\n"

    actual = _with(tmp_path, "", (WISHES, WISHES + declared))["wishes"].comparable_with

    assert [(other.survey, other.reason["en"]) for other in actual] == [("other", "Same.")]


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ("{survey: small, reason: {fi: x, en: y}}", "number 1: this is the survey itself; name"),
        ("{survey: a, reason: {fi: x}}", "comparable_with number 1 reason: no text in en; add it"),
        ("{survey: a}", "items 'wishes' comparable_with number 1: 'reason' is missing; add it"),
        (
            "{survey: a, reason: {fi: x, en: y}}, {survey: a, reason: {fi: x, en: y}}",
            "comparable_with number 2: 'a' stands here twice; keep one",
        ),
    ],
)
def test_a_fault_of_what_compares_is_told(tmp_path: Path, declared: str, told: str) -> None:
    found = _faults(tmp_path, "", (WISHES, f"{WISHES}    comparable_with: [{declared}]\n"))

    assert any(told in fault for fault in found), found


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("acces", "composition: no item 'acces'; did you mean 'access'?"),
        ("wishes", "composition: the composition must be a nominal or ordinal item other than"),
        ("region", "composition: the composition must be a nominal or ordinal item other than"),
    ],
)
def test_a_composition_is_another_item_with_answers_to_group_by(tmp_path, named, told):
    (fault,) = _faults(tmp_path, f"composition: {named}")
    assert told in fault


def test_an_ordinal_item_may_tell_who_is_alike(tmp_path):
    assert _with(tmp_path, "composition: access").composition == "access"
