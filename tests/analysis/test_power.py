from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from lumo_analysis.analysis.power import detectable_difference
from lumo_analysis.errors import ParameterError


def test_groups_of_26_and_45_see_34_points() -> None:
    assert round(100 * detectable_difference(26, 45)) == 34


@pytest.mark.parametrize(("one", "two"), [(26, 45), (45, 26), (28, 35), (100, 100)])
def test_the_difference_is_shown_in_eight_of_ten_surveys(one: int, two: int) -> None:
    """The power of the score test, summed over all pairs of counts."""
    difference = detectable_difference(one, two)
    shares = 0.5 - difference / 2, 0.5 + difference / 2
    first, second = np.arange(one + 1)[:, None], np.arange(two + 1)[None, :]
    pooled = (first + second) / (one + two)
    variance = pooled * (1 - pooled) * (1 / one + 1 / two)
    shown = (first / one - second / two) ** 2 > stats.norm.ppf(0.975) ** 2 * variance

    probability = stats.binom.pmf(first, one, shares[0]) * stats.binom.pmf(second, two, shares[1])

    assert float((probability * shown).sum()) == pytest.approx(0.80, abs=0.03)


def test_the_difference_solves_the_equation_of_power_prop_test() -> None:
    """power.prop.test(n = 50, p1 = 0.5 - d/2, p2 = 0.5 + d/2): z(power) by its own formula."""
    difference = detectable_difference(50, 50)
    one, two = 0.5 - difference / 2, 0.5 + difference / 2
    spread = stats.norm.ppf(0.975) * np.sqrt((one + two) * (1 - (one + two) / 2))

    power = stats.norm.cdf(
        (np.sqrt(50) * difference - spread) / np.sqrt(one * (1 - one) + two * (1 - two))
    )

    assert power == pytest.approx(0.80, abs=1e-12)


@given(st.integers(1, 500), st.integers(1, 500))
def test_larger_groups_see_smaller_differences(one: int, two: int) -> None:
    difference = detectable_difference(one, two)
    assume(not np.isnan(difference))

    assert 0 < detectable_difference(one + 1, two) < difference <= 1
    assert detectable_difference(two, one) == pytest.approx(difference)
    assert detectable_difference(one, two, power=0.9) > difference or difference > 0.99


@pytest.mark.parametrize(("one", "two"), [(0, 9), (9, 0), (0, 0), (1, 1)])
def test_too_small_groups_see_nothing(one: int, two: int) -> None:
    assert np.isnan(detectable_difference(one, two))


@pytest.mark.parametrize(
    ("one", "power", "level", "message"),
    [
        (-1, 0.8, 0.05, "a group has 0 answers or more"),
        (9, 0.2, 0.05, "power must lie between 0.5 and 1"),
        (9, 80, 0.05, "power must lie between 0.5 and 1"),
        (9, 0.8, 5, "level between 0 and 1"),
    ],
)
def test_impossible_settings_are_refused(
    one: int, power: float, level: float, message: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        detectable_difference(one, 9, power=power, level=level)

    assert message in str(caught.value)
