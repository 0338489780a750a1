"""The names of tests and the size of their effects, in words."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from lumo_analysis.presentation.answers_wording import listed
from lumo_analysis.presentation.wording import EN_DASH, Wording

LIMITS = {
    "epsilon_squared": (0.01, 0.08, 0.26),
    "cramers_v": (0.1, 0.3, 0.5),
    "cliffs_delta": (0.147, 0.33, 0.474),
}
"""From where an effect is called small, medium and large: Mangiafico (2016) for epsilon
squared, Cohen (1988) for Cramér's V, Romano et al. (2006) for Cliff's delta."""


def effect_size(words: Wording, name: str, effect: float) -> str:
    """The size of an effect in words; its sign does not matter.

    >>> effect_size(Wording("en"), "epsilon_squared", 0.05)
    'small'
    >>> effect_size(Wording("en"), "cliffs_delta", -0.5)
    'large'
    """
    if name not in LIMITS or math.isnan(effect):
        return EN_DASH
    small, medium, large = LIMITS[name]
    if abs(effect) < small:
        return words.say("very small")
    if abs(effect) < medium:
        return words.say("small")
    return words.say("medium") if abs(effect) < large else words.say("large")


def p_equals(words: Wording, p: float) -> str:
    """A p-value as it stands in a sentence.

    >>> print(p_equals(Wording("en"), 0.0301).replace("\u00a0", " "))
    p = 0.030
    >>> print(p_equals(Wording("en"), 0.0001).replace("\u00a0", " "))
    p < 0.001
    """
    value = words.p_value(p)
    return f"p\u00a0{value}" if value.startswith("<") else f"p\u00a0=\u00a0{value}"


def verdict(words: Wording, below: bool) -> str:
    """On which side of 0.05 a p-value lies, where its value is not told."""
    level = words.number(0.05, 2)
    if below:
        return words.say("below {level}", level=level)
    return words.say("not below {level}", level=level)


def p_verdict(words: Wording, below: bool) -> str:
    """The same as it stands in a sentence.

    >>> print(p_verdict(Wording("en"), False).replace("\u00a0", " "))
    p not below 0.05
    """
    return f"p\u00a0{verdict(words, below)}"


def name_of_test(words: Wording, test: str) -> str:
    """The name of a test."""
    if test == "kruskal-wallis":
        return words.say("Kruskal–Wallis test")
    if test == "brunner-munzel":
        return words.say("Brunner–Munzel test")
    if test == "chi-square":
        return words.say("Chi-square test")
    if test == "dunn":
        return words.say("Dunn's test")
    if test == "fisher-freeman-halton":
        return words.say("Fisher–Freeman–Halton test")
    return test


def note_of_test(words: Wording, test: str) -> str:
    """What a test compares, and its effect."""
    if test == "kruskal-wallis":
        return words.say(
            "Kruskal–Wallis test on the ordered answers; "
            "ε² is the part of the variation of ranks that the groups explain (0 to 1)."
        )
    if test == "brunner-munzel":
        return words.say(
            "Brunner–Munzel test on the ordered answers of a group and of all the others; "
            "Cliff's δ (−1 to 1) is positive where the group answers higher on the scale."
        )
    if test == "chi-square":
        return words.say(
            "Chi-square test of the answers by group; "
            "Cramér's V (0 to 1) is corrected for bias (Bergsma)."
        )
    if test == "fisher-freeman-halton":
        return words.say(
            "Fisher–Freeman–Halton test of the answers by group; "
            "Cramér's V (0 to 1) is corrected for bias (Bergsma)."
        )
    return name_of_test(words, test)


def value_sign(words: Wording, tests: Collection[str]) -> str:
    """The head of the column of test statistics."""
    signs = {"kruskal-wallis": "H", "brunner-munzel": "W", "chi-square": "χ²", "dunn": "z"}
    signs["fisher-freeman-halton"] = "F"
    if len(tests) == 1:
        return signs.get(next(iter(tests))) or words.say("Test statistic")
    return words.say("Test statistic")


def effect_sign(words: Wording, names: Collection[str]) -> str:
    """The head of the column of effects."""
    signs = {"epsilon_squared": "ε²", "cramers_v": "V", "cliffs_delta": "δ"}
    sign = signs.get(next(iter(names))) if len(names) == 1 else None
    if sign is None:
        return words.say("Effect size")
    return words.say("Effect size {sign}", sign=sign)


def limits_note(words: Wording, name: str) -> str:
    """From where an effect is called small, medium and large."""
    small, medium, large = LIMITS.get(name, (math.nan,) * 3)
    return words.say(
        "The size of the difference is called small from {sign} = {small}, "
        "medium from {medium} and large from {large}.",
        sign={"epsilon_squared": "ε²", "cramers_v": "V", "cliffs_delta": "|δ|"}.get(name, name),
        small=_plain(words, small),
        medium=_plain(words, medium),
        large=_plain(words, large),
    )


def _plain(words: Wording, value: float) -> str:
    digits = len(f"{value:g}".partition(".")[2])
    return words.number(value, digits)


def correction_note(words: Wording, tests: Sequence[int] | None) -> str:
    """How p was adjusted, and over how many tests in each family, where that is known."""
    if tests is None:
        return words.say(
            "The adjusted p allows for the tests made together (Holm), "
            "of which this table shows a part."
        )
    if max(tests) == 1:
        return words.say("Each test stands alone, so its p is not adjusted.")
    if len(tests) == 1:
        return words.say(
            "The adjusted p allows for {n} tests made together (Holm).", n=words.number(tests[0])
        )
    return words.say(
        "The adjusted p allows for the tests made together (Holm), in families of {n} tests.",
        n=listed(words, [words.number(n) for n in tests]),
    )


def reason_text(words: Wording, reason: str) -> str:
    """Why no test was possible."""
    if reason == "too_few":
        return words.say("no test: no answers")
    if reason == "one_group":
        return words.say("no test: answers from one group only")
    if reason == "constant":
        return words.say("no test: everyone gave the same answer")
    if reason == "completely_apart":
        return words.say("no p: the groups share no answer")
    return EN_DASH
