from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from lumo_analysis.analysis.disclosure import blocks
from lumo_analysis.analysis.disclosure.blocks import suppress_any
from lumo_analysis.analysis.disclosure.public_figures import with_published
from lumo_analysis.analysis.disclosure.suppression import Problem, suppress
from tests.analysis.disclosure.tables import LADDER, options, scale


def many(groups, seed, remainder=True):
    random = np.random.default_rng(seed)
    shares = [0.04, 0.2, 0.6, 0.12, 0.04]
    rows = {f"g{g}": random.multinomial(random.integers(15, 60), shares) for g in range(groups)}
    if remainder:
        rows["*"] = random.multinomial(12, shares)
    return scale({row: n.tolist() for row, n in rows.items()})


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 3)
    monkeypatch.setattr(blocks, "_FEW", 4)


def problem(table, whole="answers", groups="answers"):
    return Problem(table, table.ladder[whole], table.ladder[groups])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("rungs", [("answers", "answers"), ("answers", "headline")])
def test_what_blocks_hide_is_safe_in_the_whole_table(small_blocks, seed, rungs):
    case = problem(many(8, seed), *rungs)

    hidden = suppress_any(case)

    assert not list(case.attack(hidden).narrowed())
    assert set(case.names(case.primary)) <= set(case.names(hidden))


def test_published_figures_are_known_within_each_block(small_blocks):
    table = many(8, 5)
    n = table.sum("all", ["bad"], "", "").value
    figure = {"item": "coping", "answers": "bad", "percent": 1.0, "decimals": 0, "count": n}
    case = problem(with_published(table, pd.DataFrame([figure])), "sides", "sides")

    hidden = suppress_any(case)

    assert not list(case.attack(hidden).narrowed())


def test_options_are_protected_in_blocks_too(small_blocks):
    random = np.random.default_rng(2)
    rows = {}
    for group in range(7):
        chosen = random.integers(0, 12, 3)
        respondents = int(chosen.max()) + 4
        rows[f"g{group}"] = [*chosen.tolist(), respondents, 3]
    case = problem(options(rows, everyone_chose=True))

    assert not list(case.attack(suppress_any(case)).narrowed())


def test_few_groups_are_protected_at_once():
    case = problem(many(6, 0))

    assert (suppress_any(case) == suppress(case)).all()


def test_blocks_stop_where_too_much_would_be_hidden(small_blocks):
    case = problem(many(8, 1))
    needed = int(suppress_any(case)[case.counted].sum())

    assert suppress_any(case, limit=needed) is not None
    primary = int(case.primary[case.counted].sum())
    assert suppress_any(case, limit=primary - 1) is None
    assert suppress_any(case, limit=primary) is None


def test_the_whole_alone_needs_no_blocks(small_blocks):
    table = many(8, 1)
    case = dataclasses.replace(problem(table), groups=())

    assert (suppress_any(case) == suppress(case)).all()
    assert {part.group for part in case.sums} == {"all"}
    assert LADDER["answers"][0].answer in {part.answer for part in case.sums}
