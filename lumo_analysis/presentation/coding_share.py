"""Which part of the themes that a report counts a person confirmed.

It is told in words, not as a number: beside shown counts, a number of codes would narrow the
hidden ones.
"""

from __future__ import annotations

import pandas as pd

from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.coding import confirmed_codes

MOST, HALF = 0.9, 0.5


def confirmed_part(coding: pd.DataFrame, item: str, words: Wording) -> str:
    """One sentence on the codes of an open item that count; "" where there are none.

    >>> coding = pd.DataFrame({
    ...     "respondent": [0, 1], "item": "i", "theme": "t", "coder": ["AK", "suggestion:x"],
    ... })
    >>> confirmed_part(coding, "i", Wording("en"))[:50]
    'A person has confirmed at least half of the themes'
    >>> confirmed_part(coding, "j", Wording("en"))
    ''
    """
    confirmed, every = confirmed_codes(coding[coding["item"] == item])
    if not every:
        return ""
    if confirmed == every:
        return words.say("A person has confirmed every theme that is counted here.")
    if not confirmed:
        return words.say(
            "The themes counted here are suggestions by word patterns; no person has confirmed "
            "them yet."
        )
    if confirmed >= MOST * every:
        return words.say(
            "A person has confirmed at least nine in ten of the themes counted here; the others "
            "are suggestions by word patterns."
        )
    if confirmed >= HALF * every:
        return words.say(
            "A person has confirmed at least half of the themes counted here; the others are "
            "suggestions by word patterns."
        )
    return words.say(
        "A person has confirmed less than half of the themes counted here; the others are "
        "suggestions by word patterns."
    )
