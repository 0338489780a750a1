"""The rows of a comparison: their columns, and how p is adjusted over them."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lumo_analysis.analysis.count_table import Integers
from lumo_analysis.analysis.multiplicity import holm
from lumo_analysis.analysis.power import detectable_difference
from lumo_analysis.errors import ParameterError, nearest

Family = str | Mapping[str, str | None] | None

COMPARISON_COLUMNS = (
    *("item", "groups", "test", "statistic", "df", "n", "p", "p_adjusted"),
    *("effect", "effect_name", "family", "reason", "detectable"),
)

TOO_FEW, ONE_GROUP, CONSTANT = "too_few", "one_group", "constant"


@dataclass
class Comparison:
    """One row of a comparison; the fields after `detectable` serve some tests only."""

    item: str
    groups: str
    test: str
    effect_name: str
    statistic: float = np.nan
    df: float = np.nan
    n: int = 0
    p: float = np.nan
    p_adjusted: float = np.nan
    effect: float = np.nan
    family: str = ""
    reason: str = ""
    detectable: float = np.nan
    group: str = ""
    n_group: int = 0
    superiority: float = np.nan
    effect_low: float = np.nan
    effect_high: float = np.nan
    group1: str = ""
    group2: str = ""
    n_group1: int = 0
    n_group2: int = 0
    strata: int = 0


def used(table: Integers) -> Integers:
    """Without the groups and the answers that nobody gave.

    >>> used(np.array([[2, 0, 1], [0, 0, 0]])).tolist()
    [[2, 1]]
    """
    given = table.sum(axis=1) > 0, table.sum(axis=0) > 0
    return np.asarray(table[np.ix_(*given)], dtype=np.int64)


def impossible(table: Integers) -> str:
    """Why no test of a table is possible, or nothing where one is; `table` is from `used`.

    >>> impossible(np.array([[2, 1]])), impossible(np.array([[2, 1], [1, 2]]))
    ('one_group', '')
    """
    if not table.size:
        return TOO_FEW
    if table.shape[0] < 2:
        return ONE_GROUP
    return CONSTANT if table.shape[1] < 2 else ""


def detectable_by(sizes: Sequence[int] | Integers) -> float:
    """The difference that the two smallest groups with answers could have shown.

    >>> round(detectable_by([45, 0, 26, 80]), 2)
    0.34
    """
    with_answers = sorted(int(size) for size in sizes if size)
    return detectable_difference(*with_answers[:2]) if len(with_answers) > 1 else np.nan


def comparison_frame(rows: Sequence[Comparison], family: Family) -> pd.DataFrame:
    """The rows with all their fields, and p adjusted in each family (Holm).

    >>> rows = [Comparison("a", "x+y", "t", "e", p=0.01), Comparison("b", "x+y", "t", "e", p=0.04)]
    >>> comparison_frame(rows, None)["p_adjusted"].tolist()
    [0.02, 0.04]
    """
    if isinstance(family, Mapping):
        require_items([row.item for row in rows], family, "family")
    for row in rows:
        if isinstance(family, Mapping):
            row.family = family.get(row.item) or row.item
        else:
            row.family = family or "all"
    # `dataclasses.asdict` copies every value deeply, which can cost more than the tests do.
    frame = pd.DataFrame(
        [vars(row) for row in rows],
        columns=[field.name for field in dataclasses.fields(Comparison)],
    )
    for places in frame.groupby("family", sort=False).indices.values():
        frame.loc[places, "p_adjusted"] = holm(frame["p"].to_numpy()[places])
    return frame


def require_items(named: Collection[str], known: Mapping[str, object], where: str) -> None:
    """Refuse an item that is not known, with the nearest known ones.

    >>> require_items(["copin"], {"coping": 1}, "family")
    Traceback (most recent call last):
    lumo_analysis.errors.ParameterError: item 'copin' is not in family; did you mean 'coping'?
    """
    for item in named:
        if item not in known:
            raise ParameterError(f"item '{item}' is not in {where}; {nearest(item, known)}")
