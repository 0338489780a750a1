"""Raw text becomes responses: each cell is a listed answer, a certain fix, or missing.

Anything else stops the run, with every such cell in one message.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lumo_analysis.errors import Fault, ResponsesError
from lumo_analysis.survey.answers import (
    Cleaning,
    decode_cells,
    missing_markers,
    note_never_seen,
    rows_in_words,
    shown,
)
from lumo_analysis.survey.columns import plan_columns
from lumo_analysis.survey.matching import fold, tidy
from lumo_analysis.survey.options import decode_options
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.reading import RawTable


@dataclass(frozen=True)
class Cleaned:
    """Decoded responses with the identifiers that codings refer to, and the log."""

    responses: pd.DataFrame
    identifiers: pd.Series[str] | None
    log: pd.DataFrame
    synthetic: bool


def decode_responses(raw: RawTable, questionnaire: Questionnaire, source: str) -> Cleaned:
    """The responses in a raw table, strictly by the questionnaire.

    One row a respondent and one column an item (one an option for multiple choice):
    ordinal items as ordered categoricals from the lowest answer to the highest and then
    those off the scale, nominal ones as unordered categoricals, open ones as text, numbers
    as floats. Blank cells and missing markers are missing values. Records without a single
    answer are dropped. The order of rows is that of their content, not that of the file, so
    it tells nothing about who answered when.

    `ResponsesError` lists all faults: columns missing, doubled or unknown, and answers that
    are not listed, with row numbers and the nearest known names. An unlisted answer itself
    is shown only where it is short and holds no digits, since it may be somebody's words.
    """
    work = Cleaning(raw, questionnaire)
    plan = plan_columns(questionnaire, list(raw.cells.columns))
    work.faults += plan.faults
    for name, value in raw.recognised.items():
        work.note("recognised", "", f"{name}: {value}", len(raw.cells))
    for header, reason in plan.ignored.items():
        work.note("dropped", "", f"column '{header}': {reason}", len(raw.cells))
    for item_id in plan.absent:
        work.note("absent", item_id, "optional, not in this export", len(raw.cells))
    columns: dict[str, pd.Series] = {}
    for item in questionnaire.items:
        columns.update(_decode_item(item, plan.items, plan.options, work))
    if work.faults:
        raise ResponsesError(source, work.faults)
    responses = pd.DataFrame(columns, index=raw.cells.index)
    identifiers = _identifiers(raw, plan.identifier, source)
    responses, identifiers = _drop_empty(responses, identifiers, work)
    order = _content_order(responses)
    responses = responses.iloc[order].reset_index(drop=True)
    if identifiers is not None:
        identifiers = identifiers.iloc[order].reset_index(drop=True)
        work.note("dropped", "", "identifiers", len(identifiers))
    log = pd.DataFrame(work.log, columns=["step", "item", "what", "n"])
    return Cleaned(responses, identifiers, log, plan.synthetic_mark is not None)


def _decode_item(
    item: Item, headers: dict[str, str], options: dict[tuple[str, str], str], work: Cleaning
) -> dict[str, pd.Series]:
    cells = work.raw.cells
    blank = pd.Series("", index=cells.index, dtype=object)
    column = cells[headers[item.id]] if item.id in headers else blank
    if item.kind == "multiple":
        return decode_options(item, column, options, work)
    if item.kind == "open":
        return {item.id: _texts(item, column, work)}
    if item.kind == "number":
        return {item.id: _numbers(item, column, work)}
    scale = work.questionnaire.scale_of(item)
    ids = decode_cells(column, item, scale, work)
    # Answers off the scale stand last, so that the order of the others is the scale's.
    categories = [answer.id for answer in (*scale.ordered, *scale.off_scale)]
    note_never_seen(item, categories, ids, work)
    decoded = pd.Categorical(ids, categories=categories, ordered=item.kind == "ordinal")
    return {item.id: pd.Series(decoded, index=cells.index)}


def _texts(item: Item, column: pd.Series, work: Cleaning) -> pd.Series:
    missing = missing_markers(item, work.questionnaire)
    return column.map(lambda text: pd.NA if fold(text) in missing else tidy(text)).astype("string")


def _numbers(item: Item, column: pd.Series, work: Cleaning) -> pd.Series:
    missing = missing_markers(item, work.questionnaire)
    values: list[float | None] = []
    for position, text in enumerate(column):
        value = None
        if fold(text) not in missing:
            try:
                value = float(text.strip().replace(",", "."))
                if not math.isfinite(value):
                    raise ValueError
            except ValueError:
                where = f"column '{str(column.name)[:60]}', row {work.raw.row_number(position)}"
                fault = Fault(where, f"{shown(text)} is not a number ('{item.id}')")
                work.faults.append(fault)
                value = None
        values.append(value)
    return pd.Series(values, index=column.index, dtype="Float64")


def _identifiers(raw: RawTable, header: str | None, source: str) -> pd.Series[str] | None:
    if header is None:
        return None
    identifiers = raw.cells[header].map(fold)
    repeated = identifiers[identifiers.duplicated(keep=False) & (identifiers != "")]
    if not repeated.empty:
        rows = [raw.row_number(int(position)) for position in repeated.index]
        fault = Fault(
            f"column '{header}', {rows_in_words(rows)}",
            "an identifier stands in more than one row",
            "keep one row a respondent",
        )
        raise ResponsesError(source, [fault])
    return identifiers


def _drop_empty(
    responses: pd.DataFrame, identifiers: pd.Series[str] | None, work: Cleaning
) -> tuple[pd.DataFrame, pd.Series[str] | None]:
    answered = responses.notna().any(axis="columns")
    dropped = int((~answered).sum())
    if dropped:
        work.note("dropped", "", "records without a single answer", dropped)
    if not answered.any():
        raise ResponsesError("responses", [Fault("file", "no record has any answer")])
    return responses[answered], None if identifiers is None else identifiers[answered]


def _content_order(responses: pd.DataFrame) -> np.ndarray:
    keys = pd.util.hash_pandas_object(responses.astype("string").fillna(""), index=False)
    return np.argsort(keys.to_numpy(), kind="stable")
