"""What an edition's numbers were, as keyed hashes: enough to see that few respondents differ.

Nobody without the key can read a count or an answer out of it, nor test a guess. With the key
and a new edition's data one can tell which respondents' rows are new or gone, and how far a
count has moved, and that is all that a comparison needs.
"""

from __future__ import annotations

import collections
import dataclasses
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.publishing.edition_counts import counts_of, regions_of, themes_of
from lumo_analysis.survey.survey import ALL, Survey

ROWS = "rows"
_BYTES = 12
_FARTHEST = 5_000_000

Cells = Mapping[str, Mapping[str, str]]
Shown = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Edition:
    """The hashes of one edition.

    `rows` has, by region and facet, the hashes of respondents' rows: of all closed answers
    ("rows"), and of each open item's themes (its id). `cells` has by region and table a hash
    of each answer and, beside it, one of its count. `shown` has, by item and group, the
    answers of each number that was published; that is public anyway, as are the `groups` with
    numbers of their own. `columns` names the closed items that make up a row.
    """

    date: str
    groups: tuple[str, ...]
    columns: tuple[str, ...]
    rows: Mapping[str, Mapping[str, tuple[str, ...]]]
    cells: Mapping[str, Cells]
    shown: Mapping[str, Mapping[str, Shown]]

    @cached_property
    def content(self) -> str:
        """Everything but the date, as text."""
        return json.dumps(self.to_json() | {"date": ""}, sort_keys=True)

    def to_json(self) -> dict[str, object]:
        """The edition as JSON types."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}


class Keyed:
    """Hashes with a secret key, for one survey."""

    def __init__(self, key: bytes, survey: str) -> None:
        self._key, self._survey = key, survey

    def hash(self, *parts: str) -> str:
        """HMAC-SHA-256 of the parts, shortened to 96 bits, in hexadecimal."""
        # No part holds a NUL: they are ids, numbers and JSON.
        message = "\0".join((self._survey, *parts)).encode()
        return hmac.digest(self._key, message, "sha256")[:_BYTES].hex()

    def answer(self, table: str, answer: str) -> str:
        """The hash of an answer, the same in every region and edition."""
        return self.hash("answer", table, answer)

    def count(self, region: str, answer: str, n: int) -> str:
        """The hash of how many gave an answer, which is given by its own hash."""
        return self.hash("count", region, answer, str(n))

    def count_behind(self, hashed: str, region: str, answer: str, near: int) -> int | None:
        """The count that a hash stands for, looked for from `near` on; None if there is none."""
        for distance in range(_FARTHEST):
            for n in {near + distance, near - distance}:
                if n >= 0 and self.count(region, answer, n) == hashed:
                    return n
        return None


def edition_of(survey: Survey, plan: Plan, keyed: Keyed, date: str) -> Edition:
    """The hashes of a survey's numbers; `survey` has all respondents."""
    counts = counts_of(survey)
    facets = _facets(survey)
    region = regions_of(survey)
    rows = {
        name: {
            facet: _row_hashes(keyed, name, facet, texts[(region == name).to_numpy()])
            for facet, texts in facets.items()
        }
        for name in counts
    }
    known = [answer.id for answer in survey.questionnaire.regions]
    groups = tuple(name for name in known if name not in plan.small)
    cells = {
        name: {table: _cell_hashes(keyed, name, table, n) for table, n in tables.items()}
        for name, tables in counts.items()
    }
    columns = tuple(sorted(item.id for item in survey.questionnaire.items if item.kind != "open"))
    shown = {item: _shown(plan, item, groups) for item in plan.items}
    return Edition(date, groups, columns, rows, cells, shown)


def _cell_hashes(
    keyed: Keyed, region: str, table: str, counts: Mapping[str, int]
) -> dict[str, str]:
    answers = {keyed.answer(table, answer): n for answer, n in counts.items()}
    return {answer: keyed.count(region, answer, n) for answer, n in answers.items()}


def _row_hashes(keyed: Keyed, region: str, facet: str, texts: pd.Series[str]) -> tuple[str, ...]:
    """A hash of each row; the n-th of equal rows has one of its own."""
    seen: collections.Counter[str] = collections.Counter()
    hashes = []
    for text in texts:
        seen[text] += 1
        hashes.append(keyed.hash("row", region, facet, text, str(seen[text])))
    return tuple(sorted(hashes))


def _facets(survey: Survey) -> dict[str, pd.Series[str]]:
    """By facet, each respondent's row as text.

    A row has no open answer, only whether it was given and its themes: nothing else of it is
    ever counted. Weights are left out, since a new margin would hide who is new.
    """
    questionnaire, responses = survey.questionnaire, survey.responses
    columns = [
        name
        for item in questionnaire.items
        if item.kind != "open"
        for name in questionnaire.columns_of(item)
    ]
    closed = responses[columns].astype("string").fillna("").to_numpy().tolist()
    facets = {ROWS: pd.Series(list(map(json.dumps, closed)), dtype="str")}
    for item in questionnaire.select(kind="open"):
        given = responses[item.id].notna()
        themes = themes_of(survey, item)
        rows = [json.dumps([bool(g), *sorted(themes[row])]) for row, g in enumerate(given)]
        facets[item.id] = pd.Series(rows, dtype="str")
    return facets


def _shown(plan: Plan, item: str, groups: Sequence[str]) -> dict[str, Shown]:
    """The answers of every number that is shown, of the whole ("all") and of each group."""
    own = plan.items[item]
    # The whole stands beside the groups too, in their answers.
    cells = {ALL: tuple(dict.fromkeys([*own.whole, *own.groups]))}
    cells |= dict.fromkeys(groups, own.groups)
    return {
        group: [list(c.parts) for c in some if (group, c.answer) not in own.hidden]
        for group, some in cells.items()
    }
