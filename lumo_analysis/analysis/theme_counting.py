"""Counts of the themes that coders gave to open answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from lumo_analysis.analysis.count_table import (
    NO_ANSWER,
    RESPONDENTS,
    Integers,
    require_columns,
    stack_counts,
)
from lumo_analysis.analysis.counting import grouping_of
from lumo_analysis.errors import ParameterError, nearest

_SHOWN_FAULTS = 10
_ID = "[a-z][a-z0-9_-]{0,59}"


def theme_counts(
    coding: pd.DataFrame,
    responses: pd.DataFrame,
    items_themes: Mapping[str, Sequence[str]],
    by: str | None = None,
) -> pd.DataFrame:
    """Count the respondents whose open answer carries each theme, in all or in each group.

    A respondent counts once for a theme, however many coders gave it.

    Args:
        coding: one row an open answer, theme and coder: respondent (a row label of
            `responses`), item and theme. Rows of other items are left out.
        responses: one row a respondent; a text column for each item, missing where blank.
        items_themes: for each open item its theme ids, in the order to show.
        by: the id of a categorical item whose answers are the groups.

    Returns:
        The columns of `count_answers`: one row an item, group and theme (kind "option",
        zeros included), then "respondents" (how many answered the item) and "no_answer".

    Raises:
        ParameterError: an item or group that is not among the responses, or coding rows
            whose respondent is unknown or did not answer, or whose theme is unknown.

    >>> responses = pd.DataFrame({"open_strain": ["So busy.", None, "Haste, no support."]})
    >>> coding = pd.DataFrame({
    ...     "respondent": [0, 0, 2, 2], "item": "open_strain", "coder": ["a", "b", "a", "a"],
    ...     "theme": ["haste", "haste", "haste", "support"],
    ... })
    >>> theme_counts(coding, responses, {"open_strain": ["haste", "support"]})
              item group       answer         kind  n
    0  open_strain   all        haste       option  2
    1  open_strain   all      support       option  1
    2  open_strain   all  respondents  respondents  2
    3  open_strain   all    no_answer    no_answer  1
    """
    require_columns(coding, ("respondent", "item", "theme"), "coding")
    grouping = grouping_of(responses, by)
    blocks: list[tuple[str, Sequence[str], Sequence[str], Integers]] = []
    for item, themes in items_themes.items():
        if item not in responses.columns:
            advice = nearest(item, map(str, responses.columns))
            raise ParameterError(f"no item '{item}' in the responses; {advice}")
        if len({*themes, RESPONDENTS, NO_ANSWER}) < len(themes) + 2:
            raise ParameterError(
                f"item '{item}' has a theme twice; themes differ from each other, "
                f"from '{NO_ANSWER}' and '{RESPONDENTS}'"
            )
        answered = responses[item].notna().to_numpy(dtype=bool)
        rows, places = _places(coding, responses.index, item, themes, answered)
        carried = np.zeros((len(responses), len(themes)), dtype=bool)
        carried[rows, places] = True
        columns = [*carried.T, answered, ~answered]
        table = np.column_stack([grouping.count(c.astype(np.int64), 2)[:, 1] for c in columns])
        kinds = ("option",) * len(themes) + (RESPONDENTS, NO_ANSWER)
        blocks.append((item, (*themes, RESPONDENTS, NO_ANSWER), kinds, table))
    return stack_counts(grouping.groups, blocks)


def _places(
    coding: pd.DataFrame,
    respondents: pd.Index,
    item: str,
    themes: Sequence[str],
    answered: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> tuple[Integers, Integers]:
    """The row and the theme of each coding of an item, once all of them are known good."""
    of_item = coding["item"].eq(item).fillna(False).to_numpy(dtype=bool)
    given = coding.loc[of_item, "theme"]
    rows = respondents.get_indexer(pd.Index(coding.loc[of_item, "respondent"])).astype(np.int64)
    places = pd.Index(themes).get_indexer(pd.Index(given)).astype(np.int64)
    coding_rows = np.flatnonzero(of_item)
    unanswered = (rows >= 0) & ~np.append(answered, False)[rows]
    faults = [
        *_faults(coding_rows[rows < 0], "a respondent who is not among the responses"),
        *_faults(coding_rows[unanswered], "a respondent who did not answer this item"),
    ]
    unknown = given[places < 0].fillna("").astype(str)
    for theme in unknown.unique().tolist():
        same = coding_rows[places < 0][unknown.eq(theme).to_numpy(dtype=bool)]
        # Anything but an id could be an answer that stands in the wrong column.
        name = f"unknown theme '{theme}'" if re.fullmatch(_ID, theme) else "not the id of a theme"
        faults += _faults(same, f"{name}; {nearest(theme, themes)}")
    if faults:
        shown = "\n  ".join(faults[:_SHOWN_FAULTS])
        raise ParameterError(f"the coding of item '{item}' does not fit:\n  {shown}")
    return rows, places


def _faults(coding_rows: Iterable[int], what: str) -> list[str]:
    """One line naming the first rows of the coding (counted from 0) with the same fault."""
    rows = [str(int(row)) for row in coding_rows]
    if not rows:
        return []
    more = f" and {len(rows) - _SHOWN_FAULTS} more" if len(rows) > _SHOWN_FAULTS else ""
    return [f"coding row {', '.join(rows[:_SHOWN_FAULTS])}{more}: {what}"]
