from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, special, stats

from lumo_analysis.analysis.polychoric import binormal_cdf, polychoric

CORRELATION = st.floats(-0.99, 0.99)
ANY = st.floats(-5, 5)


@given(ANY, ANY, CORRELATION)
def test_the_cdf_is_plackett_s_integral(x: float, y: float, rho: float) -> None:
    def density(angle: float) -> float:
        return float(
            np.exp(-(x * x - 2 * x * y * np.sin(angle) + y * y) / (2 * np.cos(angle) ** 2))
        )

    area = integrate.quad(density, 0, np.arcsin(rho), epsabs=1e-13, epsrel=1e-12)[0]
    expected = special.ndtr(x) * special.ndtr(y) + area / (2 * np.pi)

    assert float(binormal_cdf(x, y, rho)) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("x", "y", "rho", "expected"),
    [
        (0, 0, 0.5, 1 / 3),
        (0, 0, -0.5, 1 / 6),
        (0, np.inf, 0.7, 0.5),
        (-np.inf, 3, 0.7, 0),
        (0, 2, 0.0, special.ndtr(2) / 2),
        (0, -2, 0.0, special.ndtr(-2) / 2),
        (1, 0, 0.0, special.ndtr(1) / 2),
        (np.inf, np.inf, -0.9, 1),
        (1e-200, -1e-200, 0.0, 0.25),
    ],
)
def test_the_cdf_is_right_at_its_edges(x: float, y: float, rho: float, expected: float) -> None:
    assert float(binormal_cdf(x, y, rho)) == pytest.approx(expected, abs=1e-14)


@given(st.lists(ANY, min_size=2, max_size=4, unique=True), CORRELATION)
def test_the_cdf_rises_and_is_symmetric(points: list[float], rho: float) -> None:
    points = sorted(points)

    actual = binormal_cdf(points, 0.3, rho)

    assert (np.diff(actual) >= -1e-15).all()
    np.testing.assert_allclose(actual, binormal_cdf(0.3, points, rho), atol=1e-15)


@pytest.mark.parametrize("rho", [-0.8, -0.2, 0.0, 0.4, 0.9])
def test_a_table_of_exact_probabilities_gives_its_correlation_back(rho: float) -> None:
    cuts = [-np.inf, -1, 0, 0.5, np.inf], [-np.inf, -0.5, 1.2, np.inf]
    below = binormal_cdf(np.array(cuts[0])[:, None], np.array(cuts[1])[None, :], rho)
    table = 1e6 * np.diff(np.diff(below, axis=0), axis=1)

    actual = polychoric(table)

    assert float(actual.correlation) == pytest.approx(rho, abs=1e-9)
    assert not actual.at_bound


def test_two_by_two_is_pearson_s_tetrachoric_correlation() -> None:
    """At thresholds of 0 it is sin(pi/2 (2 p - 1)), p the share on the diagonal."""
    actual = polychoric([[30, 10], [10, 30]])

    assert float(actual.correlation) == pytest.approx(np.sin(np.pi / 4), abs=1e-10)


def test_no_other_correlation_makes_the_table_likelier() -> None:
    table = np.array([[20, 10, 3], [10, 20, 10], [2, 9, 16]])
    cuts = [
        np.concatenate([[-9], special.ndtri(np.cumsum(m)[:-1] / 100), [9]])
        for m in (table.sum(axis=1), table.sum(axis=0))
    ]

    def likelihood(rho: float) -> float:
        normal = stats.multivariate_normal([0, 0], [[1, rho], [rho, 1]])
        below = np.array([[normal.cdf([x, y]) for y in cuts[1]] for x in cuts[0]])
        return float((table * np.log(np.diff(np.diff(below, axis=0), axis=1))).sum())

    best = float(polychoric(table).correlation)

    assert likelihood(best) > max(likelihood(best - 1e-3), likelihood(best + 1e-3))


@given(st.lists(st.integers(0, 9), min_size=9, max_size=9))
def test_the_other_way_round_turns_the_sign_and_exchange_changes_nothing(
    cells: list[int],
) -> None:
    table = np.array(cells).reshape(3, 3) + 1

    actual = float(polychoric(table).correlation)

    assert float(polychoric(table.T).correlation) == pytest.approx(actual, abs=1e-9)
    assert float(polychoric(table[::-1]).correlation) == pytest.approx(-actual, abs=1e-9)


def test_answers_that_nobody_gave_change_nothing() -> None:
    table = np.array([[20, 5], [6, 9]])
    wider = np.zeros((4, 3))
    wider[np.ix_([0, 2], [0, 2])] = table

    assert float(polychoric(wider).correlation) == pytest.approx(
        float(polychoric(table).correlation), abs=1e-10
    )


def test_many_tables_are_one_call() -> None:
    tables = np.array([[[20, 5], [6, 9]], [[1, 9], [9, 1]], [[5, 5], [0, 0]]])

    actual = polychoric(tables)

    alone = [polychoric(table) for table in tables]
    np.testing.assert_array_equal(actual.correlation, [one.correlation for one in alone])
    np.testing.assert_array_equal(actual.at_bound, [one.at_bound for one in alone])


def test_an_answer_of_everyone_has_no_correlation() -> None:
    actual = polychoric([[3, 0, 4], [0, 0, 0]])

    assert np.isnan(actual.correlation)
    assert not actual.at_bound


def test_an_empty_corner_is_said_and_may_be_filled() -> None:
    empty = [[20, 0], [10, 20]]

    bound, filled = polychoric(empty), polychoric(empty, correction=0.5)

    assert (bool(bound.at_bound), bool(filled.at_bound)) == (True, False)
    assert float(bound.correlation) > 0.999
    expected = polychoric([[20, 0.5], [10, 20]])
    assert float(filled.correlation) == pytest.approx(float(expected.correlation))


def test_a_correction_does_not_invent_answers() -> None:
    with_unused = [[20, 0, 0], [10, 20, 0]]

    actual = polychoric(with_unused, correction=0.5)

    expected = polychoric([[20, 0], [10, 20]], correction=0.5)
    assert float(actual.correlation) == pytest.approx(float(expected.correlation))
