"""Weights that make the respondents' margins those of the population."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from lumo_analysis.analysis.questions import categorical_column
from lumo_analysis.analysis.weights import weights_of
from lumo_analysis.errors import ParameterError, nearest

_AGREE = 0.01

Numbers = npt.NDArray[np.float64]


def rake(
    responses: pd.DataFrame,
    margins: Mapping[str, Mapping[str, float]],
    *,
    start: str | None = None,
    total: float | None = None,
    limits: tuple[float | None, float | None] = (None, None),
    tolerance: float = 1e-10,
    rounds: int = 1000,
) -> pd.Series[float]:
    """Weight the respondents so that each margin equals the population's.

    With one margin this is post-stratification: every answer's respondents weigh as much as
    the population that they stand for. With several the weights are fitted to one margin
    after the other until all hold (raking; Deming & Stephan 1940, Ann. Math. Stat. 11). Equal
    to `postStratify` and `rake` of R's package survey.

    With limits no weight lies outside them and the margins hold all the same: of all such
    weights these are the nearest to the ones they begin with (the truncated form of Deville &
    Särndal 1992, J. Am. Stat. Assoc. 87, found by Dykstra's projections in turn).

    Args:
        responses: one row a respondent; a categorical column for each margin.
        margins: for each item the population's number or share of each answer; the shares
            are what counts, and the margins' sums must agree within one per cent. With none
            the weights to begin with are only held within the limits.
        start: a column of weights to begin with, such as the inverse of the chance of being
            asked; 1 for everyone by default.
        total: what the weights sum up to; the number of respondents by default, so that the
            mean weight is 1.
        limits: the smallest and the largest weight, as multiples of the mean weight.
        tolerance: how far a margin may be off, as a part of it.
        rounds: after how many rounds to give up.

    Returns:
        The weights, named "weight", with the index of `responses`, to be assigned to them and
        named in `count_answers(weight="weight")`.

    Raises:
        ParameterError: no margins and no weights to begin with, an item or answer that is not
            there, a respondent without an answer to a margin's item, an answer that only the
            population or only the respondents have, sums of margins that differ, limits that
            leave out the mean, or margins that can't be met (within the limits).

    >>> responses = pd.DataFrame({"region": pd.Categorical(["north", "north", "south"])})
    >>> rake(responses, {"region": {"north": 500, "south": 500}}).tolist()
    [0.75, 0.75, 1.5]
    """
    if (not margins and start is None) or responses.empty:
        raise ParameterError("there are no margins or no respondents to weight")
    if total is None:
        total = float(len(responses))
    if not total > 0:
        raise ParameterError(f"the weights can't sum up to {total}; give a total above 0")
    if margins:
        _check_sums(margins)
    fitted = [_fitted(responses, item, margin) for item, margin in margins.items()]
    fitted = fitted or [(np.zeros(len(responses), dtype=np.int64), np.ones(1))]
    targets = [(places, shares * total) for places, shares in fitted]
    weights = np.ones(len(responses)) if start is None else weights_of(responses, start)
    if not (weights > 0).all():
        raise ParameterError(f"a weight in '{start}' is 0; leave those respondents out")
    low, high = _bounds(limits, total / len(responses))
    held_back = np.ones(len(responses))
    for _ in range(rounds):
        for places, target in targets:
            weights = weights * (target / np.bincount(places, weights, len(target)))[places]
        # What the limits cut off is given back before they cut again (Dykstra), or else the
        # weights would end somewhere within the limits, not at the nearest ones.
        with np.errstate(over="ignore", invalid="ignore"):  # where limits can't be kept
            free = weights * held_back
            weights = np.clip(free, low, high)
            held_back = free / weights
        if all(
            np.abs(np.bincount(places, weights, len(target)) / target - 1).max() <= tolerance
            for places, target in targets
        ):
            return pd.Series(weights, index=responses.index, name="weight")
    raise ParameterError(_not_met(margins, limits, rounds))


def _bounds(limits: tuple[float | None, float | None], mean: float) -> tuple[float, float]:
    low, high = limits
    if not (low or 0) <= 1 <= (np.inf if high is None else high):
        raise ParameterError(
            f"limits {low} and {high} leave out the mean weight; give multiples of it, "
            "the lower at most 1 and the upper at least 1"
        )
    return (low or 0) * mean, np.inf if high is None else high * mean


def _not_met(
    margins: Mapping[str, Mapping[str, float]],
    limits: tuple[float | None, float | None],
    rounds: int,
) -> str:
    if limits == (None, None):
        return (
            f"the margins of {', '.join(margins)} are not met after {rounds} rounds; some "
            "answers never occur together: join small answers, or leave a margin out"
        )
    low, high = ("none" if limit is None else f"{limit:g}" for limit in limits)
    what = f"the margins of {', '.join(margins)}" if margins else "the sum of the weights"
    return (
        f"weights within the limits (low {low}, high {high} times the mean) don't meet {what} "
        f"after {rounds} rounds; widen the limits, join small answers, or leave a margin out"
    )


def _check_sums(margins: Mapping[str, Mapping[str, float]]) -> None:
    sums = {item: float(sum(margin.values())) for item, margin in margins.items()}
    for item, margin in margins.items():
        if not all(np.isfinite(n) and n >= 0 for n in margin.values()) or not sums[item] > 0:
            raise ParameterError(
                f"margin '{item}': give the population's number or share of each answer, 0 or more"
            )
    if max(sums.values()) > (1 + _AGREE) * min(sums.values()):
        told = ", ".join(f"'{item}' {value:g}" for item, value in sums.items())
        raise ParameterError(f"the margins are of different populations: they sum up to {told}")


def _fitted(
    responses: pd.DataFrame, item: str, margin: Mapping[str, float]
) -> tuple[npt.NDArray[np.int64], Numbers]:
    """The place of each respondent in the margin, and the margin as shares."""
    column = categorical_column(responses, item)
    missing = int((column.codes < 0).sum())
    if missing:
        raise ParameterError(
            f"margin '{item}': {missing} of the respondents gave no answer to it; "
            "leave them or the margin out, or say 'no_answer: keep' in the questionnaire's weights"
        )
    given = {str(column.categories[code]) for code in np.unique(column.codes)}
    answers = [answer for answer, n in margin.items() if n > 0]
    known = [str(category) for category in column.categories]
    for answer in margin:
        if answer not in known:
            raise ParameterError(
                f"margin '{item}' has no answer '{answer}'; {nearest(answer, known)}"
            )
    for answer in sorted(given ^ set(answers)):
        who = "no respondents" if answer in answers else "nobody in the population"
        raise ParameterError(
            f"margin '{item}': answer '{answer}' has {who}; join it with another answer, "
            "or leave it out of both"
        )
    place = {answer: position for position, answer in enumerate(answers)}
    places = np.array([place.get(category, -1) for category in known], dtype=np.int64)
    shares = np.array([margin[answer] for answer in answers], dtype=np.float64)
    return places[column.codes], shares / shares.sum()
