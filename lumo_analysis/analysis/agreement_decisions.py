"""What coders decided on the answers to one open item, and which answers they read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lumo_analysis.analysis.count_table import require_columns
from lumo_analysis.errors import ParameterError, nearest
from lumo_analysis.survey.coding import SUGGESTION

Truths = npt.NDArray[np.bool_]

_ID = "[a-z][a-z0-9_-]{0,59}"


@dataclass(frozen=True)
class Decisions:
    """Who judged which answer how.

    `judged[answer, coder]` says whether a coder read an answer, `given[answer, coder, theme]`
    whether they gave it a theme; `read_unknown` that only themes tell what was read.
    """

    themes: tuple[str, ...]
    coders: tuple[str, ...]
    judged: Truths
    given: Truths
    read_unknown: bool


def decisions_of(
    coding: pd.DataFrame,
    item: str,
    themes: Sequence[str],
    read: pd.DataFrame | None = None,
    coders: Iterable[str] | None = None,
) -> Decisions:
    """The decisions on one item, as `coder_agreement` describes them.

    Raises:
        ParameterError: a missing column, a theme twice or unknown, a coder who decided on an
            answer that they did not read, or one of `coders` who decided on nothing anywhere.

    >>> coding = pd.DataFrame({
    ...     "respondent": [0, 0, 1], "item": "open_strain", "coder": ["a", "b", "a"],
    ...     "theme": ["haste", "haste", None],
    ... })
    >>> decisions_of(coding, "open_strain", ["haste"]).judged.tolist()
    [[True, True], [True, False]]
    """
    require_columns(coding, ("respondent", "item", "theme", "coder"), "coding")
    if read is not None:
        require_columns(read, ("respondent", "item", "coder"), "the table of what was read")
    if len(set(themes)) < len(themes):
        raise ParameterError(f"item '{item}' has a theme twice; name each theme once")
    chosen = _coders(coding, read, coders)
    own = coding[coding["item"].eq(item) & coding["coder"].isin(chosen)]
    theme = own["theme"].astype("string").fillna("")
    _check_themes(item, theme, themes)
    seen = own if read is None else read[read["item"].eq(item) & read["coder"].isin(chosen)]
    names = tuple(sorted(seen["coder"].astype(str).unique()))
    answers = pd.Index(seen["respondent"].unique())
    judged = np.zeros((len(answers), len(names)), dtype=bool)
    judged[_places(seen, answers, names)] = True
    given = np.zeros((len(answers), len(names), len(themes)), dtype=bool)
    rows = own[(theme != "").to_numpy(dtype=bool)]
    row, coder = _places(own, answers, names)
    # A place of -1 is a respondent or coder that `read` lacks.
    unread = (row < 0) | (coder < 0)
    unread[~unread] = ~judged[row[~unread], coder[~unread]]
    if unread.any():
        raise ParameterError(
            f"item '{item}': {int(unread.sum())} decisions are about answers that their coder "
            "did not read; add those answers to the table of what was read"
        )
    row, coder = _places(rows, answers, names)
    given[row, coder, pd.Index(themes).get_indexer(pd.Index(rows["theme"]))] = True
    unknown = read is None and not bool((theme == "").any())
    return Decisions(tuple(themes), names, judged, given, unknown)


def _coders(
    coding: pd.DataFrame, read: pd.DataFrame | None, coders: Iterable[str] | None
) -> list[str]:
    known = coding["coder"].astype(str).unique().tolist()
    known += [] if read is None else read["coder"].astype(str).unique().tolist()
    if coders is None:
        return [coder for coder in dict.fromkeys(known) if not coder.startswith(SUGGESTION)]
    chosen = list(dict.fromkeys(coders))
    for coder in chosen:
        if coder not in known:
            raise ParameterError(f"no coder '{coder}' in the coding; {nearest(coder, known)}")
    return chosen


def _places(
    rows: pd.DataFrame, answers: pd.Index, coders: Sequence[str]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    return (
        answers.get_indexer(pd.Index(rows["respondent"])),
        pd.Index(coders).get_indexer(pd.Index(rows["coder"].astype(str))),
    )


def _check_themes(item: str, given: pd.Series, themes: Sequence[str]) -> None:
    for theme in given.unique().tolist():
        if theme and theme not in themes:
            # Anything but an id could be an answer that stands in the wrong column.
            name = f"theme '{theme}'" if re.fullmatch(_ID, theme) else "theme with such a name"
            raise ParameterError(f"item '{item}' has no {name}; {nearest(theme, themes)}")
