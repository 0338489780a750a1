"""How often the reported statistics err, on tables of the survey's own shape.

    .venv/bin/python benchmarks/statistics_quality.py --write docs/statistics.md

Prints a Markdown table and, with `--write`, puts it in place of the one between the marks in
that file. Regions of 26, 28, 35 and 45 respondents, five answers, and one in twelve who can't
say. All draws have fixed seeds, so that only the times differ from run to run. It takes about
three minutes.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special, stats

import lumo_analysis as lumo
from lumo_analysis.analysis.count_table import stack_counts
from lumo_analysis.analysis.intervals import (
    clopper_pearson_interval,
    difference_interval,
    goodman_interval,
    wilson_interval,
)
from lumo_analysis.analysis.multiplicity import holm
from lumo_analysis.analysis.pooling_model import pooled
from lumo_analysis.analysis.ranks import brunner_munzel, cliffs_delta, kruskal_wallis, superiority

Numbers = npt.NDArray[np.float64]
Row = tuple[str, str, str, str]

SIZES = np.array([26, 28, 35, 45])
CANT_SAY = 1 / 12
EVEN = np.array([0.08, 0.20, 0.25, 0.35, 0.12])
SKEWED = np.array([0.02, 0.05, 0.13, 0.45, 0.35])
PEAKED = np.array([0.05, 0.20, 0.50, 0.20, 0.05])
POLARISED = np.array([0.35, 0.12, 0.06, 0.12, 0.35])
WIDE = np.array([0.30, 0.15, 0.10, 0.15, 0.30])
NARROW = np.array([0.02, 0.18, 0.60, 0.18, 0.02])
SHARES = np.linspace(0.005, 0.995, 199)
ROLES = np.array([[0.6, 0.2, 0.2], [0.2, 0.5, 0.3], [0.4, 0.2, 0.4], [0.2, 0.2, 0.6]])
"""The part of three roles in each region; the first answers lowest, the last highest."""
OF_ROLES = np.array([-1.0, 0.0, 1.0])
MARKS = "<!-- measured -->", "<!-- end of measured -->"
PERMUTATIONS = 999


def main() -> None:
    """Measure, print, and write where told to."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--write", type=Path, help="a file with the marks to write between")
    parser.add_argument("--quick", action="store_true", help="a tenth of the draws, for a look")
    options = parser.parse_args()
    scale = 0.1 if options.quick else 1.0
    lines = [f"Measured with version {lumo.__version__}.", "", "| what | where | should be | is |"]
    lines.append("| --- | --- | --- | --- |")
    for part in PARTS:
        for row in part(lambda draws: max(50, int(draws * scale))):
            lines.append("| " + " | ".join(row) + " |")
            print(lines[-1], flush=True)
    if options.write:
        before, rest = options.write.read_text(encoding="utf-8").split(MARKS[0])
        after = rest.split(MARKS[1])[1]
        table = "\n".join(lines)
        text = f"{before}{MARKS[0]}\n\n{table}\n\n{MARKS[1]}{after}"
        options.write.write_text(text, encoding="utf-8")


Draws = Callable[[int], int]


def intervals_of_shares(draws: Draws) -> Iterator[Row]:
    """Coverage of a share's interval, summed exactly over all counts."""
    where = "all shares of n = 26, 28, 35, 45"
    for name, interval in (
        ("Wilson", wilson_interval),
        ("Clopper-Pearson", clopper_pearson_interval),
        ("Wald (not reported)", _wald),
    ):
        covered = np.column_stack([_coverage(int(n), interval) for n in SIZES])
        yield f"coverage, {name}", where, "0.95", _least_and_mean(covered)
        middle = covered[(SHARES > 0.05) & (SHARES < 0.95)]
        yield f"coverage, {name}", "shares from 5 to 95 %", "0.95", _least_and_mean(middle)
    source = np.random.default_rng(1)
    for shape, name in ((EVEN, "even"), (SKEWED, "skewed")):
        counts = source.multinomial(26, shape, draws(20_000))
        low, high = goodman_interval(counts, 26, 5)
        all_held = ((low <= shape) & (shape <= high)).all(axis=1).mean()
        yield "all five held at once, Goodman", f"n = 26, {name} answers", "0.95", f"{all_held:.3f}"


