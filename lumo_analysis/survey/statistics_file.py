"""SPSS and Stata files as the text that their value labels give to each code.

A label, not a code, is what somebody chose, so the order of codes never becomes that of a
scale. Values that the file declares missing keep their label too, apart from no answer.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyreadstat

from lumo_analysis.errors import Fault, ResponsesError
from lumo_analysis.survey.spss_dictionary import contradictory_variable
from lumo_analysis.survey.table import DATES, Table, Variable, damage_faults
from lumo_analysis.survey.value_labels import labelled

MAX_BYTES = 300_000_000
MAX_CELLS = 100_000_000
_SPSS, _STATA = "SPSS", "Stata"
_READERS: dict[str, tuple[str, Callable[..., Any]]] = {
    ".sav": (_SPSS, pyreadstat.read_sav),
    ".zsav": (_SPSS, pyreadstat.read_sav),
    ".dta": (_STATA, pyreadstat.read_dta),
}
# Tried where a file names no encoding, or a wrong one, so that its letters come out damaged.
_ENCODINGS = (None, "UTF-8", "WINDOWS-1252")
_COUNT_AT = slice(80, 84)


def read_statistics_file(path: Path, max_rows: int, max_columns: int) -> Table:
    """The cases of an SPSS or Stata file, the variables' names as headers.

    `ResponsesError` where it is damaged, cut short or too large.
    """
    program, reader = _READERS[path.suffix.lower()]
    if path.stat().st_size > MAX_BYTES:
        raise ResponsesError(str(path), [Fault("file", f"larger than {MAX_BYTES:,} bytes")])
    faults: list[Fault] = []
    for encoding in _ENCODINGS:
        try:
            meta = reader(str(path), encoding=encoding, metadataonly=True)[1]
            fault = _size_fault(meta, max_rows, max_columns)
            if fault is None:
                rows = meta.number_rows
                columns, meta = reader(
                    _without_count(path) if program == _SPSS else str(path),
                    encoding=encoding,
                    user_missing=True,
                    output_format="dict",
                    row_limit=rows + 1,
                )
                fault = _count_fault(rows, columns) or _contradiction(
                    path, program, meta.column_names
                )
        except Exception as error:
            # The library raises whatever it met; for the user it is one thing.
            fault = _unreadable(str(error), program)
        if fault is None:
            table = _table(columns, meta, program, encoding)
            damage = _damage(table)
            if not damage:
                return table
            faults = faults or damage
        else:
            faults = faults or [fault]
    raise ResponsesError(str(path), faults)


def _without_count(path: Path) -> io.BytesIO:
    """An SPSS file whose header does not say how many rows there are.

    A reader that believes the header never looks beyond that many.
    """
    raw = bytearray(path.read_bytes())
    raw[_COUNT_AT] = b"\xff" * 4
    return io.BytesIO(raw)


def _count_fault(rows: int, columns: Mapping[str, list[Any]]) -> Fault | None:
    there = max(map(len, columns.values()), default=0)
    if there == rows:
        return None
    what = f"its header tells of {rows:,} rows, and {'more' if there > rows else there} are there"
    return Fault("file", what, "export the responses again")


def _contradiction(path: Path, program: str, names: Sequence[Any]) -> Fault | None:
    number = contradictory_variable(path.read_bytes()) if program == _SPSS else None
    if number is None:
        number = next((n for n, name in enumerate(names, 1) if not isinstance(name, str)), None)
    if number is None:
        return None
    return Fault(f"column {number}", "is damaged", "export the responses again")


def _unreadable(error: str, program: str) -> Fault:
    advice = f"open it in {program} or PSPP, and save it again or export it as .csv in Unicode"
    what = "letters are not of the encoding it names" if "encoding" in error else "is damaged"
    return Fault("file", f"{what}, or is no {program} file", advice)


def _size_fault(meta: Any, max_rows: int, max_columns: int) -> Fault | None:
    rows, columns = meta.number_rows, meta.number_columns
    if rows is None or rows < 0:
        return Fault("file", "does not say how many rows it has", "save it again")
    if rows > max_rows or columns > max_columns or rows * columns > MAX_CELLS:
        limit = f"at most {max_rows:,} rows, {max_columns:,} columns and {MAX_CELLS:,} cells are"
        return Fault("file", f"{rows:,} rows and {columns:,} columns", f"{limit} read")
    return None


def _damage(table: Table) -> list[Fault]:
    faults = damage_faults(table.rows, table.numbers)
    told = [[variable.question for variable in table.variables]]
    told += [[*variable.codes] for variable in table.variables]
    for words in told:
        if damage_faults([["x"], [" ".join(words)]], [1, 2]):
            advice = "save it again in the program it came from, as Unicode"
            return [Fault("labels", "letters that were once read wrongly", advice), *faults]
    return faults


def _table(columns: Mapping[str, list[Any]], meta: Any, program: str, forced: str | None) -> Table:
    names = list(meta.column_names)
    texts: list[list[str]] = []
    variables: list[Variable] = []
    dates: list[tuple[int, int]] = []
    groups = _groups(meta.mr_sets or {})
    for position, name in enumerate(names):
        values = columns[name]
        codes = meta.variable_value_labels.get(name, {})
        declared = list(_declared(name, values, meta))
        spelling, by_label = labelled(values, codes)
        texts.append([spelling[value] for value in map(_hashable, values)])
        variables.append(
            Variable(
                question=" ".join((meta.column_names_to_labels.get(name) or "").split()),
                codes=by_label,
                missing=frozenset(spelling[value] for value in declared),
                group=groups.get(name, ""),
            )
        )
        dates += [
            (row, position) for row, value in enumerate(values, 1) if isinstance(value, DATES)
        ]
    rows = [names, *map(list, zip(*texts, strict=True))]
    encoding = str(meta.file_encoding or "not named")
    recognised = {
        "program": program,
        "encoding": f"{forced}, though the file says {encoding}" if forced else encoding,
        **({"multiple-response sets": str(len(meta.mr_sets))} if meta.mr_sets else {}),
    }
    return Table(rows, list(range(1, len(rows) + 1)), recognised, dates, variables)


def _hashable(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value


def _declared(name: str, values: Sequence[Any], meta: Any) -> Iterator[Any]:
    """The values of a variable that its file declares missing."""
    present = set(map(_hashable, values))
    for span in meta.missing_ranges.get(name, ()):
        low, high = span["lo"], span["hi"]
        for value in present:
            comparable = type(value) is type(low) or isinstance(value, (int, float))
            if value is not None and comparable and _between(low, value, high):
                yield value
    yield from present & set(meta.missing_user_values.get(name, ()))


def _between(low: Any, value: Any, high: Any) -> bool:
    try:
        return bool(low <= value <= high)
    except TypeError:
        return False


def _groups(sets: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The set of each yes-or-no option.

    Sets of categories are left alone: some tools write batteries of a shared scale as such.
    """
    return {
        member: str(about.get("label") or name)
        for name, about in sets.items()
        if about.get("is_dichotomy")
        for member in about["variable_list"]
    }
