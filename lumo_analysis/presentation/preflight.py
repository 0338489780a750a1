"""What `lumo check` prints: what was read, who answered, and the published figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lumo_analysis.analysis.published import published_results
from lumo_analysis.presentation.published_table import published_table
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.survey import Survey


@dataclass(frozen=True)
class Preflight:
    """The text of a check, and how many published figures differ."""

    text: str
    differing: int


def preflight(survey: Survey, language: str) -> Preflight:
    """Check a loaded survey before any report is made from it."""
    words = Wording(language)
    questionnaire = survey.questionnaire
    lines = [
        f"{questionnaire.survey}: {words.text(questionnaire.title)}",
        words.say_n("{n} respondent", "{n} respondents", len(survey.responses)),
    ]
    if survey.synthetic:
        lines.append(words.say("Synthetic demonstration data: nobody gave these answers"))
    regions = survey.responses[questionnaire.region].value_counts(sort=False, dropna=False)
    labels = {answer.id: words.text(answer.label) for answer in questionnaire.regions}
    lines += ["", words.text(questionnaire.region_item.label)]
    names = [(labels.get(str(region), words.say("No answer")), n) for region, n in regions.items()]
    lines += _columns([[name, words.number(n)] for name, n in names])
    lines += ["", words.say("What reading and cleaning did")]
    steps = zip(*(survey.log[name] for name in ("step", "item", "n", "what")), strict=True)
    lines += _columns([[step, item, words.number(n), what] for step, item, n, what in steps])
    differing = 0
    compared = published_results(survey)
    if compared is not None:
        differing = int((~compared["agrees"]).sum())
        exhibit = published_table(compared, questionnaire, words, id="published", title="")
        header = [column.label for column in exhibit.table.columns]
        lines += ["", words.say("Published results and these results")]
        lines += [*_columns([header, *exhibit.table.rows]), "", exhibit.finding]
    return Preflight("\n".join(lines), differing)


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of text with their columns in line."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  " + "  ".join(cells).rstrip()
