from __future__ import annotations

import pandas as pd
import pytest

from lumo_analysis.analysis.disclosure.integer_program import Fact
from lumo_analysis.analysis.disclosure.item_table import holds
from lumo_analysis.analysis.disclosure.public_figures import with_published
from lumo_analysis.errors import ParameterError
from tests.analysis.disclosure.tables import options, scale

ROWS = {"north": [1, 2, 9, 3, 5], "south": [4, 4, 4, 4, 4]}


def published(**figures):
    row = {"item": "coping", "answers": "good", "percent": 32.5, "decimals": 1, "count": pd.NA}
    return pd.DataFrame([row | figures])


def test_sizes_and_bases_of_rows_and_of_the_whole():
    table = scale(ROWS, base="answered")

    assert (table.size("north"), table.size("all"), table.total) == (20, 40, 40)
    assert (table.base("north"), table.base("all")) == (12, 24)
    assert scale(ROWS).base("north") == 20
    assert options({"north": [3, 4, 6, 9]}).base("north") == 6


def test_the_remainder_is_a_row_and_no_group():
    table = scale(ROWS | {"*": [1, 1, 1, 1, 1]})

    assert table.groups == ("north", "south")
    assert table.sum("all", ["bad"], "bad", "scale").value == 6


def test_the_sizes_of_rows_are_public():
    table = scale(ROWS)

    assert {fact.low for fact in table.facts} == {20}
    assert all(holds(fact, table.values) for fact in table.facts)


def test_who_answered_a_choice_chose_something():
    known = options({"north": [3, 4, 6, 9]}, everyone_chose=True)
    facts = [fact for fact in known.facts if fact.high is None]

    assert [(fact.low, fact.weights) for fact in facts] == [(0, (1, 1, -1))]
    # Six who chose three options in all contradict it.
    assert not [
        fact
        for fact in options({"north": [1, 2, 6, 9]}, everyone_chose=True).facts
        if fact.high is None
    ]


def test_an_exclusive_option_leaves_no_room_for_others():
    table = options({"north": [5, 4, 2, 8, 9]}, exclusive=["c"])
    facts = [fact for fact in table.facts if fact.low is None]

    named = [{table.keys[p][1] for p in fact.places} for fact in facts]
    assert named == [{"c", "a", "respondents"}, {"c", "b", "respondents"}]
    assert all(holds(fact, table.values) for fact in facts)


def test_a_published_per_cent_is_an_interval_and_a_published_count_a_number():
    table = scale(ROWS)

    (fact,) = with_published(table, published()).facts[len(table.facts) :]
    assert (fact.low, fact.high) == (13, 13)
    (fact,) = with_published(table, published(percent=30, decimals=0)).facts[2:] or [None]
    assert fact is None
    (fact,) = with_published(table, published(percent=33, decimals=0)).facts[2:]
    assert (fact.low, fact.high) == (13, 13)
    (fact,) = with_published(table, published(answers="bad+poor", percent=28, count=11)).facts[2:]
    assert (fact.low, fact.high, len(fact.places)) == (11, 11, 4)


def test_figures_of_other_data_other_items_or_unknown_answers_are_no_facts():
    table = scale(ROWS)
    for figures in ({"percent": 99.0}, {"item": "role"}, {"answers": "great"}, {"count": 12}):
        assert with_published(table, published(**figures)).facts == table.facts
    assert with_published(table, None) is table


def test_joint_shares_of_options_are_no_sums():
    table = options({"north": [3, 4, 6, 9]})
    figures = published(item="ways", answers="a+b", percent=46.7)

    assert with_published(table, figures).facts == table.facts
    one = with_published(table, published(item="ways", answers="a", percent=20.0))
    assert one.facts[-1] == Fact((table.place["north", "a"],), (1,), 3, 3)


def test_published_figures_need_their_columns():
    with pytest.raises(ParameterError, match="has no column 'percent'"):
        with_published(scale(ROWS), pd.DataFrame({"item": [], "answers": []}))
