"""Claims as linear facts about an item's cells, in whole numbers, with nothing lost.

A count is an equality. A per cent rounded to some decimals is an interval about its base,
which may itself be a sum of unknown cells. Where the count or the base is not told, the ends
of the interval (Wilson) narrow both: every pair that would be written the same is tried.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from lumo_analysis.analysis.count_table import ALL, NO_ANSWER, OTHERS, RESPONDENTS
from lumo_analysis.analysis.disclosure.integer_program import Fact
from lumo_analysis.analysis.disclosure.item_table import ItemTable
from lumo_analysis.analysis.intervals import wilson_interval
from lumo_analysis.analysis.shares import MINIMUM_BASE
from lumo_analysis.publishing.audit.claims import Claim, Mean
from lumo_analysis.publishing.audit.numerals import Reading

Integers = npt.NDArray[np.int64]
_EPSILON = 1e-9


def places_of(table: ItemTable, group: str, answers: Collection[str]) -> tuple[int, ...]:
    """The cells of some answers in a group: a row, all rows, or all but one."""
    left_out = group.removeprefix(f"{OTHERS}:") if group.startswith(f"{OTHERS}:") else None
    rows = table.rows if group == ALL or left_out is not None else (group,)
    return tuple(table.place[row, answer] for row in rows if row != left_out for answer in answers)


def base_places(table: ItemTable, group: str, base_name: str) -> tuple[int, ...]:
    """The cells whose sum a share of the group is of."""
    if any(cell.kind == RESPONDENTS for cell in table.ladder["answers"]):
        names = [RESPONDENTS] if base_name == "answered" else [RESPONDENTS, NO_ANSWER]
    else:
        cells = table.ladder["answers"]
        names = [c.answer for c in cells if base_name == "all" or c.kind == "scale"]
    return places_of(table, group, names)


def facts_of_claim(
    claim: Claim, table: ItemTable, size: int, frames: Collection[int] = ()
) -> list[Fact]:
    """What a claim says of an item's cells; `size` is how many respondents its group has.

    `ValueError` where no numbers of respondents would be written so.
    """
    base = base_places(table, claim.group, claim.base_name)
    reading = claim.reading
    found: list[Fact] = []
    if reading.base is not None:
        found.append(_equal(base, reading.base))
    if reading.bases is not None:
        found.append(Fact(base, (1,) * len(base), *reading.bases))
    if reading.too_few and reading.base is None:
        found.append(Fact(base, (1,) * len(base), None, MINIMUM_BASE - 1))
    if claim.cell is None:
        return found
    cells = places_of(table, claim.group, claim.cell.parts)
    if reading.n is not None:
        found.append(_equal(cells, reading.n))
    if reading.share is not None and (reading.n is None or reading.base is None):
        found += _of_share(reading, cells, base)
        numbers, bases = pairs(reading, size, frames)
        if not len(numbers):
            raise ValueError("no numbers of respondents would be written so")
        found.append(Fact(cells, (1,) * len(cells), int(numbers.min()), int(numbers.max())))
        found.append(Fact(base, (1,) * len(base), int(bases.min()), int(bases.max())))
    return found


def _equal(places: tuple[int, ...], n: int) -> Fact:
    return Fact(places, (1,) * len(places), n, n)


def _of_share(reading: Reading, cells: tuple[int, ...], base: tuple[int, ...]) -> Iterator[Fact]:
    """(p - half) base <= 100 n <= (p + half) base, in whole numbers."""
    assert reading.share is not None, "only a share is turned into facts"
    unit = 2 * 10**reading.decimals
    for bound, low, high in ((-1, 0, None), (1, None, 0)):
        limit = reading.share * unit + bound
        assert limit.denominator == 1, "a share has as many decimals as it is written with"
        weights = dict.fromkeys(base, -int(limit))
        for place in cells:
            weights[place] = weights.get(place, 0) + 100 * unit
        kept = {place: weight for place, weight in weights.items() if weight}
        yield Fact(tuple(kept), tuple(kept.values()), low, high)


def pairs(reading: Reading, size: int, frames: Collection[int] = ()) -> tuple[Integers, Integers]:
    """All counts and bases, up to a group's size, that would be written as a reading.

    >>> reading = Reading(share=Fraction(46), low=Fraction(29), high=Fraction(65))
    >>> numbers, bases = pairs(reading, 30)
    >>> list(zip(numbers.tolist(), bases.tolist()))
    [(12, 26)]
    """
    assert reading.share is not None, "pairs are of a share"
    half = Fraction(1, 2 * 10**reading.decimals)
    numbers: list[int] = []
    bases: list[int] = []
    known = reading.base is not None
    for base in [reading.base] if known else range(MINIMUM_BASE, size + 1):
        assert base is not None, "a base is known or tried"
        low = max(math.ceil((reading.share - half) * base / 100), 0)
        high = min(math.floor((reading.share + half) * base / 100), base)
        if reading.n is not None:
            low, high = max(low, reading.n), min(high, reading.n)
        numbers += range(low, high + 1)
        bases += [base] * max(high + 1 - low, 0)
    n, of = np.array(numbers, dtype=np.int64), np.array(bases, dtype=np.int64)
    if reading.low is None or reading.high is None or not len(n):
        return n, of
    fits = np.zeros(len(n), dtype=bool)
    for frame in (None, *frames):
        usable = np.ones(len(n), dtype=bool) if frame is None else of <= frame
        places = np.flatnonzero(usable)
        low_end, high_end = wilson_interval(n[places], of[places], frame=frame)
        fits[places] |= _rounds(low_end, reading.low, reading.interval_decimals) & _rounds(
            high_end, reading.high, reading.interval_decimals
        )
    return n[fits], of[fits]


def _rounds(
    share: npt.NDArray[np.float64], written: Fraction, decimals: int
) -> npt.NDArray[np.bool_]:
    """Whether shares would be written as a per cent; halves may go either way."""
    half = 0.5 / 10**decimals
    return np.asarray(np.abs(share * 100 - float(written)) <= half + _EPSILON)


def facts_of_mean(mean: Mean, table: ItemTable) -> list[Fact]:
    """(mean - half) of all that answered <= the sum of their codes <= (mean + half) of them.

    The codes of the answers on the scale are 1, 2, 3 ... from the lowest.
    """
    answers = [c.answer for c in table.ladder["answers"] if c.kind == "scale"]
    unit = 2 * 10**mean.decimals
    found = []
    for bound, low, high in ((-1, 0, None), (1, None, 0)):
        limit = int(mean.value * unit) + bound
        weights: dict[int, int] = {}
        for code, answer in enumerate(answers, start=1):
            for place in places_of(table, mean.group, [answer]):
                weights[place] = code * unit - limit
        kept = {place: weight for place, weight in weights.items() if weight}
        found.append(Fact(tuple(kept), tuple(kept.values()), low, high))
    return found


def fits(reading: Reading, n: int, base: int, frames: Sequence[int] = ()) -> bool:
    """Whether a reading is how this many of this many would be written.

    >>> fits(Reading(n=12, share=Fraction(46)), 12, 26), fits(Reading(n=11), 12, 26)
    (True, False)
    """
    if reading.n not in (None, n) or reading.base not in (None, base):
        return False
    if reading.bases is not None and not reading.bases[0] <= base <= reading.bases[1]:
        return False
    if reading.too_few and reading.base is None and base >= MINIMUM_BASE:
        return False
    if reading.share is None:
        return True
    half = Fraction(1, 2 * 10**reading.decimals)
    if not base or abs(Fraction(100 * n, base) - reading.share) > half:
        return False
    if reading.low is None or reading.high is None:
        return True
    for frame in (None, *(frame for frame in frames if frame >= base)):
        low, high = wilson_interval([n], [base], frame=frame)
        decimals = reading.interval_decimals
        ends = _rounds(low, reading.low, decimals) & _rounds(high, reading.high, decimals)
        if ends[0]:
            return True
    return False
