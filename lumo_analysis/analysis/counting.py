"""Counts: how many respondents of each group gave each answer.

Everything else in this package is a function of the long table made here, so a survey of
any size is passed over once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from lumo_analysis.analysis.count_table import ALL, STRATUM, Integers, stack_counts
from lumo_analysis.analysis.questions import Question, categorical_column, question_of
from lumo_analysis.analysis.weights import weights_of
from lumo_analysis.errors import ParameterError, nearest
from lumo_analysis.survey.questionnaire import Item, Questionnaire

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Grouping:
    """The group of each respondent: `codes` are places in `groups`, the last + 1 is none."""

    groups: tuple[str, ...]
    codes: Integers

    def count(self, places: npt.NDArray[np.integer], size: int) -> Integers:
        """Respondents by group and place (0 to size - 1); one pass however many groups."""
        cells = np.bincount(self.codes * size + places, minlength=(len(self.groups) + 1) * size)
        return cells.reshape(-1, size)[:-1].astype(np.int64)

    def total(self, places: npt.NDArray[np.integer], size: int, values: Numbers) -> Numbers:
        """Sums of the respondents' values by group and place."""
        length = (len(self.groups) + 1) * size
        cells = np.bincount(self.codes * size + places, weights=values, minlength=length)
        return cells.reshape(-1, size)[:-1].astype(np.float64)


class _Cells(NamedTuple):
    """The place of each respondent (0 to size - 1), and from which place on they count."""

    places: Integers
    size: int
    start: int = 0


def count_answers(
    responses: Any,
    items: Iterable[str | Item],
    by: str | None = None,
    questionnaire: Questionnaire | None = None,
    *,
    weight: str | None = None,
    stratum: str | None = None,
) -> pd.DataFrame:
    """Count the answers to each item, in all or in each group.

    Args:
        responses: one row a respondent; ordered or unordered categoricals, and for a
            multiple-choice item one boolean column an option, named `item__option`. A pandas
            frame, or one of polars, DuckDB, Dask or PySpark, or the path of a Parquet file, of
            a folder of them or a pattern: these are counted where they are, also when they are
            larger than memory. There a column of text does too, with the questionnaire.
        items: ids or items. With ids and no questionnaire every category is an answer on
            the scale; the questionnaire says which are off the scale ("can't say").
        by: the id of a categorical item whose answers are the groups; respondents without
            one are left out.
        questionnaire: gives scales, kinds and the order of answers.
        weight: a column of weights, one a respondent (see `rake`). Shares are then weighted;
            tests stay unweighted, since they go by `n`.
        stratum: the id of a categorical item for `compare_within_strata`; respondents without
            an answer to it are left out.

    Returns:
        One row an item, group and answer, zeros included, in the order of the items, groups
        and answers. `kind` is "scale", "off_scale" or "no_answer" (id `no_answer`); for
        multiple choice "option", "respondents" (how many chose anything) and "no_answer".
        `group` is "all" without `by`. With `weight` also weighted_n, the sum of weights, and
        weighted_squares, the sum of their squares, of which design effects are made. With
        `stratum` also that column, and one row an item, stratum, group and answer.

    Raises:
        ParameterError: a column that is not there, is not categorical, is asked twice, or is
            also the grouping or the stratum; weights that are missing or below 0.

    >>> responses = pd.DataFrame({"coping": pd.Categorical(["good", None], ["poor", "good"])})
    >>> count_answers(responses, ["coping"])
         item group     answer       kind  n
    0  coping   all       poor      scale  0
    1  coping   all       good      scale  1
    2  coping   all  no_answer  no_answer  1
    >>> count_answers(responses, ["copin"])
    Traceback (most recent call last):
    lumo_analysis.errors.ParameterError: no item 'copin' in the responses; did you mean 'coping'?
    """
    items = list(items)
    if stratum is not None:
        _check_stratum(items, by, stratum)
    if not isinstance(responses, pd.DataFrame):
        from lumo_analysis.analysis.counting_elsewhere import count_elsewhere

        return count_elsewhere(responses, items, by, questionnaire, weight, stratum)
    if stratum is not None:
        return _by_stratum(responses, items, by, questionnaire, weight, stratum)
    questions = [question_of(responses, item, questionnaire) for item in items]
    check_items([question.item for question in questions], by)
    grouping = grouping_of(responses, by)
    cells = [(_option_cells if q.multiple else _scale_cells)(responses, q) for q in questions]
    tables = [
        np.column_stack([grouping.count(c.places, c.size)[:, c.start :] for c in of_item])
        for of_item in cells
    ]
    counts = stack_counts(
        grouping.groups,
        [(q.item, q.answers, q.kinds, table) for q, table in zip(questions, tables, strict=True)],
    )
    if weight is None:
        return counts
    weights = weights_of(responses, weight)
    return counts.assign(
        weighted_n=_totals(grouping, cells, weights),
        weighted_squares=_totals(grouping, cells, weights**2),
    )


