"""A sentence for each theme of an open question: how common it is, and whether groups differ.

Every number stands in the tables of the question too, but for p, which follows from them: only
themes of which every group's number is shown are tested.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from lumo_analysis.analysis.count_table import OTHERS
from lumo_analysis.analysis.shares import shares
from lumo_analysis.analysis.theme_comparison_shown import compare_shown_themes
from lumo_analysis.presentation.answers_wording import in_quotes, label_of_group, listed
from lumo_analysis.presentation.comparison_rows import SIGNIFICANT
from lumo_analysis.presentation.composition import families
from lumo_analysis.presentation.exhibits import Bullets, Paragraph
from lumo_analysis.presentation.share_rows import ShareRow, share_rows
from lumo_analysis.presentation.tests_wording import effect_size, p_equals
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.questionnaire import Item, Questionnaire


def tests_of_themes(counts: Sequence[pd.DataFrame], items: Sequence[Item]) -> pd.DataFrame:
    """The tests of all open items of a survey; p is adjusted over an item's family, or alone.

    `counts` are the protected ones by group of each item.
    """
    together = pd.concat(counts, ignore_index=True)
    return compare_shown_themes(together, families(items))


def theme_sentences(
    common: pd.DataFrame,
    by_group: pd.DataFrame,
    tests: pd.DataFrame,
    labels: Mapping[str, str],
    questionnaire: Questionnaire,
    words: Wording,
) -> list[Bullets | Paragraph]:
    """A list of sentences, one a theme, the commonest first, and how the groups were compared.

    Args:
        common: the shares of one item's themes among those whom the report is about.
        by_group: the protected counts of the same themes in the groups.
        tests: of the item, from `tests_of_themes`.
        labels: the names of the themes.
        questionnaire: gives the names of the groups.
        words: the report's language.

    Returns:
        A theme whose number is hidden is named at the end, with others of its kind, without
        any number. Nothing where the question shows no share.
    """
    themes = [str(theme) for theme in common["answers"]]
    rows = share_rows(common, [labels[theme] for theme in themes], on_scale=False)
    if not any(row.shown for row in rows):
        return []
    beside = told_of_groups(by_group, tests, questionnaire, words)
    shown = [(theme, row) for theme, row in zip(themes, rows, strict=True) if row.shown]
    shown.sort(key=lambda pair: -pair[1].share)
    said = [
        " ".join([_share(row, words), *([beside[theme]] if theme in beside else [])])
        for theme, row in shown
    ]
    hidden = [row.label for row in rows if row.hidden]
    if hidden:
        said.append(_hidden(hidden, words))
    compared = how_compared(len(beside), by_group, tests, words)
    return [Bullets(tuple(said)), *([Paragraph(compared)] if compared else [])]


def _share(row: ShareRow, words: Wording) -> str:
    n, base = row.numbers
    values = {
        "theme": row.label,
        "n": words.number(n),
        "base": words.number(base),
        "interval": words.interval(row.low, row.high),
    }
    if n == 0:
        return words.say(
            "None of those who answered wrote about “{theme}” "
            "({n} of {base}; 95% interval {interval}).",
            **values,
        )
    return words.say(
        "{share} of those who answered wrote about “{theme}” "
        "({n} of {base}; 95% interval {interval}).",
        share=words.percent(row.share),
        **values,
    )


def _hidden(labels: Sequence[str], words: Wording) -> str:
    return words.say_n(
        "How many wrote about this theme is hidden: {themes}.",
        "How many wrote about these themes is hidden: {themes}.",
        len(labels),
        themes=listed(words, [in_quotes(words, label) for label in labels]),
    )


def told_of_groups(
    by_group: pd.DataFrame, tests: pd.DataFrame, questionnaire: Questionnaire, words: Wording
) -> dict[str, str]:
    """For each theme of an item that was tested, its shares in groups and what the test shows.

    Of several groups those with the largest and the smallest share are told; nothing of a theme
    whose share is the same in all.
    """
    of_groups = shares(by_group)
    found = {}
    for test in tests.to_dict("records"):
        own = of_groups[of_groups["answers"] == test["theme"]].reset_index(drop=True)
        labels = [label_of_group(questionnaire, str(group), words) for group in own["group"]]
        rows = share_rows(own, [""] * len(own), on_scale=False, groups=labels)
        known = sorted((row for row in rows if row.shown), key=lambda row: row.share)
        if known[0].share < known[-1].share:
            found[str(test["theme"])] = _told(known[0], known[-1], test, words)
    return found


def _told(low: ShareRow, high: ShareRow, test: Mapping[Any, Any], words: Wording) -> str:
    p, differs = p_equals(words, test["p_adjusted"]), test["p_adjusted"] < SIGNIFICANT
    size = effect_size(words, test["effect_name"], test["effect"])
    other = next((row for row in (low, high) if row.group == OTHERS), None)
    if other is not None:
        beside = _numbers("other", other, words)
        if differs:
            return words.say(
                "Of the others {other_share} did ({other_n} of {other_base}); the groups differ "
                "(adjusted {p}, {size} difference).",
                p=p,
                size=size,
                **beside,
            )
        return words.say(
            "Of the others {other_share} did ({other_n} of {other_base}); the test does not show "
            "that the groups differ (adjusted {p}).",
            p=p,
            **beside,
        )
    ends = {**_numbers("high", high, words), **_numbers("low", low, words)}
    if differs:
        return words.say(
            "The groups differ (adjusted {p}, {size} difference): the share is largest in the "
            "group {high_group}, {high_share} ({high_n} of {high_base}), and smallest in the "
            "group {low_group}, {low_share} ({low_n} of {low_base}).",
            p=p,
            size=size,
            **ends,
        )
    return words.say(
        "The share is largest in the group {high_group}, {high_share} ({high_n} of {high_base}), "
        "and smallest in the group {low_group}, {low_share} ({low_n} of {low_base}); the test "
        "does not show that the groups differ (adjusted {p}).",
        p=p,
        **ends,
    )


def _numbers(name: str, row: ShareRow, words: Wording) -> dict[str, str]:
    n, base = row.numbers
    return {
        f"{name}_group": row.group_label,
        f"{name}_share": words.percent(row.share),
        f"{name}_n": words.number(n),
        f"{name}_base": words.number(base),
    }


def how_compared(tested: int, by_group: pd.DataFrame, tests: pd.DataFrame, words: Wording) -> str:
    """How many themes of an item were tested and how, and which difference would be noticed."""
    options = by_group[by_group["kind"] == "option"]
    if not tested:
        hides = options["n"].isna().groupby(options["answer"]).any()
        if options["n"].isna().all() or not hides.all():
            return ""
        return words.say(
            "Differences between groups are not tested: of every theme some group's number is "
            "hidden."
        )
    said = [
        words.say(
            "Differences between groups are tested in the themes of which every group's number "
            "is shown ({k} of {m}; Fisher–Freeman–Halton test).",
            k=words.number(tested),
            m=words.number(options["answer"].nunique()),
        )
    ]
    together, seen = int(tests["tests"].iloc[0]), float(tests["detectable"].max())
    if together > 1:
        said.append(
            words.say(
                "The adjusted p allows for {tests} themes (Holm).", tests=words.number(together)
            )
        )
    if not math.isnan(seen):
        two = tests["groups"].str.count(r"\+").max() == 1
        notice = _between_two if two else _between_smallest
        said.append(notice(words, words.number(seen * 100)))
    return " ".join(said)


def _between_two(words: Wording, points: str) -> str:
    return words.say(
        "Between the two groups such a test would probably notice only a difference of {points} "
        "percentage points or more.",
        points=points,
    )


def _between_smallest(words: Wording, points: str) -> str:
    return words.say(
        "Between the two smallest groups such a test would probably notice only a difference of "
        "{points} percentage points or more.",
        points=points,
    )
