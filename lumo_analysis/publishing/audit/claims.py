"""What files say about respondents: who, which answer, how many."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from lumo_analysis.analysis.disclosure.plan import Cell
from lumo_analysis.publishing.audit.numerals import Reading


@dataclass(frozen=True)
class Claim:
    """How many respondents of a group gave an answer, as far as one place of a file says.

    `group` is a region's id, "all", or "others:" and the id of the region left out. `cell`
    None stands for all who count in the base. `headline` says that the cell is the share a
    table is told by, beside or instead of single answers. `place` says where, in words.
    """

    item: str
    group: str
    cell: Cell | None
    base_name: str
    reading: Reading
    place: str = field(compare=False)
    headline: bool = False


@dataclass(frozen=True)
class Mean:
    """A mean of the codes 1, 2, 3 ... of the answers on an item's scale."""

    item: str
    group: str
    value: Fraction
    decimals: int
    place: str = field(compare=False)


@dataclass(frozen=True)
class Tested:
    """A test of an item between groups; `n` is how many answers it used, None where untold.

    `exact` says whether its statistic or p is told as a number.
    """

    item: str
    region: str
    exact: bool
    n: int | None
    place: str = field(compare=False)
