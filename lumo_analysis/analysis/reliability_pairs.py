"""How the answers to every two items of a battery go together, as counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lumo_analysis.analysis.questions import categorical_column, question_of
from lumo_analysis.errors import ParameterError, nearest
from lumo_analysis.survey.questionnaire import Item, Questionnaire

Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]

_AT_ONCE = 100_000


@dataclass(frozen=True)
class PairTables:
    """Joint counts of the items of a battery.

    `tables[i, j, a, b]` are the respondents who gave answer `a` to item `i` and answer `b` to
    item `j`; `tables[i, i]` has the counts of item `i` on its diagonal. `answered[i]` are those
    who answered item `i`, whoever else they left out.
    """

    items: tuple[str, ...]
    answers: tuple[str, ...]
    tables: Integers
    answered: Integers

    @property
    def n(self) -> Integers:
        """How many answered both of two items."""
        return np.asarray(self.tables.sum(axis=(2, 3)), dtype=np.int64)

    def constant(self) -> list[str]:
        """The items to which everyone gave the same answer, or no one any."""
        own = self.tables[np.arange(len(self.items)), np.arange(len(self.items))]
        given = (np.diagonal(own, axis1=1, axis2=2) > 0).sum(axis=1)
        return [item for item, n in zip(self.items, given, strict=True) if n < 2]

    def covariances(self, scores: npt.ArrayLike) -> Numbers:
        """The items' covariances with the answers' scores, over those who answered both.

        NaN where fewer than two did. Equal to R's `cov(use = "pairwise")`.
        """
        values = np.asarray(scores, dtype=np.float64)
        n = self.n.astype(np.float64)
        with np.errstate(invalid="ignore", divide="ignore"):
            first = (self.tables.sum(axis=3) * values).sum(axis=2) / n
            second = (self.tables.sum(axis=2) * values).sum(axis=2) / n
            deviations = (values - first[..., None])[..., :, None] * (values - second[..., None])[
                ..., None, :
            ]
            products = (self.tables * deviations).sum(axis=(2, 3)) / (n - 1)
        return np.where(n > 1, products, np.nan)


def pair_tables(
    responses: pd.DataFrame,
    items: Iterable[str | Item],
    questionnaire: Questionnaire | None = None,
    *,
    complete: bool = True,
) -> PairTables:
    """Count the answers to every two items together, in one pass over the respondents.

    Args:
        responses: one row a respondent; an ordered categorical for each item.
        items: ordinal items of one scale, ids or items.
        questionnaire: says which answers are off the scale; they count as missing.
        complete: only respondents who answered every item (listwise); otherwise each pair
            has those who answered both (pairwise).

    Raises:
        ParameterError: fewer than two items, one named twice, one that is not ordinal, or
            items of different scales.

    >>> answers = pd.CategoricalDtype(["poor", "good"], ordered=True)
    >>> responses = pd.DataFrame({"a": ["good", "poor"], "b": ["good", None]}, dtype=answers)
    >>> pair_tables(responses, ["a", "b"]).tables[0, 1].tolist()
    [[0, 0], [0, 1]]
    """
    names, answers, columns = _columns(responses, list(items), questionnaire)
    size = len(answers)
    codes = np.stack(columns, axis=1)
    answered = (codes >= 0).sum(axis=0)
    if complete:
        codes = codes[(codes >= 0).all(axis=1)]
    tables = np.zeros((len(names) * size, len(names) * size), dtype=np.int64)
    for start in range(0, len(codes), _AT_ONCE):
        # One 0 or 1 a respondent, item and answer: their products are whole, hence exact.
        chosen = (codes[start : start + _AT_ONCE, :, None] == np.arange(size)).astype(np.float64)
        flat = chosen.reshape(len(chosen), -1)
        tables += (flat.T @ flat).astype(np.int64)
    shaped = tables.reshape(len(names), size, len(names), size).transpose(0, 2, 1, 3)
    return PairTables(names, answers, shaped, answered.astype(np.int64))


def scores_of(answers: Sequence[str], scores: Mapping[str, float] | None) -> Numbers:
    """The number that each answer counts as: its place on the scale, or the one given.

    >>> scores_of(["poor", "good"], None).tolist()
    [1.0, 2.0]
    """
    if scores is None:
        return np.arange(1, len(answers) + 1, dtype=np.float64)
    for answer in answers:
        if answer not in scores:
            raise ParameterError(f"no score for answer '{answer}'; {nearest(answer, scores)}")
    values = np.array([scores[answer] for answer in answers], dtype=np.float64)
    if not np.isfinite(values).all() or (np.diff(values) <= 0).any():
        raise ParameterError("scores must rise from the lowest answer to the highest")
    return values


def _columns(
    responses: pd.DataFrame, items: list[str | Item], questionnaire: Questionnaire | None
) -> tuple[tuple[str, ...], tuple[str, ...], list[Integers]]:
    """The items' ids, their answers on the scale, and each respondent's answer (-1 none)."""
    names = [item if isinstance(item, str) else item.id for item in items]
    if len(names) < 2 or len(set(names)) < len(names):
        raise ParameterError(
            f"a battery has two or more different items, not {', '.join(names) or 'none'}; "
            "name each item once"
        )
    scale: tuple[str, ...] = ()
    columns: list[Integers] = []
    for item, name in zip(items, names, strict=True):
        question = question_of(responses, item, questionnaire)
        if question.multiple or not categorical_column(responses, name).ordered:
            raise ParameterError(
                f"item '{name}' has no ordered answers; a battery is of ordinal items"
            )
        on_scale = tuple(
            answer
            for answer, kind in zip(question.answers, question.kinds, strict=True)
            if kind == "scale"
        )
        scale = scale or on_scale
        if on_scale != scale:
            raise ParameterError(
                f"item '{name}' has another scale ({', '.join(on_scale)}) than '{names[0]}' "
                f"({', '.join(scale)}); a battery is of items with one scale"
            )
        column = categorical_column(responses, name)
        place = {answer: position for position, answer in enumerate(scale)}
        places = np.array(
            [place.get(str(category), -1) for category in column.categories] + [-1], np.int64
        )
        columns.append(places[column.codes])
    return tuple(names), scale, columns
