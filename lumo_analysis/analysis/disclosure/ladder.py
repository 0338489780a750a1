"""The coarsening ladder: which answers are shown as one number at each level of detail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lumo_analysis.analysis.count_table import NO_ANSWER, RESPONDENTS
from lumo_analysis.analysis.disclosure.plan import OUTSIDE, REST, RUNGS, Cell, Rung
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.scales import Scale

Ladder = Mapping[Rung, tuple[Cell, ...]]
"""The cells of each rung that an item has, finest first."""


def ladder_of(item: Item, questionnaire: Questionnaire) -> Ladder:
    """The rungs of a closed item that differ from each other, finest first.

    Nominal and multiple-choice items have only "answers". A rung that would show the same
    cells as a finer one is left out, and so is "headline" where the scale has no headline.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> questionnaire = load_survey("workers-2021").questionnaire
    >>> ladder = ladder_of(questionnaire["coping"], questionnaire)
    >>> [[cell.answer for cell in cells] for cells in ladder.values()]
    [['poor', 'neither', 'good', 'no_answer'], ['good', 'poor+neither+no_answer']]
    """
    scale = questionnaire.scale_of(item)
    if item.kind == "multiple":
        return option_ladder(answer.id for answer in scale.answers)
    finest = (
        *(Cell((answer.id,), "scale") for answer in scale.ordered),
        *(Cell((answer.id,), "off_scale") for answer in scale.off_scale),
        Cell((NO_ANSWER,), NO_ANSWER),
    )
    ladder: dict[Rung, tuple[Cell, ...]] = {"answers": finest}
    if item.kind == "ordinal":
        coarser = (_sides(scale), _sides_only(scale), _headline(scale, item))
        for rung, cells in zip(RUNGS[1:], coarser, strict=True):
            if cells and _parts(cells) not in map(_parts, ladder.values()):
                ladder[rung] = cells
    return ladder


def option_ladder(options: Iterable[str]) -> Ladder:
    """The one rung of a multiple-choice item, or of the themes of an open one.

    >>> [cell.answer for cell in option_ladder(["survey", "panel"])["answers"]]
    ['survey', 'panel', 'respondents', 'no_answer']
    """
    return {
        "answers": (
            *(Cell((option,), "option") for option in options),
            Cell((RESPONDENTS,), RESPONDENTS),
            Cell((NO_ANSWER,), NO_ANSWER),
        )
    }


def _parts(cells: tuple[Cell, ...]) -> set[tuple[str, ...]]:
    return {cell.parts for cell in cells}


def _by_side(scale: Scale) -> tuple[Cell, ...]:
    sides: dict[str, list[str]] = {"low": [], "middle": [], "high": []}
    for answer in scale.ordered:
        sides[scale.sides[answer.id]].append(answer.id)
    return tuple(Cell(tuple(parts), "scale") for parts in sides.values() if parts)


def _off_scale(scale: Scale) -> tuple[str, ...]:
    return tuple(answer.id for answer in scale.off_scale)


def _sides(scale: Scale) -> tuple[Cell, ...]:
    off_scale = _off_scale(scale)
    apart = (Cell(off_scale, "off_scale"),) if off_scale else ()
    return (*_by_side(scale), *apart, Cell((NO_ANSWER,), NO_ANSWER))


def _sides_only(scale: Scale) -> tuple[Cell, ...]:
    return (*_by_side(scale), Cell((*_off_scale(scale), NO_ANSWER), OUTSIDE))


def _headline(scale: Scale, item: Item) -> tuple[Cell, ...]:
    """The first headline against the rest, who are everybody else where the base is all."""
    if not scale.headlines:
        return ()
    told = scale.headlines[0].answers
    ordered = [answer.id for answer in scale.ordered]
    headline = tuple(answer for answer in ordered if answer in told)
    others = tuple(answer for answer in ordered if answer not in told)
    outside = (*_off_scale(scale), NO_ANSWER)
    if item.base == "all":
        return Cell(headline, "scale"), Cell((*others, *outside), REST)
    rest = (Cell(others, REST),) if others else ()
    return Cell(headline, "scale"), *rest, Cell(outside, OUTSIDE)
