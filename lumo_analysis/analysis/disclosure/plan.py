"""The plan of disclosure control: which answers are shown together, and what is hidden.

One plan is made from a whole survey before any report, and every face of every report reads
it: charts, tables, sentences, spreadsheets. It holds the pattern and no count. What must be
hidden so that nobody can compute it from the rest is worked out in `protection`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd

from lumo_analysis.analysis.count_table import ALL, OTHERS, require_counts
from lumo_analysis.errors import ParameterError, nearest

Rung = Literal["answers", "sides", "sides_only", "headline"]
"""A step of the coarsening ladder, finest first: every answer; the low, middle and high side
and the answers off the scale; the same without those off the scale; a headline's answers
against the rest."""
RUNGS: tuple[Rung, ...] = ("answers", "sides", "sides_only", "headline")

OUTSIDE, REST = "outside", "rest"
"""Kinds of cells that only coarsening makes: off the scale or no answer; all but a headline."""


@dataclass(frozen=True)
class Cell:
    """Answers that are shown as one number; `kind` as in counts, or "outside" or "rest"."""

    parts: tuple[str, ...]
    kind: str

    @property
    def answer(self) -> str:
        """The ids of the answers, joined: what stands in the `answer` column of counts."""
        return "+".join(self.parts)


@dataclass(frozen=True)
class ItemPlan:
    """What is shown of one item.

    `whole` are the cells of the whole survey and `groups` those of every group, coarser or
    the same. `hidden` names a cell by group ("all" for the whole) and joined answers; the
    whole's hidden cells are named at both its own and the groups' rung.
    """

    item: str
    whole_rung: Rung
    group_rung: Rung
    whole: tuple[Cell, ...]
    groups: tuple[Cell, ...]
    hidden: frozenset[tuple[str, str]] = frozenset()

    @property
    def withheld(self) -> bool:
        """Whether statistics of the groups would tell more than the cells that are shown."""
        return self.group_rung != "answers" or any(group != ALL for group, _ in self.hidden)


@dataclass(frozen=True)
class Plan:
    """What the reports of one survey may show; `small` groups have no column of their own.

    `public` turns protection off: the answers were given under the respondents' names. Any
    other grouping than into `groups` is refused where they are given, since what it adds to
    the reports was not looked at.
    """

    survey: str
    threshold: int
    group_base: int
    items: Mapping[str, ItemPlan] = field(default_factory=dict)
    small: frozenset[str] = frozenset()
    public: bool = False
    groups: frozenset[str] | None = None

    def __getitem__(self, item: str) -> ItemPlan:
        """The plan of an item; `ParameterError` where there is none, so nothing slips through."""
        if item not in self.items:
            raise ParameterError(
                f"no plan of disclosure control for item '{item}', so it can't be shown; "
                f"{nearest(item, self.items)}"
            )
        return self.items[item]

    def withholds(self, item: str) -> bool:
        """Whether tests of the item may only say if p lies below 0.05."""
        return not self.public and self[item].withheld

    def apply(self, counts: pd.DataFrame, place: str = ALL) -> pd.DataFrame:
        """The counts as they may be shown: answers put together, hidden numbers missing.

        Args:
            counts: from `count_answers`, `theme_counts` or `beside_others`. The others of a
                group are the whole without it; counted otherwise they would tell more.
            place: whose counts the group "all" holds: the whole survey's or one group's.

        Returns:
            item, group, answer, kind and n, an Int64 that is missing where hidden. Answers
            shown together are joined with "+"; a cell of answers off the scale and no answer
            has the kind "outside", one of all answers but a headline's "rest".

        Raises:
            ParameterError: an item without a plan, or groups that were not planned for.

        >>> counts = pd.DataFrame({
        ...     "item": "coping", "group": "north", "answer": ["bad", "poor", "good"],
        ...     "kind": "scale", "n": [4, 3, 19],
        ... })
        >>> cells = Cell(("bad", "poor"), "scale"), Cell(("good",), "scale")
        >>> plan = Plan("s", 5, 10, {"coping": ItemPlan("coping", "sides", "sides", cells, cells)})
        >>> plan.apply(counts)
             item  group    answer   kind   n
        0  coping  north  bad+poor  scale   7
        1  coping  north      good  scale  19
        """
        require_counts(counts)
        if self.public:
            return counts.astype({"n": "Int64"})
        self._require_planned([*counts["group"].unique().tolist(), place])
        if counts.empty:
            return counts.astype({"n": "Int64"})
        merged = self._merged(counts, place)
        groups = merged.groupby("item", sort=False)["group"].unique()
        named = {str(item): found.tolist() for item, found in groups.items()}
        cells = zip(merged["item"], merged["group"], merged["answer"], strict=True)
        hidden = [
            self._hides(self[item], place if group == ALL else group, answer, named[item])
            for item, group, answer in cells
        ]
        return merged.assign(n=merged["n"].astype("Int64").mask(np.array(hidden, dtype=bool)))

    def _require_planned(self, groups: list[str]) -> None:
        if self.groups is None:
            return
        planned = [*sorted(self.groups), *sorted(self.small), ALL, OTHERS]
        for group in groups:
            if group not in planned:
                raise ParameterError(
                    f"the plan of disclosure control has no group '{group}', so nothing of it "
                    f"can be shown; {nearest(group, planned)}"
                )

    def _merged(self, counts: pd.DataFrame, place: str) -> pd.DataFrame:
        """The counts with answers put together as the plan shows them, item by item."""
        by_item = counts.groupby("item", sort=False).indices
        group, answer = counts["group"].to_numpy(), counts["answer"].to_numpy()
        shown, kind = answer.astype(object), np.empty(len(counts), dtype=object)
        for item, rows in by_item.items():
            plan = self[str(item)]
            cells = plan.whole if place == ALL and (group[rows] == ALL).all() else plan.groups
            cell_of = {part: cell for cell in cells for part in cell.parts}
            lacking = [one for one in answer[rows] if one not in cell_of]
            if lacking:
                raise ParameterError(
                    f"the plan of disclosure control for item '{plan.item}' lacks the answer "
                    f"'{lacking[0]}', so the item can't be shown; make the plan anew"
                )
            shown[rows] = [cell_of[one].answer for one in answer[rows]]
            kind[rows] = [cell_of[one].kind for one in answer[rows]]
        text = {"answer": shown, "kind": kind}
        merged = counts.assign(**{k: pd.Series(v, counts.index, "str") for k, v in text.items()})
        in_order = merged.iloc[np.concatenate(list(by_item.values()))]
        keys = ["item", "group", "answer", "kind"]
        return in_order.groupby(keys, sort=False, as_index=False).agg({"n": "sum"})

    def _hides(self, plan: ItemPlan, group: str, answer: str, groups: list[str]) -> bool:
        if group in self.small:
            return True
        if group != OTHERS:
            return (group, answer) in plan.hidden
        # The others are the whole without one group: whoever knows two of them knows the third.
        own = next(other for other in groups if other != OTHERS)
        return own in self.small or not plan.hidden.isdisjoint({(own, answer), (ALL, answer)})

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the pattern, in hexadecimal."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def to_json(self) -> str:
        """The plan as JSON text, the same for the same plan."""
        content: dict[str, Any] = {
            "survey": self.survey,
            "threshold": self.threshold,
            "group_base": self.group_base,
            "public": self.public,
            "small": sorted(self.small),
            "groups": None if self.groups is None else sorted(self.groups),
            "items": [
                {**dataclasses.asdict(item), "hidden": sorted(item.hidden)}
                for item in self.items.values()
            ],
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """The plan that `to_json` wrote.

        >>> Plan.from_json(Plan("workers", 5, 10).to_json()) == Plan("workers", 5, 10)
        True
        """
        content = json.loads(text)
        items = [
            ItemPlan(
                item["item"],
                item["whole_rung"],
                item["group_rung"],
                _cells(item["whole"]),
                _cells(item["groups"]),
                frozenset((group, answer) for group, answer in item["hidden"]),
            )
            for item in content["items"]
        ]
        return cls(
            content["survey"],
            content["threshold"],
            content["group_base"],
            {item.item: item for item in items},
            frozenset(content["small"]),
            content["public"],
            None if content["groups"] is None else frozenset(content["groups"]),
        )


def _cells(content: list[dict[str, Any]]) -> tuple[Cell, ...]:
    return tuple(Cell(tuple(cell["parts"]), cell["kind"]) for cell in content)
