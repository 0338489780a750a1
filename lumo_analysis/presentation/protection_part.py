"""What a report hides and why: the part that tells it, and the count behind it."""

from __future__ import annotations

from collections.abc import Iterable

from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import Block, Bullets, Exhibit, Heading, Paragraph
from lumo_analysis.presentation.hiding import hidden


def hidden_cells(report: ReportContext, blocks: Iterable[Block]) -> dict[str, int]:
    """How many numbers each exhibit hides: cells of its table that say so, tests left out.

    Where count, share and interval of an answer stand in columns of their own, they are one
    hidden number.
    """
    words = report.words
    word = hidden(words)
    found: dict[str, int] = {}
    for block in blocks:
        if not isinstance(block, Exhibit):
            continue
        labels = {column.label for column in block.table.columns}
        if words.say("Adjusted p") in labels:
            continue
        cells = [sum(cell.startswith(word) for cell in row) for row in block.table.rows]
        long = words.say("Count") in labels
        found[block.id] = sum(min(n, 1) if long else n for n in cells)
    return found


def protection(report: ReportContext, hidden_numbers: int) -> list[Block]:
    """What is hidden, how much of it in this report, and why; for public data that nothing is."""
    words, plan = report.words, report.plan
    heading = Heading(2, words.say("What is hidden and why"), "hidden")
    if plan.public:
        return [
            heading,
            Paragraph(
                words.say(
                    "Nothing is hidden: the answers were given under the respondents' names and "
                    "are public."
                )
            ),
        ]
    points = [_thresholds(report), _computed(report), _apart(report)]
    if plan.small:
        points.append(small_regions(report))
    return [heading, Paragraph(_how_many(report, hidden_numbers)), Bullets(tuple(points))]


def _how_many(report: ReportContext, n: int) -> str:
    words = report.words
    if not n:
        return words.say(
            "No number of this report had to be hidden. The rules that protect the respondents "
            "are the same for every report of the survey:"
        )
    return words.say_n(
        "In this report {n} number is hidden, so that nobody can be recognised from it. The "
        "rules are the same for every report of the survey:",
        "In this report {n} numbers are hidden, so that nobody can be recognised from them. The "
        "rules are the same for every report of the survey:",
        n,
    )


def _thresholds(report: ReportContext) -> str:
    words, rules = report.words, report.questionnaire.disclosure
    told = words.say(
        "A number is hidden where it is of fewer than {k} people, or where nearly everyone in a "
        "group gave the same answer.",
        k=words.number(report.plan.threshold),
    )
    if not any(item.sensitive for item in report.questionnaire.items):
        return told
    return (
        told
        + " "
        + words.say(
            "In questions on sensitive matters the limit is {k} people.",
            k=words.number(rules.sensitive_threshold),
        )
    )


def _computed(report: ReportContext) -> str:
    return report.words.say(
        "Other numbers are hidden too where a hidden one could be computed from them, also by a "
        "reader who has all reports of the survey. A hidden number may therefore be large."
    )


def _apart(report: ReportContext) -> str:
    words = report.words
    if report.kind == "themes":
        return words.say(
            "Themes are not put together. Whether groups differ in a theme is tested only where "
            "the number of every group is shown, so that the test tells nothing more."
        )
    return words.say(
        "Rare answers are put together with others, in the same way in every group. Of a test on "
        "such a question it is told only whether p lies below {level}.",
        level=words.number(0.05, 2),
    )


def small_regions(report: ReportContext) -> str:
    """How many regions are too small to be shown, and why."""
    words = report.words
    return words.say_n(
        "{n} region is not shown by itself, because fewer than {base} people answered there. "
        "Its answers count in the results of all regions.",
        "{n} regions are not shown by themselves, because fewer than {base} people answered in "
        "each. Their answers count in the results of all regions.",
        len(report.plan.small),
        base=words.number(report.plan.group_base),
    )
