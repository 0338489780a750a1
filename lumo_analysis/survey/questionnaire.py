"""The questionnaire: what each item asks, how it may be answered and where it stands.

One record an item holds everything about it, so the same object decodes answers, words
labels, makes synthetic responses and prints the appendix. It is written as YAML and read
by `lumo_analysis.survey.questionnaire_file`.
"""

from __future__ import annotations

import datetime
import fnmatch
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag

from lumo_analysis.errors import ParameterError, nearest
from lumo_analysis.survey.scales import (
    Answer,
    Column,
    Fix,
    Headline,
    Id,
    Line,
    Record,
    Scale,
    Text,
)
from lumo_analysis.survey.weighting import Weights

Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Kind = Literal["ordinal", "nominal", "multiple", "open", "number"]
Base = Literal["answered", "all"]
People = Annotated[int, Field(gt=0)]
Frame = Annotated[
    Annotated[People, Tag("in all")] | Annotated[dict[Id, People], Tag("by region")],
    Discriminator(lambda value: "by region" if isinstance(value, dict) else "in all"),
]


class Section(Record):
    """A part of the report, in the order of the published results."""

    id: Id
    title: Text
    intro: Text | None = None


class Battery(Record):
    """Items that share a scale and a question stem, and are shown in one chart."""

    id: Id
    title: Text
    wording: Text


class Comparable(Record):
    """Another survey whose item of the same id asks the same in other words, and why it does."""

    survey: Id
    reason: Text


class Item(Record):
    """One question.

    `answers` is for a scale that no other item uses (and the options of a multiple-choice
    item); otherwise `scale` names a shared one. `base` says who counts in the denominator:
    those who answered on the scale, or all respondents. `grouping` lets reports compare by
    this item. Items of one `family` are tested together (Holm). `sensitive` asks for the
    stricter disclosure threshold. `comparable_with` names surveys of other people that asked
    the same in other words, so that results may stand beside each other.
    """

    id: Id
    kind: Kind
    section: Id
    wording: Text
    label: Text
    column: Column | None = None
    battery: Id | None = None
    scale: Id | None = None
    answers: tuple[Answer, ...] = ()
    headlines: tuple[Headline, ...] = ()
    separator: str | None = None
    base: Base = "answered"
    family: Id | None = None
    grouping: bool = False
    sensitive: bool = False
    optional: bool = False
    fixes: tuple[Fix, ...] = ()
    missing: tuple[str, ...] = ()
    comparable_with: tuple[Comparable, ...] = ()

    @property
    def closed(self) -> bool:
        """Whether the answers are given in the questionnaire."""
        return self.kind in ("ordinal", "nominal", "multiple")

    def option_column(self, option: str) -> str:
        """The name in `responses` of one option of a multiple-choice item.

        It is boolean there: chosen, not chosen, or missing where nothing was chosen at all.
        """
        return f"{self.id}__{option}"


class Ignored(Record):
    """A column of the export that is dropped at load, and why."""

    column: Column
    reason: Line


class Complete(Record):
    """The column that tells whole responses from partial ones, and what it holds for whole."""

    column: Column
    values: tuple[Line, ...] = Field(min_length=1)


class Collected(Record):
    """The months in which answers were given."""

    start: Month
    end: Month


class Disclosure(Record):
    """Thresholds of disclosure control; `public` for answers already public by name."""

    public: bool = False
    threshold: int = Field(default=5, ge=3)
    sensitive_threshold: int = Field(default=10, ge=3)
    group_base: int = Field(default=10, ge=3)


class Questionnaire(Record):
    """A whole questionnaire; look an item up by its id.

    `identifier` is the column that tells respondents apart in codings; it is dropped at
    load. `author` publishes the reports. `synthetic_mark` is the column whose presence says
    that nobody gave these answers. After `retain_until` real responses are not read any more,
    since the respondents were told that their answers would be deleted. `frame` is how many
    people were asked, in all or by region. `composition` is the item, such as a role, by which
    the respondents of regions may differ; regions are then also compared within its answers.
    `responses` is the survey's export, such as a Parquet data set, by its path from the
    survey's folder, in place of synthetic ones.
    Where `complete` is given, partial responses are dropped. `repeated` says what becomes of
    records with one identifier.
    """

    survey: Id
    title: Text
    description: Text
    population: Text
    source: Text
    author: Text
    languages: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")], ...] = Field(
        min_length=1
    )
    collected: Collected
    region: Id
    responses: Line | None = None
    identifier: Column | None = None
    complete: Complete | None = None
    repeated: Literal["refuse", "first", "last"] = "refuse"
    retain_until: datetime.date | None = None
    synthetic_mark: Line = "SYNTHETIC DATA"
    composition: Id | None = None
    frame: Frame | None = None
    weights: Weights | None = None
    disclosure: Disclosure = Disclosure()
    missing: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    sections: tuple[Section, ...] = Field(min_length=1)
    scales: tuple[Scale, ...] = ()
    batteries: tuple[Battery, ...] = ()
    items: tuple[Item, ...] = Field(min_length=1)

    @cached_property
    def _items_by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def _scales_by_id(self) -> dict[str, Scale]:
        return {scale.id: scale for scale in self.scales}

    def __getitem__(self, item_id: str) -> Item:
        """The item with this id; `ParameterError` with the nearest ids where there is none."""
        try:
            return self._items_by_id[item_id]
        except KeyError:
            advice = nearest(item_id, self._items_by_id)
            raise ParameterError(
                f"survey {self.survey} has no item '{item_id}'; {advice}"
            ) from None

    def select(self, *patterns: str, kind: Kind | None = None) -> list[Item]:
        """Items whose id matches any pattern (`access_*`), in questionnaire order.

        `ParameterError` where a pattern matches nothing, so that a misspelt one is noticed.
        """
        for pattern in patterns:
            if not any(fnmatch.fnmatchcase(item_id, pattern) for item_id in self._items_by_id):
                advice = nearest(pattern, self._items_by_id)
                raise ParameterError(f"survey {self.survey} has no item '{pattern}'; {advice}")
        return [
            item
            for item in self.items
            if (not patterns or any(fnmatch.fnmatchcase(item.id, p) for p in patterns))
            and (kind is None or item.kind == kind)
        ]

    def columns_of(self, item: Item) -> list[str]:
        """The columns of an item in `responses`: its own, or one an option."""
        if item.kind != "multiple":
            return [item.id]
        return [item.option_column(answer.id) for answer in self.scale_of(item).answers]

    def scale_of(self, item: Item) -> Scale:
        """The scale of a closed item, shared or its own."""
        if item.scale is not None:
            scale = self._scales_by_id[item.scale]
            headlines = (*item.headlines, *scale.headlines)
            return scale.model_copy(update={"headlines": headlines}) if item.headlines else scale
        return Scale(id=item.id, answers=item.answers, headlines=item.headlines)

    @property
    def region_item(self) -> Item:
        """The item that says which region a respondent belongs to."""
        return self[self.region]

    @property
    def regions(self) -> tuple[Answer, ...]:
        """The regions, in questionnaire order."""
        return self.scale_of(self.region_item).answers

    @property
    def region_names(self) -> set[str]:
        """The regions' names in every language."""
        return {label for region in self.regions for label in region.label.values()}
