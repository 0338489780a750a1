"""Shares of groups that are alike to an unknown degree: the logistic-normal model.

The log odds of the groups are normal with mean mu and spread tau, and the answers of each
are binomial. All integrals are sums over grids, without random numbers. Over a smooth
integrand that fades out at both ends, equal steps are as good as any rule (Trefethen &
Weideman 2014, SIAM Review 56).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

Numbers = npt.NDArray[np.float64]

SPREAD_SCALE = 1.0
"""Scale of the half-normal prior of tau, the spread of log odds between groups."""

_STEP = 0.5
_NODES = np.arange(-7, 7, _STEP)
"""Where a group's effect is looked at, in its own standard deviations from the likeliest."""
_GOLDEN = (5**0.5 - 1) / 2
_PLACES = 25
"""Values of tau on the grid, and of mu for each."""
_NARROWEST, _WIDEST, _BEYOND = 1e-4, 12.0, 15.0
_NEGLIGIBLE = 10.0
"""A place of the grid whose log density is this much below the highest is left out."""
_ROUNDS, _POLISHED = 50, 1


class Pooled(NamedTuple):
    """By group the mean share and an interval of it, and the mean spread of log odds."""

    share: Numbers
    low: Numbers
    high: Numbers
    spread: float


def pooled(counts: npt.ArrayLike, bases: npt.ArrayLike, confidence: float = 0.95) -> Pooled:
    """The posterior share of each group, given how the others answered.

    The prior of logistic(mu) is uniform from 0 to 1; that of tau half-normal with scale 1,
    after Gelman (2006), Bayesian Analysis 1: of groups about a half whose spread is 1, nineteen
    in twenty have shares between 12 and 88 per cent, which is wider than regions mostly go.

    Args:
        counts: how many of each group gave the answer; need not be whole.
        bases: of how many, each above 0.
        confidence: the part of the posterior in the interval, equal parts being beyond it.

    >>> result = pooled([4, 11, 13], [26, 28, 35])
    >>> result.share.round(2).tolist(), round(result.spread, 2)
    ([0.23, 0.36, 0.35], 0.64)
    """
    n, base = np.asarray(counts, dtype=np.float64), np.asarray(bases, dtype=np.float64)
    mu, tau, space = _grid(n, base)
    places, curve = _modes(mu, tau, n, base)
    # Sums don't mind where equal steps begin, and other beginnings fill each other's gaps.
    nodes = _NODES + _STEP * (np.arange(len(mu)) * _GOLDEN % 1)[:, None, None]
    effects = places[..., None] + nodes / np.sqrt(curve)[..., None]
    odds = mu[:, None, None] + tau[:, None, None] * effects
    given = n[:, None] * odds - base[:, None] * np.logaddexp(0, odds) - effects**2 / 2
    top = given.max(axis=2, keepdims=True)
    parts = np.exp(given - top)
    whole = parts.sum(axis=2)
    at_place = (top[..., 0] + np.log(whole) - np.log(curve) / 2).sum(axis=1) + _prior(mu, tau)
    weight = special.softmax(at_place + space)
    parts *= (weight[:, None] / whole)[..., None]
    width = tau[:, None] * _STEP / np.sqrt(curve)
    low, high = (_quantile(odds, parts, width, (1 + side * confidence) / 2) for side in (-1, 1))
    share = (parts * special.expit(odds)).sum(axis=(0, 2))
    return Pooled(share, low, high, float(weight @ tau))


