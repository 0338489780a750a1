"""What a report found, first: the findings of its exhibits that stand out most."""

from __future__ import annotations

from collections.abc import Iterable

from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import Block, Exhibit, Findings, Heading, Paragraph

MOST = 5


def main_findings(report: ReportContext, blocks: Iterable[Block]) -> list[Block]:
    """A heading and at most five findings, the most prominent first; else what that means.

    `blocks` are those of the report's sections. Every finding is that of an exhibit, word for
    word, and leads to it.
    """
    words = report.words
    heading = Heading(2, words.say("Main findings"), "main-findings")
    exhibits = [
        block
        for block in blocks
        if isinstance(block, Exhibit) and block.prominence > 0 and block.finding
    ]
    exhibits.sort(key=lambda exhibit: -exhibit.prominence)
    points = tuple((e.title, e.finding, e.id) for e in exhibits[:MOST])
    if not points:
        return [heading, Paragraph(_nothing_stands_out(report))]
    return [heading, Paragraph(_order(report)), Findings(points)]


def _order(report: ReportContext) -> str:
    words = report.words
    if report.kind == "themes":
        return words.say("The questions whose commonest theme is the most common come first.")
    if report.kind == "regions":
        return words.say("What tests show comes first where the difference is largest.")
    return words.say(
        "What stands out most clearly comes first: the part of a difference counts that goes "
        "beyond the margins of chance."
    )


def _nothing_stands_out(report: ReportContext) -> str:
    words = report.words
    if report.kind == "regions":
        return words.say(
            "No test shows a difference. That does not mean that the answers are alike: what "
            "differences would have been noticed is told with each test."
        )
    if report.kind == "themes":
        return words.say("No theme can be named as the commonest.")
    return words.say("No answer stands out beyond the margins of chance.")
