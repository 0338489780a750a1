from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from lumo_analysis.analysis.intervals import wilson_interval
from lumo_analysis.analysis.paired_shares import (
    detectable_paired_difference,
    mcnemar,
    paired_difference_interval,
)
from lumo_analysis.errors import ParameterError

# R 4.x, for each table (both, only first, only second, neither):
#   binom.test(only2, only1 + only2)$p.value, and with alternative = "greater", "less";
#   the interval as Newcombe (1998) defines method 10, from the limits of
#   prop.test(x, n, correct = FALSE)$conf.int and phi corrected by n/2.
# (1, 1, 7, 12) and (14, 5, 0, 22) are also published: 0.026 to 0.507 in Fagerland, Lydersen &
# Laake (2014), Stat. Med. 33; 0.011 to 0.226 in Altman et al. (2000), Statistics with
# Confidence, table 6.2.
IN_R = [
    ((1, 1, 7, 12), 0.0255591241648599, 0.506920226686141, 0.0703125, 0.03515625, 0.99609375),
    ((14, 5, 0, 22), -0.226492684351211, -0.0114832413830333, 0.0625, 1, 0.03125),
    (
        (79, 31, 11, 13),
        *(-0.240181719834311, -0.0555735702899527, 0.00288724797428586),
        *(0.999529662985879, 0.00144362398714293),
    ),
    ((10, 0, 0, 0), -0.277532799862889, 0.277532799862889, 1, 1, 1),
    ((0, 20, 20, 0), -0.296009461330692, 0.296009461330692, 1, 0.56268534380979, 0.56268534380979),
    (
        (3, 40, 5, 2),
        *(-0.832025304069376, -0.478376925684801, 7.87838416727029e-08),
        *(0.999999995332558, 3.93919208363515e-08),
    ),
    (
        (36, 12, 2, 0),
        *(-0.340427602974941, -0.0569295840032387, 0.012939453125),
        *(0.99908447265625, 0.0064697265625),
    ),
    ((29, 3, 0, 1), -0.239849264018533, 0.0385260430244208, 0.25, 1, 0.125),
]
tables = st.tuples(*[st.integers(0, 60)] * 4).filter(lambda cells: sum(cells) > 0)


@pytest.mark.parametrize(("cells", "low", "high", "p", "larger", "smaller"), IN_R)
def test_the_interval_and_the_test_are_those_of_r(cells, low, high, p, larger, smaller):
    interval = paired_difference_interval(*cells)
    test = mcnemar(cells[1], cells[2])
    # R gives no interval from no discordant pairs; the test then says nothing.
    assert float(interval[0]) == pytest.approx(low, abs=1e-12)
    assert float(interval[1]) == pytest.approx(high, abs=1e-12)
    assert float(test.p) == pytest.approx(p, rel=1e-9)
    assert float(test.larger) == pytest.approx(larger, rel=1e-9)
    assert float(test.smaller) == pytest.approx(smaller, rel=1e-9)


@given(tables)
def test_turning_the_pair_around_turns_the_sign(cells):
    both, first, second, neither = cells
    low, high = paired_difference_interval(both, first, second, neither)
    turned_low, turned_high = paired_difference_interval(both, second, first, neither)
    assert float(turned_low) == pytest.approx(-float(high), abs=1e-12)
    assert float(turned_high) == pytest.approx(-float(low), abs=1e-12)
    test, turned = mcnemar(first, second), mcnemar(second, first)
    assert float(test.p) == float(turned.p)
    assert float(test.larger) == float(turned.smaller)


@given(tables)
def test_the_interval_holds_the_difference_and_stays_within_minus_one_and_one(cells):
    both, first, second, neither = cells
    low, high = (float(end) for end in paired_difference_interval(both, first, second, neither))
    assert -1 <= low <= (second - first) / sum(cells) <= high <= 1


def test_the_more_the_same_people_give_both_answers_the_narrower_the_interval():
    # The same shares, 30 and 40 of 100: among the same people, independent, among others.
    widths = [
        np.subtract(*paired_difference_interval(both, 30 - both, 40 - both, 30 + both)[::-1])
        for both in (29, 12, 0)
    ]
    assert widths == sorted(widths)
    assert widths[0] < widths[1] < widths[2]


def test_without_correlation_the_interval_is_that_of_two_groups():
    # Where n11 n00 = n10 n01 the two answers have nothing to do with each other.
    low, high = (float(end) for end in paired_difference_interval(12, 18, 28, 42))
    (low1, low2), (high1, high2) = wilson_interval([30, 40], [100, 100])
    assert low == pytest.approx(0.1 - math.hypot(0.4 - low2, high1 - 0.3))
    assert high == pytest.approx(0.1 + math.hypot(high2 - 0.4, 0.3 - low1))


def test_nobody_has_no_interval_and_tells_nothing():
    assert np.isnan(paired_difference_interval(0, 0, 0, 0)).all()
    assert float(mcnemar(0, 0).p) == 1


def test_large_surveys_are_no_trouble():
    test = mcnemar([400_000], [410_000])
    assert 0 < float(test.p[0]) < 1e-20


@pytest.mark.parametrize(("n", "unlike"), [(26, 0.5), (134, 0.5), (134, 0.2), (2000, 0.9)])
def test_the_detectable_difference_solves_its_equation(n, unlike):
    level, power = 0.05, 0.8
    found = detectable_paired_difference(n, unlike=unlike)
    null, other = special.ndtri(1 - level / 2), special.ndtri(power)
    right = null * math.sqrt(unlike) + other * math.sqrt(unlike - found**2)
    assert found * math.sqrt(n) == pytest.approx(right, rel=1e-12)


def test_a_simulation_shows_the_detectable_difference_as_often_as_promised():
    n, unlike = 400, 0.5
    found = detectable_paired_difference(n, unlike=unlike)
    generator = np.random.default_rng(20210201)
    second = (unlike + found) / 2
    draws = generator.multinomial(n, [second, unlike - second, 1 - unlike], size=4000)
    shown = mcnemar(draws[:, 1], draws[:, 0]).p < 0.05
    # The exact test is a little stricter than the normal approximation.
    assert 0.74 < shown.mean() < 0.83


def test_a_stricter_level_and_fewer_people_see_less():
    assert detectable_paired_difference(134, level=0.05 / 55) > detectable_paired_difference(134)
    assert detectable_paired_difference(50) > detectable_paired_difference(134)


@pytest.mark.parametrize("n", [0, 1, 7])
def test_too_few_people_see_nothing(n):
    assert math.isnan(detectable_paired_difference(n, level=0.001))


def test_people_who_all_answer_alike_show_no_difference():
    assert math.isnan(detectable_paired_difference(100, unlike=0))


@pytest.mark.parametrize(
    "options", [{"power": 0.4}, {"level": 0}, {"unlike": 1.5}, {"unlike": -0.1}]
)
def test_numbers_out_of_range_are_refused(options):
    with pytest.raises(ParameterError):
        detectable_paired_difference(100, **options)
