"""How a report ends: how to read it, what it was made from, and the published figures.

What is hidden, and why, stands in `protection_part`.
"""

from __future__ import annotations

import importlib.metadata

import pandas as pd

from lumo_analysis.analysis.published import published_results
from lumo_analysis.analysis.shares import shares
from lumo_analysis.presentation import guide, service_map
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import (
    Block,
    Exhibit,
    Facts,
    Heading,
    Paragraph,
    Table,
    TableColumn,
)
from lumo_analysis.presentation.published_table import published_table
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.survey import ALL

_SHOWN_DIGITS = 12


def reading_guide(report: ReportContext) -> list[Block]:
    """Plain-language help with the limits in force, as far as this kind of report needs it."""
    questionnaire = report.questionnaire
    sensitive = any(item.sensitive for item in questionnaire.items)
    return guide.reading_guide(
        report.words,
        kind=report.kind,
        plan=report.plan,
        sensitive=questionnaire.disclosure.sensitive_threshold if sensitive else None,
        example=_example(report) if report.kind == "descriptive" else None,
        groups=_groups(report) if report.kind == "regions" else None,
        charts=_charts(report),
    )


def _example(report: ReportContext) -> guide.Example | None:
    """A share that this very report shows, to explain an interval with."""
    ordinal = [item for item in report.questionnaire.items if item.kind == "ordinal"]
    if not ordinal:
        return None
    return guide.example_of(report.counts(ordinal), report.questionnaire, report.words)


def _groups(report: ReportContext) -> guide.Groups:
    # No sizes: each comparison tells the difference that it would have noticed itself.
    words = report.words
    labels = {region.id: words.text(region.label) for region in report.questionnaire.regions}
    return guide.Groups([], [labels[r] for r in report.sizes] if report.region == ALL else [])


def _charts(report: ReportContext) -> list[guide.Chart]:
    if report.kind == "descriptive":
        parts = report.questionnaire.sections
        mapped = any(service_map.pairs_to_map(report, part) for part in parts)
        return ["answers", "shares", "map"] if mapped else ["answers", "shares"]
    if report.kind == "themes":
        return ["shares"]
    return ["shares", "groups" if report.region == ALL else "others"]


def provenance(report: ReportContext) -> list[Block]:
    """Where the answers come from, what cleaning did, and the fingerprints of every file."""
    words, survey = report.words, report.whole
    facts = [
        (words.say("Source"), words.text(report.questionnaire.source)),
        (words.say("Survey"), report.questionnaire.survey),
        (words.say("Region"), report.place),
        (words.say("Made with"), _program()),
        (
            words.say("Plan of disclosure control"),
            words.say("none: public data")
            if report.plan.public
            else words.say("SHA-256 {digits}...", digits=report.plan.fingerprint[:_SHOWN_DIGITS]),
        ),
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
        Heading(2, words.say("How to cite this report"), "cite"),
        Paragraph(_citation(report)),
    ]


def _program() -> str:
    return f"lumo_analysis {importlib.metadata.version('lumo_analysis')}"


def _citation(report: ReportContext) -> str:
    words, questionnaire = report.words, report.questionnaire
    months = questionnaire.collected
    return words.say(
        "{author}: {title}. {report}, {place}. Answers given in {months}. Made with {program}.",
        author=words.text(questionnaire.author),
        title=words.text(questionnaire.title),
        report=report.titles[report.kind],
        place=report.place,
        months=words.months(months.start, months.end),
        program=_program(),
    )


def _file_names(words: Wording) -> dict[str, str]:
    return {
        "responses": words.say("Responses"),
        "questionnaire": words.say("Questionnaire"),
        "themes": words.say("Codebook of themes"),
        "coding": words.say("Coding of open answers"),
        "published": words.say("Published figures"),
        "quotes": words.say("Quotes"),
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
    if not report.plan.public:
        # How many answers nobody gave is a fact about numbers that may be hidden.
        del steps["never seen"]
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
    compared = _compared(report)
    if compared is None:
        return []
    heading = Heading(2, words.say("Published results and these results"), "published")
    blocks: list[Block] = [heading]
    if survey.synthetic:
        told = words.say(
            "The synthetic answers were made so that their percentages equal the published ones."
        )
        if not compared["hidden"].any():
            told += " " + words.say("The table shows that each published figure comes back.")
        blocks.append(Paragraph(told))
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


def _compared(report: ReportContext) -> pd.DataFrame | None:
    """The published figures beside the computed ones, with nothing that the plan hides."""
    compared = published_results(report.whole)
    if compared is None:
        return None
    items = [report.questionnaire[str(item)] for item in compared["item"].unique()]
    wanted = {
        str(item): [answers.split("+") for answers in rows["answers"].unique()]
        for item, rows in compared.groupby("item", sort=False)
    }
    computed = shares(report.counts_everywhere(items), wanted, base="all")
    hides = computed.set_index(["item", "answers"])["hidden"]
    places = pd.MultiIndex.from_frame(compared[["item", "answers"]])
    not_shown = hides.loc[places].to_numpy(bool)
    masked = {
        name: compared[name].astype("object").mask(not_shown)
        for name in ("computed_n", "computed_base", "computed_percent", "agrees")
    }
    return compared.assign(hidden=not_shown, **masked)
