"""What is left of a text when everything that a page says is taken out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lumo_analysis.publishing.audit.numerals import tokens
from lumo_analysis.publishing.audit.page import Page
from lumo_analysis.publishing.audit.patterns import normal

_CUT = "\u2026"
"""What stands at the end of a text that was too long for its place."""


class Phrases:
    """The texts of a page that have numbers: not the cells of its tables.

    >>> phrases = Phrases(["Figure 2. Coping, 28 of 134"])
    >>> phrases.left_of("figure 2.  Coping, 28 of 134; 3 more")
    '; 3 more'
    """

    def __init__(self, texts: Iterable[str]) -> None:
        known = {normal(text) for text in texts}
        self._texts = sorted((text for text in known if tokens(text)), key=len, reverse=True)
        self._whole = set(self._texts)

    @classmethod
    def of_page(cls, page: Page, extra: Sequence[str] = ()) -> Phrases:
        """The phrases of a page, and some more."""
        texts = [text.text for text in page.texts if text.place != "the style element"]
        for exhibit in page.exhibits:
            texts += [exhibit.finding, exhibit.alt, exhibit.title, *exhibit.captions]
            texts += [*exhibit.notes, *exhibit.headers]
        return cls([*texts, *extra])

    def left_of(self, text: str) -> str:
        """The text without what is known of it; nothing where it has no number."""
        left = normal(text)
        if left in self._whole or not tokens(left):
            return ""
        if left.endswith(_CUT) and any(t.startswith(left[:-1]) for t in self._texts):
            return ""
        for phrase in self._texts:
            if phrase in left:
                left = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", left)
        return left.strip()
