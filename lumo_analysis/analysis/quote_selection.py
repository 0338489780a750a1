"""Which cleared quotes may stand beside a theme, and in which order."""

from __future__ import annotations

import pandas as pd

from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.quotes import Quote
from lumo_analysis.survey.survey import ALL, Survey, check_region

MINIMUM_ANSWERS = 10


def quotes_for(
    survey: Survey, item: str, theme: str, region: str, theme_counts: pd.DataFrame
) -> list[Quote]:
    """The quotes that may be shown of a theme, in the order of the bank, without repeats.

    A quote is shown only where at least 10 answers carry its theme: of the region in a
    region's report, of the whole survey in a report of all regions. Where that number is
    hidden, no quote is shown either, since it would tell that somebody wrote of the theme.
    Of one respondent there is one quote, and of words that hold each other the first.

    Args:
        survey: the whole survey.
        item: an open item's id.
        theme: the id of one of its themes.
        region: the region whose report it is, or "all".
        theme_counts: protected counts of the item's themes, with the region (or "all") among
            its groups.

    Raises:
        ParameterError: a region that the survey does not have.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> counts = pd.DataFrame({
    ...     "item": "open_strain", "group": "all", "answer": ["haste", "number_of_clients"],
    ...     "kind": "option", "n": pd.array([39, None], dtype="Int64"),
    ... })
    >>> survey = load_survey("workers-2021")
    >>> [quote.id for quote in quotes_for(survey, "open_strain", "haste", "all", counts)]
    ['haste_of_numbers']
    >>> quotes_for(survey, "open_strain", "number_of_clients", "all", counts)
    []
    """
    check_region(survey.questionnaire, region)
    if not _enough(theme_counts, item, theme, region):
        return []
    regions = survey.responses[survey.questionnaire.region]
    chosen: list[Quote] = []
    for quote in survey.quotes:
        here = region == ALL or regions.iloc[quote.respondent] == region
        wanted = quote.item == item and theme in quote.themes and here
        if wanted and not any(repeats(quote, other) for other in chosen):
            chosen.append(quote)
    return chosen


def repeats(quote: Quote, other: Quote) -> bool:
    """Whether two quotes are one respondent's, or one holds the other's words."""
    words, others = fold(quote.text), fold(other.text)
    return quote.respondent == other.respondent or words in others or others in words


def _enough(theme_counts: pd.DataFrame, item: str, theme: str, region: str) -> bool:
    rows = theme_counts[
        (theme_counts["item"] == item)
        & (theme_counts["answer"] == theme)
        & (theme_counts["group"] == region)
        & (theme_counts["kind"] == "option")
    ]
    return len(rows) == 1 and bool((rows["n"] >= MINIMUM_ANSWERS).fillna(False).all())
