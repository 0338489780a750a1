from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, special

from lumo_analysis.analysis import ordinal_model
from lumo_analysis.analysis.ordinal_model import (
    ProportionalOdds,
    bands,
    expected_answers,
    fit,
    slopes,
)

COUNTS = np.array([[5.0, 8, 6, 7, 2], [3, 10, 12, 8, 12], [7, 8, 7, 2, 2]])
GROUPS = np.eye(3)[:, 1:]


def _plain(cuts: np.ndarray, counts: np.ndarray) -> float:
    below = special.expit(cuts)
    shares = np.diff(np.column_stack([np.zeros(len(cuts)), below, np.ones(len(cuts))]), axis=1)
    return float((counts * np.log(shares)).sum())


def _differences(function, at: np.ndarray) -> np.ndarray:
    """The derivative of a function of an array, by small steps."""
    parts = np.zeros(at.shape)
    for place in itertools.product(*map(range, at.shape)):
        step = np.zeros(at.shape)
        step[place] = 1e-5
        parts[place] = (function(at + step) - function(at - step)) / 2e-5
    return parts


def test_the_log_likelihood_and_its_slopes_are_those_of_the_shares() -> None:
    cuts = np.array([[-2.0, -1, 0.3, 1], [-1, 0, 1, 2.5], [-3, -0.5, 0.5, 2]])

    actual = slopes(cuts, COUNTS)

    assert actual.value == pytest.approx(_plain(cuts, COUNTS))
    by_steps = _differences(lambda at: _plain(at, COUNTS), cuts)
    assert actual.gradient == pytest.approx(by_steps, abs=1e-6)
    curves = bands(actual)
    for pattern, cut in itertools.product(range(3), range(4)):

        def slope(at: np.ndarray, here: tuple[int, int] = (pattern, cut)) -> float:
            return float(slopes(at, COUNTS).gradient[here])

        expected = np.zeros((3, 4))
        expected[pattern] = curves[pattern, cut]
        assert _differences(slope, cuts) == pytest.approx(expected, abs=1e-5)


def test_far_out_the_log_likelihood_keeps_its_digits() -> None:
    """The share of such an answer, as a difference of two that are near 1, would be 0."""
    cuts = np.array([[40.0, 40.5]])

    actual = slopes(cuts, np.array([[0.0, 1, 0]]))

    assert actual.value == pytest.approx(-40 + np.log(1 - np.exp(-0.5)), rel=1e-12)
    assert np.isfinite(actual.gradient).all()


def test_cuts_out_of_order_are_impossible_where_someone_gave_the_answer_between() -> None:
    crossed = np.array([[0.5, 0.0]])

    assert slopes(crossed, np.array([[1.0, 1, 1]])).value == -np.inf
    assert np.isfinite(slopes(crossed, np.array([[1.0, 0, 1]])).value)


def test_expected_answers_add_up_to_the_sizes() -> None:
    cuts = np.array([[-1.0, 0.5], [0, 2]])

    actual = expected_answers(cuts, np.array([10.0, 40]))

    assert actual.sum(axis=1) == pytest.approx([10, 40])
    assert slopes(cuts, actual).gradient == pytest.approx(np.zeros((2, 2)), abs=1e-12)


def test_a_fit_is_where_a_general_search_ends() -> None:
    model = ProportionalOdds(COUNTS, GROUPS)

    actual = fit(model)

    def fall(parameters: np.ndarray) -> float:
        thresholds = np.cumsum([parameters[0], *np.exp(parameters[1:4])])
        return -_plain(thresholds - (GROUPS @ parameters[4:])[:, None], COUNTS)

    searched = optimize.minimize(fall, [-1.6, 0, 0, 0, 0, 0], tol=1e-12)
    assert actual.converged
    assert actual.value == pytest.approx(-searched.fun, rel=1e-10)
    assert actual.parameters[4:] == pytest.approx(searched.x[4:], abs=1e-4)
    assert actual.gradient == pytest.approx(np.zeros(6), abs=1e-8)


def test_information_is_the_second_derivative_by_the_parameters() -> None:
    model = ProportionalOdds(COUNTS, GROUPS)
    at = fit(model).parameters + np.array([0.1, 0, 0.2, 0.1, -0.2, 0.3])

    _, actual = model.by_parameters(slopes(model.cuts(at), COUNTS))

    for place in range(6):

        def slope(parameters: np.ndarray, here: int = place) -> float:
            now = slopes(model.cuts(parameters), COUNTS)
            return float(model.by_parameters(now)[0][here])

        assert -_differences(slope, at) == pytest.approx(actual[place], abs=1e-5)


def test_a_parameter_that_is_held_stays_and_alone_has_a_slope() -> None:
    model = ProportionalOdds(COUNTS, GROUPS)
    start = fit(model).parameters
    start[4] = 1.5

    actual = fit(model, start, fixed=4)

    assert actual.converged
    assert actual.parameters[4] == 1.5
    assert actual.value < fit(model).value
    assert np.abs(np.delete(actual.gradient, 4)).max() < 1e-8
    assert actual.gradient[4] < -1


def test_a_bad_start_is_no_hindrance() -> None:
    model = ProportionalOdds(COUNTS, GROUPS)
    start = np.array([-30.0, -10, 10, 30, 8, -8])

    assert fit(model, start).parameters == pytest.approx(fit(model).parameters, abs=1e-8)


def test_answers_without_thresholds_between_patterns_do_not_converge_quietly() -> None:
    """One answer only: there is nothing to fit, and a column of zeros can't be inverted."""
    model = ProportionalOdds(np.array([[4.0, 5], [3, 6]]), np.zeros((2, 1)))

    assert not fit(model).converged


def test_a_large_model_is_held_sparse_and_fits_the_same(monkeypatch) -> None:
    model = ProportionalOdds(COUNTS, GROUPS)
    monkeypatch.setattr(ordinal_model, "_LARGE", 2)
    sparse = ProportionalOdds(COUNTS, GROUPS)

    assert sparse.columns is not sparse.x
    actual, expected = fit(sparse), fit(model)
    assert actual.parameters == pytest.approx(expected.parameters, rel=1e-12)
    assert actual.information == pytest.approx(expected.information, rel=1e-12)


@given(st.lists(st.lists(st.integers(1, 9), min_size=4, max_size=4), min_size=2, max_size=4))
def test_turning_the_scale_round_turns_the_effects_round(table: list[list[int]]) -> None:
    counts = np.array(table, dtype=float)
    x = np.eye(len(counts))[:, 1:]

    actual, expected = fit(ProportionalOdds(counts[:, ::-1], x)), fit(ProportionalOdds(counts, x))

    assert actual.converged
    assert actual.value == pytest.approx(expected.value, rel=1e-9)
    assert actual.parameters[3:] == pytest.approx(-expected.parameters[3:], abs=1e-7)
    assert actual.parameters[:3] == pytest.approx(-expected.parameters[:3][::-1], abs=1e-7)
