"""A report in the making: one survey, one region or all, one language.

Each method gives the blocks of one part of the report; a notebook chooses and orders them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from IPython.display import display

from lumo_analysis.presentation import closing, descriptive, regional, thematic
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import Block, Front, Heading, Paragraph, Tone
from lumo_analysis.survey.questionnaire import Section
from lumo_analysis.survey.survey import ALL, load_survey


def open_report(
    kind: str,
    survey: str | Path,
    region: str = ALL,
    language: str = "fi",
    responses: str | Path = "",
    coding: str | Path = "",
) -> Report:
    """Load a survey and start a report of one kind on it.

    `kind` is "descriptive", "regions" or "themes"; empty `responses` and `coding` mean the
    survey's own synthetic ones. `ParameterError` names the nearest valid choice.

    >>> report = open_report("descriptive", "workers-2021", "etela-savo", "en")
    >>> len(report.survey.responses), report.place
    (28, 'South Savo')
    >>> open_report("descriptive", "workers-2021", "etela-svo")
    Traceback (most recent call last):
    ...
    lumo_analysis.errors.ParameterError: survey workers-2021 has no region 'etela-svo'; \
did you mean 'etela-savo'?
    """
    return Report(kind, load_survey(survey, responses or None, coding or None), region, language)


def show(blocks: Iterable[Block]) -> None:
    """Show blocks one below another in a notebook."""
    for block in blocks:
        display(block)  # type: ignore[no-untyped-call]


class Report(ReportContext):
    """One report, part by part."""

    def front(self) -> Front:
        """The head of the report, with the mark that every page carries."""
        words, questionnaire = self.words, self.questionnaire
        mark, tone = self._mark()
        n, whole = len(self.survey.responses), len(self.whole.responses)
        respondents = words.number(n)
        if self.region != ALL:
            respondents = words.say("{n} of {all}", n=words.number(n), all=words.number(whole))
        months = questionnaire.collected
        survey = words.text(questionnaire.title)
        return Front(
            title=f"{survey}: {_lower_first(self.titles[self.kind])}",
            subtitle=self.place,
            language=words.language,
            survey=survey,
            region=self.place,
            notebook=self.titles[self.kind],
            author=words.text(questionnaire.author),
            date=months.start,
            facts=(
                (words.say("Respondents"), respondents),
                (words.say("Who was asked"), words.text(questionnaire.population)),
                (words.say("Answers given"), words.months(months.start, months.end)),
                (words.say("Region"), self.place),
            ),
            mark=mark,
            tone=tone,
        )

    def _mark(self) -> tuple[str, Tone]:
        words = self.words
        if self.whole.synthetic:
            return words.say("Synthetic demonstration data: nobody gave these answers"), "synthetic"
        if self.questionnaire.disclosure.public:
            return words.say(
                "Public data: these answers were given under the respondent's name"
            ), "public"
        # Until a plan of disclosure control stands behind a report, it must not be passed on.
        return words.say("For internal use: small groups may be recognisable"), "internal"

    def opening(self) -> list[Block]:
        """What the survey was and what this report tells."""
        words = self.words
        return [
            Heading(2, words.say("About the survey"), "survey"),
            Paragraph(words.text(self.questionnaire.description)),
            Paragraph(self._purpose()),
        ]

    def _purpose(self) -> str:
        words, place = self.words, self._within()
        if self.kind == "descriptive":
            return words.say(
                "This report shows how the respondents {place} answered each question.", place=place
            )
        if self.kind == "regions" and self.region == ALL:
            return words.say(
                "This report shows the regions side by side and tests whether their answers differ."
            )
        if self.kind == "regions":
            return words.say(
                "This report compares the answers given {place} with those given in all the other "
                "regions together.",
                place=place,
            )
        return words.say(
            "This report shows what the respondents {place} wrote about in their own words, "
            "grouped into themes.",
            place=place,
        )

    def _within(self) -> str:
        if self.region == ALL:
            return self.words.say("in all regions")
        region = self.region_answer
        return self.words.text(region.within or region.label)

    def sections(self) -> Sequence[Section]:
        """The sections of the questionnaire, in the order of the published results."""
        return self.questionnaire.sections

    def closed_items(self, section: Section) -> list[Block]:
        """Every closed item of a section: chart, table and finding."""
        return descriptive.section(self, section)

    def comparison(self, section: Section) -> list[Block]:
        """The regions, or one region and the others, on every closed item of a section."""
        return regional.section(self, section)

    def themes(self, section: Section) -> list[Block]:
        """The themes of every open question of a section."""
        return thematic.section(self, section)

    def reading_guide(self) -> list[Block]:
        """How to read the report, with the limits in force."""
        return closing.reading_guide(self)

    def provenance(self) -> list[Block]:
        """What the numbers were made from."""
        return closing.provenance(self)

    def published(self) -> list[Block]:
        """Every published figure beside the computed one; nothing where none is published."""
        return closing.published(self)


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
