"""Tables that the audit computes anew: which questions they are of, and if they are the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lumo_analysis.presentation import exhibits
from lumo_analysis.presentation.answers_wording import label_of_item
from lumo_analysis.publishing.audit.page import Exhibit
from lumo_analysis.publishing.audit.patterns import normal
from lumo_analysis.publishing.audit.vocabulary import Vocabulary
from lumo_analysis.survey.questionnaire import Item


def asked_in(exhibit: Exhibit, suffix: str, vocabulary: Vocabulary) -> tuple[list[Item], str]:
    """The items of the battery or question by whose id an exhibit is named, and its title.

    `suffix` ends the exhibit's own name. No item where it is named otherwise.
    """
    name = exhibit.anchor.removesuffix(suffix)
    if name == exhibit.anchor:
        return [], ""
    questionnaire, words = vocabulary.questionnaire, vocabulary.words
    items = [item for item in questionnaire.items if name in (item.battery, item.id)]
    titles = [
        words.text(battery.title) for battery in questionnaire.batteries if battery.id == name
    ]
    titles += [label_of_item(questionnaire, item.id, words) for item in items]
    return items, next(iter(titles), "")


def in_rows(items: Sequence[Item], exhibit: Exhibit, vocabulary: Vocabulary) -> list[Item]:
    """Those of some items that have a row."""
    shown = {normal(row[0]) for row in exhibit.rows if row}
    questionnaire, words = vocabulary.questionnaire, vocabulary.words
    return [i for i in items if normal(label_of_item(questionnaire, i.id, words)) in shown]


def is_same(exhibit: Exhibit, own: exhibits.Exhibit) -> bool:
    """Whether an exhibit of a page is a table computed anew, letter by letter."""
    if exhibit.alt or exhibit.svg:
        return False
    told = [exhibit.title, exhibit.finding, *exhibit.headers, *exhibit.notes]
    known = [own.title, own.finding, *(column.label for column in own.table.columns), *own.notes]
    return [*map(normal, told)] == [*map(normal, known)] and [
        tuple(map(normal, row)) for row in exhibit.rows
    ] == [tuple(map(normal, row)) for row in own.table.rows]


def texts_of_exhibit(exhibit: Exhibit) -> Iterator[str]:
    """The texts of a table whose numbers are all computed anew."""
    yield from (exhibit.finding, *exhibit.headers, *exhibit.notes)
    yield from (cell for row in exhibit.rows for cell in row)
