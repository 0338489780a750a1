"""The books of an audit: every number of a file, and what accounts for it.

A number that nothing accounts for is a finding: the audit fails closed.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from lumo_analysis.publishing.audit.numerals import tokens


class Reason(enum.StrEnum):
    """Why a number may stand where it stands."""

    FACT = "fact"
    """It says something of respondents, and the attack uses it."""
    REPEATED = "repeated"
    """The table of the same exhibit says it too."""
    HARMLESS = "harmless"
    """No respondent stands behind it: a date, a version, a limit, a number of a figure."""


@dataclass
class Books:
    """What was counted so far: numbers by reason, and those without one.

    `entered` says how often each number was met, whatever became of it.
    """

    counted: Counter[Reason] = field(default_factory=Counter)
    unaccounted: list[str] = field(default_factory=list)
    entered: Counter[str] = field(default_factory=Counter)

    def enter(
        self,
        place: str,
        text: str,
        *,
        facts: Collection[int] = (),
        repeated: Collection[int] = (),
        harmless: Iterable[tuple[int, int]] = (),
    ) -> None:
        """Enter a text's numbers; `facts` and `repeated` are places at which they start.

        >>> books = Books()
        >>> books.enter("a note", "12 of 95", harmless=[(6, 8)])
        >>> books.counted[Reason.HARMLESS], books.unaccounted
        (1, ['a note: nothing accounts for the number 12'])
        """
        spans = set(harmless)
        for token in tokens(text):
            self.entered[token.group()] += 1
            if token.start() in facts:
                self.counted[Reason.FACT] += 1
            elif token.start() in repeated:
                self.counted[Reason.REPEATED] += 1
            elif token.span() in spans:
                self.counted[Reason.HARMLESS] += 1
            else:
                self.unaccounted.append(f"{place}: nothing accounts for the number {token.group()}")

    def enter_all(self, text: str, reason: Reason) -> None:
        """Enter all numbers of a text under one reason."""
        self.entered.update(token.group() for token in tokens(text))
        self.counted[reason] += len(tokens(text))

    @property
    def total(self) -> int:
        """How many numbers were entered."""
        return sum(self.counted.values()) + len(self.unaccounted)
