"""Tests of whether groups answer differently, as a table and a sentence in plain words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from lumo_analysis.analysis.count_table import require_columns
from lumo_analysis.analysis.multiplicity import holm
from lumo_analysis.presentation.answers_wording import listed
from lumo_analysis.presentation.comparison_rows import (
    SIGNIFICANT,
    ComparisonRow,
    comparison_row,
)
from lumo_analysis.presentation.exhibits import Exhibit, Table, TableColumn
from lumo_analysis.presentation.tests_wording import (
    correction_note,
    effect_sign,
    effect_size,
    limits_note,
    name_of_test,
    note_of_test,
    p_equals,
    reason_text,
    value_sign,
)
from lumo_analysis.presentation.wording import EN_DASH, Wording
from lumo_analysis.survey.questionnaire import Questionnaire

_COLUMNS = (
    *("item", "groups", "test", "statistic", "df", "n", "p", "p_adjusted"),
    *("effect", "effect_name", "family"),
)
_SMALL_GROUP = 100
_NAMED = 3


def comparison_table(
    comparison: pd.DataFrame,
    questionnaire: Questionnaire,
    words: Wording,
    *,
    id: str,
    title: str,
    tests_in_family: Mapping[str, int] | None = None,
    by: str | None = None,
) -> Exhibit:
    """A table of tests with statistic, p, adjusted p and the size of the difference.

    Args:
        comparison: from `compare_groups`, `compare_pairs` or `compare_with_rest`.
        questionnaire: gives the labels of items and groups.
        words: the report's language.
        id: the exhibit's id, unique in a report.
        title: the exhibit's title, in the report's language.
        tests_in_family: how many tests each family had, where `comparison` holds only some
            of them; the rows are counted by default.
        by: the grouping item, the region by default.

    Returns:
        The finding never says that groups do not differ, only that the data do not show it.
        Where no test was possible a dash stands for the numbers, and the last column says why.
    """
    require_columns(comparison, _COLUMNS, "the comparison")
    rows = [
        comparison_row(record, questionnaire, words, by) for record in comparison.to_dict("records")
    ]
    return Exhibit(
        id=id,
        title=title,
        table=_table(rows, words),
        finding=_finding(rows, words),
        notes=_notes(rows, words, tests_in_family),
    )


def _table(rows: Sequence[ComparisonRow], words: Wording) -> Table:
    grouped = len({row.group for row in rows}) > 1
    tests = {row.test for row in rows}
    columns = [TableColumn(words.say("Question"))]
    if grouped:
        columns.append(TableColumn(words.say("Group")))
    if len(tests) > 1:
        columns.append(TableColumn(words.say("Test")))
    columns += [
        TableColumn(value_sign(words, tests), True),
        TableColumn(words.say("df"), True),
        TableColumn(words.say("n"), True),
        TableColumn(words.say("p"), True),
        TableColumn(words.say("Adjusted p"), True),
        TableColumn(effect_sign(words, {row.effect_name for row in rows}), True),
        TableColumn(words.say("Size of the difference")),
    ]
    return Table(
        tuple(columns),
        tuple(
            (
                row.item,
                *([row.group] if grouped else []),
                *([name_of_test(words, row.test)] if len(tests) > 1 else []),
                _number(words, row.statistic),
                _number(words, row.df, 0 if row.df.is_integer() else 1),
                words.number(row.n),
                words.p_value(row.p),
                words.p_value(row.p_adjusted),
                _effect(words, row),
                effect_size(words, row.effect_name, row.effect)
                if row.made
                else reason_text(words, row.reason),
            )
            for row in rows
        ),
    )


def _number(words: Wording, value: float, digits: int = 2) -> str:
    return EN_DASH if math.isnan(value) else words.number(value, digits)


def _effect(words: Wording, row: ComparisonRow) -> str:
    value = _number(words, row.effect)
    if math.isnan(row.effect_low) or math.isnan(row.effect):
        return value
    return words.say(
        "{value} ({low} to {high})",
        value=value,
        low=_number(words, row.effect_low),
        high=_number(words, row.effect_high),
    )


def _finding(rows: Sequence[ComparisonRow], words: Wording) -> str:
    made = sorted((row for row in rows if row.made), key=lambda row: (row.p_adjusted, row.p))
    if not made:
        return words.say("There are too few answers for a test.")
    found = [row for row in made if row.significant]
    if not found:
        return _nothing_shown(made, words)
    with_group = len({row.group for row in rows}) > 1
    named = [
        words.say(
            "{item} ({p}, {size} difference)",
            item=f"{row.item}, {row.group}" if with_group else row.item,
            p=p_equals(words, row.p_adjusted),
            size=effect_size(words, row.effect_name, row.effect),
        )
        for row in found[:_NAMED]
    ]
    if len(made) == 1:
        return words.say("The groups answer differently: {items}.", items=listed(words, named))
    k, n = words.number(len(found)), words.number(len(made))
    level = words.number(SIGNIFICANT, 2)
    if len(found) > _NAMED:
        return words.say(
            "The groups answer differently in {k} of {n} tests (adjusted p below {level}), "
            "most clearly: {items}.",
            k=k,
            n=n,
            level=level,
            items=listed(words, named),
        )
    return words.say(
        "The groups answer differently in {k} of {n} tests (adjusted p below {level}): {items}.",
        k=k,
        n=n,
        level=level,
        items=listed(words, named),
    )


def _nothing_shown(made: Sequence[ComparisonRow], words: Wording) -> str:
    p = p_equals(words, made[0].p_adjusted)
    seen = max(row.detectable for row in made)
    if not math.isnan(seen):
        return words.say_n(
            "The test does not show that the groups answer differently ({p}). Between groups of "
            "this size it would probably notice only a difference of {points} percentage points "
            "or more.",
            "None of the {n} tests shows that the groups answer differently (smallest adjusted "
            "{p}). Between groups of this size they would probably notice only a difference of "
            "{points} percentage points or more.",
            len(made),
            p=p,
            points=words.number(seen * 100),
        )
    if min(row.smallest_group for row in made) < _SMALL_GROUP:
        return words.say_n(
            "The test does not show that the groups answer differently ({p}); "
            "with groups of this size only large differences could have been seen.",
            "None of the {n} tests shows that the groups answer differently (smallest adjusted "
            "{p}); with groups of this size only large differences could have been seen.",
            len(made),
            p=p,
        )
    return words.say_n(
        "The test does not show that the groups answer differently ({p}); "
        "small differences may have gone unseen.",
        "None of the {n} tests shows that the groups answer differently (smallest adjusted "
        "{p}); small differences may have gone unseen.",
        len(made),
        p=p,
    )


def _notes(
    rows: Sequence[ComparisonRow], words: Wording, tests_in_family: Mapping[str, int] | None
) -> tuple[str, ...]:
    made = [row for row in rows if row.made]
    notes = [note_of_test(words, test) for test in dict.fromkeys(row.test for row in rows)]
    if not made:
        return tuple(notes)
    notes.append(correction_note(words, _tests_in_families(made, tests_in_family)))
    permuted = [row for row in made if row.permutation]
    if len(permuted) == len(made):
        notes.append(words.say("p was computed from random permutations of the groups."))
    elif permuted:
        names = list(dict.fromkeys(row.item for row in permuted))
        notes.append(
            words.say(
                "p was computed from random permutations of the groups, "
                "because some counts are small, for: {items}.",
                items=", ".join(names),
            )
        )
    notes += [limits_note(words, name) for name in dict.fromkeys(row.effect_name for row in made)]
    return tuple(notes)


def _tests_in_families(
    made: Sequence[ComparisonRow], given: Mapping[str, int] | None
) -> list[int] | None:
    """How many tests each family had; None where rows of a family seem to be left out."""
    sizes: list[int] = []
    for family in dict.fromkeys(row.family for row in made):
        own = [row for row in made if row.family == family]
        if given is not None and family in given:
            sizes.append(given[family])
        elif np.allclose(holm([row.p for row in own]), [row.p_adjusted for row in own]):
            sizes.append(len(own))
        else:
            return None
    return sizes
