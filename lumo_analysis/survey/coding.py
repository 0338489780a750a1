"""The coding of open answers: who decided which answer carries which theme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from lumo_analysis.errors import Fault, ResponsesError, nearest
from lumo_analysis.survey.answers import shown
from lumo_analysis.survey.codebook import Codebook
from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.raw_table import RawTable
from lumo_analysis.survey.reading import read_export
from lumo_analysis.survey.table import SHOWN_FAULTS, limited

CODING_COLUMNS = ("respondent", "item", "theme", "coder")
DECISION_COLUMNS = (*CODING_COLUMNS, "status")
SUGGESTED, CONFIRMED, REJECTED = "suggested", "confirmed", "rejected"
STATUSES = (SUGGESTED, CONFIRMED, REJECTED)
SUGGESTION = "suggestion:"
"""What the coder of a suggested code begins with."""


def load_decisions(
    path: str | Path, codebook: Codebook, identifiers: pd.Series[str] | None
) -> pd.DataFrame:
    """Every decision in a coding file: respondent, item, theme, coder, status; one row each.

    In the file `respondent` is the export's identifier; in the result it is the row of that
    respondent in `responses`, so that no identifier goes further. `status` is "confirmed",
    "rejected" or, of suggestions, "suggested"; a file may leave it out. A row without a theme
    says that its coder read the answer and gave it no theme.

    `ResponsesError` lists unknown respondents, items, themes and statuses, and decisions that
    stand twice.
    """
    table = read_export(path)
    missing = [column for column in CODING_COLUMNS if column not in table.cells.columns]
    if missing:
        faults = [Fault(f"column '{column}'", "missing", "add it") for column in missing]
        raise ResponsesError(str(path), faults)
    if identifiers is None:
        what = "a coding needs an 'identifier' column in the questionnaire and the export"
        advice = "name it in the questionnaire, and export it"
        raise ResponsesError(str(path), [Fault("file", what, advice)])
    decisions = table.texts(CODING_COLUMNS).map(str.strip)
    by_coder = decisions["coder"].str.startswith(SUGGESTION)
    usual = by_coder.map({True: SUGGESTED, False: CONFIRMED})
    if "status" in table.cells.columns:
        given = table.texts(["status"])["status"].map(str.strip)
    else:
        given = usual
    decisions["status"] = given.where(given != "", usual)
    rows = {identifier: row for row, identifier in identifiers.items() if identifier}
    faults = list(_faults(decisions, table, codebook, set(map(str, rows))))
    if faults:
        raise ResponsesError(str(path), limited(faults, SHOWN_FAULTS))
    numbers = decisions["respondent"].map(lambda respondent: rows[fold(respondent)])
    return decisions.assign(respondent=numbers.astype("int64"))


def _faults(
    decisions: pd.DataFrame, table: RawTable, codebook: Codebook, respondents: set[str]
) -> Iterator[Fault]:
    first: dict[tuple[str, ...], int] = {}
    for position, decision in enumerate(decisions.itertuples(index=False, name=None)):
        respondent, item, theme, coder, status = map(str, decision)
        number = table.row_number(position)
        where = f"row {number}"
        themes = [known.id for known in codebook.themes.get(item, ())]
        if not themes:
            what = f"no themes for item {shown(item, codebook.themes)}"
            yield Fault(where, what, nearest(item, codebook.themes))
        elif theme and theme not in themes:
            what = f"'{item}' has no theme {shown(theme, themes)}"
            yield Fault(where, what, nearest(theme, themes))
        if fold(respondent) not in respondents:
            what = "a respondent that the export does not have"
            yield Fault(where, what, "check the identifier, or remove the row")
        if status not in STATUSES:
            yield Fault(where, f"no status {shown(status, STATUSES)}", nearest(status, STATUSES))
        elif coder.startswith(SUGGESTION) != (status == SUGGESTED):
            what = "a suggestion is 'suggested', and only a person confirms or rejects"
            yield Fault(where, what, "correct the status or the coder")
        earlier = first.setdefault((fold(respondent), item, theme, coder), number)
        if earlier != number:
            yield Fault(where, f"the same decision as in row {earlier}", "keep one")


def codes_that_count(decisions: pd.DataFrame) -> pd.DataFrame:
    """The codes that counts rest on: what people confirmed, and suggestions nobody judged yet.

    A suggestion goes when a person has confirmed or rejected it; of several suggestions of one
    theme for one answer the first stays. Respondent, item, theme and coder.

    >>> decisions = pd.DataFrame({
    ...     "respondent": [0, 0, 1, 2, 2], "item": "i", "theme": "t",
    ...     "coder": ["suggestion:a", "K", "suggestion:a", "suggestion:a", "K"],
    ...     "status": ["suggested", "confirmed", "suggested", "suggested", "rejected"],
    ... })
    >>> codes_that_count(decisions)
       respondent item theme         coder
    0           0    i     t             K
    1           1    i     t  suggestion:a
    """
    answer_theme = ["respondent", "item", "theme"]
    suggested = decisions["status"] == SUGGESTED
    judged = pd.MultiIndex.from_frame(decisions.loc[~suggested, answer_theme])
    place = pd.MultiIndex.from_frame(decisions[answer_theme])
    again = decisions.assign(suggested=suggested).duplicated([*answer_theme, "suggested"])
    waiting = suggested & ~place.isin(judged) & ~again
    kept = (waiting | (decisions["status"] == CONFIRMED)) & (decisions["theme"] != "")
    return decisions.loc[kept, list(CODING_COLUMNS)].reset_index(drop=True)


def confirmed_codes(coding: pd.DataFrame) -> tuple[int, int]:
    """How many codes (a theme of an answer) a person confirmed, and of how many that count.

    >>> confirmed_codes(pd.DataFrame({
    ...     "respondent": [0, 0, 1], "item": "i", "theme": "t",
    ...     "coder": ["K", "L", "suggestion:a"],
    ... }))
    (1, 2)
    """
    by_person = ~coding["coder"].astype(str).str.startswith(SUGGESTION)
    answer_theme = ["respondent", "item", "theme"]
    every = coding[answer_theme].drop_duplicates()
    return len(coding.loc[by_person, answer_theme].drop_duplicates()), len(every)
