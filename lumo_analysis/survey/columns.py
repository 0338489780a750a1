"""Which column of an export belongs to which item: found all, once, or refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lumo_analysis.errors import Fault, nearest
from lumo_analysis.survey.matching import begins, fold
from lumo_analysis.survey.questionnaire import Column, Item, Questionnaire


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

    @property
    def used(self) -> set[str]:
        """Every header that has a use."""
        single = [self.identifier, self.synthetic_mark]
        return {
            *self.items.values(),
            *self.options.values(),
            *self.ignored,
            *(header for header in single if header is not None),
        }


def plan_columns(questionnaire: Questionnaire, headers: Sequence[str]) -> ColumnPlan:
    """The column of each item, option and identifier; what is wrong stands in `faults`."""
    plan = ColumnPlan()
    for item, option, column in wanted_columns(questionnaire):
        header = _find(column, headers, _name(item, option), item.optional, plan)
        if header is None:
            if item.optional and item.id not in plan.absent:
                plan.absent.append(item.id)
        elif option is None:
            plan.items[item.id] = header
        else:
            plan.options[item.id, option] = header
    if questionnaire.identifier is not None:
        found = _find(questionnaire.identifier, headers, "the identifier", True, plan)
        plan.identifier = found
    mark = Column(header=questionnaire.synthetic_mark)
    plan.synthetic_mark = _find(mark, headers, "the synthetic mark", True, plan)
    for ignored in questionnaire.ignored:
        found = _find(ignored.column, headers, "an ignored column", True, plan)
        if found is not None:
            plan.ignored[found] = ignored.reason
    plan.faults += _unknown(questionnaire, headers, plan.used)
    return plan


def wanted_columns(questionnaire: Questionnaire) -> Iterator[tuple[Item, str | None, Column]]:
    """Each item (and option with a column of its own) beside where it should stand."""
    for item in questionnaire.items:
        if item.column is not None:
            yield item, None, item.column
        for answer in item.answers:
            if answer.column is not None:
                yield item, answer.id, answer.column


def _name(item: Item, option: str | None) -> str:
    return f"item '{item.id}'" + (f", option '{option}'" if option else "")


def _matches(column: Column, header: str) -> bool:
    if column.header is not None:
        return fold(header) == fold(column.header)
    return begins(header, column.prefix or "")


def _find(
    column: Column, headers: Sequence[str], name: str, optional: bool, plan: ColumnPlan
) -> str | None:
    found = [header for header in headers if _matches(column, header)]
    if len(found) > 1:
        listed = ", ".join(f"'{header[:60]}'" for header in found)
        what = f"{len(found)} columns fit {name}: {listed}"
        plan.faults.append(Fault(f"column '{column}'", what, "remove one, or use a longer prefix"))
        return None
    if not found:
        if not optional:
            advice = nearest(str(column), [header[:80] for header in headers])
            plan.faults.append(Fault(f"column '{column}'", f"missing ({name})", advice))
        return None
    return found[0]


def _unknown(
    questionnaire: Questionnaire, headers: Sequence[str], used: set[str]
) -> Iterator[Fault]:
    doubled = {
        header
        for _, _, column in wanted_columns(questionnaire)
        for header in headers
        if _matches(column, header)
    }
    for header in headers:
        if header not in used and header not in doubled:
            yield Fault(
                f"column '{header[:80]}'",
                "is not in the questionnaire",
                "add it to its items, or to 'ignored' with a reason",
            )
