"""How large a difference two groups could have shown."""

from __future__ import annotations

import math

from scipy import special

from lumo_analysis.errors import ParameterError


def detectable_difference(
    first: float, second: float, *, power: float = 0.80, level: float = 0.05
) -> float:
    """The smallest difference between two groups' shares that a test would probably show.

    The shares are taken to lie evenly about a half, where a difference is hardest to see, so
    no larger one is needed elsewhere. The test is the two-sided comparison of two shares by
    the normal approximation, as in R's `power.prop.test` and in Fleiss, Levin & Paik (2003),
    Statistical Methods for Rates and Proportions, ch. 4: with s = sqrt(1/n1 + 1/n2)/2 the
    difference d solves d = z(1 - level/2) s + z(power) s sqrt(1 - d^2).

    Args:
        first: answers in one group; the effective number where they are weighted.
        second: answers in the other.
        power: how often the test is to show the difference, 0.5 to 1.
        level: of the two-sided test.

    Returns:
        A difference of shares, above 0 and at most 1; NaN where a group is empty or the two
        are so small that not even none against all would do.

    Raises:
        ParameterError: a group below 0, or a power or level out of its range.

    >>> round(detectable_difference(26, 45), 2)
    0.34
    >>> detectable_difference(1, 1)
    nan
    """
    if first < 0 or second < 0:
        raise ParameterError(f"groups of {first} and {second}: a group has 0 answers or more")
    if not 0.5 <= power < 1 or not 0 < level < 1:
        raise ParameterError(
            f"power is {power} and level {level}; power must lie between 0.5 and 1, "
            "level between 0 and 1"
        )
    if not first or not second:
        return math.nan
    spread = math.sqrt(1 / first + 1 / second) / 2
    null = -float(special.ndtri(level / 2)) * spread
    other = float(special.ndtri(power)) * spread
    if null > 1:
        return math.nan
    return (null + other * math.sqrt(1 + other**2 - null**2)) / (1 + other**2)
