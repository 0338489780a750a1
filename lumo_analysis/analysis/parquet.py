"""Parquet files read where they are: DuckDB scans them in pieces, out of core."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lumo_analysis.errors import ParameterError

if TYPE_CHECKING:
    import duckdb

_PATTERN = frozenset("*?[")


def open_parquet(path: str | Path, memory: str = "512MB") -> duckdb.DuckDBPyRelation:
    """A Parquet file, a folder of them (partitioned by `name=value` or not), or a pattern.

    Nothing is read yet; what is computed from it takes at most about `memory` and spills to
    disk beyond. `ParameterError` where there is no such file, or it is no Parquet file.

    >>> open_parquet("no-such.parquet")
    Traceback (most recent call last):
    lumo_analysis.errors.ParameterError: there is no Parquet file no-such.parquet
    """
    # Heavy, and only those need it who have such files.
    import duckdb

    found = Path(path)
    if found.is_dir():
        found = found / "**" / "*.parquet"
    elif not _PATTERN & set(str(path)) and not found.is_file():
        raise ParameterError(f"there is no Parquet file {path}")
    connection = duckdb.connect(config={"memory_limit": memory})
    try:
        return connection.read_parquet(str(found), hive_partitioning=True, union_by_name=True)
    except duckdb.Error:
        # Its own message may quote what stands in the file.
        raise ParameterError(
            f"{path} can't be read as Parquet; name a file, a folder or a pattern of such files"
        ) from None
