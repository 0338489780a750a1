"""Reads the tables of a report: what each row and column says of whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lumo_analysis.analysis.count_table import ALL
from lumo_analysis.presentation.left_open import left_open_note
from lumo_analysis.publishing.audit.claims import Claim, Mean, Tested
from lumo_analysis.publishing.audit.columns import Column, columns_of
from lumo_analysis.publishing.audit.numerals import tokens
from lumo_analysis.publishing.audit.page import Exhibit
from lumo_analysis.publishing.audit.patterns import normal, pattern, slot
from lumo_analysis.publishing.audit.rows import Line, RowReader, RowReading, Subject
from lumo_analysis.publishing.audit.vocabulary import Vocabulary


@dataclass
class TableReading:
    """A table understood: what it says, and which cells were read as what."""

    columns: tuple[Column, ...] = ()
    claims: list[Claim] = field(default_factory=list)
    means: list[Mean] = field(default_factory=list)
    tests: list[Tested] = field(default_factory=list)
    by_row: list[list[Claim]] = field(default_factory=list)
    read: set[tuple[int, int]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    @property
    def of_tests(self) -> bool:
        """Whether this is a table of tests."""
        return any(column.role in ("test", "p") for column in self.columns)

    @property
    def of_published(self) -> bool:
        """Whether this is the table of published figures."""
        return any(column.role == "published" for column in self.columns)


class TableReader:
    """Reads the tables of one report; `region` is whose report it is."""

    def __init__(self, vocabulary: Vocabulary, region: str) -> None:
        self._vocabulary, self._region = vocabulary, region
        self._rows = RowReader(vocabulary, region)

    def read(self, exhibit: Exhibit) -> TableReading:
        """Understand an exhibit's table, as far as its words let."""
        items = self._vocabulary.items_under(exhibit.heading, exhibit.title)
        columns = columns_of(exhibit.headers, self._vocabulary, items)
        reading = TableReading(columns, by_row=[[] for _ in exhibit.rows])
        if any(column.role == "cleaning" for column in columns):
            return reading
        told = self._told(exhibit)
        for number, row in enumerate(exhibit.rows):
            place = f"{exhibit.name}, row '{row[0] if row else ''}'"
            if len(row) != len(columns):
                reading.faults.append(f"{place}: the row does not fit the table's head")
                continue
            line = Line(number, row, columns, place)
            _add(self._line(line, exhibit, items, told, reading), number, reading)
        return reading

    def _told(self, exhibit: Exhibit) -> list[str]:
        """The labels of the answers that the table's shares are of, where notes say so."""
        words = self._vocabulary.words
        told = pattern(
            words.say("The shares are of those who answered {answers}.", answers=slot("answers"))
        )
        quoted = pattern(words.say("\u201c{text}\u201d", text=slot("text")))
        left_open, labels = normal(left_open_note(words)), []
        for note in exhibit.notes:
            found = told.fullmatch(note)
            inner = quoted.fullmatch(found["answers"]) if found else None
            labels += [normal(inner["text"])] if inner else []
            labels += [normal(words.say("No answer"))] if normal(note) == left_open else []
        return labels

    def _line(
        self,
        line: Line,
        exhibit: Exhibit,
        items: Sequence[str],
        told: Sequence[str],
        table: TableReading,
    ) -> RowReading:
        if any(column.items for column in line.columns):
            return self._of_batteries(line, exhibit, told, table)
        numbers = any(tokens(text) for text in line.row[1:])
        item = self._item(line.text("question"), items, table)
        if item is None:
            fault = f"{line.place}: the audit knows no question of this name"
            return RowReading(faults=[fault] if numbers else [])
        group = self._group(line, exhibit, item, table)
        answers = self._vocabulary.answers(item)
        label = line.text("answer")
        cell = answers.get(normal(label) if label else next(iter(told), ""))
        if label and cell is None:
            fault = f"{line.place}: the audit knows no answer of this name"
            return RowReading(faults=[fault] if numbers else [])
        subject = Subject(item, group, cell, not label, table.of_published)
        if table.of_tests:
            return self._rows.test(line, subject)
        return self._rows.read(line, subject)

    def _of_batteries(
        self, line: Line, exhibit: Exhibit, told: Sequence[str], table: TableReading
    ) -> RowReading:
        """A row of a thing that two batteries ask about, by either name where it has two."""
        labels = [line.text("question"), *line.text("question").split(" / ")]
        columns = [number for number, column in enumerate(line.columns) if column.items]
        subjects: dict[int, Subject] = {}
        for place, number in enumerate(columns):
            among = line.columns[number].items
            known = (self._vocabulary.item(label, among) for label in labels)
            item = next((one for one in known if one in among), None)
            if item is None:
                return RowReading(faults=[f"{line.place}: the audit knows no question so named"])
            label = told[min(place, len(told) - 1)] if told else ""
            cell = self._vocabulary.answers(item).get(label)
            group = self._group(line, exhibit, item, table)
            subjects[number] = Subject(item, group, cell, headline=True)
        return self._rows.beside(line, subjects)

    def _item(self, label: str, items: Sequence[str], table: TableReading) -> str | None:
        if label:
            return self._vocabulary.item(label, () if table.of_published else items)
        return items[0] if len(items) == 1 else None

    def _group(self, line: Line, exhibit: Exhibit, item: str, table: TableReading) -> str:
        label = line.text("group")
        group = self._vocabulary.group(label) if label else None
        if group is not None:
            return self._rows.full(group)
        questionnaire = self._vocabulary.questionnaire
        if table.of_published or self._region == ALL or item == questionnaire.region:
            return ALL
        own = next(region for region in questionnaire.regions if region.id == self._region)
        place = normal(self._vocabulary.words.text(own.label))
        return self._region if place in normal(exhibit.title) else ALL


def _add(row: RowReading, number: int, table: TableReading) -> None:
    table.by_row[number] = row.claims
    table.claims += row.claims
    table.means += row.means
    table.tests += row.tests
    table.faults += row.faults
    table.read |= {(number, column) for column in row.read}
