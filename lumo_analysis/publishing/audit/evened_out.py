"""Tables of shares evened out over the regions: the audit computes them anew."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.disclosure.plan import Cell
from lumo_analysis.presentation.answers_wording import label_of_group
from lumo_analysis.presentation.evened_out import SUFFIX, evened_out, evened_out_exhibit, told_of
from lumo_analysis.publishing.audit.claims import Claim
from lumo_analysis.publishing.audit.computed_anew import asked_in, in_rows, is_same
from lumo_analysis.publishing.audit.numerals import Reading
from lumo_analysis.publishing.audit.page import Exhibit
from lumo_analysis.publishing.audit.patterns import normal
from lumo_analysis.publishing.audit.tables import TableReading
from lumo_analysis.publishing.audit.truth import Truth
from lumo_analysis.publishing.audit.vocabulary import Vocabulary
from lumo_analysis.survey.questionnaire import Item


def reads_evened_out(exhibit: Exhibit, vocabulary: Vocabulary, truth: Truth) -> TableReading | None:
    """What such a table says; None where an exhibit is no such table, letter by letter.

    An evened out share follows from the count and the base of every region, and with others
    may tell them: so the table claims each of them, exactly, and the attack uses that.
    """
    questionnaire, words = vocabulary.questionnaire, vocabulary.words
    asked, title = asked_in(exhibit, SUFFIX, vocabulary)
    items = in_rows(asked, exhibit, vocabulary)
    regions = [
        region
        for region in truth.regions
        if any(
            _begins(head, label_of_group(questionnaire, region, words)) for head in exhibit.headers
        )
    ]
    if not items or items[0].kind != "ordinal" or len(regions) < 2:
        return None
    counts = count_answers(
        truth.survey.responses, items, by=questionnaire.region, questionnaire=questionnaire
    )
    pooled = evened_out(counts[counts["group"].isin(regions)], items, questionnaire)
    if pooled["reason"].any():
        return None
    name, left_out = exhibit.anchor.removesuffix(SUFFIX), len(items) < len(asked)
    own = evened_out_exhibit(pooled, questionnaire, words, id=name, title=title, left_out=left_out)
    if not is_same(exhibit, own):
        return None
    label = normal(words.text(told_of(questionnaire, items[0]).label))
    cells = [vocabulary.answers(item.id).get(label) for item in items]
    by_row = [
        list(_claims(item, cell, pooled, exhibit.name))
        for item, cell in zip(items, cells, strict=True)
        if cell is not None
    ]
    if len(by_row) < len(items):
        return None
    return TableReading(claims=[claim for row in by_row for claim in row], by_row=by_row)


def _begins(header: str, label: str) -> bool:
    return normal(header).startswith(f"{normal(label)} (")


def _claims(item: Item, cell: Cell, pooled: pd.DataFrame, place: str) -> Iterator[Claim]:
    own = pooled[pooled["item"] == item.id].set_index("group")
    for region, n, base in zip(own.index, own["n"], own["base"], strict=True):
        yield Claim(item.id, region, cell, item.base, Reading(n=int(n)), place, headline=True)
        yield Claim(item.id, region, None, item.base, Reading(base=int(base)), place)
