"""What a questionnaire says about weights: a column of the export, margins, and limits."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from lumo_analysis.survey.scales import Column, Id, Record

DESIGN_WEIGHT = "lumo design weight"
"""The column of `responses` with the export's weights; its space keeps it from being an item."""
WEIGHT = "lumo weight"
"""The column with the weights that results go by, made by `analysis.weighting.with_weights`."""

Size = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Limits(Record):
    """The smallest and the largest weight allowed, as multiples of the mean weight."""

    low: float | None = Field(default=None, gt=0, le=1)
    high: float | None = Field(default=None, ge=1, allow_inf_nan=False)

    @model_validator(mode="after")
    def _one_at_least(self) -> Limits:
        if self.low is None and self.high is None:
            raise ValueError("give 'low', 'high' or both, as multiples of the mean weight")
        return self


class Weights(Record):
    """How the respondents are weighted.

    `column` holds a weight for each respondent, such as the inverse of the chance of being
    asked. `margins` are the population's numbers or shares of the answers to one item
    (post-stratification) or to several (raking), by item and answer; they begin from the
    column where there is one, and from equal weights otherwise. `limits` bound the weights.
    `no_answer` says what becomes of respondents who gave no answer to a margin's item:
    "refuse" stops, "keep" leaves them the part of all weights that they had.
    """

    column: Column | None = None
    margins: dict[Id, dict[Id, Size]] = Field(default_factory=dict)
    limits: Limits | None = None
    no_answer: Literal["refuse", "keep"] = "refuse"

    @model_validator(mode="after")
    def _from_something(self) -> Weights:
        if self.column is None and not self.margins:
            raise ValueError("give a 'column' of weights, 'margins' of the population, or both")
        return self
