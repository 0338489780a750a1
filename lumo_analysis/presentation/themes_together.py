"""Which themes come in the same answers, in words alone."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lumo_analysis.analysis.theme_pairs import pairs_beyond_chance, theme_pairs
from lumo_analysis.presentation.answers_wording import in_quotes, listed
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import Block, Bullets, Paragraph
from lumo_analysis.presentation.hiding import threshold_of
from lumo_analysis.survey.questionnaire import Item
from lumo_analysis.survey.survey import ALL


def themes_together(
    report: ReportContext, item: Item, labels: Mapping[str, str], counts: pd.DataFrame
) -> list[Block]:
    """The pairs of themes of an open item that come together more often than by chance.

    A number of a pair would bound numbers of its themes that are hidden, in regions too. So
    only the verdict of the test is told, as of closed items whose numbers are hidden: in the
    report of the whole survey, of themes whose numbers `counts` shows, and where neither the
    answers with both themes nor those with one or none are few. Nothing where there is no such
    pair.
    """
    coding = report.whole.coding
    if report.region != ALL or coding is None:
        return []
    shown = list(counts.loc[counts["answer"].isin(list(labels)) & counts["n"].notna(), "answer"])
    # Every theme is tested with every other, so that p does not hang on what is hidden.
    pairs = theme_pairs(coding, report.whole.responses, {item.id: list(labels)})
    found = pairs_beyond_chance(pairs, threshold_of(report.questionnaire, [item]))
    found = found[found["theme"].isin(shown) & found["other"].isin(shown)]
    if found.empty:
        return []
    words = report.words
    names = {theme: in_quotes(words, label) for theme, label in labels.items()}
    return [
        Paragraph(
            words.say(
                "These themes come in the same answers more often than by chance (Fisher's exact "
                "test, one-sided, adjusted by Holm's method over all pairs of themes):"
            )
        ),
        Bullets(
            tuple(
                listed(words, [names[one], names[other]])
                for one, other in zip(found["theme"], found["other"], strict=True)
            )
        ),
    ]
