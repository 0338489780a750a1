"""The words for tests among respondents who are alike: table, sentence and notes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lumo_analysis.presentation.answers_wording import listed, quoted
from lumo_analysis.presentation.comparison_rows import SIGNIFICANT
from lumo_analysis.presentation.exhibits import Table, TableColumn
from lumo_analysis.presentation.tests_wording import correction_note, verdict
from lumo_analysis.presentation.wording import EN_DASH, Wording

_NAMED = 3


@dataclass(frozen=True)
class Verdict:
    """What a test told: whether the adjusted p lies below 0.05, and p itself where `exact`."""

    made: bool = False
    exact: bool = True
    p: float = math.nan
    below: bool = False

    def text(self, words: Wording) -> str:
        """The cell of a table."""
        if not self.made:
            return EN_DASH
        return words.p_value(self.p) if self.exact else verdict(words, self.below)


@dataclass(frozen=True)
class CompositionRow:
    """An item's test among all, among those alike, and by a model as a check."""

    item: str
    together: Verdict
    within: Verdict
    model: Verdict

    @property
    def from_composition(self) -> bool:
        """Whether a difference among all is not shown among those alike."""
        return self.together.below and self.within.made and not self.within.below

    @property
    def telling(self) -> bool:
        """Whether one of the tests shows a difference, so that the row says more than none does."""
        return self.together.below or self.within.below or self.contradicted

    @property
    def contradicted(self) -> bool:
        """Whether the model comes to another verdict."""
        return self.within.made and self.model.made and self.within.below != self.model.below


def composition_intro(words: Wording, alike: str) -> str:
    """What is asked, in plain words; `alike` is the label of the item that makes them alike."""
    return words.say(
        "Regions may answer differently only because different people answered in them. Here "
        "each respondent is compared only with those who gave the same answer to {item}.",
        item=quoted(words, alike),
    )


def composition_table(rows: Sequence[CompositionRow], words: Wording) -> Table:
    """A row an item: p among all, among those alike, by the model, and what they tell."""
    modelled = any(row.model.made for row in rows)
    columns = [
        TableColumn(words.say("Question")),
        TableColumn(words.say("p, all respondents together"), True),
        TableColumn(words.say("Adjusted p"), True),
        *([TableColumn(words.say("p, check by a model"), True)] if modelled else []),
        TableColumn(words.say("What the tests tell")),
    ]
    return Table(
        tuple(columns),
        tuple(
            (
                row.item,
                row.together.text(words),
                row.within.text(words),
                *([row.model.text(words)] if modelled else []),
                _told(row, words),
            )
            for row in rows
        ),
    )


def _told(row: CompositionRow, words: Wording) -> str:
    if not row.within.made:
        return words.say("no test was possible")
    if row.within.below:
        return words.say("differs among those alike too")
    if row.together.below:
        return words.say("may come from who answered")
    return words.say("a difference is not shown")


def composition_finding(
    rows: Sequence[CompositionRow], alike: str, seen: float, words: Wording
) -> str:
    """Which differences stay among those alike; else which would probably have been noticed."""
    made = [row for row in rows if row.within.made]
    if not made:
        return words.say("There are too few answers for a test.")
    found = [row.item for row in made if row.within.below]
    gone = [row.item for row in made if row.from_composition]
    first = _found(found, len(made), alike, words) if found else _none(made, alike, seen, words)
    sentences = [first]
    if gone:
        sentences.append(
            words.say(
                "Not shown among those alike, so perhaps due to who answered: {items}.",
                items=listed(words, gone[:_NAMED]),
            )
        )
    return " ".join(sentences)


def _found(found: Sequence[str], made: int, alike: str, words: Wording) -> str:
    values = {
        "alike": quoted(words, alike),
        "k": words.number(len(found)),
        "n": words.number(made),
        "items": listed(words, found[:_NAMED]),
    }
    if len(found) > _NAMED:
        return words.say(
            "Among respondents with the same answer to {alike} the regions answer differently in "
            "{k} of {n} tests, for instance: {items}.",
            **values,
        )
    return words.say(
        "Among respondents with the same answer to {alike} the regions answer differently in "
        "{k} of {n} tests: {items}.",
        **values,
    )


def _none(made: Sequence[CompositionRow], alike: str, seen: float, words: Wording) -> str:
    if math.isnan(seen):
        return words.say_n(
            "Among respondents with the same answer to {alike} the test does not show that the "
            "regions answer differently.",
            "Among respondents with the same answer to {alike} none of the {n} tests shows that "
            "the regions answer differently.",
            len(made),
            alike=quoted(words, alike),
        )
    return words.say_n(
        "Among respondents with the same answer to {alike} the test does not show that the "
        "regions answer differently. Between groups of this size it would probably notice only "
        "a difference of {points} percentage points or more.",
        "Among respondents with the same answer to {alike} none of the {n} tests shows that the "
        "regions answer differently. Between groups of this size they would probably notice "
        "only a difference of {points} percentage points or more.",
        len(made),
        alike=quoted(words, alike),
        points=words.number(seen * 100),
    )


def composition_notes(
    rows: Sequence[CompositionRow], tests: Sequence[int], words: Wording
) -> tuple[str, ...]:
    """The tests, their adjustment, the check by a model, and why only verdicts are told."""
    made = [row for row in rows if row.within.made]
    if not made:
        return ()
    notes = [
        words.say(
            "Tests within strata: van Elteren's for ordered answers, that of Cochran, Mantel and "
            "Haenszel for others; p was computed from random permutations."
        ),
        correction_note(words, tests),
        words.say(
            "Respondents who did not answer the question that makes them alike are left out."
        ),
    ]
    checked = [row for row in made if row.model.made]
    against = [row.item for row in checked if row.contradicted]
    if checked and not against:
        notes.append(
            words.say("A check by an ordinal logit model comes to the same verdict everywhere.")
        )
    elif against:
        notes.append(
            words.say(
                "A check by an ordinal logit model comes to another verdict for: {items}. The "
                "tests within strata, which need no model, are to be believed then.",
                items=listed(words, against),
            )
        )
    if not all(row.telling for row in rows):
        notes.append(words.say("Questions in which no test shows a difference are left out."))
    if not all(row.within.exact for row in made):
        notes.append(
            words.say(
                "Only whether p lies below {level} is told where exact results could give away "
                "hidden numbers.",
                level=words.number(SIGNIFICANT, 2),
            )
        )
    return tuple(notes)
