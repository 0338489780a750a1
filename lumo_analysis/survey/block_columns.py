"""A column that grows block by block: codes of its few distinct texts, else every text."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

MOST_DISTINCT = 5_000
"""A column with more distinct texts is somebody's own words, which seldom stand there twice."""


class BlockColumn:
    """The cells of one column, in the order of the file.

    >>> column = BlockColumn()
    >>> column.add(pa.array(["Ei", "Kyllä", "Ei"]))
    ['Ei', 'Kyllä']
    >>> column.add(pa.array(["", "Ei"]))
    ['', 'Ei']
    >>> column.last_blank(np.arange(2)).tolist()
    [True, False]
    >>> column.series().cat.categories.tolist()
    ['Ei', 'Kyllä', '']
    """

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._codes: list[np.ndarray] = []
        self._texts: list[pa.Array] | None = None

    def add(self, cells: pa.Array) -> list[str]:
        """Take the cells of a block; its texts, each once where that is known."""
        if self._texts is None:
            encoded = cells.dictionary_encode()
            distinct: list[str] = encoded.dictionary.to_pylist()
            for text in distinct:
                self._places.setdefault(text, len(self._places))
            if len(self._places) <= MOST_DISTINCT:
                places = [self._places[text] for text in distinct]
                small = np.int8 if len(self._places) <= np.iinfo(np.int8).max else np.int16
                self._codes.append(np.array(places, dtype=small)[encoded.indices.to_numpy()])
                return distinct
            self._texts = self._plain()
        self._texts.append(cells)
        every: list[str] = cells.to_pylist()
        return every

    def _plain(self) -> list[pa.Array]:
        known = pa.array(list(self._places), pa.string())
        plain = [known.take(pa.array(codes)) for codes in self._codes]
        self._places, self._codes = {}, []
        return plain

    def last_blank(self, places: np.ndarray) -> np.ndarray:
        """Whether some cells of the last block hold nothing but white space."""
        if self._texts is None:
            blank = np.array([not text.strip() for text in self._places], dtype=bool)
            return np.asarray(blank[self._codes[-1][places]])
        cells = self._texts[-1].take(pa.array(places)).to_pylist()
        return np.array([not text.strip() for text in cells], dtype=bool)

    def series(self) -> pd.Series:
        """The whole column: categorical where its texts are few, else of texts."""
        if self._texts is None:
            codes = np.concatenate(self._codes)
            texts = pd.Index(list(self._places), dtype=object)
            return pd.Series(pd.Categorical.from_codes(codes, texts))
        return pd.Series(pa.chunked_array(self._texts, pa.string()).to_pandas(), dtype="str")
