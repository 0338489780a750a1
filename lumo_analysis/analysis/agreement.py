"""How far coders agree on the themes of open answers."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from lumo_analysis.analysis.agreement_bootstrap import (
    BOOTSTRAPS,
    Draws,
    alpha_interval,
    kappa_interval,
)
from lumo_analysis.analysis.agreement_decisions import Decisions, Truths, decisions_of
from lumo_analysis.analysis.agreement_measures import (
    Numbers,
    cohen_kappa,
    krippendorff_alpha,
    masi_distances,
)
from lumo_analysis.errors import ParameterError

FEW = 10
"""Below this many answers judged by two coders, agreement is noted as resting on few."""

AGREEMENT_COLUMNS = (
    *("item", "theme", "coders", "measure", "n", "agreement", "carried"),
    *("value", "low", "high", "note", "reason"),
)


def coder_agreement(
    coding: pd.DataFrame,
    items_themes: Mapping[str, Sequence[str]],
    read: pd.DataFrame | None = None,
    *,
    coders: Iterable[str] | None = None,
    bootstraps: int = BOOTSTRAPS,
    confidence: float = 0.95,
    seed: str = "",
) -> pd.DataFrame:
    """How far coders agree, theme by theme and on the whole set of an answer's themes.

    Cohen's kappa of every two coders and Krippendorff's alpha of all of them for each theme
    (given or not), and for each item Krippendorff's alpha of the sets of themes with MASI
    distance, which counts sets that overlap as agreeing in part. Intervals are from answers
    drawn again with replacement (Efron & Tibshirani 1993, An Introduction to the Bootstrap,
    ch. 13), the same each time.

    Args:
        coding: one row an answer, theme and coder: respondent, item, theme and coder. A row
            without a theme says that the coder read the answer and gave it none.
        items_themes: for each open item its theme ids.
        read: which answers each coder read, whatever they gave them: respondent, item and
            coder. Without it, and without rows that have no theme, a coder is taken to have
            read the answers that they gave a theme, which `note` says ("read_unknown"): what
            they read and passed over is then missing, and agreement looks better than it is.
        coders: whose decisions to compare; by default all coders', suggestions left out.
        bootstraps: how many times to draw answers again; with 0 there is no interval.
        confidence: of the intervals, between 0 and 1.
        seed: text mixed into the seed, which otherwise comes from item, theme and coders.

    Returns:
        One row a measure: item; theme ("" for sets); coders (joined with "+"); measure
        ("cohen_kappa", "krippendorff_alpha", "krippendorff_alpha_masi"); n, the answers that
        two or more of these coders read; agreement, the part of their pairs of judgements that
        are the same (0 to 1); carried, the part of judgements that give the theme (for sets,
        any theme); value (at most 1; 0 is what chance would give), low and high.

        Where nothing can be estimated value is NaN and `reason` says why: "one_coder",
        "not_shared" (no answer was read by two coders), "unused" (no one gave the theme) or
        "constant" (all gave the same to every answer). `note` holds, joined with "+":
        "read_unknown"; "few" (n below 10); and "no_interval", where over one in twenty of the
        draws could not be estimated, so that low and high are NaN.

    Raises:
        ParameterError: a column that is missing, a theme that the item does not have, a
            decision about an answer that its coder did not read, or an unknown coder.

    >>> coding = pd.DataFrame({
    ...     "respondent": [0, 0, 1, 2, 2, 3, 3], "item": "open_strain",
    ...     "coder": ["a", "b", "a", "a", "b", "a", "b"],
    ...     "theme": ["haste", "haste", "haste", "support", "support", "support", "haste"],
    ... })
    >>> rows = coder_agreement(coding, {"open_strain": ["haste", "support"]}, bootstraps=0)
    >>> rows[["theme", "measure", "n", "agreement"]].round(3)
         theme                  measure  n  agreement
    0    haste              cohen_kappa  3      0.667
    1    haste       krippendorff_alpha  3      0.667
    2  support              cohen_kappa  3      0.667
    3  support       krippendorff_alpha  3      0.667
    4           krippendorff_alpha_masi  3      0.667
    """
    if not 0 < confidence < 1:
        raise ParameterError(f"confidence is {confidence}; it must lie between 0 and 1")
    if bootstraps < 0:
        raise ParameterError(f"there can't be {bootstraps} bootstraps; give 0 or more")
    rows = []
    for item, themes in items_themes.items():
        decisions = decisions_of(coding, item, themes, read, coders)
        draws = Draws(bootstraps, confidence, f"{seed}:{item}")
        for place in range(len(decisions.themes)):
            rows += [{"item": item, **row} for row in _theme(decisions, place, draws)]
        rows.append({"item": item, **_sets(decisions, draws)})
    return pd.DataFrame(rows, columns=list(AGREEMENT_COLUMNS))


def _theme(decisions: Decisions, theme: int, draws: Draws) -> list[dict[str, object]]:
    """Kappa of every two coders, and alpha of all of them, for one theme."""
    name, coders = decisions.themes[theme], decisions.coders
    given, rows = decisions.given[:, :, theme], []
    for one, two in itertools.combinations(range(len(coders)), 2):
        pair = [one, two]
        both = decisions.judged[:, pair].all(axis=1)
        table = np.zeros((2, 2))
        np.add.at(table, tuple(given[both][:, pair].T.astype(int)), 1)
        row = _row(decisions, name, pair, "cohen_kappa", _values(given, decisions.judged, pair))
        if not row["reason"]:
            row["value"] = cohen_kappa(table).kappa
            _set_interval(row, kappa_interval(table, draws, _seed(row)), draws)
        rows.append(row)
    everyone = list(range(len(coders)))
    units = _values(given, decisions.judged, everyone)
    row = _row(decisions, name, everyone, "krippendorff_alpha", units)
    if not row["reason"]:
        _set_alpha(row, units, 1 - np.eye(2), draws)
    return [*rows, row]


def _sets(decisions: Decisions, draws: Draws) -> dict[str, object]:
    """Alpha of all coders' whole sets of themes; the empty set stands first."""
    themes, sizes = np.array(decisions.themes, dtype=object), decisions.given.shape[:2]
    of_each = [frozenset(themes[given]) for answer in decisions.given for given in answer]
    sets = [frozenset[str](), *sorted(set(of_each) - {frozenset()}, key=sorted)]
    place = {each: number for number, each in enumerate(sets)}
    codes = np.array([place[each] for each in of_each], dtype=np.int64).reshape(sizes)
    chosen = (codes[:, :, None] == np.arange(len(sets))) & decisions.judged[:, :, None]
    units = chosen.sum(axis=1).astype(np.float64)
    everyone = list(range(len(decisions.coders)))
    row = _row(decisions, "", everyone, "krippendorff_alpha_masi", units)
    if not row["reason"]:
        _set_alpha(row, units, masi_distances(sets), draws)
    return row


