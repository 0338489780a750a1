from __future__ import annotations

import pytest
from service_survey import questionnaire

from lumo_analysis.presentation.colours import contrast, luminance, scale_colours, text_on
from lumo_analysis.presentation.drawing import Sheet, faults_of_layout
from lumo_analysis.presentation.lettering import width, wrap
from lumo_analysis.survey.scales import Answer, Scale


def _scale(count: int) -> Scale:
    return Scale(id="s", answers=tuple(Answer(id=f"a{n}", label={"en": "x"}) for n in range(count)))


@pytest.mark.parametrize("count", range(2, 12))
def test_every_label_inside_a_bar_can_be_read(count):
    colours = scale_colours(_scale(count)).values()
    assert min(contrast(colour, text_on(colour)) for colour in colours) >= 4.5


@pytest.mark.parametrize("count", range(3, 8))
def test_colours_darken_towards_both_ends_of_the_scale(count):
    lights = [luminance(colour) for colour in scale_colours(_scale(count)).values()]
    middle = count // 2
    assert lights[:middle] == sorted(lights[:middle])
    assert lights[-middle:] == sorted(lights[-middle:], reverse=True)


def test_every_answer_on_the_scale_has_a_colour_of_its_own():
    scale = questionnaire().scales[0]
    colours = scale_colours(scale)
    assert list(colours) == [answer.id for answer in scale.ordered]
    assert len(set(colours.values())) == len(colours)


def test_texts_that_overlap_are_found():
    sheet = Sheet(40)
    sheet.text(10, 20, ["Hyvin"])
    sheet.text(20, 20, ["Huonosti"])
    assert faults_of_layout(sheet.figure) == ["overlap: Hyvin / Huonosti"]


def test_a_text_that_leaves_the_figure_is_found():
    sheet = Sheet(40)
    sheet.text(660, 20, ["Erittäin huonosti"])
    assert faults_of_layout(sheet.figure) == ["clipped: Erittäin huonosti"]


def test_texts_beside_each_other_are_no_fault():
    sheet = Sheet(40)
    sheet.text(10, 20, ["Hyvin", "Huonosti"])
    sheet.text(100, 20, ["Huonosti"])
    assert faults_of_layout(sheet.figure) == []


@pytest.mark.parametrize("room", [60, 90, 140])
@pytest.mark.parametrize(
    "text",
    ["Sosiaalihuoltolain mukaiset palvelut", "Lastensuojelun sijaishuolto", "Etelä-Savo", "a  b"],
)
def test_wrapped_lines_fit_and_lose_no_letter(text, room):
    lines = wrap(text, room)
    assert max(width(line) for line in lines) <= room
    assert "".join(lines).replace("-", "").replace(" ", "") == text.replace("-", "").replace(
        " ", ""
    )
