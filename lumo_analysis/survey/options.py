"""Multiple-choice items: options parted inside one cell, or a column for each."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lumo_analysis.errors import Fault
from lumo_analysis.survey.answers import (
    DECLARED_MISSING,
    Cleaning,
    decode_cells,
    missing_markers,
    note_never_seen,
    rows_in_words,
)
from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.questionnaire import Item
from lumo_analysis.survey.raw_table import codes_and_texts, text_counts
from lumo_analysis.survey.scales import Answer
from lumo_analysis.survey.table import Variable

# As survey tools write them, LimeSurvey ("Y"), REDCap ("Checked") and SPSS ("Selected") too.
CHOSEN = ("1", "x", "y", "kyllä", "yes", "ja", "true", "tosi", "checked", "selected", "valittu")
NOT_CHOSEN = (
    *("0", "n", "ei", "no", "nej", "false", "epätosi", "unchecked", "not selected"),
    "ei valittu",
)


def decode_options(
    item: Item, column: pd.Series, headers: dict[tuple[str, str], str], work: Cleaning
) -> dict[str, pd.Series]:
    """One boolean column an option: chosen, not chosen, missing where nothing was chosen.

    The options stand in `column`, parted by the item's separator, or each in a column of
    its own among `headers`.
    """
    scale = work.questionnaire.scale_of(item) if item.scale else None
    answers = scale.answers if scale else item.answers
    chosen = pd.DataFrame(
        False, index=work.raw.cells.index, columns=[answer.id for answer in answers]
    )
    if any(answer.column for answer in item.answers):
        _options_in_columns(item, headers, chosen, work)
    else:
        _options_in_one_cell(item, column, chosen, work)
    _refuse_contradictions(item, answers, chosen, work)
    seen = chosen.columns[chosen.any()].to_series()
    note_never_seen(item, list(chosen.columns), seen, work)
    answered = chosen.any(axis="columns")
    return {
        item.option_column(str(answer)): picked.astype("boolean").where(answered, pd.NA)
        for answer, picked in chosen.items()
    }


def _refuse_contradictions(
    item: Item, answers: tuple[Answer, ...], chosen: pd.DataFrame, work: Cleaning
) -> None:
    several = chosen.sum(axis="columns") > 1
    for answer in answers:
        if answer.exclusive and (several & chosen[answer.id]).any():
            positions = chosen.index[several & chosen[answer.id]]
            rows = [work.raw.row_number(int(position)) for position in positions]
            what = f"'{answer.id}' of '{item.id}' was chosen together with other options"
            advice = "correct these rows, or drop 'exclusive' from the option"
            work.faults.append(Fault(rows_in_words(rows), what, advice))


def _options_in_one_cell(
    item: Item, column: pd.Series, chosen: pd.DataFrame, work: Cleaning
) -> None:
    scale = work.questionnaire.scale_of(item)
    separator = (item.separator or ";").strip() or str(item.separator)
    spellings = [spelling for answer in scale.answers for spelling in answer.spellings]
    spellings += [fix.raw for fix in item.fixes]
    spellings += missing_markers(item, work.questionnaire).values()
    known = {fold(spelling) for spelling in spellings}
    longest = 1 + max(spelling.count(separator) for spelling in spellings)
    parts = {cell: _split(cell, separator, known, longest) for cell in text_counts(column)}
    texts = column.astype(object).map(parts).explode().dropna()
    ids = decode_cells(texts, item, scale, work)
    for answer in chosen.columns:
        chosen.loc[ids.index[ids == answer], answer] = True


def _split(cell: str, separator: str, known: set[str], longest: int) -> list[str]:
    """The options in one cell; one that holds the separator itself is recognised whole.

    Of the pieces, the longest run (of `longest` at most) that together is a known spelling
    is taken first.
    """
    pieces = cell.split(separator)
    found = []
    start = 0
    while start < len(pieces):
        for end in range(min(len(pieces), start + longest), start + 1, -1):
            together = separator.join(pieces[start:end])
            if fold(together) in known:
                break
        else:
            end, together = start + 1, pieces[start]
        if fold(together):
            found.append(together.strip())
        start = end
    return found


def _options_in_columns(
    item: Item, headers: dict[tuple[str, str], str], chosen: pd.DataFrame, work: Cleaning
) -> None:
    missing = missing_markers(item, work.questionnaire)
    for answer in item.answers:
        header = headers.get((item.id, answer.id))
        if header is None:
            continue
        column = work.raw.cells[header]
        fixed = {fold(fix.raw): fix for fix in item.fixes if fix.answer == answer.id}
        yes = {fold(text) for text in (*answer.spellings, header, *CHOSEN)} | set(fixed)
        no = {*missing, *NOT_CHOSEN} - yes
        variable = work.raw.variables.get(header, Variable())
        unlisted: dict[str, int] = {}
        for text, n in text_counts(column).items():
            folded = fold(text)
            if folded in fixed:
                fix = fixed[folded]
                what = f"'{fix.raw}' is '{fix.answer}': {fix.reason}"
                work.note("fixed", item.id, what, n)
            elif text in variable.missing:
                work.note("missing", item.id, DECLARED_MISSING, n)
            elif folded not in yes | no:
                unlisted[text] = n
        chosen[answer.id] = _holds(column, yes)
        known = [answer.spellings[0], "1"]
        work.refuse(column, unlisted, "is neither a chosen option nor blank", known)


def _holds(column: pd.Series, folded: set[str]) -> np.ndarray:
    """Whether each cell holds one of some folded texts."""
    codes, texts = codes_and_texts(column)
    among = np.array([fold(text) in folded for text in texts], dtype=bool)
    return np.asarray(among[codes])
