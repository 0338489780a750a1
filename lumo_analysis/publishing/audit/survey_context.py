"""What the audit knows of one survey: words, true counts, and what no file may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import pandas as pd

from lumo_analysis.errors import ParameterError
from lumo_analysis.publishing.audit.canaries import Canaries
from lumo_analysis.publishing.audit.harmless import Harmless, texts_of
from lumo_analysis.publishing.audit.source import Source
from lumo_analysis.publishing.audit.truth import Truth
from lumo_analysis.publishing.audit.vocabulary import Vocabulary
from lumo_analysis.survey.columns import plan_columns
from lumo_analysis.survey.reading import read_export


class SurveyContext:
    """One survey as the audit sees it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.survey = source.load()
        self.truth = Truth(self.survey)
        self._languages: dict[str, tuple[Vocabulary, Harmless]] = {}

    def language(self, language: str) -> tuple[Vocabulary, Harmless]:
        """The words of a language, and which of its numbers are harmless."""
        if language not in self._languages:
            questionnaire, codebook = self.survey.questionnaire, self.survey.codebook
            self._languages[language] = (
                Vocabulary(questionnaire, codebook, language),
                Harmless(questionnaire, codebook, language),
            )
        return self._languages[language]

    def check_fingerprints(self, inputs: Mapping[str, str]) -> None:
        """Refuse reports that were made from other files than these: nothing could be judged."""
        for name, digest in self.survey.fingerprints.items():
            if inputs.get(name) != digest:
                raise ParameterError(
                    f"the reports of survey {self.survey.questionnaire.survey} were made from "
                    f"another file of {name} than this one; give the one they were made from "
                    "(--responses, --coding), or make the reports again"
                )

    @cached_property
    def canaries(self) -> Canaries:
        """Answers in respondents' own words and identifiers, as they stand in the export."""
        questionnaire = self.survey.questionnaire
        quotes = [text for quote in self.survey.quotes for text in self._of_quote(quote)]
        known = [*texts_of(questionnaire), *quotes]
        if self.survey.codebook is not None:
            known += texts_of(self.survey.codebook)
        return Canaries(self._words(), self._identifiers(), known)

    def _identifiers(self) -> Iterator[str]:
        """What tells respondents apart in the export."""
        own = plan_columns(self.survey.questionnaire, list(self._cells.columns)).identifier
        yield from map(str, self._cells[own]) if own is not None else ()

    @cached_property
    def _cells(self) -> pd.DataFrame:
        return read_export(self.source.export).cells

    def _words(self) -> Iterator[str]:
        """The texts that respondents wrote: open answers, and what is dropped at load."""
        columns = plan_columns(self.survey.questionnaire, list(self._cells.columns))
        asked = self.survey.questionnaire
        closed = {header for item, header in columns.items.items() if asked[item].closed}
        closed |= {*columns.options.values(), columns.identifier or ""}
        for header in self._cells.columns:
            values = set(map(str, self._cells[header])) if header not in closed else set()
            # What stands in every row, such as the mark of synthetic data, is nobody's.
            yield from values if len(values) > 1 else ()

    def _of_quote(self, quote: object) -> Iterator[str]:
        yield str(getattr(quote, "text", ""))
        yield from getattr(quote, "translations", {}).values()

    @cached_property
    def cleared(self) -> frozenset[str]:
        """The quotes that may be shown, in every language they are shown in."""
        return frozenset(text for quote in self.survey.quotes for text in self._of_quote(quote))
