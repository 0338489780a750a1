"""The proportional-odds model of ordered answers, fitted to counts by maximum likelihood.

McCullagh (1980), J. R. Stat. Soc. B 42: logit P(answer <= j) = threshold_j - x b, so that a
positive b means higher answers at every threshold. The parameters are the thresholds and
then b. A pattern is a set of respondents with the same x, for whom counts are enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse, special

Numbers = npt.NDArray[np.float64]

_MOST_STEPS = 100
_CLOSE = 1e-11
"""Newton's steps end when the next would raise twice the log-likelihood by no more."""
_LARGE = 100_000
"""Above this many numbers x, which is mostly 0, is held as a sparse matrix."""


class Slopes(NamedTuple):
    """The log-likelihood, and its derivatives by the cuts of each pattern.

    A cut is threshold - x b; the second derivatives are those of a cut, and of a cut and the
    next one. Others are 0.
    """

    value: float
    gradient: Numbers
    diagonal: Numbers
    beside: Numbers


class Fit(NamedTuple):
    """The most likely parameters (thresholds, then b), and whether they were found.

    `information` is minus the second derivative of the log-likelihood, `gradient` the first;
    only at a parameter that was held fixed is it not 0.
    """

    parameters: Numbers
    value: float
    gradient: Numbers
    information: Numbers
    converged: bool


def slopes(cuts: Numbers, counts: Numbers) -> Slopes:
    """The log-likelihood of counts by pattern and answer, given the cuts between the answers.

    With u and l the cuts above and below an answer its probability is
    logistic(u) logistic(-l) (1 - exp(l - u)), whose logarithm keeps its digits far out.

    >>> print(round(slopes(np.array([[0.0]]), np.array([[3.0, 1.0]])).value, 4))
    -2.7726
    """
    edge = np.full((len(cuts), 1), np.inf)
    upper, lower = np.hstack([cuts, edge]), np.hstack([-edge, cuts])
    apart = upper - lower
    given = counts > 0
    if (apart[given] <= 0).any():
        return Slopes(-np.inf, *[np.zeros(0)] * 3)
    # An answer that a pattern does not have adds nothing, wherever its cuts are.
    apart = np.where(given, apart, np.inf)
    with np.errstate(over="ignore"):
        log_p = special.log_expit(upper) + special.log_expit(-lower) + np.log(-np.expm1(-apart))
        near = 1 / np.expm1(apart)
    up, down = special.expit(-upper), special.expit(lower)
    bend = near * (1 + near)
    of_upper, of_lower = counts * (up + near), -counts * (down + near)
    curve_upper = -counts * (up * (1 - up) + bend)
    curve_lower = -counts * (down * (1 - down) + bend)
    return Slopes(
        float((counts[given] * log_p[given]).sum()),
        of_upper[:, :-1] + of_lower[:, 1:],
        curve_upper[:, :-1] + curve_lower[:, 1:],
        (counts * bend)[:, 1:-1],
    )


def expected_answers(cuts: Numbers, sizes: Numbers) -> Numbers:
    """The counts by pattern and answer that the cuts lead one to expect.

    >>> expected_answers(np.array([[0.0]]), np.array([8.0])).tolist()
    [[4.0, 4.0]]
    """
    below = special.expit(cuts)
    edge = np.ones((len(cuts), 1))
    shares = np.diff(np.hstack([0 * edge, below, edge]), axis=1)
    return np.asarray(sizes[:, None] * shares, dtype=np.float64)


@dataclass(frozen=True)
class ProportionalOdds:
    """The model for counts by pattern and answer, and x by pattern and column.

    Every answer occurs, and no column of x is a sum of the others and a constant.
    """

    counts: Numbers
    x: Numbers

    @cached_property
    def columns(self) -> Any:
        """The matrix x, sparse where it is large."""
        return self.x if self.x.size <= _LARGE else sparse.csr_array(self.x)

    def cuts(self, parameters: Numbers) -> Numbers:
        """The cuts of each pattern."""
        thresholds = self.counts.shape[1] - 1
        along = self.columns @ parameters[thresholds:]
        return np.asarray(parameters[:thresholds] - along[:, None], dtype=np.float64)

    def start(self) -> Numbers:
        """Thresholds of the answers of all patterns together, and no effect of x."""
        below = np.cumsum(self.counts.sum(axis=0))
        thresholds = special.logit(below[:-1] / below[-1])
        return np.concatenate([thresholds, np.zeros(self.x.shape[1])])

    def by_parameters(self, of_cuts: Slopes) -> tuple[Numbers, Numbers]:
        """The gradient and the information by the parameters."""
        x = self.columns
        gradient = [of_cuts.gradient.sum(axis=0), -(x.T @ of_cuts.gradient.sum(axis=1))]
        curves = -bands(of_cuts)
        by_threshold = curves.sum(axis=2)
        mixed = -(x.T @ by_threshold)
        of_x = x.T @ (by_threshold.sum(axis=1)[:, None] * x)
        if sparse.issparse(of_x):
            of_x = of_x.toarray()
        information = np.block([[curves.sum(axis=0), mixed.T], [mixed, of_x]])
        return np.concatenate(gradient), np.asarray(information, dtype=np.float64)


def bands(of_cuts: Slopes) -> Numbers:
    """The second derivatives as a matrix of cuts for each pattern."""
    patterns, size = of_cuts.diagonal.shape
    whole = np.zeros((patterns, size, size))
    place = np.arange(size)
    whole[:, place, place] = of_cuts.diagonal
    whole[:, place[:-1], place[1:]] = whole[:, place[1:], place[:-1]] = of_cuts.beside
    return whole


def fit(model: ProportionalOdds, start: Numbers | None = None, fixed: int | None = None) -> Fit:
    """The most likely parameters, by Newton's method with halved steps.

    The log-likelihood is concave (Burridge 1981, J. R. Stat. Soc. B 43), so that there is one
    best place, or none where the answers are separated (see `is_separated`); without that
    check a fit that did not converge is all there is to see. Equal to R's `ordinal::clm`.

    Args:
        model: counts and x.
        start: parameters to begin at.
        fixed: the place of a parameter that stays as it is in `start`.

    >>> model = ProportionalOdds(np.array([[6.0, 2.0], [3.0, 9.0]]), np.array([[0.0], [1.0]]))
    >>> fit(model).parameters.round(4).tolist()
    [1.0986, 2.1972]
    """
    parameters = model.start() if start is None else start
    free = np.arange(len(parameters)) != (-1 if fixed is None else fixed)
    now = slopes(model.cuts(parameters), model.counts)
    converged = False
    for _ in range(_MOST_STEPS):
        gradient, information = model.by_parameters(now)
        step = np.zeros(len(parameters))
        try:
            step[free] = np.linalg.solve(information[np.ix_(free, free)], gradient[free])
        except np.linalg.LinAlgError:
            break
        gain = float(step @ gradient)
        if not np.isfinite(gain) or gain < 0:
            break
        new = slopes(model.cuts(parameters + step), model.counts)
        # So near the top a rise is lost in rounding, and a whole step is right.
        while new.value < now.value and gain > _CLOSE:
            step, gain = step / 2, gain / 2
            new = slopes(model.cuts(parameters + step), model.counts)
        converged = gain <= _CLOSE
        if not np.isfinite(new.value):
            break
        parameters, now = parameters + step, new
        if converged:
            break
    gradient, information = model.by_parameters(now)
    return Fit(parameters, now.value, gradient, information, converged)
