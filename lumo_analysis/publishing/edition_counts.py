"""Every count that an edition's numbers are made of, by region and table."""

from __future__ import annotations

import collections
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from lumo_analysis.survey.questionnaire import Item
from lumo_analysis.survey.survey import Survey

NO_REGION = ""
RESPONDENTS = "*"
"""The table of how many respondents there are."""
NOT_GIVEN = "not given"
CHOSEN = "chosen"

Tables = Mapping[str, Mapping[str, int]]
Codes = np.ndarray[tuple[int], np.dtype[np.integer[Any]]]


def table_of(item: str, option: str) -> str:
    """The name of the table of one option or theme."""
    return f"{item}:{option}"


def item_of(table: str) -> str:
    """The item that a table belongs to."""
    return table.partition(":")[0]


def regions_of(survey: Survey) -> pd.Series[str]:
    """Each respondent's region, "" where it is not known."""
    return survey.responses[survey.questionnaire.region].astype("string").fillna(NO_REGION)


def themes_of(survey: Survey, item: Item) -> Mapping[int, set[str]]:
    """The themes of each respondent's answer to an open item."""
    themes: dict[int, set[str]] = collections.defaultdict(set)
    if survey.coding is not None:
        coding = survey.coding[survey.coding["item"] == item.id]
        for row, theme in zip(coding["respondent"], coding["theme"], strict=True):
            themes[int(row)].add(str(theme))
    return themes


def counts_of(survey: Survey) -> Mapping[str, Tables]:
    """By region ("" for none) and table, the count of each answer.

    A closed item is one table, with "not given" beside its answers. An option of multiple
    choice is a table of those who chose it, those who did not, and those who chose nothing.
    A theme has one count, and an open item two, given and not given.
    """
    names = [*(answer.id for answer in survey.questionnaire.regions), NO_REGION]
    places = pd.Categorical(regions_of(survey), categories=names).codes.astype(np.int64)
    regions: dict[str, dict[str, Mapping[str, int]]] = {name: {} for name in names}
    for table, answers, codes in _tables(survey):
        cells = np.bincount(
            (places * len(answers) + codes)[codes >= 0], minlength=len(names) * len(answers)
        )
        for name, counts in zip(names, cells.reshape(len(names), -1).tolist(), strict=True):
            regions[name][table] = dict(zip(answers, counts, strict=True))
    return regions


def _tables(survey: Survey) -> Iterator[tuple[str, Sequence[str], Codes]]:
    """Each table's answers, and which of them each respondent gave; -1 for no part in it."""
    responses = survey.responses
    yield RESPONDENTS, [RESPONDENTS], np.zeros(len(responses), dtype=np.int64)
    for item in survey.questionnaire.items:
        if item.kind == "multiple":
            for answer in survey.questionnaire.scale_of(item).answers:
                column = responses[item.option_column(answer.id)]
                codes: Codes = np.asarray(column.astype("Int64").fillna(2), dtype=np.int64)
                yield table_of(item.id, answer.id), ["not chosen", CHOSEN, NOT_GIVEN], codes
        elif item.closed:
            column = responses[item.id]
            answers = [NOT_GIVEN, *map(str, column.cat.categories)]
            yield item.id, answers, np.asarray(column.cat.codes, dtype=np.int64) + 1
        else:
            given: Codes = np.asarray(responses[item.id].notna(), dtype=np.int64)
            yield item.id, [NOT_GIVEN, "given"], given
            yield from _themes(survey, item)


def _themes(survey: Survey, item: Item) -> Iterator[tuple[str, Sequence[str], Codes]]:
    of_rows = themes_of(survey, item)
    for theme in sorted(set().union(*of_rows.values())):
        codes = np.full(len(survey.responses), -1, dtype=np.int64)
        codes[[row for row, themes in of_rows.items() if theme in themes]] = 0
        yield table_of(item.id, theme), [CHOSEN], codes
