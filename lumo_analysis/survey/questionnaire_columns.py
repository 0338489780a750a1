"""Whether the columns that a questionnaire names can be told apart, in any export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lumo_analysis.errors import Fault
from lumo_analysis.survey.matching import begins, fold
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.scales import Column
from lumo_analysis.survey.yaml_file import Located, Place

Use = tuple[Place, str, Column]


def column_faults(
    questionnaire: Questionnaire, located: Located, places: Mapping[str, Sequence[Place]]
) -> Iterator[Fault]:
    """Columns that have two uses, and prefixes that also begin the column of another use."""
    uses = list(_uses(questionnaire, places))
    first: dict[tuple[bool, str], str] = {}
    for place, name, column in uses:
        key = (column.header is None, fold(_text(column)))
        if not key[1]:
            yield located.fault(place, "the column has no name", "give its header")
        elif first.setdefault(key, name) != name:
            what = f"column '{_text(column)}' belongs to {first[key]} already"
            yield located.fault(place, what, "give each its own column")
    for place, name, short in uses:
        if not short.prefix or not fold(short.prefix):
            continue
        for _, other, long in uses:
            same = long.prefix is not None and fold(long.prefix) == fold(short.prefix)
            if other != name and not same and begins(_text(long), short.prefix):
                what = f"prefix '{short.prefix}' also begins the column of {other}"
                yield located.fault(place, what, "make it longer")


def _uses(questionnaire: Questionnaire, places: Mapping[str, Sequence[Place]]) -> Iterator[Use]:
    for place, item in zip(places["items"], questionnaire.items, strict=True):
        if item.column is not None:
            yield place, f"item '{item.id}'", item.column
        for number, answer in enumerate(item.answers):
            if answer.column is not None:
                name = f"option '{answer.id}' of item '{item.id}'"
                yield (*place, "answers", number), name, answer.column
    if questionnaire.identifier is not None:
        yield ("identifier",), "the identifier", questionnaire.identifier
    if questionnaire.weights is not None and questionnaire.weights.column is not None:
        yield ("weights", "column"), "the weight", questionnaire.weights.column
    if questionnaire.complete is not None:
        yield ("complete", "column"), "whole responses", questionnaire.complete.column
    mark = Column(header=questionnaire.synthetic_mark)
    yield ("synthetic_mark",), "the synthetic mark", mark
    for place, ignored in zip(places["ignored"], questionnaire.ignored, strict=True):
        yield place, "an ignored column", ignored.column


def _text(column: Column) -> str:
    return column.header or column.prefix or ""