def _values(given: Truths, judged: Truths, coders: list[int]) -> Numbers:
    """How many of the coders did not give, and gave, each answer the theme."""
    yes = (given & judged)[:, coders].sum(axis=1)
    return np.stack([judged[:, coders].sum(axis=1) - yes, yes], axis=1).astype(np.float64)


def _row(
    decisions: Decisions, theme: str, coders: list[int], measure: str, units: Numbers
) -> dict[str, object]:
    """What is known before a coefficient; the first value in `units` is that of no theme."""
    shared = units[units.sum(axis=1) > 1]
    judged = shared.sum(axis=1)
    pairs = float((judged * (judged - 1)).sum())
    reason = ""
    if len(coders) < 2:
        reason = "one_coder"
    elif not len(shared):
        reason = "not_shared"
    elif not shared[:, 1:].any():
        reason = "unused"
    elif (shared.sum(axis=0) > 0).sum() == 1:
        reason = "constant"
    notes = [
        *(["read_unknown"] if decisions.read_unknown else []),
        *(["few"] if 0 < len(shared) < FEW else []),
    ]
    return {
        "theme": theme,
        "coders": "+".join(decisions.coders[coder] for coder in coders),
        "measure": measure,
        "n": len(shared),
        "agreement": float((shared * (shared - 1)).sum() / pairs) if pairs else np.nan,
        "carried": float(shared[:, 1:].sum() / judged.sum()) if pairs else np.nan,
        **dict.fromkeys(("value", "low", "high"), np.nan),
        "note": "+".join(notes),
        "reason": reason,
    }


def _set_alpha(row: dict[str, object], units: Numbers, distances: Numbers, draws: Draws) -> None:
    row["value"] = krippendorff_alpha(units, distances)
    shared = units[units.sum(axis=1) > 1]
    _set_interval(row, alpha_interval(shared, distances, draws, _seed(row)), draws)


def _seed(row: Mapping[str, object]) -> str:
    return f"{row['theme']}:{row['measure']}:{row['coders']}"


def _set_interval(row: dict[str, object], ends: tuple[float, float], draws: Draws) -> None:
    row["low"], row["high"] = ends
    if draws.times and np.isnan(ends[0]):
        row["note"] = "+".join(filter(None, [str(row["note"]), "no_interval"]))
