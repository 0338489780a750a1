"""How certain a coefficient of agreement is: answers drawn again with replacement."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from lumo_analysis.analysis.agreement_measures import Numbers, disagreement

BOOTSTRAPS = 1_999
_MOST_MISSING = 0.05


@dataclass(frozen=True)
class Draws:
    """How many samples to draw, for which interval; `seed` makes them the same each time."""

    times: int = BOOTSTRAPS
    confidence: float = 0.95
    seed: str = ""

    def of(self, frequencies: Numbers, name: str) -> Numbers:
        """How often each kind of answer occurs in each sample; one row a sample."""
        digest = hashlib.sha256(f"{self.seed}:{name}".encode()).digest()
        source = np.random.default_rng(int.from_bytes(digest[:8]))
        total = int(frequencies.sum())
        return source.multinomial(total, frequencies / total, size=self.times).astype(np.float64)

    def ends(self, values: Numbers) -> tuple[float, float]:
        """The interval of the samples' values; NaN where too many of them have none."""
        estimable = values[np.isfinite(values)]
        if not self.times or len(estimable) < (1 - _MOST_MISSING) * self.times:
            return np.nan, np.nan
        tail = (1 - self.confidence) / 2
        low, high = np.quantile(estimable, [tail, 1 - tail])
        return float(low), float(high)


def kappa_interval(table: Numbers, draws: Draws, name: str) -> tuple[float, float]:
    """The interval of Cohen's kappa of a table of two values by two.

    >>> low, high = kappa_interval(np.array([[20.0, 5.0], [10.0, 15.0]]), Draws(), "haste")
    >>> low < 0.4 < high
    True
    """
    samples = draws.of(table.ravel(), name).reshape(-1, 2, 2) / table.sum()
    one, two = samples[:, 0].sum(axis=1), samples[:, :, 0].sum(axis=1)
    observed = samples[:, 0, 0] + samples[:, 1, 1]
    chance = one * two + (1 - one) * (1 - two)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.where(1 - chance < 1e-12, np.nan, (observed - chance) / (1 - chance))
    return draws.ends(values)


def alpha_interval(
    units: Numbers, distances: Numbers, draws: Draws, name: str
) -> tuple[float, float]:
    """The interval of Krippendorff's alpha, from values by unit as in `krippendorff_alpha`.

    >>> units = np.array([[2.0, 0.0], [1.0, 1.0], [0.0, 2.0]] * 5)
    >>> low, high = alpha_interval(units, 1 - np.eye(2), Draws(), "haste")
    >>> low < 0.35 < high
    True
    """
    # Units alike are one kind: how often it is drawn is all that matters.
    kinds, frequencies = np.unique(units, axis=0, return_counts=True)
    samples = draws.of(frequencies.astype(np.float64), name)
    observed, expected = disagreement(kinds, samples, distances)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.where(expected > 0, 1 - observed / expected, np.nan)
    return draws.ends(values)
