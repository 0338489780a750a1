"""Which themes come in the same answer, beside how often chance would bring them together."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from lumo_analysis.analysis.count_table import RESPONDENTS
from lumo_analysis.analysis.multiplicity import holm
from lumo_analysis.analysis.theme_counting import theme_counts

PAIR_COLUMNS = (
    *("item", "group", "theme", "other", "n", "n_theme", "n_other", "base", "expected", "phi"),
)


def theme_pairs(
    coding: pd.DataFrame,
    responses: pd.DataFrame,
    items_themes: Mapping[str, Sequence[str]],
    by: str | None = None,
) -> pd.DataFrame:
    """How often two themes of one question come in the same answer.

    Args:
        coding, responses, items_themes, by: as of `theme_counts`.

    Returns:
        One row an item, group and pair of themes, each pair once: n (answers that carry
        both), n_theme and n_other (that carry each), base (who answered), expected (n if the
        themes had nothing to do with each other: n_theme * n_other / base) and phi, the
        correlation of the two (-1 to 1; NaN where a theme is in no answer or in all).

        Nothing is hidden, so the frame is for the researcher.

    Raises:
        ParameterError: what `theme_counts` refuses.

    >>> responses = pd.DataFrame({"i": ["a", "b", "c", None]})
    >>> coding = pd.DataFrame({
    ...     "respondent": [0, 0, 1], "item": "i", "theme": ["haste", "support", "haste"],
    ... })
    >>> pairs = theme_pairs(coding, responses, {"i": ["haste", "support"]})
    >>> pairs.drop(columns="group").round(2)
      item  theme    other  n  n_theme  n_other  base  expected  phi
    0    i  haste  support  1        2        1     3      0.67  0.5
    """
    parts = []
    for item, themes in items_themes.items():
        pairs = list(itertools.combinations(themes, 2))
        given = coding[coding["item"].eq(item)].drop_duplicates(["respondent", "theme"])
        # A pair is counted as a theme of its own, so that groups and bases are those of themes.
        both = given[["respondent", "theme"]].merge(given[["respondent", "theme"]], on="respondent")
        names = both["theme_x"].astype(str) + "\x1f" + both["theme_y"].astype(str)
        joint = pd.DataFrame({"respondent": both["respondent"], "item": item, "theme": names})
        wanted = ["\x1f".join(pair) for pair in pairs]
        joint = joint[joint["theme"].isin(wanted)]
        counts = theme_counts(coding, responses, {item: themes}, by)
        joint_counts = theme_counts(joint, responses, {item: wanted}, by)
        n = joint_counts.set_index(["group", "answer"])["n"]
        single = counts.set_index(["group", "answer"])["n"]
        for group in counts["group"].unique():
            base = single[group, RESPONDENTS]
            for theme, other in pairs:
                numbers = (n[group, f"{theme}\x1f{other}"], single[group, theme])
                parts.append((item, group, theme, other, *numbers, single[group, other], base))
    frame = pd.DataFrame(parts, columns=pd.Index(PAIR_COLUMNS[:8]))
    ours, theirs, base = (frame[name].to_numpy(float) for name in ("n_theme", "n_other", "base"))
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = ours * theirs / base
        spread = np.sqrt(ours * (base - ours) * theirs * (base - theirs))
        phi = np.where(spread > 0, (frame["n"] - expected) * base / spread, np.nan)
    return frame.assign(expected=expected, phi=phi)


def pairs_beyond_chance(pairs: pd.DataFrame, least: int, level: float = 0.05) -> pd.DataFrame:
    """The pairs of themes that come together more often than chance brings them.

    Fisher's exact test of each pair, one-sided (Fisher 1935), with Holm's method over all pairs
    of the question in the group, also over those that are not given.

    Args:
        pairs: from `theme_pairs`.
        least: a pair is given where so many answers carry both themes, so many only the one,
            so many only the other and so many neither; where these are few, who wrote what
            could be guessed.
        level: how large the adjusted p may be.

    Returns:
        The rows of these pairs with p and p_adjusted, the smallest p first.

    >>> pairs = pd.DataFrame({
    ...     "item": "i", "group": "all", "theme": ["haste", "haste"], "other": ["noise", "cold"],
    ...     "n": [15, 5], "n_theme": 20, "n_other": [20, 20], "base": 80,
    ... })
    >>> pairs_beyond_chance(pairs, least=5)[["theme", "other", "p_adjusted"]].round(6)
       theme  other  p_adjusted
    0  haste  noise         0.0
    """
    # scipy.stats takes a second to import, and only reports of themes need it here.
    from scipy import stats

    both, ours, theirs, base = (
        pairs[name].to_numpy(np.int64) for name in ("n", "n_theme", "n_other", "base")
    )
    p = stats.hypergeom.sf(both - 1, base, ours, theirs)
    adjusted = np.ones(len(p))
    for places in pairs.groupby(["item", "group"], sort=False).indices.values():
        adjusted[places] = holm(p[places])
    fewest = np.minimum.reduce([both, ours - both, theirs - both, base - ours - theirs + both])
    kept: pd.DataFrame = pairs.assign(p=p, p_adjusted=adjusted)[
        (fewest >= least) & (adjusted < level)
    ]
    return kept.sort_values("p", kind="stable")
