"""The numbers that items on one scale are told by: single answers, or several put together.

Disclosure control shows some items in every answer and others by sides of the scale only, so
a figure of several items has cells of both kinds, each with its label, side and colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from lumo_analysis.presentation.answers_wording import label_of_joint_answers
from lumo_analysis.presentation.colours import scale_colours
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.scales import Answer, Headline, Scale, Side

SIDES: tuple[Side, ...] = ("low", "middle", "high")
_KINDS = ("scale", "rest", "off_scale", "no_answer")
_ONE_A_SIDE = Scale(id="sides", answers=tuple(Answer(id=side, label={}) for side in SIDES))
_REST_COLOUR = "#b8c0c8"


@dataclass(frozen=True)
class AnswerCell:
    """One number of an item: `id` joins the ids of its answers with "+", `kind` as in counts."""

    id: str
    kind: str
    label: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The answers that are told as one number."""
        return tuple(self.id.split("+"))

    @property
    def on_scale(self) -> bool:
        """Whether the number counts in the base of those who answered on the scale."""
        return self.kind in ("scale", "rest")


def answer_cells(
    counts: pd.DataFrame, questionnaire: Questionnaire, items: Sequence[Item], words: Wording
) -> list[AnswerCell]:
    """All cells that the counts have of items on one scale, low to high, then off the scale.

    How many are outside the scale is never told where they are put together with those who
    did not answer.
    """
    ids = [item.id for item in items]
    shown = counts[counts["item"].isin(ids) & counts["kind"].isin(_KINDS)]
    order = [answer.id for answer in questionnaire.scale_of(items[0]).answers]
    cells = [
        AnswerCell(
            answer,
            kind,
            label_of_joint_answers(questionnaire, ids[0], answer, words, kind),
        )
        for answer, kind in dict.fromkeys(zip(shown["answer"], shown["kind"], strict=True))
    ]

    def place(cell: AnswerCell) -> tuple[int, int, int]:
        known = [order.index(part) for part in cell.parts if part in order]
        return _KINDS.index(cell.kind), max(known, default=0), len(cell.parts)

    return sorted(cells, key=place)


def sides_of(cells: Sequence[AnswerCell], scale: Scale, told: Headline) -> dict[str, Side]:
    """Where a diverging chart puts each cell; all others stand across from the headline."""
    high = all(scale.sides[answer] == "high" for answer in told.answers if answer in scale.sides)
    across: Side = "low" if high else "high"
    return {
        cell.id: across if cell.kind == "rest" else scale.sides[cell.parts[0]]
        for cell in cells
        if cell.on_scale
    }


def colours_of(
    cells: Sequence[AnswerCell], sides: Mapping[str, Side], scale: Scale
) -> dict[str, str]:
    """A colour for each cell: its answer's, its side's where it joins several, or a grey."""
    of_answers, of_sides = scale_colours(scale), scale_colours(_ONE_A_SIDE)
    return {
        cell.id: _REST_COLOUR
        if cell.kind == "rest"
        else of_answers.get(cell.id, of_sides[sides[cell.id]])
        for cell in cells
        if cell.on_scale
    }
