"""Columns put together as items: options of one question, batteries, the region."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lumo_analysis.survey.draft_columns import DraftColumn
from lumo_analysis.survey.draft_ids import Ids
from lumo_analysis.survey.draft_scales import DraftAnswer, DraftScale
from lumo_analysis.survey.matching import fold

_REGION = re.compile(
    r"maakunta|alue|kunta|kaupun|piiri|region|province|county|state|country|\bcnt\b|city|district"
    r"|constituency|location|län|kommun|landskap|ort\b|area"
)
_MOST_REGIONS = 60
_OPTION_MARKS = re.compile(r"^(.*?)(\[[^\]]*\]|___\w+| / .*|_\d+(_r)?|\d+[a-z]?)$")


@dataclass(frozen=True)
class DraftItem:
    """An item of a draft: its id, columns, kind, scale and what a person should check.

    `over` is the question that it shares with items beside it, such as that of a battery.
    """

    id: str
    question: str
    kind: str
    columns: tuple[str, ...]
    scale: DraftScale | None = None
    separator: str = ""
    battery: str = ""
    mark: str = ""
    over: str = ""


def draft_items(columns: Sequence[DraftColumn]) -> list[DraftItem]:
    """The items of the columns that are none of identifier, ignored and whole-response mark."""
    ids = Ids()
    items = []
    for group in _together(columns):
        first = group[0]
        if first.kind != "option":
            named = first.header if len(first.header) <= len(first.question) else first.question
            items.append(
                DraftItem(
                    ids.new(named),
                    first.question,
                    first.kind,
                    (first.header,),
                    first.scale,
                    first.separator,
                    mark=first.mark,
                    over=first.over,
                )
            )
            continue
        stem = first.group if first.group and " " in first.group else _stem(group)
        answers = _options(group, "" if first.over else stem)
        mark = "options in columns of their own: one question?"
        question = first.over or stem.strip(" -:/[(_") or first.question
        scale = DraftScale("options", answers)
        headers = tuple(column.header for column in group)
        items.append(DraftItem(ids.new(question), question, "multiple", headers, scale, mark=mark))
    return [_whole_question(item) for item in _in_batteries(items)]


def region_of(items: Sequence[DraftItem]) -> tuple[DraftItem | None, bool]:
    """The item that looks most like a region, and whether its name says so."""
    closed = [
        item
        for item in items
        if item.kind == "nominal" and item.scale and 2 <= len(item.scale.answers) <= _MOST_REGIONS
    ]
    named = [item for item in closed if _REGION.search(fold(f"{item.columns[0]} {item.question}"))]
    if named:
        return named[0], True
    return (closed[0] if closed else None), False


def _together(columns: Sequence[DraftColumn]) -> Iterator[list[DraftColumn]]:
    """Option columns side by side that belong to one question; every other column alone."""
    group: list[DraftColumn] = []
    for column in columns:
        if column.kind in ("ignored", "identifier", "complete"):
            continue
        if group and (column.kind != "option" or not _same_question(group[-1], column)):
            yield from _settled(group)
            group = []
        if column.kind == "option":
            group.append(column)
        else:
            yield [column]
    if group:
        yield from _settled(group)


def _settled(group: list[DraftColumn]) -> Iterator[list[DraftColumn]]:
    """A single yes-or-no column is no multiple choice; it has the answers that it holds."""
    if len(group) > 1:
        yield group
        return
    (column,) = group
    two = column.scale is not None and len(column.scale.answers) > 1
    mark = "chosen or not chosen" if two else "a single answer was ever given"
    scale = column.scale if two else None
    yield [replace(column, kind="nominal" if two else "open", scale=scale, mark=mark)]


def _same_question(before: DraftColumn, column: DraftColumn) -> bool:
    if before.group or column.group:
        return before.group == column.group
    first, second = _OPTION_MARKS.match(before.header), _OPTION_MARKS.match(column.header)
    return bool(first and second and first[1] and first[1] == second[1])


def shared_start(texts: Sequence[str]) -> str:
    """What all texts begin with.

    >>> shared_start(["Tavat [puhe]", "Tavat [kirje]"])
    'Tavat ['
    """
    first, last = min(texts), max(texts)
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(sign for sign, _ in same)


def _stem(group: Sequence[DraftColumn]) -> str:
    shared = shared_start([column.header for column in group])
    return shared if len(shared) >= 2 else ""


def _options(group: Sequence[DraftColumn], stem: str) -> tuple[DraftAnswer, ...]:
    ids, answers = Ids(), []
    for column in group:
        label = column.question.removeprefix(stem).strip(" -:/[]()_") or column.question
        answers.append(DraftAnswer(ids.new(label, start="option"), label))
    return tuple(answers)


def _in_batteries(items: Sequence[DraftItem]) -> Iterator[DraftItem]:
    """Items side by side that share a scale become a battery, from three on."""
    run: list[DraftItem] = []
    number = 0
    for item in (*items, None):
        if run and (item is None or not _share(run[-1], item)):
            number += len(run) >= 3
            name = f"battery_{number}" if len(run) >= 3 else ""
            yield from (replace(member, battery=name) for member in run)
            run = []
        if item is not None:
            run.append(item)


def _whole_question(item: DraftItem) -> DraftItem:
    """An item outside a battery with the question over it, which no title tells then."""
    if item.battery or not item.over:
        return item
    return replace(item, question=f"{item.over} / {item.question}")


def _share(first: DraftItem, second: DraftItem) -> bool:
    if (first.over, first.kind) != (second.over, second.kind):
        return False
    if first.kind not in ("ordinal", "nominal"):
        return False
    return first.scale is not None and same_answers(first.scale, second.scale)


def same_answers(first: DraftScale, second: DraftScale | None) -> bool:
    """Whether two scales have the same answers in the same order."""
    return second is not None and first.answers == second.answers
