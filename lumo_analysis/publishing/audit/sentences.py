"""Numbers in findings and alternative texts.

Each must be one that the table of the same exhibit shows for whom the sentence names.

A number counts only where the words between it and the name, or the number before it, are
words that the catalogue has there. A sentence that somebody else wrote is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from lumo_analysis.publishing.audit.messages import messages_of
from lumo_analysis.publishing.audit.numerals import tokens, words_of
from lumo_analysis.publishing.audit.page import Exhibit
from lumo_analysis.publishing.audit.patterns import normal
from lumo_analysis.publishing.audit.tables import TableReading

_NAMES = re.compile(r"\{\w+\}")
_NO_WORD = re.compile(r"[^\w]+|_")


class _At(NamedTuple):
    """Whom a sentence has named last: a row, a group in the second column, a column."""

    row: str = ""
    group: str = ""
    column: str = ""


@dataclass(frozen=True)
class Named:
    """A name in a sentence, of a "row", a "group", a "column", or a "name" of an answer."""

    kind: str
    label: str


class Sentence:
    """Which numbers of a sentence an exhibit's table has for those it names.

    `names` are labels of answers, which tell nothing of rows but stand between numbers;
    `derived` are numbers that follow from what is public, such as what a test could notice;
    `untold` are numbers by row and group that the table itself does not show, of which those
    in `told` stand in a sentence.
    """

    def __init__(
        self,
        exhibit: Exhibit,
        reading: TableReading,
        language: str,
        names: Iterable[str] = (),
        derived: Iterable[str] = (),
        untold: Mapping[tuple[str, str], Collection[str]] | None = None,
    ) -> None:
        self._untold = untold or {}
        self.told: set[tuple[str, str, str]] = set()
        self._exhibit, self._reading, self._derived = exhibit, reading, frozenset(derived)
        self._gaps = gaps_of(language)
        self._groups = self._group_columns()
        rows = {row[0] for row in exhibit.rows if row and row[0]}
        self._second = self._column_of("group") if self._column_of("group") != 0 else None
        seconds = {row[self._second] for row in exhibit.rows} if self._second else set()
        kinds = {
            **{normal(name): "name" for name in names},
            **{normal(column): "column" for column in self._groups},
            **{normal(group): "group" for group in seconds},
            **{normal(r): "row" for r in rows},
        }
        self._kinds = {label: kind for label, kind in kinds.items() if label}
        self._label = _either(self._kinds)

    def accounted(self, text: str, harmless: Collection[tuple[int, int]] = ()) -> set[int]:
        """The places in a text at which numbers start that the table accounts for."""
        found: set[int] = set()
        at = _At()
        ends = [0]
        several = self._in_several_rows()
        for start, stop, named in self._elements(text):
            if named is not None:
                if named.kind == "row":
                    at = at._replace(row=named.label, column="")
                elif named.kind != "name":
                    at = at._replace(**{named.kind: named.label})
                # The name of an answer may be a word that the sentence has anyway, such as "no".
                ends = [*ends, stop] if named.kind == "name" else [stop]
                continue
            if (start, stop) in harmless:
                ends = [*ends, stop]
                continue
            token = text[start:stop]
            allowed = self._of(at) if any(at) else several
            key = at.row, at.column or at.group
            told = token not in allowed and token in self._untold.get(key, ())
            known = any(self._is_known(text[end:start]) for end in ends)
            if (told or token in allowed) and known:
                found.add(start)
                self.told |= {(*key, token)} if told else set()
            ends = [stop]
        return found

    def _elements(self, text: str) -> Iterator[tuple[int, int, Named | None]]:
        """Names and numbers in the order of the text; a number inside a name is part of it."""
        labels = list(self._label.finditer(text)) if self._label is not None else []
        spans: list[tuple[int, int, Named | None]] = []
        for found in labels:
            label = normal(found.group())
            spans.append((*found.span(), Named(self._kinds[label], label)))
        inside = [(start, stop) for start, stop, _ in spans]
        for token in tokens(text):
            if not any(start <= token.start() < stop for start, stop in inside):
                spans.append((*token.span(), None))
        return iter(sorted(spans, key=lambda span: span[:2]))

    def numbers_in_names(self, text: str) -> set[int]:
        """The places of numbers that are part of a label, such as "Grade 2"."""
        if self._label is None:
            return set()
        return {
            found.start() + token.start()
            for found in self._label.finditer(text)
            for token in tokens(found.group())
        }

    def _is_known(self, gap: str) -> bool:
        plain = _plain(gap)
        return plain in self._gaps or plain.removesuffix(" p") in self._gaps

    def _of(self, at: _At) -> set[str]:
        """The numbers that the table has for a row, in a group or column where one is named."""
        found: set[str] = set()
        for cells in self._exhibit.rows:
            if at.row and normal(cells[0]) != at.row:
                continue
            if at.group and self._second and normal(cells[self._second]) != at.group:
                continue
            for number, cell in enumerate(cells[1:], start=1):
                own = self._groups_at.get(number)
                if own is not None and at.column and own != at.column:
                    continue
                found |= {*words_of(cell)}
                if own is not None:
                    found |= {*words_of(self._exhibit.headers[number])}
        return found

    def _in_several_rows(self) -> set[str]:
        """What may be said of nobody in particular: how many rows, and what several share."""
        rows = [
            {token for cell in row[1:] for token in words_of(cell)} for row in self._exhibit.rows
        ]
        shared = {t for own in rows for t in own if sum(t in other for other in rows) > 1}
        if len(rows) == 1:
            shared |= rows[0]
        if self._reading.of_tests:
            shared |= {
                token
                for row in self._exhibit.rows
                for cell, column in zip(row, self._reading.columns, strict=False)
                if column.role == "p"
                for token in words_of(cell)
            }
        return shared | self._derived | {str(n) for n in range(1, len(rows) + 1)}

    def _column_of(self, role: str) -> int | None:
        roles = [column.role for column in self._reading.columns]
        return roles.index(role) if role in roles else None

    def _group_columns(self) -> list[str]:
        self._groups_at: dict[int, str] = {}
        for number, column in enumerate(self._reading.columns):
            if column.group is not None or column.items:
                header = self._exhibit.headers[number]
                label = header
                if column.base:
                    label = re.sub(r"\s*\([^()]*\)$", "", header)
                self._groups_at[number] = normal(label)
        return list(self._groups_at.values())


@cache
def gaps_of(language: str) -> frozenset[str]:
    """The words that messages have before, between and after their values."""
    found = {"", "p"}
    for message in messages_of(language):
        found |= {_plain(part) for part in _NAMES.split(message)}
    return frozenset(found)


def _plain(text: str) -> str:
    return " ".join(_NO_WORD.sub(" ", text).split()).casefold()


def _either(labels: Mapping[str, str] | Sequence[str]) -> re.Pattern[str] | None:
    """What matches any of some labels, the longest first, as whole words."""
    if not labels:
        return None
    ordered = sorted(labels, key=len, reverse=True)
    parts = [r"\s+".join(re.escape(word) for word in label.split()) for label in ordered]
    # A label may be a number: the 0 of 0.05, or a count, is none.
    before, after = r"(?<!\w)(?<!\d[.,])", r"(?!\w|[.,]\d|\s?%|/\d|\sof\s)"
    return re.compile(rf"{before}(?:{'|'.join(parts)}){after}", re.IGNORECASE)
