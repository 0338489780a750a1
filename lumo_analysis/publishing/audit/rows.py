"""One row of a report's table: the claims that its cells make."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lumo_analysis.analysis.count_table import ALL, OTHERS
from lumo_analysis.analysis.disclosure.plan import Cell
from lumo_analysis.publishing.audit.claims import Claim, Mean, Tested
from lumo_analysis.publishing.audit.columns import Column
from lumo_analysis.publishing.audit.numerals import CellReader, Reading, tokens
from lumo_analysis.publishing.audit.patterns import normal
from lumo_analysis.publishing.audit.vocabulary import Vocabulary

_APART = ("count", "base", "share", "interval", "computed")


@dataclass(frozen=True)
class Line:
    """A row with its place in the table."""

    number: int
    row: tuple[str, ...]
    columns: tuple[Column, ...]
    place: str

    def text(self, role: str) -> str:
        """The text of the first column with a role, or nothing."""
        found = (t for t, c in zip(self.row, self.columns, strict=True) if c.role == role)
        return next(found, "")


@dataclass(frozen=True)
class Subject:
    """Whom and what a row is about, as far as the row itself says; `published` of figures."""

    item: str
    group: str
    cell: Cell | None
    headline: bool = False
    published: bool = False


@dataclass
class RowReading:
    """What a row says, which of its cells were read, and what could not be."""

    claims: list[Claim] = field(default_factory=list)
    means: list[Mean] = field(default_factory=list)
    tests: list[Tested] = field(default_factory=list)
    read: set[int] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


class RowReader:
    """Reads the rows of one report; `region` is whose report it is."""

    def __init__(self, vocabulary: Vocabulary, region: str) -> None:
        self._vocabulary, self._region = vocabulary, region
        self._cells = CellReader(vocabulary.words)

    def read(self, line: Line, subject: Subject) -> RowReading:
        """The claims and means of a row of numbers of respondents."""
        reading = RowReading()
        parts = self._parts(line, reading)
        base = parts["base"].n if "base" in parts else None
        if parts.keys() - {"base"}:
            self._apart(line, subject, parts, reading)
        elif base is not None:
            reading.claims.append(self._of_base(subject, base, line.place))
        for number, column in enumerate(line.columns):
            if column.role == "cell":
                self._together(line, subject, number, base, reading)
            elif column.role == "valid" and self._cells.is_number(line.row[number]):
                reading.read.add(number)
                n = int(self._cells.number(line.row[number]))
                told = self._of_base(subject, n, line.place)
                reading.claims.append(dataclasses.replace(told, base_name="answered"))
            elif column.role == "mean" and self._cells.is_number(line.row[number]):
                reading.read.add(number)
                text = line.row[number].strip()
                value, decimals = self._cells.number(text), self._cells.decimals(text)
                mean = Mean(subject.item, subject.group, value, decimals, line.place)
                reading.means.append(mean)
        reading.claims = _apart_from_headline(reading.claims)
        return reading

    def test(self, line: Line, subject: Subject) -> RowReading:
        """What a row of a table of tests tells: exact numbers, or only a verdict."""
        reading = RowReading()
        n, exact = None, False
        for number, column in enumerate(line.columns):
            text = line.row[number]
            if column.role in ("test", "p", "n_tested") and tokens(text):
                reading.read.add(number)
                exact = exact or column.role != "p" or not self._verdict(text)
            if column.role == "n_tested" and self._cells.is_number(text):
                n = int(self._cells.number(text))
        region = self._region if subject.group == ALL else subject.group
        reading.tests.append(Tested(subject.item, region, exact, n, line.place))
        return reading

    def full(self, group: str, own: str = ALL) -> str:
        """A group's name that says also whose others "the others" are: the row's own group's."""
        if group != OTHERS:
            return group
        alone = own != ALL and not own.startswith(OTHERS)
        return f"{OTHERS}:{own if alone else self._region}"

    def beside(self, line: Line, subjects: Mapping[int, Subject]) -> RowReading:
        """The claims of a row whose columns are about different items."""
        reading = RowReading()
        for number, subject in subjects.items():
            self._together(line, subject, number, None, reading)
        return reading

    def _parts(self, line: Line, reading: RowReading) -> dict[str, Reading]:
        """Count, base, share and interval where they have columns of their own."""
        parts: dict[str, Reading] = {}
        for number, column in enumerate(line.columns):
            if column.role not in _APART:
                continue
            found = self._cells.cell(line.row[number])
            if found is None:
                reading.faults.append(f"{line.place}: '{column.role}' can't be read")
                continue
            parts[column.role] = found
            reading.read.add(number)
        return parts

    def _apart(
        self, line: Line, subject: Subject, parts: dict[str, Reading], reading: RowReading
    ) -> None:
        if subject.cell is None:
            reading.faults.append(f"{line.place}: the audit can't tell whose number this is")
            return
        nothing = Reading()
        share = parts.get("share") or parts.get("computed") or nothing
        interval = parts.get("interval", nothing)
        whole = dataclasses.replace(
            share,
            n=parts.get("count", nothing).n,
            base=parts.get("base", nothing).n,
            low=interval.low if interval.low is not None else share.low,
            high=interval.high if interval.high is not None else share.high,
            interval_decimals=interval.interval_decimals,
            hidden=any(part.hidden for part in parts.values()),
            too_few=any(part.too_few for part in parts.values()),
        )
        reading.claims.append(self._claim(subject, subject.cell, whole, line.place))

    def _together(
        self, line: Line, subject: Subject, number: int, base: int | None, reading: RowReading
    ) -> None:
        """The claim of a cell that holds a share with its count or interval."""
        column, text = line.columns[number], line.row[number]
        found = self._cells.cell(text)
        if found is None:
            if tokens(text):
                reading.faults.append(f"{line.place}: a cell can't be read")
            return
        reading.read.add(number)
        if found.elsewhere:
            return
        cell = column.cell or subject.cell
        if cell is None:
            if found.tells:
                reading.faults.append(f"{line.place}: the audit can't tell whose number this is")
            return
        own = dataclasses.replace(
            subject,
            group=subject.group if column.group is None else self.full(column.group, subject.group),
            headline=column.headline if column.cell is not None else subject.headline,
        )
        span = self._cells.span(column.base) if column.base else None
        if span is not None:
            alone = span[0] if span[0] == span[1] else None
            found = dataclasses.replace(found, base=alone, bases=span)
        claim = self._claim(own, cell, found, line.place)
        of_row = column.group is None and claim.base_name == self._base_name(subject.item)
        if base is not None and of_row:
            claim = dataclasses.replace(claim, reading=dataclasses.replace(found, base=base))
        reading.claims.append(claim)

    def _claim(self, subject: Subject, cell: Cell, reading: Reading, place: str) -> Claim:
        base = "all" if subject.published else self._vocabulary.base_of(subject.item, cell)
        told = subject.headline or subject.published
        return Claim(subject.item, subject.group, cell, base, reading, place, told)

    def _of_base(self, subject: Subject, base: int, place: str) -> Claim:
        name = "all" if subject.published else self._base_name(subject.item)
        return Claim(subject.item, subject.group, None, name, Reading(base=base), place)

    def _base_name(self, item: str) -> str:
        asked = self._vocabulary.questionnaire[item]
        return "answered" if asked.kind in ("multiple", "open") else asked.base

    def _verdict(self, text: str) -> bool:
        """Whether a p says only on which side of 0.05 it lies."""
        words = self._vocabulary.words
        level = words.number(0.05, 2)
        said = words.say("below {level}", level=level), words.say("not below {level}", level=level)
        return normal(text) in map(normal, said)


def _apart_from_headline(claims: Sequence[Claim]) -> list[Claim]:
    """The claims of a row; a headline that stands for its answers' own cells is none."""
    cells = [c.cell for c in claims if c.cell is not None and not c.headline]
    parts = {part for cell in cells for part in cell.parts}
    return [
        dataclasses.replace(claim, headline=False)
        if cells and claim.cell is not None and parts.isdisjoint(claim.cell.parts)
        else claim
        for claim in claims
    ]