def _wald(count: Numbers, base: Numbers) -> tuple[Numbers, Numbers]:
    share = count / base
    half = stats.norm.ppf(0.975) * np.sqrt(share * (1 - share) / base)
    return share - half, share + half


def _coverage(n: int, interval: Callable[..., tuple[Numbers, Numbers]]) -> Numbers:
    counts = np.arange(n + 1.0)
    low, high = interval(counts, np.full(n + 1, float(n)))
    chance = stats.binom.pmf(counts, n, SHARES[:, None])
    return (chance * ((low <= SHARES[:, None]) & (SHARES[:, None] <= high))).sum(axis=1)


def _least_and_mean(covered: Numbers) -> str:
    return f"{covered.mean():.3f} on average, at least {covered.min():.3f}"


def intervals_of_differences(draws: Draws) -> Iterator[Row]:
    """Coverage of Newcombe's interval, exactly; of Cliff's delta, by draws."""
    first, second = np.arange(27.0)[:, None], np.arange(46.0)[None, :]
    one = (first / 26, *wilson_interval(first, 26))
    two = (second / 45, *wilson_interval(second, 45))
    low, high = difference_interval(one, two)
    grid = np.linspace(0.02, 0.98, 49)
    chance1 = stats.binom.pmf(np.arange(27), 26, grid[:, None])
    chance2 = stats.binom.pmf(np.arange(46), 45, grid[:, None])
    covered = np.array(
        [
            chance1[i] @ ((low <= q - p) & (q - p <= high)) @ chance2[j]
            for i, p in enumerate(grid)
            for j, q in enumerate(grid)
        ]
    )
    yield (
        "coverage, Newcombe's interval of a difference",
        "all pairs of shares, 26 against 45",
        "0.95",
        _least_and_mean(covered),
    )
    source = np.random.default_rng(2)
    for name, shape, other in (
        ("alike", EVEN, EVEN),
        ("skewed and alike", SKEWED, SKEWED),
        ("moved", EVEN, SKEWED),
        ("wide against narrow", WIDE, NARROW),
    ):
        region = source.multinomial(26, shape, draws(20_000))
        rest = source.multinomial(108, other, draws(20_000))
        _, low, high = cliffs_delta(region, rest)
        true = 2 * float(superiority(shape, other)) - 1
        held = ((low <= true) & (true <= high)).mean()
        yield "coverage, Cliff's delta", f"26 against 108, {name}", "0.95", f"{held:.3f}"


def _regions(source: np.random.Generator, shape: Numbers, draws: int) -> npt.NDArray[np.int64]:
    """Tables of regions by answer, without those who can't say."""
    answered = source.binomial(SIZES, 1 - CANT_SAY, (draws, len(SIZES)))
    return source.multinomial(answered, shape)


def tests_of_regions(draws: Draws) -> Iterator[Row]:
    """Size of the tests of all regions, and their power where one region is polarised."""
    source = np.random.default_rng(3)
    for name, shape in (("even", EVEN), ("skewed", SKEWED)):
        p = special.chdtrc(3, kruskal_wallis(_regions(source, shape, draws(20_000))))
        size = _size(p)
        yield "size, Kruskal-Wallis, asymptotic", f"four regions, {name} answers", "0.05", size
        few = _counts(_regions(source, shape, draws(1_000)))
        reported = lumo.compare_groups(few, permutations=PERMUTATIONS)
        permuted = reported["test"].str.contains("permutation").mean()
        where = f"the same; permuted where a count is small ({permuted:.0%})"
        yield "size, Kruskal-Wallis, as reported", where, "0.05", _size(reported["p"])
    tables = _regions(source, PEAKED, draws(500))
    answered = tables[:, 3].sum(axis=1)
    tables[:, 3] = source.multinomial(answered, POLARISED)
    counts = _counts(tables)
    items = counts["item"].unique().tolist()
    ranks = lumo.compare_groups(counts, permutations=PERMUTATIONS)
    shape = lumo.compare_groups(counts, nominal=items, permutations=PERMUTATIONS)
    where = "one region of four polarised, same mean"
    yield (
        "power, Kruskal-Wallis",
        where,
        "low: it can't see this",
        f"{(ranks['p'] < 0.05).mean():.2f}",
    )
    yield "power, chi-square by permutation", where, "high", f"{(shape['p'] < 0.05).mean():.2f}"
    same = _counts(_regions(source, PEAKED, draws(1_000)))
    items = same["item"].unique().tolist()
    p = lumo.compare_groups(same, nominal=items, permutations=PERMUTATIONS)["p"]
    yield "size, chi-square by permutation", "four regions, peaked answers", "0.05", _size(p)


