"""What a set of tests found, in one sentence that never says that groups do not differ."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lumo_analysis.presentation.answers_wording import listed
from lumo_analysis.presentation.comparison_rows import SIGNIFICANT, ComparisonRow
from lumo_analysis.presentation.tests_wording import effect_size, p_equals, p_verdict
from lumo_analysis.presentation.wording import Wording

_SMALL_GROUP = 100
_NAMED = 3


def comparison_finding(rows: Sequence[ComparisonRow], words: Wording) -> str:
    """Which groups or questions differ, and else which difference would have been noticed."""
    made, exact = [row for row in rows if row.made], all(row.exact for row in rows if row.made)
    if exact:
        made.sort(key=lambda row: (row.p_adjusted, row.p))
    if not made:
        return words.say("There are too few answers for a test.")
    found = [row for row in made if row.significant]
    if not found:
        return _nothing_shown(made, words)
    with_group = len({row.group for row in rows}) > 1
    named = [_named(row, words, with_group) for row in found[:_NAMED]]
    if len(made) == 1:
        return words.say("The groups answer differently: {items}.", items=listed(words, named))
    k, n = words.number(len(found)), words.number(len(made))
    level = words.number(SIGNIFICANT, 2)
    if len(found) > _NAMED and not exact:
        return words.say(
            "The groups answer differently in {k} of {n} tests (adjusted p below {level}), "
            "among them: {items}.",
            k=k,
            n=n,
            level=level,
            items=listed(words, named),
        )
    if len(found) > _NAMED:
        return words.say(
            "The groups answer differently in {k} of {n} tests (adjusted p below {level}), "
            "most clearly: {items}.",
            k=k,
            n=n,
            level=level,
            items=listed(words, named),
        )
    return words.say(
        "The groups answer differently in {k} of {n} tests (adjusted p below {level}): {items}.",
        k=k,
        n=n,
        level=level,
        items=listed(words, named),
    )


def _named(row: ComparisonRow, words: Wording, with_group: bool) -> str:
    item = f"{row.item}, {row.group}" if with_group else row.item
    p = p_equals(words, row.p_adjusted) if row.exact else p_verdict(words, row.below)
    if row.withheld:
        return f"{item} ({p})"
    size = effect_size(words, row.effect_name, row.effect)
    return words.say("{item} ({p}, {size} difference)", item=item, p=p, size=size)


def _nothing_shown(made: Sequence[ComparisonRow], words: Wording) -> str:
    exact = all(row.exact for row in made)
    p = p_equals(words, made[0].p_adjusted) if exact else p_verdict(words, False)
    seen = max(row.detectable for row in made)
    if not math.isnan(seen):
        return words.say_n(
            "The test does not show that the groups answer differently ({p}). Between groups of "
            "this size it would probably notice only a difference of {points} percentage points "
            "or more.",
            "None of the {n} tests shows that the groups answer differently (smallest adjusted "
            "{p}). Between groups of this size they would probably notice only a difference of "
            "{points} percentage points or more.",
            len(made),
            p=p,
            points=words.number(seen * 100),
        )
    if min(row.smallest_group for row in made) < _SMALL_GROUP:
        return words.say_n(
            "The test does not show that the groups answer differently ({p}); "
            "with groups of this size only large differences could have been seen.",
            "None of the {n} tests shows that the groups answer differently (smallest adjusted "
            "{p}); with groups of this size only large differences could have been seen.",
            len(made),
            p=p,
        )
    return words.say_n(
        "The test does not show that the groups answer differently ({p}); "
        "small differences may have gone unseen.",
        "None of the {n} tests shows that the groups answer differently (smallest adjusted "
        "{p}); small differences may have gone unseen.",
        len(made),
        p=p,
    )


def withheld_notes(words: Wording, made: Sequence[ComparisonRow]) -> list[str]:
    """Why of some tests only the verdict is told."""
    if not any(row.withheld for row in made):
        return []
    notes = [
        words.say(
            "Where numbers of a question are hidden or put together, only whether p lies below "
            "{level} is told: exact results of the test could give away what is hidden.",
            level=words.number(SIGNIFICANT, 2),
        )
    ]
    if not all(row.exact or row.withheld for row in made):
        notes.append(
            words.say(
                "The adjusted p of the other questions depends on these tests, so it is told in "
                "the same way."
            )
        )
    return notes
