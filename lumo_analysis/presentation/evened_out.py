"""Shares of regions evened out over the regions, beside the shares as answered."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lumo_analysis.analysis.pooling import pool_shares
from lumo_analysis.presentation.answers_wording import (
    headline_of,
    label_of_group,
    label_of_item,
    quoted,
)
from lumo_analysis.presentation.colours import MARKERS
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import Block, Exhibit, Table, TableColumn
from lumo_analysis.presentation.group_wording import group_header
from lumo_analysis.presentation.share_rows import base_notes, share_rows
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.scales import Headline
from lumo_analysis.survey.survey import ALL

SUFFIX = "-evened-out"
ARROW = "\u2192"


def blocks(report: ReportContext, name: str, title: str, items: Sequence[Item]) -> list[Block]:
    """The headline's share of ordered items, evened out over the regions of a whole survey.

    An evened out share tells the counts of all regions together, so an item has a row only
    where each region shows its share: none is hidden, and none has a base under 10. Nothing
    where no item is left, where there are fewer than two regions, or more than a table holds.
    """
    if report.region != ALL or items[0].kind != "ordinal":
        return []
    if not 2 <= len(report.sizes) <= len(MARKERS):
        return []
    pooled = evened_out(report.counts_by_region(items), items, report.questionnaire)
    shown = pooled.groupby("item", sort=False)["reason"].transform(lambda reason: not any(reason))
    kept = pooled[shown.astype(bool)]
    if kept.empty:
        return []
    left_out = len(kept) < len(pooled)
    return [
        evened_out_exhibit(
            kept, report.questionnaire, report.words, id=name, title=title, left_out=left_out
        )
    ]


def evened_out(
    counts: pd.DataFrame, items: Sequence[Item], questionnaire: Questionnaire
) -> pd.DataFrame:
    """The headline's share of each item, as `pool_shares` gives it.

    Args:
        counts: of the items by region, protected or not.
        items: on one scale, of which the first headline is told.
        questionnaire: describes them.

    Returns:
        The rows of `pool_shares`, item by item.
    """
    told = told_of(questionnaire, items[0])
    parts = [
        pool_shares(counts[counts["item"] == item.id], told.answers, base=item.base)
        for item in items
    ]
    return pd.concat(parts, ignore_index=True)


def told_of(questionnaire: Questionnaire, item: Item) -> Headline:
    """The answers whose share the figure of the regions shows: the scale's first headline."""
    headlines = questionnaire.scale_of(item).headlines
    return headline_of(questionnaire, item, headlines[0].id if headlines else None)


def evened_out_exhibit(
    pooled: pd.DataFrame,
    questionnaire: Questionnaire,
    words: Wording,
    *,
    id: str,
    title: str,
    left_out: bool,
) -> Exhibit:
    """A table of items by regions, each cell the share as answered and evened out.

    Args:
        pooled: from `evened_out`, no row without an evened out share.
        questionnaire: gives the labels.
        words: the report's language.
        id: the id of the exhibit whose shares these are.
        title: the title of that exhibit.
        left_out: whether items are left out of which not every share is shown.
    """
    first = questionnaire[str(pooled["item"].iloc[0])]
    told = words.text(told_of(questionnaire, first).label)
    groups = list(dict.fromkeys(pooled["group"]))
    items = list(dict.fromkeys(pooled["item"]))
    cells = {
        (str(row["item"]), str(row["group"])): _cell(row, words) for _, row in pooled.iterrows()
    }
    labels = [label_of_item(questionnaire, str(item), words) for item in pooled["item"]]
    notes = [
        words.say(
            "The share of a small group is partly chance. Here the share of each region is drawn "
            "towards those of the others, the more the fewer people answered there and the more "
            "alike the regions are."
        ),
        words.say(
            "That comes closer to the truth on average over the regions, but less close for a "
            "region that truly stands apart."
        ),
        words.say("The shares are of those who answered {answers}.", answers=quoted(words, told)),
        *base_notes(words, share_rows(pooled, labels, on_scale=True), by_group=True),
        words.say(
            "Before the arrow stands the share as answered, after it the evened out share "
            "(partial pooling by a Bayesian model of normal log odds)."
        ),
    ]
    if left_out:
        notes.append(
            words.say("Questions of which a share is hidden or not given in a region are left out.")
        )
    return Exhibit(
        id=f"{id}{SUFFIX}",
        title=words.say("{title}: shares evened out over the regions", title=title),
        table=Table(
            (
                TableColumn(words.say("Question")),
                *(TableColumn(_head(pooled, g, questionnaire, words), True) for g in groups),
            ),
            tuple(
                (
                    label_of_item(questionnaire, str(item), words),
                    *(cells[item, group] for group in groups),
                )
                for item in items
            ),
        ),
        notes=tuple(notes),
    )


def _head(pooled: pd.DataFrame, group: str, questionnaire: Questionnaire, words: Wording) -> str:
    bases = pooled.loc[pooled["group"] == group, "base"]
    label = label_of_group(questionnaire, group, words, None)
    return group_header(label, [int(base) for base in bases], words)


def _cell(row: pd.Series, words: Wording) -> str:
    share, evened = (words.percent(float(row[name])) for name in ("share", "pooled"))
    return f"{share} {ARROW} {evened}"
