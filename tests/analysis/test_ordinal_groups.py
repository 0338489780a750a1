from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from lumo_analysis.analysis.ordinal_groups import GroupFit, fitted, laid_out, odds_check

NURSES = [[5, 8, 6, 7, 2], [3, 10, 12, 8, 12], [7, 8, 7, 2, 2]]
OTHERS = [[2, 3, 4, 1, 6], [1, 2, 5, 5, 3], [4, 4, 3, 2, 1]]


def test_what_nobody_gave_is_left_out() -> None:
    table = np.array([[[3, 0, 1], [0, 0, 0], [1, 0, 2]], [[0, 0, 0]] * 3, [[1, 0, 0]] * 3])
    table[2, 1] = 0

    actual = laid_out(table)

    assert (actual.strata.tolist(), actual.groups.tolist()) == ([0], [0, 2])
    assert actual.table.tolist() == [[[3, 1], [1, 2]]]
    assert actual.reason == ""


def test_a_stratum_at_one_end_is_left_out_and_changes_no_test() -> None:
    table = np.array([NURSES, OTHERS])
    with_ends = np.array([NURSES, [[0, 0, 0, 0, 9]] * 3, OTHERS, [[4, 0, 0, 0, 0]] * 3])

    layout = laid_out(with_ends)

    assert layout.strata.tolist() == [0, 2]
    assert layout.table.tolist() == table.tolist()


def test_leaving_out_a_stratum_may_bring_another_to_the_end() -> None:
    """Without the first stratum nobody gives the lowest answer, and the second is at the end."""
    table = np.array([[[5, 0, 0]] * 2, [[0, 4, 0]] * 2, [[0, 3, 2], [0, 1, 6]]])

    assert laid_out(table).strata.tolist() == [2]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ([[[0, 0], [0, 0]]], "too_few"),
        ([[[4, 3], [0, 0]]], "one_group"),
        ([[[4, 0], [3, 0]]], "constant"),
        ([[[4, 0], [3, 0]], [[0, 2], [0, 4]]], "constant"),
        ([[[4, 2], [0, 0]], [[0, 0], [1, 4]]], "confounded"),
        ([[[4, 2], [1, 5]]], ""),
    ],
)
def test_where_there_is_no_test_the_layout_says_why(table, expected: str) -> None:
    assert laid_out(np.array(table)).reason == expected


def test_groups_that_no_stratum_links_are_in_parts() -> None:
    table = np.zeros((3, 5, 3), dtype=np.int64)
    table[0, [0, 2]] = table[1, [1, 3]] = table[2, [3, 4]] = [2, 3, 4]

    layout = laid_out(table)

    parts = layout.part.tolist()
    assert parts[0] == parts[2] != parts[1] == parts[3] == parts[4]
    model = fitted(layout)
    assert isinstance(model, GroupFit)
    assert model.coding.shape == (5, 3)


def test_separated_groups_are_refused() -> None:
    assert fitted(laid_out(np.array([[[4, 5, 6], [0, 0, 3]]]))) == "separated"


def test_a_fit_that_does_not_converge_is_refused(monkeypatch) -> None:
    monkeypatch.setattr("lumo_analysis.analysis.ordinal_model._MOST_STEPS", 1)

    assert fitted(laid_out(np.array([NURSES, OTHERS]))) == "no_fit"


def test_another_coding_is_the_same_fit() -> None:
    model = fitted(laid_out(np.array([NURSES, OTHERS])))
    assert isinstance(model, GroupFit)

    actual = model.recoded(np.array([[1.0, 0], [0, 1], [-1, -1]]))

    assert actual.whole.value == pytest.approx(model.whole.value, rel=1e-12)
    effects = model.coding @ model.whole.parameters[model.of_groups]
    about_mean = actual.coding @ actual.whole.parameters[actual.of_groups]
    assert about_mean == pytest.approx(effects - effects.mean(), abs=1e-9)


def test_two_groups_without_strata_are_checked_as_by_the_score_of_each_group() -> None:
    """The statistic is a sum over groups of score, inverse information, score."""
    table = np.array([[[9, 2, 8, 1], [3, 8, 7, 4]]])
    model = fitted(laid_out(table))
    assert isinstance(model, GroupFit)

    statistic, df = odds_check(model)

    expected = 0.0
    for group, cuts in zip(table[0], model.model.cuts(model.whole.parameters), strict=True):
        below = 1 / (1 + np.exp(-cuts))
        shares = np.diff([0, *below, 1])
        slope = np.zeros((4, 3))
        slope[[0, 1, 2], [0, 1, 2]] = below * (1 - below)
        slope[[1, 2, 3], [0, 1, 2]] = -below * (1 - below)
        score = slope.T @ (group / shares)
        expected += score @ np.linalg.solve(
            group.sum() * slope.T @ (slope / shares[:, None]), score
        )
    assert statistic == pytest.approx(expected, rel=1e-9)
    assert df == 2


def test_the_check_sees_spread_and_not_place() -> None:
    moved = [[12, 12, 12, 12, 12], [4, 6, 10, 16, 24]]
    spread = [[12, 12, 12, 12, 12], [24, 5, 2, 5, 24]]

    p = []
    for table in (moved, spread):
        model = fitted(laid_out(np.array([table])))
        assert isinstance(model, GroupFit)
        p.append(stats.chi2.sf(*odds_check(model)))

    assert p[0] > 0.5
    assert p[1] < 0.001
