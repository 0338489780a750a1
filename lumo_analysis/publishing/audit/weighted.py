"""Tables of weighted shares: the audit computes them anew from the responses."""

from __future__ import annotations

from collections.abc import Iterator

from lumo_analysis.analysis.count_table import ALL
from lumo_analysis.analysis.disclosure.plan import Cell, Plan
from lumo_analysis.analysis.weighting import with_weights
from lumo_analysis.analysis.weighting_shares import weighted_by_region_alone
from lumo_analysis.presentation.answers_wording import headline_of, label_of_item
from lumo_analysis.presentation.weighted import SUFFIX, shares_of, weighted_exhibit
from lumo_analysis.publishing.audit.claims import Claim
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
    name = exhibit.anchor.removesuffix(SUFFIX)
    bare = not (exhibit.alt or exhibit.svg or exhibit.finding)
    if name == exhibit.anchor or not bare or questionnaire.weights is None:
        return None
    if not (questionnaire.disclosure.public or weighted_by_region_alone(truth.survey)):
        return None
    shown = {normal(row[0]) for row in exhibit.rows if row}
    asked = [item for item in questionnaire.items if name in (item.battery, item.id)]
    items = [i for i in asked if normal(label_of_item(questionnaire, i.id, words)) in shown]
    if not items or items[0].kind != "ordinal":
        return None
    survey = with_weights(truth.survey)
    everything = Plan(questionnaire.survey, 0, 0, public=True)
    shares = shares_of(survey, everything, items)
    label = normal(words.text(headline_of(questionnaire, items[0]).label))
    cells = [vocabulary.answers(item.id).get(label) for item in items]
    if shares["share"].isna().any() or None in cells:
        return None
    titles = [words.text(b.title) for b in questionnaire.batteries if b.id == name]
    title = next(iter(titles), label_of_item(questionnaire, items[0].id, words))
    own = weighted_exhibit(shares, survey, words, id=name, title=title)
    told = [exhibit.title, *exhibit.headers, *exhibit.notes]
    known = [own.title, *(column.label for column in own.table.columns), *own.notes]
    rows = [tuple(map(normal, row)) for row in exhibit.rows]
    if [*map(normal, told)] != [*map(normal, known)] or rows != [
        tuple(map(normal, row)) for row in own.table.rows
    ]:
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