def _totals(grouping: Grouping, cells: list[list[_Cells]], values: Numbers) -> Numbers:
    parts = [
        np.column_stack([grouping.total(c.places, c.size, values)[:, c.start :] for c in of_item])
        for of_item in cells
    ]
    return np.concatenate([part.ravel() for part in parts]) if parts else np.zeros(0)


def check_items(items: list[str], by: str | None) -> None:
    """`ParameterError` where an item is listed twice, or is the grouping."""
    for name in items:
        if items.count(name) > 1:
            raise ParameterError(f"item '{name}' is listed more than once; name each item once")
        if name == by:
            raise ParameterError(f"item '{name}' can't be compared by itself; leave it out")


def _check_stratum(items: list[str | Item], by: str | None, stratum: str) -> None:
    """`ParameterError` where the stratum is also the grouping or an item."""
    if stratum in [by, *(item if isinstance(item, str) else item.id for item in items)]:
        raise ParameterError(
            f"item '{stratum}' is the stratum and also the grouping or an item; name another"
        )


def stack_strata(strata: Sequence[str], parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The counts of each stratum as one table, by item and then by stratum."""
    whole = pd.concat(parts, ignore_index=True)
    names = np.repeat(np.asarray(strata, dtype=object), [len(part) for part in parts])
    whole.insert(1, STRATUM, pd.Series(names, dtype="str"))
    order = np.argsort(pd.factorize(whole["item"])[0], kind="stable")
    return whole.iloc[order].reset_index(drop=True)


def _by_stratum(
    responses: pd.DataFrame,
    items: list[str | Item],
    by: str | None,
    questionnaire: Questionnaire | None,
    weight: str | None,
    stratum: str,
) -> pd.DataFrame:
    strata = grouping_of(responses, stratum)
    if not strata.groups:
        raise ParameterError(f"item '{stratum}' has no answers that could be strata")
    parts = [
        count_answers(responses[strata.codes == place], items, by, questionnaire, weight=weight)
        for place in range(len(strata.groups))
    ]
    return stack_strata(strata.groups, parts)


def grouping_of(responses: pd.DataFrame, by: str | None) -> Grouping:
    """The groups of the column `by`, or one group "all" where it is None.

    >>> grouping_of(pd.DataFrame({"region": pd.Categorical(["north", None])}), "region").codes
    array([0, 1])
    """
    if by is None:
        return Grouping((ALL,), np.zeros(len(responses), dtype=np.int64))
    column = categorical_column(responses, by)
    groups = tuple(str(category) for category in column.categories)
    codes = column.codes.astype(np.int64)
    codes[codes < 0] = len(groups)
    return Grouping(groups, codes)


def _scale_cells(responses: pd.DataFrame, question: Question) -> list[_Cells]:
    column = categorical_column(responses, question.item)
    answers = question.answers[:-1]
    place = {answer: position for position, answer in enumerate(answers)}
    unknown = [str(category) for category in column.categories if str(category) not in place]
    if unknown:
        raise ParameterError(
            f"item '{question.item}' has {len(unknown)} categories that its scale lacks; "
            f"the scale has {', '.join(answers)}"
        )
    # The last entry serves code -1, which is no answer.
    places = np.array([place[str(c)] for c in column.categories] + [len(answers)], dtype=np.int64)
    return [_Cells(places[column.codes], len(answers) + 1)]


def _option_cells(responses: pd.DataFrame, question: Question) -> list[_Cells]:
    answered = np.zeros(len(responses), dtype=bool)
    cells: list[_Cells] = []
    for option in question.answers[:-2]:
        name = f"{question.item}__{option}"
        if name not in responses.columns:
            advice = nearest(name, [str(column) for column in responses.columns])
            raise ParameterError(f"no column '{name}' in the responses; {advice}")
        column = responses[name]
        if not pd.api.types.is_bool_dtype(column.dtype):
            raise ParameterError(
                f"column '{name}' is not boolean; an option is chosen, not chosen or missing"
            )
        answered |= column.notna().to_numpy()
        chosen = column.fillna(False).to_numpy(dtype=bool)
        cells.append(_Cells(chosen.astype(np.int64), 2, start=1))
    return [*cells, _Cells((~answered).astype(np.int64), 2)]
