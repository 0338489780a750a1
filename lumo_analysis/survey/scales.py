"""Answers, scales and columns: the parts that the items of a questionnaire are made of."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\r\n\t]+$")]
Text = Annotated[dict[Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")], Line], Field()]
Side = Literal["low", "middle", "high"]


class Record(BaseModel):
    """A part of a questionnaire: unknown keys are refused, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Column(Record):
    """Where an item stands in an export: a whole header, or what a header begins with."""

    header: Line | None = None
    prefix: Line | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain_text_is_a_whole_header(cls, value: object) -> object:
        return {"header": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Column:
        if (self.header is None) == (self.prefix is None):
            raise ValueError("give the whole header as text, or 'prefix: ...', not both")
        return self

    def __str__(self) -> str:
        return self.header or f"{self.prefix}..."


class Answer(Record):
    """One category of a scale, or one option of a multiple-choice item.

    `codes` are further spellings of it in exports, beside its labels. `within` is the form
    that says "in this region". An `off_scale` answer ("can't say") has no place in the order.
    `side` overrides where a diverging chart puts it. `column` is for an option that has a
    column of its own; an `exclusive` option ("none of these") rules out all others.
    """

    id: Id
    label: Text
    codes: tuple[str, ...] = ()
    within: Text | None = None
    off_scale: bool = False
    side: Side | None = None
    column: Column | None = None
    exclusive: bool = False

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything that stands for this answer in an export."""
        return tuple(dict.fromkeys([*self.label.values(), *self.codes]))


class Headline(Record):
    """Answers whose joint share a report tells first, such as "well or very well"."""

    id: Id
    answers: tuple[Id, ...] = Field(min_length=1)
    label: Text


class Scale(Record):
    """Answers from the lowest to the highest; `off_scale` ones stand apart."""

    id: Id
    answers: tuple[Answer, ...] = Field(min_length=2)
    headlines: tuple[Headline, ...] = ()

    @property
    def ordered(self) -> tuple[Answer, ...]:
        """The answers that have a place on the scale, lowest first."""
        return tuple(answer for answer in self.answers if not answer.off_scale)

    @property
    def off_scale(self) -> tuple[Answer, ...]:
        """The answers outside the scale, such as "can't say"."""
        return tuple(answer for answer in self.answers if answer.off_scale)

    @cached_property
    def sides(self) -> dict[str, Side]:
        """Where a diverging chart puts each answer on the scale."""
        count = len(self.ordered)
        sides: dict[str, Side] = {}
        for position, answer in enumerate(self.ordered):
            from_centre = 2 * position - (count - 1)
            usual: Side = "low" if from_centre < 0 else "high" if from_centre > 0 else "middle"
            sides[answer.id] = answer.side or usual
        return sides


class Fix(Record):
    """A certain correction of one raw value, with its reason."""

    raw: str
    answer: Id
    reason: Line
