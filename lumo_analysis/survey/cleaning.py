"""Raw text becomes responses: each cell is a listed answer, a certain fix, or missing.

Anything else stops the run, with every such cell in one message.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lumo_analysis.errors import Fault, ResponsesError
from lumo_analysis.survey.answers import (
    DECLARED_MISSING,
    Cleaning,
    decode_cells,
    missing_markers,
    note_never_seen,
)
from lumo_analysis.survey.columns import plan_columns
from lumo_analysis.survey.matching import fold, tidy
from lumo_analysis.survey.numbers import number_in
from lumo_analysis.survey.options import decode_options
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.raw_table import RawTable, codes_and_texts, text_counts
from lumo_analysis.survey.records import keep_records
from lumo_analysis.survey.table import Variable
from lumo_analysis.survey.weight_column import design_weights
from lumo_analysis.survey.weighting import DESIGN_WEIGHT


@dataclass(frozen=True)
class Cleaned:
    """Decoded responses with the identifiers that codings refer to, and the log."""

    responses: pd.DataFrame
    identifiers: pd.Series[str] | None
    log: pd.DataFrame
    synthetic: bool


def says_synthetic(raw: RawTable, questionnaire: Questionnaire) -> bool:
    """Whether an export says that nobody gave its answers: a filled column of that name."""
    mark = fold(questionnaire.synthetic_mark)
    headers = [header for header in raw.cells.columns if fold(str(header)) == mark]
    return bool(headers) and all(map(fold, text_counts(raw.cells[headers[0]])))


def decode_responses(raw: RawTable, questionnaire: Questionnaire, source: str) -> Cleaned:
    """The responses in a raw table, strictly by the questionnaire.

    One row a respondent and one column an item (one an option for multiple choice):
    ordinal items as ordered categoricals from the lowest answer to the highest and then
    those off the scale, nominal ones as unordered categoricals, open ones as text, numbers
    as floats; the export's weights, where the questionnaire names their column, as floats in
    the column "lumo design weight". Blank cells and missing markers are missing values.
    Records without a single answer are dropped. Rows are shuffled: their order hangs on what
    they hold, not on the file, so it tells nothing about who answered when.

    `ResponsesError` lists all faults: columns missing, doubled or unknown, and answers that
    are not listed, with row numbers and the nearest known names. An unlisted answer itself
    is shown only where it is a short code or much like a known one (see `shown`), since
    anything else may be somebody's own words.
    """
    work = Cleaning(raw, questionnaire)
    plan = plan_columns(questionnaire, list(raw.cells.columns))
    work.faults += plan.faults
    for name, value in raw.recognised.items():
        work.note("recognised", "", f"{name}: {value}", len(raw.cells))
    for header, reason in plan.ignored.items():
        work.note("dropped", "", f"column '{header}': {reason}", len(raw.cells))
    keep_records(plan, work)
    for item_id in plan.absent:
        work.note("absent", item_id, "optional, not in this export", len(raw.cells))
    raw = work.raw
    columns: dict[str, pd.Series] = {}
    for item in questionnaire.items:
        columns.update(_decode_item(item, plan.items, plan.options, work))
    columns.update(design_weights(plan, work))
    weight = [] if plan.weight is None else [plan.weight]
    _refuse_dates({*plan.items.values(), *plan.options.values(), *weight}, work)
    identifiers = _identifiers(plan.identifier, work)
    _refuse_half_marked(plan.synthetic_mark, work)
    if work.faults:
        raise ResponsesError(source, work.faults)
    responses = pd.DataFrame(columns, index=raw.cells.index)
    responses, identifiers = _drop_empty(responses, identifiers, source, work)
    order = _shuffled(responses, identifiers)
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
    ids = decode_cells(column, item, scale, work, ordered=item.kind == "ordinal")
    note_never_seen(item, ids.cat.categories.tolist(), ids, work)
    return {item.id: ids}


def _texts(item: Item, column: pd.Series, work: Cleaning) -> pd.Series:
    missing = missing_markers(item, work.questionnaire)
    first_letters = {marker[:1] for marker in missing}

    def words(text: str) -> str | None:
        text = tidy(text)
        # Folding long answers only to see that they are no marker would take most of the time.
        if text.isprintable() and fold(text[:1]) not in first_letters:
            return text
        return None if fold(text) in missing else text or None

    codes, texts = codes_and_texts(column)
    own = pd.array([words(text) for text in texts], dtype="string")
    return pd.Series(own.take(codes), index=column.index)


def _numbers(item: Item, column: pd.Series, work: Cleaning) -> pd.Series:
    missing = missing_markers(item, work.questionnaire)
    variable = work.raw.variables.get(str(column.name), Variable())
    numbers: dict[str, float | None] = {}
    unlisted: dict[str, int] = {}
    codes, texts = codes_and_texts(column)
    for text, n in zip(texts, np.bincount(codes, minlength=len(texts)).tolist(), strict=True):
        folded = fold(text)
        numbers[text] = number_in(fold(variable.codes.get(text, folded)))
        if folded in missing:
            numbers[text] = None
            if folded:
                work.note("missing", item.id, f"marker '{missing[folded]}'", n)
        elif text in variable.missing:
            numbers[text] = None
            work.note("missing", item.id, DECLARED_MISSING, n)
        elif numbers[text] is None:
            unlisted[text] = n
    what = f"is not a number ('{item.id}')"
    work.refuse(column, unlisted, what, [], "write it in digits, or list it under 'missing'")
    values = pd.array([numbers[text] for text in texts], dtype="Float64")
    return pd.Series(values.take(codes), index=column.index)


def _refuse_dates(headers: set[str], work: Cleaning) -> None:
    for header, positions in work.raw.dates.items():
        if header in headers:
            advice = "format the column as text and type these answers as they were given"
            where = work.where(header, positions)
            work.faults.append(
                Fault(where, "a date, which a spreadsheet made of an answer", advice)
            )


def _identifiers(header: str | None, work: Cleaning) -> pd.Series[str] | None:
    if header is None:
        return None
    identifiers = work.raw.cells[header].astype(object).map(fold)
    repeated = identifiers[identifiers.duplicated(keep=False) & (identifiers != "")]
    if not repeated.empty:
        what = "an identifier stands in more than one row"
        where = work.where(header, repeated.index)
        work.faults.append(Fault(where, what, "keep one row a respondent"))
    return identifiers


def _drop_empty(
    responses: pd.DataFrame, identifiers: pd.Series[str] | None, source: str, work: Cleaning
) -> tuple[pd.DataFrame, pd.Series[str] | None]:
    answered = np.zeros(len(responses), dtype=bool)
    for name, column in responses.items():
        if name != DESIGN_WEIGHT:
            answered |= column.notna().to_numpy()
        if answered.all():
            return responses, identifiers
    work.note("dropped", "", "records without a single answer", int((~answered).sum()))
    if not answered.any():
        advice = "export the responses again"
        raise ResponsesError(source, [Fault("file", "no record has any answer", advice)])
    return responses[answered], None if identifiers is None else identifiers[answered]


def _refuse_half_marked(header: str | None, work: Cleaning) -> None:
    """A row without the mark may be a real one that was added to synthetic ones."""
    if header is None:
        return
    blank = work.raw.cells.index[work.raw.cells[header].astype(object).map(fold) == ""]
    if len(blank):
        what = "a row without the mark that nobody gave its answers"
        advice = "take real responses out of the synthetic file, or its column out of a real one"
        work.faults.append(Fault(work.where(header, blank), what, advice))


def _shuffled(responses: pd.DataFrame, identifiers: pd.Series[str] | None) -> np.ndarray:
    """An order of rows that is the same for the same rows, whatever their order in the file.

    Rows with the same answers stand in the order of their identifiers' hashes, since their
    codings may differ.
    """
    texts = pd.DataFrame({name: _few_texts(column) for name, column in responses.items()})
    keys = pd.util.hash_pandas_object(texts, index=False)
    if identifiers is None:
        return np.argsort(keys.to_numpy(), kind="stable")
    ties = pd.util.hash_pandas_object(identifiers.astype("string"), index=False)
    return np.lexsort([ties.to_numpy(), keys.to_numpy()])


def _few_texts(column: pd.Series) -> pd.Series:
    """A column as text, nothing being blank; of few different answers each is made text once."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return column.astype("string").fillna("")
    texts = column.cat.rename_categories([str(name) for name in column.cat.categories])
    return texts.cat.add_categories("").fillna("")
