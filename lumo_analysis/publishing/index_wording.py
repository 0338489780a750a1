"""The texts of the index: its headings and labels, and what the kinds of report tell."""

from __future__ import annotations

from lumo_analysis.presentation.context import report_titles
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.jobs import REPORTS


def page_words(words: Wording) -> dict[str, str]:
    """The index's own texts: headings, labels and what stands in place of a missing report."""
    return {
        "title": words.say("Survey reports"),
        "lead": words.say(
            "The results of each survey, for all regions together and for each region."
        ),
        "skip": words.say("Skip to content"),
        "language": words.say("Language"),
        "contents": words.say("Contents"),
        "table": words.say("Reports by region"),
        "region": words.say("Region"),
        "not_made": words.say("Could not be made"),
        "why": words.say("Why?"),
        "not_available": words.say("Not available"),
        "hidden": words.say("What is hidden and why"),
        "failures": words.say("Reports that could not be made"),
        "guide": words.say("What the reports tell"),
    }


def guide(words: Wording) -> dict[str, object]:
    """What each kind of report tells, and how to read them all."""
    titles = report_titles(words)
    tells = {
        "descriptive": words.say(
            "How the respondents answered each question: percentages, how many people they are "
            "percentages of, and how certain they are."
        ),
        "regions": words.say(
            "Whether the answers differ from region to region: the regions side by side, or one "
            "region against all the others, with statistical tests."
        ),
        "themes": words.say(
            "What the respondents wrote in their own words, grouped into themes, and how common "
            "each theme is."
        ),
    }
    reading = (
        words.say(
            "Start with the findings above the figures. Each figure has its numbers as a table, "
            "and each report ends with help for reading it."
        ),
        words.say(
            "A percentage from few people is uncertain: look at the number of respondents and "
            "the interval before you draw conclusions, above all in the regions."
        ),
        words.say(
            "The web pages (HTML) open in any browser without a network connection, the PDF "
            "files suit printing and archiving, and the workbooks (XLSX) hold the tables for "
            "your own calculations. The numbers are the same."
        ),
    )
    return {"kinds": [(titles[name], tells[name]) for name in REPORTS], "reading": reading}
