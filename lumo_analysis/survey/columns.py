"""Which column of an export belongs to which item: found all, once, or refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lumo_analysis.errors import Fault, nearest
from lumo_analysis.survey.matching import begins, fold
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.scales import Column
from lumo_analysis.survey.table import SHOWN_HEADER


@dataclass
class ColumnPlan:
    """Headers of an export by their use.

    `items` maps an item's id to its header, `options` an (item, option) pair to one;
    `absent` are optional items the export lacks.
    """

    items: dict[str, str] = field(default_factory=dict)
    options: dict[tuple[str, str], str] = field(default_factory=dict)
    identifier: str | None = None
    synthetic_mark: str | None = None
    ignored: dict[str, str] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def plan_columns(questionnaire: Questionnaire, headers: Sequence[str]) -> ColumnPlan:
    """The column of each item, option and identifier; what is wrong stands in `faults`."""
    plan = ColumnPlan()
    uses: dict[str, list[str]] = {header: [] for header in headers}
    for item, option, column in wanted_columns(questionnaire):
        header = _find(column, _name(item, option), item.optional, uses, plan)
        if header is None:
            if item.optional and item.id not in plan.absent:
                plan.absent.append(item.id)
        elif option is None:
            plan.items[item.id] = header
        else:
            plan.options[item.id, option] = header
    if questionnaire.identifier is not None:
        plan.identifier = _find(questionnaire.identifier, "the identifier", True, uses, plan)
    mark = Column(header=questionnaire.synthetic_mark)
    plan.synthetic_mark = _find(mark, "the synthetic mark", True, uses, plan)
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
    plan.faults += _misused(uses)
    return plan


def wanted_columns(questionnaire: Questionnaire) -> Iterator[tuple[Item, str | None, Column]]:
    """Each item (and option with a column of its own) beside where it should stand."""
    for item in questionnaire.items:
        if item.column is not None:
            yield item, None, item.column
        for answer in item.answers:
            if answer.column is not None:
                yield item, answer.id, answer.column


def _some_columns(questionnaire: Questionnaire) -> str:
    return nearest("", [str(column) for _, _, column in wanted_columns(questionnaire)])


def _name(item: Item, option: str | None) -> str:
    return f"item '{item.id}'" + (f", option '{option}'" if option else "")


def _matches(column: Column, header: str) -> bool:
    if column.header is not None:
        return fold(header) == fold(column.header)
    return begins(header, column.prefix or "")


def _find(
    column: Column, name: str, optional: bool, uses: dict[str, list[str]], plan: ColumnPlan
) -> str | None:
    found = [header for header in uses if _matches(column, header)]
    for header in found:
        uses[header].append(name)
    if len(found) > 1:
        listed = ", ".join(f"'{header[:SHOWN_HEADER]}'" for header in found)
        what = f"{len(found)} columns fit {name}: {listed}"
        plan.faults.append(Fault(f"column '{column}'", what, "remove one, or use a longer prefix"))
        return None
    if not found and not optional:
        wanted = column.header or column.prefix or ""
        advice = nearest(wanted, [header[:SHOWN_HEADER] for header in uses])
        plan.faults.append(Fault(f"column '{column}'", f"missing ({name})", advice))
    return found[0] if found else None


def _misused(uses: dict[str, list[str]]) -> Iterator[Fault]:
    for header, names in uses.items():
        where = f"column '{header[:SHOWN_HEADER]}'"
        if not names:
            what, advice = "is not in the questionnaire", "add it to its items, or to 'ignored'"
            yield Fault(where, what, f"{advice} with a reason")
        elif len(set(names)) > 1:
            what = f"serves {' and '.join(dict.fromkeys(names))}"
            yield Fault(where, what, "give each a column of its own in the questionnaire")
