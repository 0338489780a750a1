"""Tables of reliability: the audit computes them anew from the responses."""

from __future__ import annotations

from lumo_analysis.analysis.count_table import ALL
from lumo_analysis.analysis.reliability import reliability
from lumo_analysis.presentation.battery_reliability import (
    FEWEST_ITEMS,
    SUFFIX,
    may_be_told,
    reliability_exhibit,
)
from lumo_analysis.publishing.audit.claims import Tested
from lumo_analysis.publishing.audit.computed_anew import asked_in, is_same
from lumo_analysis.publishing.audit.page import Exhibit
from lumo_analysis.publishing.audit.tables import TableReading
from lumo_analysis.publishing.audit.truth import Truth
from lumo_analysis.publishing.audit.vocabulary import Vocabulary


def reads_reliability(
    exhibit: Exhibit, vocabulary: Vocabulary, truth: Truth
) -> TableReading | None:
    """What a table of reliability says; None where an exhibit is no such table, letter by letter.

    Each of its items counts as told by an exact test, which the attack refuses where numbers
    of the item are hidden.
    """
    questionnaire = vocabulary.questionnaire
    items, _ = asked_in(exhibit, SUFFIX, vocabulary)
    battery = next((b for b in questionnaire.batteries for i in items if i.battery == b.id), None)
    if battery is None or len(items) < FEWEST_ITEMS:
        return None
    found = reliability(truth.survey.responses, items, questionnaire)
    if not may_be_told(found, truth.size(ALL), questionnaire.disclosure.threshold):
        return None
    if not is_same(exhibit, reliability_exhibit(found, battery, questionnaire, vocabulary.words)):
        return None
    tests = [Tested(item.id, ALL, True, None, exhibit.name) for item in items]
    return TableReading(tests=tests, by_row=[[] for _ in exhibit.rows])
