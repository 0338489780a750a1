"""How to read a report, in plain language: a part generated with the limits in force.

It is written for a reader without statistics. Its sentences stand in `guide_wording`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.power import detectable_difference
from lumo_analysis.analysis.shares import shares
from lumo_analysis.errors import ParameterError, nearest
from lumo_analysis.presentation import guide_wording as say
from lumo_analysis.presentation.answers_wording import full_label, headline_of
from lumo_analysis.presentation.exhibits import Block, Bullets, Heading, Paragraph
from lumo_analysis.presentation.guide_figures import of_charts
from lumo_analysis.presentation.share_rows import ShareRow, share_rows
from lumo_analysis.presentation.tests_wording import LIMITS
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.questionnaire import Questionnaire

Chart = Literal["answers", "shares", "groups", "others", "panels", "map"]
CHARTS: tuple[Chart, ...] = ("answers", "shares", "groups", "others", "panels", "map")
"""Diverging bars of a scale; bars of shares; dots of several groups; dots of one group beside
all others; small panels; a map of two shares."""


@dataclass(frozen=True)
class Example:
    """A share that the report shows, with which an interval is explained."""

    row: ShareRow
    told: str


@dataclass(frozen=True)
class Groups:
    """The groups that the report compares: how many people are in each, and their names.

    `effects` are the effect sizes of the tests made of them.
    """

    sizes: Sequence[int]
    names: Sequence[str] = ()
    effects: Sequence[str] = tuple(LIMITS)


def example_of(
    counts: pd.DataFrame, questionnaire: Questionnaire, words: Wording
) -> Example | None:
    """The first share of an ordered question in these counts that is shown and not uncertain.

    Args:
        counts: from `count_answers`, or protected, of one group or of "all".
        questionnaire: gives the labels and each item's base.
        words: the report's language.

    Returns:
        The share with its label and base; an uncertain one where there is no other, and None
        where no share is shown.

    >>> import lumo_analysis as lumo
    >>> survey = lumo.load_survey("workers-2021")
    >>> counts = lumo.count_answers(
    ...     survey.responses, ["coping"], questionnaire=survey.questionnaire
    ... )
    >>> example_of(counts, survey.questionnaire, Wording("en")).row.percent(Wording("en"))
    '53%'
    """
    uncertain = None
    counted = set(counts["item"])
    for item in questionnaire.items:
        if item.kind != "ordinal" or item.id not in counted:
            continue
        told = headline_of(questionnaire, item)
        of_item = counts[counts["item"] == item.id]
        share = shares(of_item.reset_index(drop=True), list(told.answers), base=item.base)
        label = full_label(questionnaire, item.id, words)
        example = Example(
            share_rows(share.head(1), [label], on_scale=True)[0], words.text(told.label)
        )
        if example.row.shown and not example.row.uncertain:
            return example
        if example.row.shown and uncertain is None:
            uncertain = example
    return uncertain


def reading_guide(
    words: Wording,
    *,
    kind: str,
    plan: Plan,
    sensitive: int | None = None,
    example: Example | None = None,
    groups: Groups | None = None,
    frame: int | None = None,
    weighted: bool = False,
    charts: Collection[Chart] = CHARTS,
) -> list[Block]:
    """Plain-language help, as far as a report of this kind needs it.

    Args:
        words: the report's language.
        kind: "descriptive", "regions" or "themes".
        plan: the survey's plan of disclosure control, with its limits.
        sensitive: the limit of questions on sensitive matters, where there are any.
        example: a share of the report itself, from `example_of`.
        groups: the groups that a comparison of regions compares.
        frame: how many people the survey was sent to, where that is known.
        weighted: whether the percentages are weighted.
        charts: the kinds of figures in the report.

    Returns:
        A heading and short parts under headings of their own.

    Raises:
        ParameterError: a kind of report or figure that does not exist.

    >>> blocks = reading_guide(Wording("en"), kind="themes", plan=Plan("s", 5, 10), charts=())
    >>> [block.text for block in blocks if isinstance(block, Heading)]
    ['How to read this report', 'Percentages', 'How certain a percentage is', 'Themes', \
'Hidden numbers']
    """
    if kind not in ("descriptive", "regions", "themes"):
        known = ("descriptive", "regions", "themes")
        raise ParameterError(f"no report '{kind}'; {nearest(kind, known)}")
    for chart in charts:
        if chart not in CHARTS:
            raise ParameterError(f"unknown chart '{chart}'; {nearest(chart, CHARTS)}")
    blocks: list[Block] = [
        Heading(2, words.say("How to read this report"), "reading-guide"),
        *_part(words.say("Percentages"), "guide-percentages", say.of_percentages(words, weighted)),
        *_certainty(words, example, kind, frame),
    ]
    if kind == "regions":
        blocks += _comparison(words, groups)
    if kind == "themes":
        blocks += _part(words.say("Themes"), "guide-themes", say.of_themes(words))
    if not plan.public:
        points = say.of_hidden_numbers(words, plan.threshold, plan.group_base, sensitive)
        blocks += _part(words.say("Hidden numbers"), "guide-hidden", points)
    if charts:
        names = groups.names if groups is not None else ()
        points = of_charts(words, frozenset(charts), names)
        blocks += _part(words.say("Figures"), "guide-figures", points)
    return blocks


def _part(title: str, anchor: str, points: Sequence[str]) -> list[Block]:
    return [Heading(3, title, anchor), Bullets(tuple(points))]


def _certainty(
    words: Wording, example: Example | None, kind: str, frame: int | None
) -> list[Block]:
    blocks: list[Block] = [
        Heading(3, words.say("How certain a percentage is"), "guide-certainty"),
        Paragraph(say.of_intervals(words)),
    ]
    if example is not None:
        blocks.append(Paragraph(say.of_example(words, example.row, example.told)))
    blocks.append(Bullets(tuple(say.of_certainty(words, frame, compares=kind == "regions"))))
    return blocks


def _comparison(words: Wording, groups: Groups | None) -> list[Block]:
    effects = groups.effects if groups is not None else tuple(LIMITS)
    points = [*say.of_tests(words), *say.of_effects(words, effects)]
    sizes = sorted(groups.sizes)[:2] if groups is not None else []
    if len(sizes) > 1:
        detectable = detectable_difference(*sizes)
        points.append(say.of_detectable(words, sizes[0], sizes[1], detectable))
    return _part(words.say("Do the groups differ?"), "guide-comparison", points)
