"""Columns counted together, by the combinations of their values, and apart again.

A pass over the data costs more than a few more groups in it, so several columns with few
values each are counted in one pass.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import narwhals as nw
import pandas as pd

COMBINATIONS = 1_000
"""Up to how many combinations of groups and values are counted together."""
Cell = tuple[str, str | None, str | None]
"""The name of a part, a group and a value; None for respondents that have none."""


class Sums(NamedTuple):
    """What the respondents of a cell add up to: their number, weights and squared weights."""

    n: int = 0
    weight: float = 0.0
    square: float = 0.0


@dataclass(frozen=True)
class Part:
    """One column to count by its `values`: an item, an option, or whether anything was chosen."""

    name: str
    value: nw.Expr
    values: int


def lots_of(parts: Sequence[Part], groups: int) -> list[list[Part]]:
    """The parts, in their order, in lots that have few combinations of groups and values."""
    lots: list[list[Part]] = []
    combinations = math.inf
    for part in parts:
        combinations *= part.values
        if combinations > COMBINATIONS:
            lots.append([])
            combinations = groups * part.values
        lots[-1].append(part)
    return lots


def added_up(
    lots: Sequence[Sequence[Part]], rows: Sequence[tuple[Any, ...]], columns: int
) -> dict[Cell, Sums]:
    """The sums of each value, from those of the combinations."""
    found: dict[Cell, list[Sequence[Any]]] = defaultdict(list)
    for place, of, *rest in rows:
        group, values, totals = _text(of), rest[:columns], rest[columns:]
        for part, value in zip(lots[place], values, strict=False):
            found[part.name, group, _text(value)].append(totals)
    return {
        # Exact sums, since engines give the combinations in any order.
        cell: Sums(int(sum(n)), *map(math.fsum, weights))
        for cell, totals in found.items()
        for n, *weights in [list(zip(*totals, strict=True))]
    }


def _text(value: Any) -> str | None:
    # Missing values of pandas are not None, and not a number is not even itself.
    return None if value is None or value is pd.NA or value != value else str(value)
