"""Quotes of a report: the respondent's own words, a translation marked as one, whence."""

from __future__ import annotations

from babel import Locale

from lumo_analysis.analysis.quote_selection import quotes_for, repeats
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import Block, Heading, Paragraph
from lumo_analysis.presentation.exhibits import Quote as QuoteBlock
from lumo_analysis.survey.questionnaire import Item
from lumo_analysis.survey.quotes import Quote
from lumo_analysis.survey.survey import ALL

PER_THEME = 2


def quote_blocks(report: ReportContext, item: Item) -> list[Block]:
    """Cleared quotes on an open item under a heading of their own; nothing where there is none.

    At most two a theme, in the order of the codebook, each quote once. The attribution names
    the theme, and the region in a region's report, never a role. Words in another language
    than the report's are followed by their translation, marked as one.
    """
    codebook = report.whole.codebook
    themes = codebook.themes.get(item.id, ()) if codebook is not None else ()
    if not themes or not any(quote.item == item.id for quote in report.whole.quotes):
        return []
    counts = report.theme_counts(item, [theme.id for theme in themes])
    shown: list[Quote] = []
    blocks: list[Block] = []
    for theme in themes:
        candidates = quotes_for(report.whole, item.id, theme.id, report.region, counts)
        fresh = [q for q in candidates if not any(repeats(q, other) for other in shown)]
        for quote in fresh[:PER_THEME]:
            shown.append(quote)
            blocks += _blocks_of(report, quote, report.words.text(theme.label))
    if not blocks:
        return []
    words = report.words
    heading = Heading(
        3, words.say("In the respondents' own words"), f"{item.id}-quotes", listed=False
    )
    if report.whole.synthetic:
        return [heading, Paragraph(_demonstration(report)), *blocks]
    return [heading, *blocks]


def _demonstration(report: ReportContext) -> str:
    return report.words.say(
        "These quotes were written for the demonstration; no respondent wrote them."
    )


def _blocks_of(report: ReportContext, quote: Quote, theme: str) -> list[Block]:
    words = report.words
    where = words.say("Theme: {theme}", theme=theme)
    if report.region != ALL:
        where = f"{where}; {report.place}"
    if quote.paraphrase:
        where = f"{where}; {words.say('reworded, not a quotation')}"
    if report.whole.synthetic:
        where = f"{where}; {words.say('written for the demonstration')}"
    blocks: list[Block] = [QuoteBlock(quote.text, quote.language, where)]
    translation = quote.translations.get(words.language)
    if translation is not None:
        original = Locale.parse(words.language).languages.get(quote.language, quote.language)
        marked = words.say("Translation; the original is in {language}", language=original)
        blocks.append(QuoteBlock(translation, words.language, f"{marked}; {where}"))
    return blocks
