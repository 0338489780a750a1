"""Tables of weighted shares: the audit computes them anew from the responses."""

from __future__ import annotations

from collections.abc import Iterator

from lumo_analysis.analysis.count_table import ALL
from lumo_analysis.analysis.disclosure.plan import Cell, Plan
from lumo_analysis.analysis.weighting import with_weights
from lumo_analysis.analysis.weighting_shares import weighted_by_region_alone
from lumo_analysis.presentation.answers_wording import headline_of
from lumo_analysis.presentation.weighted import SUFFIX, shares_of, weighted_exhibit
from lumo_analysis.publishing.audit.claims import Claim
from lumo_analysis.publishing.audit.computed_anew import asked_in, in_rows, is_same
from lumo_analysis.publishing.audit.numerals import Reading
from lumo_analysis.publishing.audit.page import Exhibit
from lumo_analysis.publishing.audit.patterns import normal
from lumo_analysis.publishing.audit.tables import TableReading
from lumo_analysis.publishing.audit.truth import Truth
from lumo_analysis.publishing.audit.vocabulary import Vocabulary
from lumo_analysis.survey.questionnaire import Item


def reads_weighted(exhibit: Exhibit, vocabulary: Vocabulary, truth: Truth) -> TableReading | None:
    """What such a table says; None where an exhibit is no such table, letter by letter.

    With the weights of regions a weighted share may tell the counts of each: so the table
    claims each count and base of the regions, exactly, and the attack uses that. Where answers
    are not public, no other weights are known to be safe, and a table of them is not read.
    """
    questionnaire, words = vocabulary.questionnaire, vocabulary.words
    if questionnaire.weights is None:
        return None
    if not (questionnaire.disclosure.public or weighted_by_region_alone(truth.survey)):
        return None
    asked, title = asked_in(exhibit, SUFFIX, vocabulary)
    items = in_rows(asked, exhibit, vocabulary)
    if not items or items[0].kind != "ordinal":
        return None
    survey = with_weights(truth.survey)
    everything = Plan(questionnaire.survey, 0, 0, public=True)
    shares = shares_of(survey, everything, items)
    label = normal(words.text(headline_of(questionnaire, items[0]).label))
    cells = [vocabulary.answers(item.id).get(label) for item in items]
    if shares["share"].isna().any() or None in cells:
        return None
    name = exhibit.anchor.removesuffix(SUFFIX)
    if not is_same(exhibit, weighted_exhibit(shares, survey, words, id=name, title=title)):
        return None
    by_row = [
        list(_claims(item, cell, truth, exhibit.name))
        for item, cell in zip(items, cells, strict=True)
        if cell is not None
    ]
    return TableReading(claims=[claim for row in by_row for claim in row], by_row=by_row)


def _claims(item: Item, cell: Cell, truth: Truth, place: str) -> Iterator[Claim]:
    for group in (ALL, *(region for region in truth.regions if truth.size(region))):
        n = truth.number(item.id, group, cell.parts)
        base = truth.base(item.id, group, item.base)
        yield Claim(item.id, group, cell, item.base, Reading(n=n), place, headline=True)
        yield Claim(item.id, group, None, item.base, Reading(base=base), place)
