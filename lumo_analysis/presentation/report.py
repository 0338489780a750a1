"""A report in the making: one survey, one region or all, one language.

Each method gives the blocks of one part of the report; a notebook chooses and orders them.
A report gives nothing but blocks: the responses and their counts stay inside.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from IPython.display import display

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.disclosure.plan_store import plan_for
from lumo_analysis.presentation import closing, descriptive, opening, regional, thematic
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import Block, Front
from lumo_analysis.presentation.main_findings import main_findings
from lumo_analysis.presentation.protection_part import hidden_cells, protection
from lumo_analysis.survey.questionnaire import Section
from lumo_analysis.survey.survey import ALL, Survey, load_survey

_AnyBlock = TypeVar("_AnyBlock", bound=Block)
_SECTIONS: Mapping[str, Callable[[ReportContext, Section], list[Block]]] = {
    "descriptive": descriptive.section,
    "regions": regional.section,
    "themes": thematic.section,
}


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
    survey's own synthetic ones. `ParameterError` names the nearest valid choice, and refuses
    a region in which too few people answered for a report of its own.

    >>> report = open_report("descriptive", "workers-2021", "etela-savo", "en")
    >>> report.front().facts[0]
    ('Respondents', '28 of 134')
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


class Report:
    """One report, part by part. Every block carries the fingerprint of the survey's plan.

    `plan` is the survey's plan of disclosure control, made from it by default.
    """

    def __init__(
        self, kind: str, survey: Survey, region: str, language: str, plan: Plan | None = None
    ) -> None:
        # A wrong choice is told before a plan is made, which may take a while.
        opening.check_choices(kind, survey, region, language)
        self._context = ReportContext(kind, survey, region, language, plan or plan_for(survey))
        self._hidden: dict[str, int] = {}
        self._sections: dict[tuple[str, str], list[Block]] = {}

    def front(self) -> Front:
        """The head of the report, with the mark that every page carries."""
        return self._stamped(opening.front(self._context))

    def opening(self) -> list[Block]:
        """What the survey was and what this report tells."""
        return self._finished(opening.opening(self._context))

    def main_findings(self) -> list[Block]:
        """The findings that stand out most, each leading to its exhibit."""
        shown = (block for part in self.sections() for block in self._section(part))
        return self._finished(main_findings(self._context, shown))

    def sections(self) -> Sequence[Section]:
        """The sections of the questionnaire, in the order of the published results."""
        return self._context.questionnaire.sections

    def closed_items(self, section: Section) -> list[Block]:
        """Every closed item of a section: chart, table and finding."""
        return self._finished(self._section(section, "descriptive"))

    def comparison(self, section: Section) -> list[Block]:
        """The regions, or one region and the others, on every closed item of a section."""
        return self._finished(self._section(section, "regions"))

    def themes(self, section: Section) -> list[Block]:
        """The themes of every open question of a section."""
        return self._finished(self._section(section, "themes"))

    def reading_guide(self) -> list[Block]:
        """How to read the report, with the limits in force."""
        return self._finished(closing.reading_guide(self._context))

    def published(self) -> list[Block]:
        """Every published figure beside the computed one; nothing where none is published."""
        return self._finished(closing.published(self._context))

    def hidden(self) -> list[Block]:
        """What the parts shown so far hide, and why."""
        return self._finished(protection(self._context, sum(self._hidden.values())))

    def provenance(self) -> list[Block]:
        """What the numbers were made from."""
        return self._finished(closing.provenance(self._context))

    def _section(self, part: Section, kind: str = "") -> list[Block]:
        """The blocks of one section, made once: by default those of this kind of report."""
        kind = kind or self._context.kind
        if (kind, part.id) not in self._sections:
            self._sections[kind, part.id] = _SECTIONS[kind](self._context, part)
        return self._sections[kind, part.id]

    def _finished(self, blocks: Sequence[Block]) -> list[Block]:
        self._hidden |= hidden_cells(self._context, blocks)
        return [self._stamped(block) for block in blocks]

    def _stamped(self, block: _AnyBlock) -> _AnyBlock:
        return dataclasses.replace(block, plan=self._context.plan.fingerprint)
