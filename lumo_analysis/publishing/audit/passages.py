"""The texts of a page around its exhibits: how many answered, and numbers that are harmless."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from lumo_analysis.analysis.count_table import ALL
from lumo_analysis.publishing.audit.accounts import Books, Reason
from lumo_analysis.publishing.audit.claims import Claim
from lumo_analysis.publishing.audit.harmless import Harmless
from lumo_analysis.publishing.audit.messages import messages_about
from lumo_analysis.publishing.audit.numerals import tokens, words_of
from lumo_analysis.publishing.audit.page import Exhibit, Page, Passage
from lumo_analysis.publishing.audit.patterns import pattern, slot
from lumo_analysis.publishing.audit.statements import StatementReader
from lumo_analysis.publishing.audit.theme_sentences import ThemeSentenceReader
from lumo_analysis.publishing.audit.truth import Truth
from lumo_analysis.publishing.audit.vocabulary import Vocabulary
from lumo_analysis.publishing.style import stylesheet

# What the page's head says in every report; a style may hold numbers, but no text of its own.
_HEAD = frozenset({"utf-8", "width=device-width, initial-scale=1"})
_POLICY = re.compile(r"default-src 'none';(?: [\w-]+ (?:'[\w+/=-]+'|data:|'none');?)+")
_STYLE_TEXT = re.compile(r"/\*.*?\*/|\"[^\"]*\"|'[^']*'", re.DOTALL)


class PassageReader:
    """Enters the numbers of a page's other texts in `books`."""

    def __init__(
        self, vocabulary: Vocabulary, harmless: Harmless, truth: Truth, region: str, books: Books
    ) -> None:
        self._vocabulary, self._words = vocabulary, vocabulary.words
        self._harmless, self._truth = harmless, truth
        self._region, self.books = region, books
        self._statements = StatementReader(vocabulary, truth, region)
        self._themes = ThemeSentenceReader(vocabulary, truth, region)

    def read(self, page: Page, hidden: int) -> Iterator[Claim]:
        """What the texts say of respondents; `hidden` is how many numbers the page hides."""
        for passage in (*page.front, *page.rest):
            self.enter(passage, hidden)
        told = {exhibit.finding for exhibit in page.exhibits}
        of_themes = self._themes.read(page)
        for number, part in enumerate(page.body):
            if isinstance(part, Exhibit):
                continue
            if part.text.strip() in told:
                # The main findings say again what an exhibit says.
                self.books.enter_all(part.text, Reason.REPEATED)
                continue
            statement = self._statements.read(part.text, part.heading)
            if number in of_themes:
                statement.claims += of_themes[number].claims
                statement.facts |= of_themes[number].facts
            yield from statement.claims
            self.enter(part, hidden, statement.facts)

    def enter(self, part: Passage, hidden: int = 0, facts: Collection[int] = ()) -> None:
        """Enter one text's numbers; `facts` are the places of those that a claim was made of."""
        place, text = part
        if place == "the style element":
            if text in own_styles():
                return
            if any(tokens(found) for found in _STYLE_TEXT.findall(text)):
                self.books.unaccounted.append(
                    "the page's style has texts with numbers, and is not that of this version "
                    "of lumo_analysis; make the reports again"
                )
            return
        if text in _HEAD or _POLICY.fullmatch(text):
            return
        spans = list(self._harmless.spans(text))
        known = {
            token.start()
            for token in tokens(text)
            if token.span() not in spans and self._is_size(text, token.group())
        }
        spans += self._counts(text, hidden)
        self.books.enter(place, text, facts=known | {*facts}, harmless=spans)

    def _is_size(self, text: str, token: str) -> bool:
        """Whether a text tells how many respondents there are, in all or in the region."""
        sizes = [self._words.number(self._truth.size(group)) for group in (self._region, ALL)]
        of_all = self._words.say("{n} of {all}", n=sizes[0], all=sizes[1])
        return text in (sizes[0], of_all) and token in {t for s in sizes for t in words_of(s)}

    def _counts(self, text: str, hidden: int) -> Iterator[tuple[int, int]]:
        """Where a text tells how many numbers are hidden, or how many regions are small."""
        small = sum(
            0 < self._truth.size(region) < self._truth.survey.questionnaire.disclosure.group_base
            for region in self._truth.regions
        )
        if not tokens(text):
            return
        for sentence in counting_sentences(self._words.language):
            for found in sentence.finditer(text):
                n = found["n"].replace(",", "").replace(".", "")
                if n.isdecimal() and (1 <= int(n) <= hidden or int(n) == small):
                    yield found.span("n")


@cache
def own_styles() -> frozenset[str]:
    """The styles of pages as this version writes them."""
    return frozenset(" ".join(stylesheet(name).split()) for name in ("report", "index"))


@cache
def counting_sentences(language: str) -> tuple[re.Pattern[str], ...]:
    """Messages that tell how many numbers are hidden, or how many regions are small."""
    found = []
    for message in messages_about(language, "hidden", "not shown by"):
        names = set(re.findall(r"\{(\w+)\}", message))
        if "n" in names and names <= {"n", "base"}:
            text = message.format(**{name: slot(name) for name in names})
            found.append(pattern(text, r"\d+(?:[.,]\d+)*"))
    return tuple(found)
