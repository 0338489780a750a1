"""How far those who coded the same answers agree, told in words.

As with the confirmed share, a number beside shown counts could narrow the hidden ones.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lumo_analysis.analysis.agreement import coder_agreement
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.coding import REJECTED, SUGGESTED

GOOD, TENTATIVE = 0.8, 0.667
"""Krippendorff's alpha from which conclusions hold, and hold with caution.

Krippendorff (2004), Content Analysis, 2nd ed., section 11.4.2.
"""


def agreement_sentence(
    decisions: pd.DataFrame, item: str, themes: Sequence[str], words: Wording
) -> str:
    """One sentence on how well coders agree on the themes of an open item.

    By Krippendorff's alpha of the sets of themes (MASI distance) over the answers that two or
    more people read; a suggestion that a person rejected counts as read.

    Args:
        decisions: as from `load_decisions`: respondent, item, theme, coder and status.
        item: an open item.
        themes: its theme ids.
        words: the report's language.

    Returns:
        The sentence, without any number; "" where no answer was read by two people, or where
        they gave no two different decisions to compare.

    >>> decisions = pd.DataFrame({
    ...     "respondent": [*range(12)] * 2, "item": "i", "coder": ["AK"] * 12 + ["BL"] * 12,
    ...     "theme": (["haste"] * 6 + ["support"] * 6) * 2, "status": "confirmed",
    ... })
    >>> agreement_sentence(decisions, "i", ["haste", "support"], Wording("en"))[:54]
    'Those who read the same answers mostly gave them the s'
    >>> agreement_sentence(decisions.head(12), "i", ["haste", "support"], Wording("en"))
    ''
    """
    own = decisions[(decisions["item"] == item) & (decisions["status"] != SUGGESTED)]
    if own["coder"].nunique() < 2:
        return ""
    judged = own.assign(theme=own["theme"].mask(own["status"] == REJECTED, ""))
    found = coder_agreement(judged.drop_duplicates(), {item: themes}, bootstraps=0)
    sets = found[found["theme"] == ""].iloc[0]
    if sets["reason"]:
        return ""
    if "few" in str(sets["note"]).split("+"):
        return words.say("Too few answers were read by two people to tell how well they agree.")
    if sets["value"] >= GOOD:
        return words.say("Those who read the same answers mostly gave them the same themes.")
    if sets["value"] >= TENTATIVE:
        return words.say(
            "Those who read the same answers agreed on themes fairly well, but not well enough "
            "for firm conclusions."
        )
    return words.say(
        "Those who read the same answers often gave them different themes, so take the shares "
        "of themes with caution."
    )
