"""How many synthetic respondents give each answer, so that every published figure comes back.

Published per cents fix sums of counts within a rounding step; what they leave open is filled
plausibly. The counts are the whole numbers nearest to a plausible distribution that obey all
published figures at once: a small integer programme an item.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from lumo_analysis.errors import Fault, QuestionnaireError
from lumo_analysis.survey.questionnaire import Item
from lumo_analysis.survey.scales import Scale

NO_ANSWER = "no_answer"
_NO_ANSWER_SHARE = 0.025
_OFF_SCALE_SHARE = 0.07
_MIDDLE_HEAVY = {2: (5, 5), 3: (2, 4, 5), 4: (2, 4, 5, 2), 5: (1, 3, 4, 5, 2)}


def possible_counts(percent: float, decimals: int, n: int) -> tuple[int, int]:
    """The smallest and largest count out of `n` that is published as this per cent.

    >>> possible_counts(82, 0, 134), possible_counts(20.9, 1, 134)
    ((110, 110), (28, 28))
    """
    step = 10**-decimals
    low = math.ceil((percent - step / 2) * n / 100 - 1e-9)
    high = math.ceil((percent + step / 2) * n / 100 - 1e-9) - 1
    return max(0, low), min(n, high)


def answer_counts(
    item: Item, scale: Scale, published: pd.DataFrame, n: int, rng: np.random.Generator
) -> dict[str, int]:
    """A count for each answer and for `no_answer`, `n` together.

    `published` has the figures of this item; `rng` makes what they leave open differ from
    item to item. `QuestionnaireError` where no counts can give all of them.
    """
    answers = [answer.id for answer in scale.answers]
    wanted = _plausible(item, scale, published, n, rng)
    names = [*answers, NO_ANSWER]
    size = len(names)
    limits = [(np.ones(size), n, n)]
    for chosen, percent, decimals, known in _figures(published):
        inside = np.array([name in chosen for name in names], dtype=float)
        low, high = possible_counts(percent, decimals, n)
        limits.append((inside, *((low, high) if known is None else (known, known))))
    counts = _nearest_whole(np.array([wanted[name] for name in names]), limits)
    if counts is None:
        what = f"no {n} answers to '{item.id}' can give all its published figures"
        raise QuestionnaireError("published.csv", [Fault(item.id, what, "look for a typing error")])
    return dict(zip(names, counts, strict=True))


def _figures(published: pd.DataFrame) -> Iterator[tuple[list[str], float, int, int | None]]:
    """Each figure's answers, per cent, decimals, and count where that is published."""
    columns = [published[name].tolist() for name in ("answers", "percent", "decimals", "count")]
    for answers, percent, decimals, count in zip(*columns, strict=True):
        known = None if pd.isna(count) else int(count)
        yield str(answers).split("+"), float(percent), int(decimals), known


def _plausible(
    item: Item, scale: Scale, published: pd.DataFrame, n: int, rng: np.random.Generator
) -> Mapping[str, float]:
    """Expected counts: a usual shape, scaled group by group to the published sums."""
    shape: dict[str, float] = {}
    on_scale = [answer.id for answer in scale.ordered]
    usual = _MIDDLE_HEAVY.get(len(on_scale)) if item.kind == "ordinal" else None
    for position, answer in enumerate(on_scale):
        weight = usual[position] if usual else 1 + 1 / (position + 1)
        shape[answer] = weight * rng.uniform(0.6, 1.5)
    total = sum(shape.values())
    off_scale = [answer.id for answer in scale.off_scale]
    shape |= dict.fromkeys(off_scale, total * _OFF_SCALE_SHARE)
    shape[NO_ANSWER] = 0.0 if item.grouping else total * _NO_ANSWER_SHARE
    free = set(shape)
    expected: dict[str, float] = {}
    left = float(n)
    for chosen, percent, _, _ in _figures(published):
        group = sum(shape[answer] for answer in chosen)
        for answer in chosen:
            expected[answer] = n * percent / 100 * shape[answer] / group
        free -= set(chosen)
        left -= n * percent / 100
    rest = sum(shape[answer] for answer in free)
    for answer in free:
        expected[answer] = max(0.0, left) * shape[answer] / rest if rest else 0.0
    return expected


def _nearest_whole(
    wanted: np.ndarray, limits: Sequence[tuple[np.ndarray, int, int]]
) -> list[int] | None:
    """Whole counts within the limits with the least total distance to what is wanted."""
    size = len(wanted)
    cost = np.concatenate([np.zeros(size), np.ones(size)])
    identity = np.identity(size)
    above = np.hstack([identity, -identity])
    below = np.hstack([-identity, -identity])
    sums = np.vstack([np.concatenate([inside, np.zeros(size)]) for inside, _, _ in limits])
    result = milp(
        cost,
        constraints=[
            LinearConstraint(above, ub=wanted),
            LinearConstraint(below, ub=-wanted),
            LinearConstraint(sums, [low for _, low, _ in limits], [high for _, _, high in limits]),
        ],
        integrality=np.concatenate([np.ones(size), np.zeros(size)]),
        bounds=Bounds(0, np.inf),
    )
    return [round(value) for value in result.x[:size]] if result.status == 0 else None
