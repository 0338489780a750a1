"""Tables of reliability: the audit computes them anew from the responses."""

from __future__ import annotations

from collections.abc import Iterator

from lumo_analysis.analysis.count_table import ALL
from lumo_analysis.analysis.reliability import reliability
from lumo_analysis.presentation.battery_reliability import (
    FEWEST_ITEMS,
    may_be_told,
    reliability_exhibit,
)
from lumo_analysis.publishing.audit.claims import Tested
from lumo_analysis.publishing.audit.page import Exhibit
from lumo_analysis.publishing.audit.patterns import normal
from lumo_analysis.publishing.audit.tables import TableReading
from lumo_analysis.publishing.audit.truth import Truth
from lumo_analysis.publishing.audit.vocabulary import Vocabulary

_SUFFIX = "-reliability"


def reads_reliability(
    exhibit: Exhibit, vocabulary: Vocabulary, truth: Truth
) -> TableReading | None:
    """What a table of reliability says; None where an exhibit is no such table, letter by letter.

    Each of its items counts as told by an exact test, which the attack refuses where numbers
    of the item are hidden.
    """
    questionnaire, words = vocabulary.questionnaire, vocabulary.words
    battery = next(
        (b for b in questionnaire.batteries if exhibit.anchor == f"{b.id}{_SUFFIX}"), None
    )
    items = [i for i in questionnaire.items if battery is not None and i.battery == battery.id]
    if battery is None or len(items) < FEWEST_ITEMS:
        return None
    found = reliability(truth.survey.responses, items, questionnaire)
    if not may_be_told(found, truth.size(ALL), questionnaire.disclosure.threshold):
        return None
    own = reliability_exhibit(found, battery, questionnaire, words)
    known = {normal(text) for text in (own.title, own.finding, *own.notes)}
    known |= {normal(column.label) for column in own.table.columns}
    rows = [tuple(map(normal, row)) for row in own.table.rows]
    told = {normal(text) for text in (exhibit.title, exhibit.finding, *exhibit.notes)}
    told |= set(map(normal, exhibit.headers))
    if not told <= known or [tuple(map(normal, row)) for row in exhibit.rows] != rows:
        return None
    if exhibit.alt or exhibit.svg:
        return None
    tests = [Tested(item.id, ALL, True, None, exhibit.name) for item in items]
    return TableReading(tests=tests, by_row=[[] for _ in exhibit.rows])


def texts_of_exhibit(exhibit: Exhibit) -> Iterator[str]:
    """The texts of a table of reliability whose numbers are all computed anew."""
    yield from (exhibit.finding, *exhibit.headers, *exhibit.notes)
    yield from (cell for row in exhibit.rows for cell in row)
