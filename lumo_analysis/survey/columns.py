"""Which column of an export belongs to which item: found all, once, or refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lumo_analysis.errors import Fault, nearest
from lumo_analysis.survey.header_words import HeaderWords
from lumo_analysis.survey.matching import begins, fold
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.scales import Column


@dataclass
class ColumnPlan:
    """Headers of an export by their use.

    `items` maps an item's id to its header, `options` an (item, option) pair to one;
    `absent` are optional items the export lacks.
    """

    items: dict[str, str] = field(default_factory=dict)
    options: dict[tuple[str, str], str] = field(default_factory=dict)
    identifier: str | None = None
    weight: str | None = None
    complete: str | None = None
    synthetic_mark: str | None = None
    ignored: dict[str, str] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def plan_columns(questionnaire: Questionnaire, headers: Sequence[str]) -> ColumnPlan:
    """The column of each item, option and identifier; what is wrong stands in `faults`."""
    plan = ColumnPlan()
    problems: list[Problem] = []
    uses: dict[str, list[str]] = {header: [] for header in headers}
    for item, option, column in wanted_columns(questionnaire):
        header = _find(column, _name(item, option), item.optional, uses, problems)
        if header is None:
            if item.optional and item.id not in plan.absent:
                plan.absent.append(item.id)
        elif option is None:
            plan.items[item.id] = header
        else:
            plan.options[item.id, option] = header
    if questionnaire.identifier is not None:
        plan.identifier = _find(questionnaire.identifier, "the identifier", True, uses, problems)
    mark = Column(header=questionnaire.synthetic_mark)
    plan.synthetic_mark = _find(mark, "the synthetic mark", True, uses, problems)
    weights = questionnaire.weights
    if weights is not None and weights.column is not None:
        synthetic = plan.synthetic_mark is not None
        plan.weight = _find(weights.column, "the weight", synthetic, uses, problems)
    complete = questionnaire.complete
    if complete is not None:
        synthetic = plan.synthetic_mark is not None
        plan.complete = _find(complete.column, "whole responses", synthetic, uses, problems)
    for ignored in questionnaire.ignored:
        # One prefix may drop several columns; each still has this one use only.
        for header in headers:
            if _matches(ignored.column, header):
                uses[header].append("'ignored'")
                plan.ignored.setdefault(header, ignored.reason)
    if not any(uses.values()):
        # The first row may be somebody's answers then, so none of it is shown.
        what = "none of the headers in the first row is in the questionnaire"
        advice = "is this the export of this survey, with its headers in the first row?"
        plan.faults = [Fault("headers", what, f"{advice} {_some_columns(questionnaire)}")]
        return plan
    strange = {fold(header) for header, names in uses.items() if not names}
    wanted = [_text(column) for _, _, column in wanted_columns(questionnaire)]
    # Among the first answers of a file without headers there is one to a closed item.
    answers = not strange.isdisjoint(_answers(questionnaire))
    words = HeaderWords(headers, wanted, doubtful=answers or 2 * len(strange) > len(headers))
    plan.faults = [*_not_one(problems, words), *_misused(uses, words)]
    return plan


def wanted_columns(questionnaire: Questionnaire) -> Iterator[tuple[Item, str | None, Column]]:
    """Each item (and option with a column of its own) beside where it should stand."""
    for item in questionnaire.items:
        if item.column is not None:
            yield item, None, item.column
        for answer in item.answers:
            if answer.column is not None:
                yield item, answer.id, answer.column


def _answers(questionnaire: Questionnaire) -> set[str]:
    scales = [questionnaire.scale_of(item) for item in questionnaire.items if item.closed]
    answers = [answer for scale in scales for answer in scale.answers]
    return {fold(spelling) for answer in answers for spelling in answer.spellings}


def _some_columns(questionnaire: Questionnaire) -> str:
    return nearest("", [str(column) for _, _, column in wanted_columns(questionnaire)])


def _name(item: Item, option: str | None) -> str:
    return f"item '{item.id}'" + (f", option '{option}'" if option else "")


def _matches(column: Column, header: str) -> bool:
    if column.header is not None:
        return fold(header) == fold(column.header)
    return begins(header, column.prefix or "")


def _text(column: Column) -> str:
    return column.header or column.prefix or ""


Problem = tuple[Column, str, list[str]]
"""A column that no header fits, or several do, with what it is for and those headers."""


def _find(
    column: Column,
    name: str,
    optional: bool,
    uses: dict[str, list[str]],
    problems: list[Problem],
) -> str | None:
    found = [header for header in uses if _matches(column, header)]
    for header in found:
        uses[header].append(name)
    if len(found) > 1 or not (found or optional):
        problems.append((column, name, found))
    return found[0] if len(found) == 1 else None


def _not_one(problems: list[Problem], words: HeaderWords) -> Iterator[Fault]:
    for column, name, found in problems:
        where = f"column '{column}'"
        if found:
            what = f"{len(found)} columns fit {name}: {', '.join(map(words.name, found))}"
            yield Fault(where, what, "remove one, or use a longer prefix")
        else:
            wanted = _text(column)
            yield Fault(where, f"missing ({name})", nearest(wanted, words.like(wanted)))


def _misused(uses: dict[str, list[str]], words: HeaderWords) -> Iterator[Fault]:
    for header, names in uses.items():
        where = f"column {words.name(header)}"
        if not names:
            what, advice = "is not in the questionnaire", "add it to its items, or to 'ignored'"
            yield Fault(where, what, f"{advice} with a reason")
        elif len(set(names)) > 1:
            what = f"serves {' and '.join(dict.fromkeys(names))}"
            yield Fault(where, what, "give each a column of its own in the questionnaire")
