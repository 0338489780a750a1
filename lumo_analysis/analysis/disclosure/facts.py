"""Facts about unknown whole numbers of respondents, and how a proof can fail."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
UNBOUND = 2**50
"""Stands for a side of a fact that does not bind; no sum of respondents comes near it."""


class UnsolvedError(Exception):
    """The solver proved nothing, so nothing may be shown on the strength of it."""


class ContradictionError(UnsolvedError):
    """No whole numbers fit the facts: some of the published numbers can't be right."""


@dataclass(frozen=True)
class Fact:
    """A weighted sum of cells (by place) that lies between two numbers, both included."""

    places: tuple[int, ...]
    weights: tuple[int, ...]
    low: int | None
    high: int | None
