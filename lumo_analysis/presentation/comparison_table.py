"""Tests of whether groups answer differently, as a table and a sentence in plain words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from lumo_analysis.analysis.count_table import require_columns
from lumo_analysis.analysis.multiplicity import holm
from lumo_analysis.presentation.comparison_finding import comparison_finding, withheld_notes
from lumo_analysis.presentation.comparison_rows import ComparisonRow, comparison_row
from lumo_analysis.presentation.exhibits import Exhibit, Table, TableColumn
from lumo_analysis.presentation.hiding import hidden
from lumo_analysis.presentation.tests_wording import (
    correction_note,
    effect_sign,
    effect_size,
    limits_note,
    name_of_test,
    note_of_test,
    reason_text,
    value_sign,
    verdict,
)
from lumo_analysis.presentation.wording import EN_DASH, Wording
from lumo_analysis.survey.questionnaire import Questionnaire

_COLUMNS = (
    *("item", "groups", "test", "statistic", "df", "n", "p", "p_adjusted"),
    *("effect", "effect_name", "family"),
)


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
        Of tests that `withhold` has withheld only whether p lies below 0.05 is told.
    """
    require_columns(comparison, _COLUMNS, "the comparison")
    rows = [
        comparison_row(record, questionnaire, words, by) for record in comparison.to_dict("records")
    ]
    return Exhibit(
        id=id,
        title=title,
        table=_table(rows, words),
        finding=comparison_finding(rows, words),
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
    told = any(not row.withheld for row in rows)
    adjusted = TableColumn(words.say("Adjusted p"), True)
    if told:
        columns += [
            TableColumn(value_sign(words, tests), True),
            TableColumn(words.say("df"), True),
            TableColumn(words.say("n"), True),
            TableColumn(words.say("p"), True),
            adjusted,
            TableColumn(effect_sign(words, {row.effect_name for row in rows}), True),
            TableColumn(words.say("Size of the difference")),
        ]
    else:
        columns.append(adjusted)
    return Table(
        tuple(columns),
        tuple(
            (
                row.item,
                *([row.group] if grouped else []),
                *([name_of_test(words, row.test)] if len(tests) > 1 else []),
                *(_numbers(words, row) if told else [_adjusted(words, row)]),
            )
            for row in rows
        ),
    )


def _numbers(words: Wording, row: ComparisonRow) -> Sequence[str]:
    if row.withheld:
        return [*[hidden(words)] * 4, _adjusted(words, row), *[hidden(words)] * 2]
    return [
        _number(words, row.statistic),
        _number(words, row.df, 0 if row.df.is_integer() else 1),
        words.number(row.n),
        words.p_value(row.p),
        _adjusted(words, row),
        _effect(words, row),
        effect_size(words, row.effect_name, row.effect)
        if row.made
        else reason_text(words, row.reason),
    ]


def _adjusted(words: Wording, row: ComparisonRow) -> str:
    if row.exact or not row.made:
        return words.p_value(row.p_adjusted)
    return verdict(words, row.below)


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


def _notes(
    rows: Sequence[ComparisonRow], words: Wording, tests_in_family: Mapping[str, int] | None
) -> tuple[str, ...]:
    made, told = [row for row in rows if row.made], [row for row in rows if not row.withheld]
    notes = [note_of_test(words, test) for test in dict.fromkeys(row.test for row in told)]
    bare = dict.fromkeys(row.test for row in rows if row.test not in {r.test for r in told})
    notes += [words.say("The test: {name}.", name=name_of_test(words, test)) for test in bare]
    if not made:
        return tuple(notes)
    notes.append(correction_note(words, _tests_in_families(made, tests_in_family)))
    permuted = [row for row in made if row.permutation]
    if permuted and len(permuted) == len(made):
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
    sized = dict.fromkeys(row.effect_name for row in made if not row.withheld)
    notes += [limits_note(words, name) for name in sized]
    return (*notes, *withheld_notes(words, made))


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
