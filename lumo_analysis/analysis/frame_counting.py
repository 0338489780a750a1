"""Counts of frames that pandas does not hold: polars, DuckDB, Dask, PySpark, Parquet files.

All items are one query, which the engine runs where the data is; only the counts come here,
so the data may be larger than memory. The query is written once, with narwhals. Items are
counted by the combinations of a few columns at a time, as many passes over the data are what
takes time, and the counts of each column are added up here (see `count_lots`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pandas as pd

from lumo_analysis.analysis.count_lots import Cell, Part, Sums, added_up, lots_of
from lumo_analysis.analysis.count_table import ALL
from lumo_analysis.analysis.questions import Question
from lumo_analysis.errors import ParameterError, nearest

Numbers = npt.NDArray[np.float64]
_LOT, _GROUP, _VALUE, _N = "lumo_lot", "lumo_group", "lumo_value", "lumo_n"
_WEIGHT, _SQUARE = "lumo_weight", "lumo_square"
_NONE, _CHOSEN = "false", "true"


class Frame:
    """A frame of any engine, and what can be asked of it without reading it whole."""

    def __init__(self, native: Any) -> None:
        frame = nw.from_native(native)
        self.lazy: nw.LazyFrame[Any] = frame.lazy() if isinstance(frame, nw.DataFrame) else frame
        self.schema = dict(self.lazy.collect_schema())

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return list(self.schema)

    @cached_property
    def empty(self) -> pd.DataFrame:
        """A pandas frame without rows that has the same columns and answers."""
        return pd.DataFrame(
            {
                name: pd.Series(dtype="bool")
                if dtype == nw.Boolean
                else pd.Categorical([], self.categories(name), ordered=True)
                if self.categories(name) is not None
                else pd.Series(dtype="object")
                for name, dtype in self.schema.items()
            }
        )

    def categories(self, name: str) -> tuple[str, ...] | None:
        """The answers that a column may hold, in order, where its type says them."""
        dtype: Any = self.schema[name]
        if dtype == nw.Categorical and self.lazy.implementation.is_dask():
            dtype = self.lazy.to_native().dtypes[name]
        elif not isinstance(dtype, nw.Enum):
            return None
        return tuple(map(str, dtype.categories))

    def require(self, name: str, what: str) -> None:
        """`ParameterError` where there is no such column."""
        if name not in self.schema:
            known = list(dict.fromkeys(column.split("__")[0] for column in self.columns))
            raise ParameterError(f"no {what} '{name}' in the responses; {nearest(name, known)}")


def count_frame(
    frame: Frame,
    questions: Sequence[Question],
    by: str | None,
    groups: Sequence[str],
    weight: str | None,
) -> list[npt.NDArray[Any]]:
    """For each question the sums by group and answer, in their orders; one query for all.

    Arrays have the shape (3, groups, answers): respondents, weights, squared weights (0
    without `weight`). Respondents of no group are left out.

    Raises:
        ParameterError: a value that is none of an item's answers or of the groups, an option
            that is not boolean, weights that are missing, no numbers or below 0.
    """
    parts = [part for question in questions for part in _parts(frame, question)]
    found = _run(frame, lots_of(parts, len(groups) + 1), by, weight)
    known = {*groups, None} if by else {ALL}
    unknown = sum(1 for group in {group for _, group, _ in found} if group not in known)
    if unknown:
        raise ParameterError(f"item '{by}' has {unknown} values that are none of its answers")
    return [_table(question, groups, found) for question in questions]


def _parts(frame: Frame, question: Question) -> list[Part]:
    if not question.multiple:
        frame.require(question.item, "item")
        value = nw.col(question.item).cast(nw.String)
        return [Part(question.item, value, len(question.answers))]
    names = [f"{question.item}__{option}" for option in question.answers[:-2]]
    for name in names:
        frame.require(name, "column")
        if frame.schema[name] != nw.Boolean:
            raise ParameterError(
                f"column '{name}' is not boolean; an option is chosen, not chosen or missing"
            )
    answered = nw.any_horizontal(*(~nw.col(name).is_null() for name in names), ignore_nulls=False)
    flags = [(name, nw.col(name).fill_null(False)) for name in names]
    return [
        Part(name, nw.when(flag).then(nw.lit(_CHOSEN)).otherwise(nw.lit(_NONE)), 2)
        for name, flag in [*flags, (f"{question.item}__", answered)]
    ]


def _run(
    frame: Frame, lots: Sequence[Sequence[Part]], by: str | None, weight: str | None
) -> dict[Cell, Sums]:
    """The sums of each part, group and value."""
    if not lots:
        return {}
    base = frame.lazy
    group = nw.lit(ALL) if by is None else nw.col(by).cast(nw.String)
    sums: dict[str, nw.Expr] = {}
    if weight is not None:
        _check_weights(frame, weight)
        number = nw.col(weight).cast(nw.Float64)
        sums = {_WEIGHT: number, _SQUARE: number * number}
    columns = [f"{_VALUE}_{place}" for place in range(max(map(len, lots)))]
    lacking = nw.lit(None, nw.String)
    queries = [
        base.select(
            nw.lit(place).alias(_LOT),
            group.alias(_GROUP),
            *(part.value.alias(column) for part, column in zip(lot, columns, strict=False)),
            *(lacking.alias(column) for column in columns[len(lot) :]),
            *(value.alias(name) for name, value in sums.items()),
        )
        .group_by(_LOT, _GROUP, *columns, drop_null_keys=False)
        .agg(nw.len().alias(_N), *(nw.col(name).sum() for name in sums))
        for place, lot in enumerate(lots)
    ]
    return added_up(lots, _collected(nw.concat(queries)), len(columns))


def _collected(query: nw.LazyFrame[Any]) -> list[tuple[Any, ...]]:
    # DuckDB would need pyarrow for the way that narwhals takes by default.
    polars = query.implementation.is_polars()
    frame = query.collect() if polars else query.collect(backend="pandas")
    # Row by row would take longer than the query.
    return list(zip(*(frame.get_column(name).to_list() for name in frame.columns), strict=True))


def _check_weights(frame: Frame, weight: str) -> None:
    frame.require(weight, "column of weights")
    if not frame.schema[weight].is_numeric():
        raise ParameterError(f"column '{weight}' holds no numbers, so it can't be the weight")
    number = nw.col(weight).cast(nw.Float64)
    # A comparison with "not a number" is false everywhere but where it counts as largest.
    good = ((number >= 0) & (number <= np.finfo(np.float64).max)).fill_null(False)
    query = frame.lazy.select(nw.when(good).then(nw.lit(0)).otherwise(nw.lit(1)).alias(_N))
    ((wrong,),) = _collected(query.select(nw.col(_N).sum()))
    if wrong:
        have = "respondent has" if wrong == 1 else "respondents have"
        raise ParameterError(
            f"{wrong} {have} no weight in '{weight}', or one that is below 0; "
            "give everyone a number of 0 or more"
        )


def _table(
    question: Question,
    groups: Sequence[str],
    found: dict[Cell, Sums],
) -> npt.NDArray[Any]:
    if question.multiple:
        names = [f"{question.item}__{option}" for option in question.answers[:-2]]
        asked = f"{question.item}__"
        cells: list[tuple[str, str | None]] = [(name, _CHOSEN) for name in names]
        cells += [(asked, _CHOSEN), (asked, _NONE)]
    else:
        answers = question.answers[:-1]
        cells = [*((question.item, answer) for answer in answers), (question.item, None)]
        values = {value for part, _, value in found if part == question.item}
        unknown = len(values - {*answers, None})
        if unknown:
            raise ParameterError(
                f"item '{question.item}' has {unknown} categories that its scale lacks; "
                f"the scale has {', '.join(answers)}"
            )
    sums = [[found.get((part, group, value), Sums()) for part, value in cells] for group in groups]
    return np.moveaxis(np.array(sums, dtype=np.float64).reshape(len(groups), -1, 3), 2, 0)
