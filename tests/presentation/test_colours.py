"""Are the colours told apart: in greyscale, by every eye, and from the letters upon them?"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from extreme_counts import extreme_counts
from service_survey import items, questionnaire

from lumo_analysis.presentation.answer_cells import answer_cells, colours_of, sides_of
from lumo_analysis.presentation.answers_wording import headline_of
from lumo_analysis.presentation.colours import (
    BAND,
    BAR,
    INK,
    MARKERS,
    PAPER,
    REFERENCE,
    SOFT,
    ZERO,
    contrast,
    luminance,
    marker_of,
    scale_colours,
    text_on,
)
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.scales import Answer, Scale

# Machado, Oliveira & Fernandes (2009), IEEE Trans. Vis. Comput. Graph. 15, severity 1.0.
EYES = {
    "usual": np.eye(3),
    "without red": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "without green": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "without blue": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# CIE 1976: sRGB to XYZ under D65, relative to its white.
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
) / np.array([[0.95047], [1.0], [1.08883]])
every_eye = pytest.mark.parametrize("eye", EYES)


def _scale(count: int) -> Scale:
    return Scale(id="s", answers=tuple(Answer(id=f"a{n}", label={"en": "x"}) for n in range(count)))


def _colours(count: int) -> list[str]:
    return list(scale_colours(_scale(count)).values())


def _linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _lab(colour: str, eye: str) -> np.ndarray:
    seen = np.clip(np.asarray(EYES[eye]) @ _linear(colour), 0, 1)
    x, y, z = TO_XYZ @ seen
    f = [
        np.cbrt(part) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116
        for part in (x, y, z)
    ]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def _apart(one: str, other: str, eye: str) -> float:
    """The difference of two colours to an eye; 2.3 is just noticeable (CIE 1976)."""
    return float(np.linalg.norm(_lab(one, eye) - _lab(other, eye)))


@pytest.mark.parametrize(
    ("colour", "lightness"), [("#ffffff", 100), ("#000000", 0), ("#777777", 50)]
)
def test_the_measure_of_lightness_is_right(colour, lightness):
    assert _lab(colour, "usual")[0] == pytest.approx(lightness, abs=0.5)


def test_red_and_green_are_alike_to_an_eye_without_green():
    assert (
        _apart("#c83c28", "#6e6e00", "without green") < 12 < _apart("#c83c28", "#6e6e00", "usual")
    )


@pytest.mark.parametrize("count", range(2, 12))
def test_every_label_inside_a_bar_can_be_read(count):
    assert min(contrast(colour, text_on(colour)) for colour in _colours(count)) >= 4.5


@pytest.mark.parametrize("count", range(3, 8))
def test_colours_darken_towards_both_ends_of_the_scale(count):
    lights = [luminance(colour) for colour in _colours(count)]
    middle = count // 2
    assert lights[:middle] == sorted(lights[:middle])
    assert lights[-middle:] == sorted(lights[-middle:], reverse=True)


@pytest.mark.parametrize(("count", "least"), [(2, 1.4), (3, 2.5), (5, 1.7), (7, 1.7), (11, 1.3)])
def test_neighbours_on_a_scale_differ_in_greyscale(count, least):
    colours = _colours(count)
    assert min(itertools.starmap(contrast, itertools.pairwise(colours))) >= least


@every_eye
@pytest.mark.parametrize(("count", "least"), [(2, 20), (3, 20), (5, 15), (7, 12), (11, 8)])
def test_every_two_answers_differ_to_every_eye(count, least, eye):
    pairs = itertools.combinations(_colours(count), 2)
    assert min(_apart(*pair, eye) for pair in pairs) >= least


@every_eye
@pytest.mark.parametrize("count", [2, 3, 4, 5, 7])
def test_the_two_sides_of_a_scale_differ_to_every_eye(count, eye):
    colours = _colours(count)
    assert min(_apart(colours[n], colours[-1 - n], eye) for n in range(count // 2)) >= 20


def test_every_answer_on_the_scale_has_a_colour_of_its_own():
    scale = questionnaire().scales[0]
    colours = scale_colours(scale)
    assert list(colours) == [answer.id for answer in scale.ordered]
    assert len(set(colours.values())) == len(colours)


@every_eye
def test_answers_put_together_are_told_from_single_ones(eye):
    survey = questionnaire()
    (item, *_), scale = items(survey), survey.scales[0]
    single = extreme_counts(survey, [item], ["all"], lambda _, k: [20] * k)
    sides = single.assign(
        answer=single["answer"].replace(
            {
                "very_poorly": "very_poorly+poorly",
                "poorly": "very_poorly+poorly",
                "well": "well+very_well",
                "very_well": "well+very_well",
            }
        )
    )
    sides = sides.groupby(["item", "group", "answer", "kind"], sort=False, as_index=False).sum()
    both = single.merge(sides, how="outer", on=list(single.columns))
    cells = answer_cells(both, survey, [item], Wording("en"))
    colours = colours_of(cells, sides_of(cells, scale, headline_of(survey, item)), scale)
    assert len(colours) == 7
    assert len(set(colours.values())) == 7
    assert min(_apart(*pair, eye) for pair in itertools.combinations(colours.values(), 2)) >= 8
    assert min(contrast(colour, text_on(colour)) for colour in colours.values()) >= 4.5


def test_groups_differ_in_shape_whatever_the_eye():
    shapes = [shape for shape, _ in MARKERS]
    assert len(set(shapes)) == len(shapes)


@pytest.mark.parametrize("colour", [*(colour for _, colour in MARKERS), BAR, ZERO, INK])
def test_marks_and_lines_stand_out_from_the_paper(colour):
    assert contrast(colour, PAPER) >= 3


def test_small_letters_can_be_read():
    assert contrast(SOFT, PAPER) >= 4.5
    assert contrast(INK, PAPER) >= 4.5


@pytest.mark.parametrize("on", [BAR, BAND, *(colour for _, colour in MARKERS[:1])])
def test_what_lies_on_a_bar_or_a_band_stands_out(on):
    over = INK if on == BAR else MARKERS[0][1] if on == BAND else PAPER
    assert contrast(over, on) >= 3


def test_the_others_are_a_reference_and_never_a_mark():
    markers = marker_of(["north", "others"])
    assert markers["north"] == MARKERS[0]
    assert markers["others"] == (REFERENCE, INK)
