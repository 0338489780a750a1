"""Shares of several items among the same respondents, compared two by two."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from lumo_analysis.analysis.answer_sums import BaseName, require_known
from lumo_analysis.analysis.multiplicity import holm
from lumo_analysis.analysis.paired_shares import (
    detectable_paired_difference,
    mcnemar,
    paired_difference_interval,
)
from lumo_analysis.analysis.questions import Question, categorical_column, question_of
from lumo_analysis.analysis.shares import MINIMUM_BASE
from lumo_analysis.errors import ParameterError, nearest
from lumo_analysis.survey.questionnaire import Item, Questionnaire

Bits = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]
Pair = tuple[str, str]

SMALL_BASE = "small_base"
_LEVEL = 0.05
_CHUNK = 100_000
_BASES = ("answered", "all")


def pairs_within(*lists: Sequence[str]) -> list[Pair]:
    """Every pair of items of each list, such as of each battery.

    >>> pairs_within(["a", "b", "c"], ["x", "y"])
    [('a', 'b'), ('a', 'c'), ('b', 'c'), ('x', 'y')]
    """
    return [pair for items in lists for pair in itertools.combinations(items, 2)]


def compare_items(
    responses: pd.DataFrame,
    items: Sequence[str | Item],
    answers: Sequence[str] | Mapping[str, Sequence[str]],
    base: BaseName = "answered",
    *,
    pairs: Iterable[Pair] | None = None,
    questionnaire: Questionnaire | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """The difference of two items' shares among the same respondents, for every pair.

    The same people answer all items, so their shares are not independent: McNemar's exact
    test and Newcombe's paired interval. p is adjusted over all pairs and both directions
    (Holm on twice as many one-sided tests), so that with the confidence of 95 % no pair is
    told apart wrongly, nor the wrong way round (Mogstad, Romano, Shaikh & Wilhelm 2024,
    Review of Economic Studies 91).

    Args:
        responses: one row a respondent.
        items: at least two ordinal or nominal items; with ids and no questionnaire every
            category is an answer on the scale.
        answers: whose joint share is compared, of all items or by item.
        base: as in `shares`; "answered" are those who answered both items on the scale.
        pairs: which items to compare, each as (first, second); all pairs by default. With
            several batteries see `pairs_within`.
        questionnaire: says which answers are off the scale.
        confidence: of the interval, between 0 and 1; not adjusted for the number of pairs.

    Returns:
        One row a pair: item1, item2, base_name, n (the base), both, only1, only2 (how many
        are counted in both shares, in one only), share1, share2 (0 to 1), difference (share2
        - share1, -1 to 1), low, high, p, p_adjusted, reason and detectable. Below a base of
        10 shares, interval and p are NaN and `reason` is "small_base"; such a pair is no
        test. `detectable` is the difference that would probably be told apart among so many
        pairs (`detectable_paired_difference` at the level 0.05/number of pairs).

    Raises:
        ParameterError: fewer than two items, an item or answer that is not there, an answer
            that is not in the base, a multiple-choice item, or a pair of one item with
            itself.

    >>> responses = pd.DataFrame({
    ...     "access": pd.Categorical(["poor"] * 9 + ["good"] * 3, ["poor", "good"]),
    ...     "fit": pd.Categorical(["poor"] * 2 + ["good"] * 10, ["poor", "good"]),
    ... })
    >>> compared = compare_items(responses, ["access", "fit"], ["good"])
    >>> compared.round(3)[["item1", "item2", "n", "difference", "low", "high", "p_adjusted"]]
        item1 item2   n  difference    low   high  p_adjusted
    0  access   fit  12       0.583  0.185  0.784       0.016
    """
    require_known(base, _BASES, "base")
    if not 0 < confidence < 1:
        raise ParameterError(f"confidence is {confidence}; it must lie between 0 and 1")
    questions = [question_of(responses, item, questionnaire) for item in items]
    names = [question.item for question in questions]
    compared = list(itertools.combinations(names, 2)) if pairs is None else list(pairs)
    _check(names, compared)
    given, counted = _indicators(responses, questions, answers, base)
    place = {name: position for position, name in enumerate(names)}
    ones = np.array([place[one] for one, _ in compared], dtype=np.int64)
    others = np.array([place[other] for _, other in compared], dtype=np.int64)
    n11, n10, n01, n00 = (table[ones, others] for table in _joint_counts(given, counted))
    return _rows(compared, base, (n11, n10, n01, n00), confidence)


def _check(names: Sequence[str], pairs: Sequence[Pair]) -> None:
    if len(names) < 2 or len(set(names)) < len(names):
        raise ParameterError("give at least two items to compare, each of them once")
    for pair in pairs:
        for item in pair:
            if item not in names:
                raise ParameterError(
                    f"item '{item}' is in a pair but not among the items; {nearest(item, names)}"
                )
        if pair[0] == pair[1]:
            raise ParameterError(f"item '{pair[0]}' is compared with itself; name two items")


def _indicators(
    responses: pd.DataFrame,
    questions: Sequence[Question],
    answers: Sequence[str] | Mapping[str, Sequence[str]],
    base: BaseName,
) -> tuple[Bits, Bits]:
    """Who is counted in the share of each item, and who in its base: respondents by items."""
    given = np.zeros((len(responses), len(questions)), dtype=bool)
    counted = np.ones_like(given)
    for number, question in enumerate(questions):
        if question.multiple:
            raise ParameterError(
                f"item '{question.item}' is multiple choice; compare items with one answer each"
            )
        wanted = answers.get(question.item, ()) if isinstance(answers, Mapping) else answers
        kind_of = dict(zip(question.answers, question.kinds, strict=True))
        _check_answers(question.item, list(wanted), kind_of, base)
        column = categorical_column(responses, question.item)
        given[:, number] = column.isin(list(wanted))
        if base == "answered":
            on_scale = [answer for answer, kind in kind_of.items() if kind == "scale"]
            counted[:, number] = column.isin(on_scale)
    return given & counted, counted


def _check_answers(
    item: str, wanted: Sequence[str], kind_of: Mapping[str, str], base: BaseName
) -> None:
    known = [answer for answer, kind in kind_of.items() if kind in ("scale", "off_scale")]
    if isinstance(wanted, str) or not wanted or len(set(wanted)) < len(wanted):
        raise ParameterError(
            f"item '{item}': the answers to count are none, or one is named twice; "
            "name each answer once"
        )
    for answer in wanted:
        if answer not in known:
            advice = nearest(answer, known)
            raise ParameterError(f"item '{item}' has no answer '{answer}'; {advice}")
        if base == "answered" and kind_of[answer] != "scale":
            raise ParameterError(
                f"item '{item}': '{answer}' is not part of base 'answered'; use base 'all'"
            )


def _joint_counts(given: Bits, counted: Bits) -> tuple[Integers, Integers, Integers, Integers]:
    """For every two items: how many give both, the first only, the second only, neither."""
    size = given.shape[1]
    n11, n10, n00 = (np.zeros((size, size)) for _ in range(3))
    for start in range(0, len(given), _CHUNK):
        rows = slice(start, start + _CHUNK)
        yes = given[rows].astype(np.float64)
        no = (counted[rows] & ~given[rows]).astype(np.float64)
        n11 += yes.T @ yes
        n10 += yes.T @ no
        n00 += no.T @ no
    whole = [np.rint(table).astype(np.int64) for table in (n11, n10, n10.T, n00)]
    return whole[0], whole[1], whole[2], whole[3]


def _rows(
    pairs: Sequence[Pair],
    base: BaseName,
    cells: tuple[Integers, Integers, Integers, Integers],
    confidence: float,
) -> pd.DataFrame:
    n11, n10, n01, n00 = cells
    n = n11 + n10 + n01 + n00
    enough = n >= MINIMUM_BASE
    test = mcnemar(n10, n01)
    low, high = paired_difference_interval(*cells, confidence)
    with np.errstate(invalid="ignore", divide="ignore"):
        share1, share2 = (n11 + n10) / n, (n11 + n01) / n
    one_sided = np.where(enough, np.stack([test.larger, test.smaller]), np.nan)
    adjusted = holm(one_sided.ravel()).reshape(2, -1)
    level = _LEVEL / max(int(enough.sum()), 1)
    text = {
        "item1": [one for one, _ in pairs],
        "item2": [other for _, other in pairs],
        "base_name": [base] * len(pairs),
    }
    numbers = {
        "share1": share1,
        "share2": share2,
        "difference": share2 - share1,
        "low": low,
        "high": high,
        "p": test.p,
        "p_adjusted": adjusted.min(axis=0),
    }
    return pd.DataFrame(
        {
            **{name: pd.Series(values, dtype="str") for name, values in text.items()},
            "n": n,
            "both": n11,
            "only1": n10,
            "only2": n01,
            **{name: np.where(enough, values, np.nan) for name, values in numbers.items()},
            "reason": pd.Series(np.where(enough, "", SMALL_BASE), dtype="str"),
            "detectable": [detectable_paired_difference(int(size), level=level) for size in n],
        }
    )
