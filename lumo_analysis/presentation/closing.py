"""How a report ends: how to read it, what it was made from, and the published figures."""

from __future__ import annotations

import importlib.metadata

from lumo_analysis.analysis.published import published_results
from lumo_analysis.analysis.shares import MINIMUM_BASE, UNCERTAIN_BASE, UNCERTAIN_WIDTH
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.drawing import MARK
from lumo_analysis.presentation.exhibits import (
    Block,
    Bullets,
    Exhibit,
    Facts,
    Heading,
    Paragraph,
    Table,
    TableColumn,
)
from lumo_analysis.presentation.published_table import published_table
from lumo_analysis.presentation.wording import Wording

_SHOWN_DIGITS = 12


def reading_guide(report: ReportContext) -> list[Block]:
    """Plain-language help with the limits in force, as far as this kind of report needs it."""
    words = report.words
    points = [
        words.say(
            "A percentage always has a base: the number of people it is a percentage of. Each "
            "figure and table says whether that is all respondents or those who answered."
        ),
        words.say(
            "The interval beside a percentage shows how far it may be from the truth because "
            "only some people answered: in 95 surveys out of 100 like this one, such an interval "
            "holds the true percentage."
        ),
        words.say(
            "The mark {mark} means that a percentage is uncertain: fewer than {base} people "
            "stand behind it, or its interval is at least {width} percentage points wide.",
            mark=MARK,
            base=words.number(UNCERTAIN_BASE),
            width=words.number(UNCERTAIN_WIDTH * 100),
        ),
        words.say(
            "Where fewer than {base} people stand behind a percentage, it is not shown.",
            base=words.number(MINIMUM_BASE),
        ),
    ]
    if report.kind == "regions":
        points += [
            words.say(
                "The tests tell how easily chance alone would make the groups differ at least "
                "this much. A small p (below {level}) means that chance is a poor explanation.",
                level=words.number(0.05, 2),
            ),
            words.say(
                "When many questions are tested, some differ by chance. The adjusted p takes "
                "this into account, and the conclusions are drawn from it."
            ),
            words.say(
                "The size of a difference matters more than p: in a large survey even a "
                "trifling difference may get a small p, in a small one a large difference may not."
            ),
        ]
    if report.kind == "themes":
        points.append(
            words.say(
                "One answer may carry several themes, so the percentages of a question's themes "
                "may add up to more than one hundred."
            )
        )
    return [
        Heading(2, words.say("How to read this report"), "reading-guide"),
        Bullets(tuple(points)),
    ]


def provenance(report: ReportContext) -> list[Block]:
    """Where the answers come from, what cleaning did, and the fingerprints of every file."""
    words, survey = report.words, report.whole
    facts = [
        (words.say("Source"), words.text(report.questionnaire.source)),
        (words.say("Survey"), report.questionnaire.survey),
        (words.say("Region"), report.place),
        (words.say("Made with"), f"lumo_analysis {importlib.metadata.version('lumo_analysis')}"),
        *(
            (
                name,
                words.say("SHA-256 {digits}...", digits=survey.fingerprints[file][:_SHOWN_DIGITS]),
            )
            for file, name in _file_names(words).items()
            if file in survey.fingerprints
        ),
    ]
    return [
        Heading(2, words.say("What the numbers are made from"), "provenance"),
        Facts(tuple(facts)),
        _cleaning(report),
    ]


def _file_names(words: Wording) -> dict[str, str]:
    return {
        "responses": words.say("Responses"),
        "questionnaire": words.say("Questionnaire"),
        "themes": words.say("Codebook of themes"),
        "coding": words.say("Coding of open answers"),
        "published": words.say("Published figures"),
    }


def _cleaning(report: ReportContext) -> Exhibit:
    words = report.words
    steps = {
        "recognised": words.say("Recognised in the file"),
        "fixed": words.say("Fixed as the questionnaire says"),
        "missing": words.say("Read as no answer"),
        "dropped": words.say("Left out"),
        "absent": words.say("Not in this file"),
        "never seen": words.say("Listed but never given"),
    }
    log = report.whole.log
    rows = []
    for step, name in steps.items():
        of_step = log[log["step"] == step]
        if not of_step.empty:
            cells = words.number(int(of_step["n"].sum())) if step in ("fixed", "missing") else "–"
            rows.append((name, words.number(len(of_step)), cells))
    return Exhibit(
        id="cleaning",
        title=words.say("What reading and cleaning did"),
        table=Table(
            (
                TableColumn(words.say("Step")),
                TableColumn(words.say("Findings"), True),
                TableColumn(words.say("Cells concerned"), True),
            ),
            tuple(rows),
        ),
        notes=(words.say("The command lumo check lists every finding."),),
    )


def published(report: ReportContext) -> list[Block]:
    """Every published figure beside the computed one, of the whole survey."""
    survey, words = report.whole, report.words
    compared = published_results(survey)
    if compared is None:
        return []
    heading = Heading(2, words.say("Published results and these results"), "published")
    blocks: list[Block] = [heading]
    if survey.synthetic:
        blocks.append(
            Paragraph(
                words.say(
                    "The synthetic answers were made so that their percentages equal the "
                    "published ones. The table shows that each published figure comes back."
                )
            )
        )
    blocks.append(
        published_table(
            compared,
            survey.questionnaire,
            words,
            id="published-figures",
            title=words.say("Published and computed percentages of all respondents"),
        )
    )
    return blocks
