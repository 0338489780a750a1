"""What happens when the package itself fails on respondents' data: nothing of them is told.

The text of an exception of Python or pandas may quote a cell, and so may its traceback.
"""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Iterator
from pathlib import Path

from lumo_analysis.errors import Fault, LumoError, ResponsesError


@contextlib.contextmanager
def nothing_quoted(source: Path) -> Iterator[None]:
    """Turn any exception that is not ours into one that names the place in the code only.

    >>> with nothing_quoted(Path("export.csv")):
    ...     int("someone's own words")
    Traceback (most recent call last):
    ...
    lumo_analysis.errors.ResponsesError: export.csv: 1 fault
      file: could not be read (ValueError in <doctest ...>, line 2); ...
    """
    try:
        yield
    except LumoError:
        raise
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        where = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}"
        what = f"could not be read ({type(error).__name__} in {where})"
        advice = "this is a fault of lumo_analysis; report it with this line, without the file"
        raise ResponsesError(str(source), [Fault("file", what, advice)]) from None
