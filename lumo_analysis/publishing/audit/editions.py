"""Two editions of a survey's reports, both in readers' hands: their difference is a report too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lumo_analysis.analysis.count_table import ALL, OTHERS
from lumo_analysis.publishing.audit.narrowing import ItemClaims

Number = tuple[str, str, str]
"""An item, a group, and the answers (or whom a base is of) whose number is told."""


def sizes_told(items: Mapping[str, ItemClaims], region_item: str) -> dict[str, int]:
    """How many respondents the groups have, as far as files tell it."""
    found: dict[str, int] = {}
    for said in items.values():
        for claim in said.claims:
            if claim.base_name == "all" and claim.reading.base is not None:
                found[claim.group] = claim.reading.base
            if claim.cell is None or claim.item != region_item or OTHERS in claim.cell.parts:
                continue
            if claim.reading.n is not None:
                found[claim.cell.answer] = claim.reading.n
    return found


def numbers_told(items: Mapping[str, ItemClaims]) -> dict[Number, int]:
    """Every number of respondents that files tell outright."""
    found: dict[Number, int] = {}
    for said in items.values():
        for claim in said.claims:
            if claim.cell is not None and claim.reading.n is not None:
                found[claim.item, claim.group, claim.cell.answer] = claim.reading.n
            if claim.reading.base is not None:
                found[claim.item, claim.group, f"base: {claim.base_name}"] = claim.reading.base
    return found


def narrow_differences(
    new: Mapping[str, ItemClaims],
    old: Mapping[str, ItemClaims],
    region_item: str,
    threshold: int,
) -> Iterator[str]:
    """Where a reader of both editions learns of fewer than `threshold` people.

    A group that grew or shrank by fewer tells what those few answered. Where no group changed
    its size, a number that differs by fewer tells whose answer was corrected.
    """
    before, now = sizes_told(old, region_item), sizes_told(new, region_item)
    changed = {group: now[group] - before[group] for group in now.keys() & before.keys()}
    for group, change in sorted(changed.items()):
        if 0 < abs(change) < threshold:
            name = "all respondents" if group == ALL else group
            yield f"{name}: a former edition has {abs(change)} respondents more or fewer"
    if any(changed.values()):
        return
    told, known = numbers_told(new), numbers_told(old)
    moved = [
        key
        for key in sorted(told.keys() & known.keys())
        if 0 < abs(told[key] - known[key]) < threshold
    ]
    if moved:
        item, group, answers = moved[0]
        yield (
            f"a former edition has as many respondents and {len(moved)} other numbers, such as "
            f"{item}, {group}, '{answers}'"
        )
