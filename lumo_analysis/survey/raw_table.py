"""An export held by columns, each distinct text of a column once where there are few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from lumo_analysis.survey.table import Variable


@dataclass(frozen=True)
class RawTable:
    """An export's cells as text: `cells` has the headers as columns and one row a record.

    A column is of Python texts, or of few distinct ones as a categorical whose categories
    stand in the order in which they first appear, none of them unused. `first_row` is the
    number that the first record has for a person who opens the file in a spreadsheet; `rows`
    are the numbers of all records where blank rows stand between them. `recognised` names what
    was found out about the file. `dates` are the records of each column in which a workbook
    holds a date. `variables` are what the file itself tells about its columns, such as value
    labels. `sha256` is the fingerprint of the file's bytes; its name and place are not kept.
    """

    cells: pd.DataFrame
    recognised: dict[str, str]
    sha256: str
    first_row: int = 2
    rows: Sequence[int] = ()
    dates: Mapping[str, Sequence[int]] = field(default_factory=dict)
    variables: Mapping[str, Variable] = field(default_factory=dict)

    def row_number(self, position: int) -> int:
        """The spreadsheet row of a record."""
        return self.rows[position] if self.rows else position + self.first_row

    def texts(self, headers: Sequence[str]) -> pd.DataFrame:
        """Some columns as Python texts, for those who look at every cell by itself."""
        return self.cells[list(headers)].astype(object)


def codes_and_texts(column: pd.Series) -> tuple[np.ndarray, list[str]]:
    """The distinct texts of a column in the order of the file, and each cell's place among them.

    >>> codes_and_texts(pd.Series(["Ei", "Kyllä", "Ei"], dtype=object))
    (array([0, 1, 0]), ['Ei', 'Kyllä'])
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy(), list(column.cat.categories)
    codes, texts = pd.factorize(column.astype(object))
    return codes, list(map(str, texts))


def text_counts(column: pd.Series) -> dict[str, int]:
    """How often each distinct text stands in a column, in the order of the file.

    >>> text_counts(pd.Series(["Ei", "Kyllä", "Ei"], dtype=object))
    {'Ei': 2, 'Kyllä': 1}
    """
    codes, texts = codes_and_texts(column)
    return dict(zip(texts, np.bincount(codes, minlength=len(texts)).tolist(), strict=True))


def only_records(cells: pd.DataFrame, kept: pd.Series[bool]) -> pd.DataFrame:
    """Some of the records; a column's distinct texts are those that still stand there.

    >>> column = pd.Series(["Ei", "Kyllä", "Ei"], dtype="category")
    >>> cells = only_records(pd.DataFrame({"x": column}), pd.Series([False, True, True]))
    >>> cells["x"].cat.categories.tolist()
    ['Kyllä', 'Ei']
    """
    cells = cells[kept]
    columns = {name: _in_order(column) for name, column in cells.items()}
    return pd.DataFrame(columns, index=cells.index)


def _in_order(column: pd.Series) -> pd.Series:
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return column
    places, seen = pd.factorize(column.cat.codes.to_numpy())
    texts = column.cat.categories[seen]
    return pd.Series(pd.Categorical.from_codes(places, texts), index=column.index)