def _grid(n: Numbers, base: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Places (mu, tau) where the posterior is, and the log of the space about each.

    Steps are equal in log(tau), and in mu for each tau, since the larger the spread, the less
    is known of the middle.
    """
    seen = special.logit((n + 0.5) / (base + 1))
    ends = np.log([[_NARROWEST, _WIDEST]])
    for _ in range(_ROUNDS):
        log_tau = np.linspace(ends[0, 0], ends[0, 1], _PLACES)
        tau = np.exp(log_tau)[:, None]
        of_mu = np.tile([seen.min() - _BEYOND, seen.max() + _BEYOND], (_PLACES, 1))
        for _ in range(_ROUNDS):
            mu = np.linspace(of_mu[:, 0], of_mu[:, 1], _PLACES, axis=1)
            density = _rough(mu, tau, n, base)
            of_mu, settled = _closer(of_mu, density)
            if settled:
                break
        steps = mu[:, 1] - mu[:, 0]
        of_tau = special.logsumexp(density, axis=1) + np.log(steps) + log_tau
        ends, settled = _closer(ends, of_tau[None, :])
        if settled:
            break
    space = np.broadcast_to((np.log(steps) + log_tau)[:, None], mu.shape)
    high = density + space
    keep = high > high.max() - _NEGLIGIBLE
    return mu[keep], np.broadcast_to(tau, mu.shape)[keep], space[keep]


def _closer(ends: Numbers, density: Numbers) -> tuple[Numbers, bool]:
    """By row the ends of what is not negligible, and whether that is most of what was seen."""
    inside = density > density.max(axis=1, keepdims=True) - _NEGLIGIBLE
    # One step more on both sides, so that nothing between two steps is lost.
    first = np.maximum(inside.argmax(axis=1) - 1, 0)
    last = np.minimum(_PLACES - inside[:, ::-1].argmax(axis=1), _PLACES - 1)
    low, width = ends[:, :1], np.diff(ends, axis=1)
    closer = low + width * np.column_stack([first, last]) / (_PLACES - 1)
    return closer, bool((np.diff(closer, axis=1) > 0.6 * width).all())


def _rough(mu: Numbers, tau: Numbers, n: Numbers, base: Numbers) -> Numbers:
    """The log density by place, by Laplace's approximation in each group."""
    effects, curve = _modes(mu, tau, n, base)
    odds = mu[..., None] + tau[..., None] * effects
    given = n * odds - base * np.logaddexp(0, odds) - effects**2 / 2 - np.log(curve) / 2
    return np.asarray(given.sum(axis=-1) + _prior(mu, tau), dtype=np.float64)


def _modes(mu: Numbers, tau: Numbers, n: Numbers, base: Numbers) -> tuple[Numbers, Numbers]:
    """By place and group the likeliest effect, in units of tau, and the curvature there."""
    centre, spread = mu[..., None], tau[..., None]
    share = (n + 0.5) / (base + 1)
    known = spread**2 * base * share * (1 - share)
    effect = known * (special.logit(share) - centre) / (spread * (1 + known))
    for _ in range(_ROUNDS):
        p = special.expit(centre + spread * effect)
        curve = 1 + spread**2 * base * p * (1 - p)
        step = (spread * (n - base * p) - effect) / curve
        # Far out the curve is flat and a whole step too long.
        effect = effect + np.clip(step, -2 / spread, 2 / spread)
        if np.abs(step).max() < 1e-6:
            break
    p = special.expit(centre + spread * effect)
    return effect, 1 + spread**2 * base * p * (1 - p)


def _prior(mu: Numbers, tau: Numbers) -> Numbers:
    uniform = special.log_expit(mu) + special.log_expit(-mu)
    return np.asarray(uniform - (tau / SPREAD_SCALE) ** 2 / 2, dtype=np.float64)


def _quantile(odds: Numbers, parts: Numbers, width: Numbers, below: float) -> Numbers:
    """By group the share below which this part of the posterior lies.

    First by the sums up to each place, whose gaps leave an error in the third digit. Then by
    Newton's method on the density that the places of equal steps stand for, which between
    them is a sum of sinc functions (Whittaker & Shannon).
    """
    groups = odds.shape[1]
    guess = np.zeros(groups)
    for group in range(groups):
        order = np.argsort(odds[:, group].ravel())
        part = parts[:, group].ravel()[order]
        guess[group] = np.interp(below, np.cumsum(part) - part / 2, odds[:, group].ravel()[order])
    for _ in range(_POLISHED):
        away = (guess[:, None] - odds) / width[..., None]
        reached = (parts * (0.5 + special.sici(np.pi * away)[0] / np.pi)).sum(axis=(0, 2))
        density = (parts * np.sinc(away) / width[..., None]).sum(axis=(0, 2))
        guess = guess + (below - reached) / density
    return np.asarray(special.expit(guess), dtype=np.float64)
