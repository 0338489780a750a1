"""The words of a check: its facts in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from lumo_analysis.presentation.published_table import published_table
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.survey import Survey

_NEVER_SEEN, _RECOGNISED = "never seen", "recognised"


def preflight_lines(
    facts: Mapping[str, Any], survey: Survey, compared: pd.DataFrame | None, words: Wording
) -> Iterator[str]:
    """A check in plain words, each part under a line that names it."""
    questionnaire = survey.questionnaire
    yield f"{questionnaire.survey}: {words.text(questionnaire.title)}"
    yield words.say_n("{n} respondent", "{n} respondents", facts["respondents"])
    if facts["synthetic"]:
        yield words.say("Synthetic demonstration data: nobody gave these answers")
    else:
        yield words.say(
            "For the evaluator's eyes only: this text has numbers of few people, so do not "
            "pass it on."
        )
    labels = {answer.id: words.text(answer.label) for answer in questionnaire.regions}
    named = [
        [labels.get(row["region"], words.say("No answer")), words.number(row["n"])]
        for row in facts["regions"]
    ]
    yield from _part(words.text(questionnaire.region_item.label), named)
    log = [row for row in facts["log"] if row["step"] == _RECOGNISED]
    yield from _part(words.say("What was recognised"), [[row["what"]] for row in log])
    log = [row for row in facts["log"] if row["step"] not in (_RECOGNISED, _NEVER_SEEN)]
    steps = [
        [row["step"], _name(row["item"], questionnaire, words), words.number(row["n"]), row["what"]]
        for row in log
    ]
    yield from _part(words.say("What reading and cleaning did"), steps)
    unused = [
        [_name(row["item"], questionnaire, words), row["what"]]
        for row in facts["log"]
        if row["step"] == _NEVER_SEEN
    ]
    yield from _part(words.say("Answers and corrections that nobody's response had"), unused)
    yield from _care(facts, survey, words)
    yield from _hiding(facts, survey, words)
    yield from _quotes(facts, words)
    if compared is not None:
        exhibit = published_table(compared, questionnaire, words, id="published", title="")
        header = [column.label for column in exhibit.table.columns]
        title = words.say("Published results and these results")
        yield from _part(title, [header, *exhibit.table.rows])
        yield from ("", exhibit.finding)
    run = facts["run"]
    yield ""
    yield words.say_n(
        "All {reports} reports take about {n} minute.",
        "All {reports} reports take about {n} minutes.",
        run["minutes"],
        reports=words.number(run["reports"]),
    )


def _care(facts: Mapping[str, Any], survey: Survey, words: Wording) -> Iterator[str]:
    questionnaire = survey.questionnaire
    gaps = [
        [
            _name(row["item"], questionnaire, words),
            words.say(
                "{n} of {base} ({percent})",
                n=words.number(row["missing"]),
                base=words.number(row["n"]),
                percent=words.percent(row["missing"] / row["n"]),
            ),
        ]
        for row in facts["unanswered"]
        if row["missing"]
    ]
    everyone = [[words.say("Everyone answered every question.")]]
    yield from _part(words.say("Left without an answer"), gaps or everyone)
    titles = {battery.id: words.text(battery.title) for battery in questionnaire.batteries}
    notes = [
        words.say(
            "{title}: {same} of {n} gave the same answer to all {items} questions.",
            title=titles[row["battery"]],
            same=words.number(row["same"]),
            n=words.number(row["n"]),
            items=words.number(row["items"]),
        )
        for row in facts["straight_lining"]
    ]
    notes.append(
        words.say_n(
            "{n} response repeats another one in every answer.",
            "{n} responses repeat another one in every answer.",
            facts["equal_records"],
        )
    )
    if any(answer.exclusive for item in questionnaire.items for answer in item.answers):
        notes.append(
            words.say("Nobody chose an option that rules out the others together with another.")
        )
    yield from _part(words.say("How carefully people answered"), [[note] for note in notes])


def _hiding(facts: Mapping[str, Any], survey: Survey, words: Wording) -> Iterator[str]:
    hidden = facts.get("hidden")
    if hidden is None:
        return
    title = words.say("What the reports will hide")
    if hidden["public"]:
        yield from _part(title, [[words.say("Nothing: the answers are public by name.")]])
        return
    regions = {answer.id: words.text(answer.label) for answer in survey.questionnaire.regions}
    if hidden["small_regions"]:
        names = ", ".join(regions.get(name, name) for name in hidden["small_regions"])
        yield from _part(
            title, [[words.say("Regions too small to be shown: {names}", names=names)]]
        )
        title = ""
    rows = [
        [
            _name(about["item"], survey.questionnaire, words),
            *(
                words.say(
                    "{n} of {base}",
                    n=words.number(about.get(f"hidden_{part}", 0)),
                    base=words.number(about.get(f"numbers_{part}", 0)),
                )
                for part in ("all", "regions")
            ),
        ]
        for about in hidden["items"]
        if about.get("hidden_all", 0) + about.get("hidden_regions", 0)
    ]
    header = [words.say("Numbers hidden"), words.say("Whole survey"), words.say("By region")]
    none = [[words.say("No number has to be hidden.")]]
    yield from _part(title, [header, *rows] if rows else none)


def _quotes(facts: Mapping[str, Any], words: Wording) -> Iterator[str]:
    quotes = facts.get("quotes")
    if quotes is None:
        return
    lines = [
        words.say_n("{n} quote may be shown.", "{n} quotes may be shown.", quotes["shown"]),
        *(
            words.say(
                "The quote {id} seems to name a person, and no report is published with it: leave "
                "the name out, paraphrase, or withhold it.",
                id=name,
            )
            for name in quotes["with_names"]
        ),
    ]
    yield from _part(words.say("Quotes"), [[line] for line in lines])


def _name(item_id: str, questionnaire: Questionnaire, words: Wording) -> str:
    """An item's label, under the title of its battery, since two may ask about the same.

    Lines of the log that are about no item have none.
    """
    if item_id not in {item.id for item in questionnaire.items}:
        return item_id
    item = questionnaire[item_id]
    titles = {battery.id: words.text(battery.title) for battery in questionnaire.batteries}
    label = words.text(item.label)
    return f"{titles[item.battery]}: {label}" if item.battery else label


def _part(title: str, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A title and rows of text with their columns in line; nothing where there are no rows."""
    if not rows:
        return
    if title:
        yield from ("", title)
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  " + "  ".join(cells).rstrip()