def _size(p: npt.ArrayLike) -> str:
    values = np.asarray(p)
    return f"{(values[~np.isnan(values)] < 0.05).mean():.3f}"


def _counts(tables: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Tables (item, region, answer) as counts of as many items."""
    answers = [f"a{place}" for place in range(tables.shape[2])]
    kinds = ["scale"] * len(answers)
    blocks = [(f"i{at}", answers, kinds, table) for at, table in enumerate(tables)]
    return stack_counts([f"r{place}" for place in range(tables.shape[1])], blocks)


def tests_against_the_rest(draws: Draws) -> Iterator[Row]:
    """Size of the tests of one region against the others, where spread differs."""
    source = np.random.default_rng(4)
    many = draws(50_000)
    for name, region, rest in (
        ("equal spread", EVEN, EVEN),
        ("region wide, rest narrow", WIDE, NARROW),
        ("region narrow, rest wide", NARROW, WIDE),
    ):
        one, two = source.multinomial(26, region, many), source.multinomial(108, rest, many)
        result = brunner_munzel(one, two)
        p = 2 * special.stdtr(result.df, -np.abs(result.statistic))
        mann_whitney = special.chdtrc(1, kruskal_wallis(np.stack([one, two], axis=1)))
        where = f"26 against 108, {name}"
        yield "size, Brunner-Munzel", where, "0.05", _size(p)
        yield "size, Mann-Whitney (not reported)", where, "0.05", _size(mann_whitney)


def families(draws: Draws) -> Iterator[Row]:
    """The chance of any false finding among 22 items."""
    source = np.random.default_rng(5)
    surveys = draws(2_000)
    tables = _regions(source, EVEN, surveys * 22)
    p = special.chdtrc(3, kruskal_wallis(tables)).reshape(surveys, 22)
    where = "22 items without a difference"
    yield (
        "any false finding, Holm",
        where,
        "0.05 at most",
        f"{_any(np.array([holm(q) for q in p]))}",
    )
    yield "any false finding, unadjusted (not reported)", where, "0.05", _any(p)


def _any(p: Numbers) -> str:
    return f"{(p < 0.05).any(axis=1).mean():.3f}"


def adjusted(draws: Draws) -> Iterator[Row]:
    """Regions that differ in who answered, and in nothing else."""
    source = np.random.default_rng(6)
    for name, shape in (("even", EVEN), ("skewed", SKEWED)):
        counts = _with_roles(source, shape, draws(1_000))
        where = f"regions differ in roles only, {name} answers"
        tests = lumo.compare_adjusted(counts)
        refused = f"; refused {(tests['reason'] != '').mean():.1%}"
        yield "size, ordinal logit with role", where, "0.05", _size(tests["p"]) + refused
        yield (
            "size, ordinal logit without role (shown beside)",
            where,
            "above 0.05",
            _size(tests["unadjusted_p"]),
        )
        yield "size, check of proportional odds", where, "0.05", _size(tests["po_p"])
        within = lumo.compare_within_strata(counts, permutations=PERMUTATIONS)
        yield "size, van Elteren by permutation in roles", where, "0.05", _size(within["p"])
        fewer = counts[counts["item"].isin([f"i{at}" for at in range(draws(300))])]
        for interval in ("profile", "wald"):
            odds = lumo.adjusted_odds(fewer, interval=interval)  # type: ignore[arg-type]
            odds = odds[odds["reason"] == ""]
            held = ((odds["low"] <= 1) & (odds["high"] >= 1)).mean()
            yield f"coverage, odds ratio of a region, {interval}", where, "0.95", f"{held:.3f}"


def _with_roles(source: np.random.Generator, shape: Numbers, draws: int) -> pd.DataFrame:
    """Counts by role and region; an item a draw."""
    thresholds = special.logit(np.cumsum(shape)[:-1])
    below = special.expit(thresholds - OF_ROLES[:, None])
    answers = np.diff(np.column_stack([np.zeros(3), below, np.ones(3)]), axis=1)
    answered = source.binomial(SIZES, 1 - CANT_SAY, (draws, len(SIZES)))
    of_roles = source.multinomial(answered, ROLES)
    tables = source.multinomial(of_roles, answers)
    parts = [_counts(tables[:, :, role]).assign(stratum=f"s{role}") for role in range(3)]
    return pd.concat(parts, ignore_index=True)


def pooling(draws: Draws) -> Iterator[Row]:
    """Error of the pooled share of a region beside that of its raw share."""
    source = np.random.default_rng(7)
    for name, shares in (
        ("no true difference, 50 % in all", [0.5, 0.5, 0.5, 0.5]),
        ("small differences, 40 to 60 %", [0.4, 0.5, 0.5, 0.6]),
        ("large differences, 20 to 80 %", [0.2, 0.4, 0.6, 0.8]),
    ):
        errors = np.zeros((2, 0))
        held = []
        for _ in range(draws(300)):
            counts = source.binomial(SIZES, shares)
            result = pooled(counts, SIZES)
            both = np.array([counts / SIZES - shares, result.share - shares])
            errors = np.hstack([errors, both])
            held.append((result.low <= shares) & (shares <= result.high))
        raw, drawn = 100 * np.sqrt((errors**2).mean(axis=1))
        error = f"{drawn:.1f} points; raw {raw:.1f}"
        yield "error of a pooled share", f"four regions, {name}", "less than raw", error
        covered = f"{np.mean(held):.3f}; least of a region {np.mean(held, axis=0).min():.3f}"
        yield "coverage of its interval", f"four regions, {name}", "0.95", covered


def power(draws: Draws) -> Iterator[Row]:
    """The power at the difference that is said to be detectable."""
    source = np.random.default_rng(8)
    for one, two in ((26, 45), (26, 108)):
        difference = lumo.detectable_difference(one, two)
        low, high = (1 - difference) / 2, (1 + difference) / 2
        many = draws(100_000)
        first, second = source.binomial(one, low, many), source.binomial(two, high, many)
        together = (first + second) / (one + two)
        error = np.sqrt(together * (1 - together) * (1 / one + 1 / two))
        z = (second / two - first / one) / error
        seen = (np.abs(z) > stats.norm.ppf(0.975)).mean()
        where = f"{one} against {two}, {100 * difference:.0f} points apart"
        yield "power at the detectable difference", where, "0.80", f"{seen:.2f}"


def speed(_draws: Draws) -> Iterator[Row]:
    """Counting, shares and tests of 22 items in 300 groups."""
    for respondents in (100_000, 1_000_000):
        responses = _responses(respondents)
        items = [name for name in responses.columns if name != "region"]
        taken = []
        for _ in range(3):
            start = _clocks()
            counts = lumo.count_answers(responses, items, by="region")
            lumo.shares(counts, ["a3", "a4"])
            lumo.compare_groups(counts)
            lumo.compare_with_rest(counts)
            taken.append(_clocks() - start)
        where = f"22 items, 300 groups, {respondents:,} respondents"
        steps = "count, shares, compare_groups, compare_with_rest"
        yield f"time, {steps}", where, "about a second", _seconds(min(taken, key=tuple))
    one = counts[counts["item"] == items[0]]
    start = _clocks()
    lumo.pool_shares(one, ["a3", "a4"])
    yield "time, pool_shares", "1 item, 300 groups", "a second or two", _seconds(_clocks() - start)


def _clocks() -> Numbers:
    return np.array([time.perf_counter(), time.process_time()])


def _seconds(taken: Numbers) -> str:
    return f"{taken[0]:.1f} s, of which {taken[1]:.1f} s at work"


def _responses(respondents: int) -> pd.DataFrame:
    source = np.random.default_rng(9)
    regions = [f"r{place}" for place in range(300)]
    columns = {"region": pd.Categorical.from_codes(source.integers(0, 300, respondents), regions)}
    answers = [f"a{place}" for place in range(5)]
    for item in range(22):
        codes = source.integers(-1, 5, respondents)
        columns[f"i{item}"] = pd.Categorical.from_codes(codes, answers, ordered=True)
    return pd.DataFrame(columns)


PARTS = (
    intervals_of_shares,
    intervals_of_differences,
    tests_of_regions,
    tests_against_the_rest,
    families,
    adjusted,
    pooling,
    power,
    speed,
)

if __name__ == "__main__":
    main()
