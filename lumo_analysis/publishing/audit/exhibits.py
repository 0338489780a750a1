"""One exhibit of a page gone through: table, finding, alternative text, notes and chart."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from lumo_analysis.analysis.count_table import ALL
from lumo_analysis.publishing.audit.accounts import Books, Reason
from lumo_analysis.publishing.audit.batteries import reads_reliability
from lumo_analysis.publishing.audit.beside_tables import (
    detectable_points,
    forget_bases_of_hidden,
    is_public,
    tells_of_tests,
    told_by_order,
    unsaid_zero,
    untold_numbers,
)
from lumo_analysis.publishing.audit.charts import Chart, TableRow
from lumo_analysis.publishing.audit.computed_anew import texts_of_exhibit
from lumo_analysis.publishing.audit.drawing import Drawing
from lumo_analysis.publishing.audit.evened_out import reads_evened_out
from lumo_analysis.publishing.audit.harmless import Harmless
from lumo_analysis.publishing.audit.map_charts import MapChart
from lumo_analysis.publishing.audit.numerals import tokens, words_of
from lumo_analysis.publishing.audit.page import Exhibit
from lumo_analysis.publishing.audit.rankings import Ranking
from lumo_analysis.publishing.audit.sentences import Sentence
from lumo_analysis.publishing.audit.svg_reader import read_drawing
from lumo_analysis.publishing.audit.tables import TableReader, TableReading
from lumo_analysis.publishing.audit.truth import Truth
from lumo_analysis.publishing.audit.vocabulary import Vocabulary
from lumo_analysis.publishing.audit.weighted import reads_weighted

_COMPUTED_ANEW = (reads_reliability, reads_evened_out, reads_weighted)
_NAMES = ("question", "answer", "group")
"""The roles of columns that name what a row is about."""


class ExhibitReader:
    """Goes through the exhibits of one report and enters all their numbers in the books."""

    def __init__(
        self, vocabulary: Vocabulary, harmless: Harmless, truth: Truth, region: str, books: Books
    ) -> None:
        self._vocabulary, self._harmless, self._truth = vocabulary, harmless, truth
        self._words, self._region, self._books = vocabulary.words, region, books
        self._tables = TableReader(vocabulary, region)
        self._figures = self._bare_tables = 0

    def read(self, exhibit: Exhibit, faults: list[str]) -> tuple[TableReading, Drawing | None]:
        """What an exhibit says of respondents, and its drawing; its faults are added."""
        for reads in _COMPUTED_ANEW:
            again = reads(exhibit, self._vocabulary, self._truth)
            if again is not None:
                self._computed_anew(exhibit)
                return again, None
        reading = self._tables.read(exhibit)
        faults += reading.faults
        forget_bases_of_hidden(reading, self._truth)
        ranking = Ranking(reading, exhibit.notes, self._words)
        self._table(exhibit, reading, ranking)
        self._captions(exhibit)
        untold = untold_numbers(exhibit, reading, self._truth, self._words)
        sentence = Sentence(
            exhibit,
            reading,
            self._words.language,
            self._answer_labels(exhibit),
            detectable_points(reading, self._truth, self._words),
            {key: frozenset(numbers) for key, numbers in untold.items()},
        )
        for what, text in (("finding", exhibit.finding), ("alternative text", exhibit.alt)):
            self._sentence(f"the {what} of {exhibit.name}", text, sentence, ranking)
        reading.claims += [untold[row, group][token] for row, group, token in sentence.told]
        reading.claims += unsaid_zero(reading, exhibit, self._truth)
        for note in exhibit.notes:
            self._note(exhibit, reading, note, ranking)
        self._extra(exhibit)
        faults += told_by_order(reading, exhibit)
        drawing = self._drawing(exhibit, reading, sentence, faults) if exhibit.svg else None
        return reading, drawing

    def _computed_anew(self, exhibit: Exhibit) -> None:
        """An exhibit that equals what the responses give, letter by letter."""
        self._captions(exhibit)
        for text in texts_of_exhibit(exhibit):
            self._books.enter_all(text, Reason.FACT)
        self._extra(exhibit)

    def _extra(self, exhibit: Exhibit) -> None:
        for place, text in exhibit.extra:
            harmless = self._harmless.spans(text)
            self._books.enter(f"{exhibit.name}, {place}", text, harmless=harmless)

    def _table(self, exhibit: Exhibit, reading: TableReading, ranking: Ranking) -> None:
        for header, column in zip(exhibit.headers, reading.columns, strict=True):
            facts = set()
            if column.base:
                start = header.rfind("(")
                facts = {t.start() for t in tokens(header) if t.start() > start}
            place = f"{exhibit.name}, the head of the table"
            spans = list(self._harmless.spans(header))
            if column.cell is not None:
                # It was known by its whole label.
                spans = [token.span() for token in tokens(header)]
            elif column.role == "cell":
                spans += self._harmless.of_name(header)
            self._books.enter(place, header, facts=facts, harmless=spans)
        for number, row in enumerate(exhibit.rows):
            for at, text in enumerate(row):
                if (number, at) in reading.read:
                    self._books.enter_all(text, Reason.FACT)
                    continue
                spans = list(self._harmless.spans(text))
                known = at < len(reading.columns)
                if known and reading.columns[at].role in _NAMES:
                    spans += self._harmless.of_name(text)
                if known and reading.columns[at].role == "place":
                    spans = ranking.place_spans(text)
                if known and is_public(reading, number, at, text, self._truth, self._words):
                    spans = [token.span() for token in tokens(text)]
                self._books.enter(f"{exhibit.name}, row '{row[0]}'", text, harmless=spans)

    def _captions(self, exhibit: Exhibit) -> None:
        """Numbers of figures and tables, which count up."""
        words = self._words
        if exhibit.svg:
            self._figures += 1
            figure = words.say("Figure {n}", n=self._figures)
            labels = [figure, words.say("Numbers of figure {n}", n=self._figures)]
        else:
            self._bare_tables += 1
            labels = [words.say("Table {n}", n=self._bare_tables)]
        for caption in exhibit.captions:
            own = next((label for label in labels if caption.startswith(label)), "")
            spans = [token.span() for token in tokens(own)] + [*self._harmless.spans(caption)]
            self._books.enter(f"the caption of {exhibit.name}", caption, harmless=spans)

    def _answer_labels(self, exhibit: Exhibit) -> Iterable[str]:
        items = self._vocabulary.items_under(exhibit.heading, exhibit.title)
        labels = {label for item in items for label in self._vocabulary.answers(item)}
        questionnaire = self._vocabulary.questionnaire
        alike = questionnaire.composition
        return labels | ({self._words.text(questionnaire[alike].label)} if alike else set())

    def _sentence(self, place: str, text: str, sentence: Sentence, ranking: Ranking) -> None:
        spans = [*self._harmless.spans(text), *ranking.spans(text, self._truth)]
        inside = sentence.numbers_in_names(text)
        known = {token.start() for token in tokens(text) if token.span() in spans}
        repeated = (sentence.accounted(text, spans) | inside) - known
        self._books.enter(place, text, repeated=repeated, harmless=spans)

    def _note(self, exhibit: Exhibit, reading: TableReading, note: str, ranking: Ranking) -> None:
        """A note's numbers: fixed ones, bases that the table shows, sizes that are public."""
        spans = list(self._harmless.spans(note))
        for start, end in ranking.spans(note, self._truth):
            spans += [t.span() for t in tokens(note) if start <= t.start() and t.end() <= end]
        bases = {str(claim.reading.base) for claim in reading.claims if claim.reading.base}
        bases |= {token for column in reading.columns for token in words_of(column.base)}
        bases |= set(self._sizes(reading))
        if reading.of_tests and tells_of_tests(self._words, note):
            most = len(self._truth.items) * (len(self._truth.regions) + 1)
            bases |= {token for token in words_of(note) if _is_upto(token, most)}
        repeated = {
            token.start()
            for token in tokens(note)
            if token.group() in bases and token.span() not in spans
        }
        self._books.enter(f"a note of {exhibit.name}", note, repeated=repeated, harmless=spans)

    def _sizes(self, reading: TableReading) -> Iterable[str]:
        """The sizes of the groups that a table shows, which are public."""
        groups = {claim.group for claim in reading.claims} | {self._region, ALL}
        for group in groups:
            yield from words_of(self._words.number(self._truth.size(group)))

    def _drawing(
        self, exhibit: Exhibit, reading: TableReading, sentence: Sentence, faults: list[str]
    ) -> Drawing:
        drawing = read_drawing(exhibit.svg)
        rows = [
            TableRow(row[0], frozenset(t for cell in row[1:] for t in words_of(cell)), tuple(own))
            for row, own in zip(exhibit.rows, reading.by_row, strict=True)
        ]
        frame = self._vocabulary.questionnaire.frame
        frames = [] if frame is None else [frame] if isinstance(frame, int) else frame.values()
        pair = self._truth.pair
        chart: Chart | MapChart
        if any(column.items for column in reading.columns):
            chart = MapChart(drawing, rows, pair, [*frames])
        else:
            chart = Chart(drawing, rows, self._words, pair, [*frames])
        place = f"the chart of {exhibit.name}"
        faults += [f"{place}: {fault}" for fault in dict.fromkeys(chart.faults())]
        for text in drawing.texts:
            spans = list(self._harmless.spans(text.text))
            inside = sentence.numbers_in_names(text.text)
            if chart.accounted(text, spans):
                known = {t.start() for t in tokens(text.text) if t.span() not in spans}
                self._books.enter(place, text.text, repeated=known, harmless=spans)
            else:
                self._books.enter(place, text.text, repeated=inside, harmless=spans)
        for passage in drawing.passages:
            self._books.enter(f"{place}, {passage.place}", passage.text)
        if exhibit.size != ("", "") and not _same_size(exhibit.size, drawing):
            faults.append(f"{place}: its size on the page is not that of the drawing")
        return drawing


def _same_size(size: tuple[str, str], drawing: Drawing) -> bool:
    """Whether a page gives a drawing its own size, in CSS pixels."""
    own = Fraction(drawing.width) * 4 / 3, Fraction(drawing.height) * 4 / 3
    return all(
        text.isdecimal() and abs(int(text) - length) <= 1
        for text, length in zip(size, own, strict=True)
    )


def _is_upto(token: str, most: int) -> bool:
    digits = token.replace(",", "").replace(".", "")
    return digits.isdecimal() and 1 <= int(digits) <= most
