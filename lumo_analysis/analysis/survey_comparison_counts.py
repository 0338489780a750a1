"""Surveys or waves compared by their counts: tests, and differences of shares."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from lumo_analysis.analysis.answer_sums import BaseName
from lumo_analysis.analysis.comparison import compare_groups, compare_with_rest
from lumo_analysis.analysis.comparison_frame import require_items
from lumo_analysis.analysis.count_table import (
    NO_ANSWER,
    RESPONDENTS,
    WEIGHT_COLUMNS,
    is_weighted,
    require_counts,
)
from lumo_analysis.analysis.differences import share_difference
from lumo_analysis.analysis.permutation import PERMUTATIONS
from lumo_analysis.analysis.survey_comparison_frame import OF_SHARES, adjusted, typed
from lumo_analysis.errors import ParameterError, nearest

_KEYS = ["item", "answer", "kind"]
_IN_BASE = {"answered": ("scale", RESPONDENTS), "all": (RESPONDENTS, NO_ANSWER)}


def compare_counts(
    counts: Mapping[str, pd.DataFrame],
    family: Mapping[str, str | None] | None = None,
    *,
    nominal: Collection[str] = (),
    headlines: Mapping[str, Sequence[str]] | None = None,
    bases: Mapping[str, BaseName] | None = None,
    pairs: Iterable[tuple[str, str]] | None = None,
    permutations: int = PERMUTATIONS,
    seed: str = "",
) -> pd.DataFrame:
    """Compare the same items between surveys, or waves of one, by their counts alone.

    Ordered answers by Brunner and Munzel's test, as in `compare_with_rest`; nominal items, and
    each option of multiple choice, by the exact test of Fisher, Freeman and Halton, as in
    `compare_groups`; the share of a headline's answers, or of an option, by its difference
    with Newcombe's interval, as in `share_difference`. Respondents are taken to be different
    people in each survey. Everything is the second survey minus the first.

    Args:
        counts: by the name of each survey its counts from `count_answers` without `by`, with
            the same items and answers.
        family: items whose tests are adjusted together (Holm), over all pairs of surveys; an
            item without a family is adjusted with its own pairs and options only.
        nominal: the items whose answers have no order.
        headlines: for each item the answers whose joint share is compared.
        bases: who counts in the denominators; "answered" by default.
        pairs: which surveys to compare, each as (first, second); all pairs by default.
        permutations: as in `compare_groups`.
        seed: as in `compare_groups`.

    Returns:
        One row an item and pair of surveys, or an option and pair: the columns of
        `compare_groups`; group1, group2, n_group1, n_group2 (answers that the test goes by);
        superiority, effect_low, effect_high as in `compare_with_rest`; answers (the headline's
        joined with "+", or the option; "" where there is none); base_name, n1, base1, share1,
        n2, base2, share2, difference (share2 - share1), low, high and uncertain as in
        `share_difference`.

    Raises:
        ParameterError: fewer than two surveys, counts by group, items or answers that differ,
            or names that are not there.

    >>> def counts(*n: int) -> pd.DataFrame:
    ...     return pd.DataFrame({
    ...         "item": "coping", "group": "all", "answer": ["poor", "fair", "good"],
    ...         "kind": "scale", "n": n,
    ...     })
    >>> two = {"2021": counts(20, 15, 15), "2024": counts(8, 15, 27)}
    >>> rows = compare_counts(two, headlines={"coping": ["good"]})
    >>> rows.round(3)[["groups", "test", "p", "effect", "difference", "low", "high"]]
          groups            test      p  effect  difference    low  high
    0  2021+2024  brunner-munzel  0.003   0.312        0.24  0.047  0.41
    """
    names = list(counts)
    wanted = list(itertools.combinations(names, 2)) if pairs is None else list(pairs)
    _check(counts, wanted)
    rows = []
    for first, second in wanted:
        both = _together(counts, first, second)
        for named in (nominal, headlines or {}, bases or {}):
            require_items(list(named), dict.fromkeys(both["item"]), "the counts")
        tests = _tests(both, set(nominal), bases or {}, permutations, seed)
        rows.append(_beside_shares(tests, both, first, second, headlines or {}, bases or {}))
    frame = pd.concat(rows, ignore_index=True)
    order = {item: place for place, item in enumerate(counts[names[0]]["item"].unique())}
    frame = frame.iloc[np.argsort(frame["item"].map(order).to_numpy(), kind="stable")]
    return typed(adjusted(frame.reset_index(drop=True), family or {}))


def _check(counts: Mapping[str, pd.DataFrame], pairs: list[tuple[str, str]]) -> None:
    if len(counts) < 2 or not pairs:
        raise ParameterError("there are no two surveys to compare; give two or more")
    for name in itertools.chain.from_iterable(pairs):
        if name not in counts:
            raise ParameterError(f"no survey '{name}' among the counts; {nearest(name, counts)}")
    for first, second in pairs:
        if first == second:
            raise ParameterError(f"survey '{first}' is compared with itself; name two surveys")
    for name, frame in counts.items():
        require_counts(frame)
        if len(frame["group"].unique()) > 1:
            raise ParameterError(f"survey '{name}' is counted by group; count without 'by'")


def _together(counts: Mapping[str, pd.DataFrame], first: str, second: str) -> pd.DataFrame:
    """The counts of two surveys, each as one group; weights are 1 where a survey has none."""
    frames = [counts[name].reset_index(drop=True) for name in (first, second)]
    keys = [pd.MultiIndex.from_frame(frame[_KEYS]) for frame in frames]
    other = keys[0].symmetric_difference(keys[1])
    if len(other):
        raise ParameterError(
            f"item '{other[0][0]}' has other answers in '{first}' than in '{second}'; "
            "compare items with the same answers only"
        )
    frames[1] = frames[1].set_index(keys[1]).loc[keys[0]].reset_index(drop=True)
    if any(map(is_weighted, frames)):
        for place, frame in enumerate(frames):
            if not is_weighted(frame):
                frames[place] = frame.assign(**dict.fromkeys(WEIGHT_COLUMNS, frame["n"]))
    named = [
        frame.assign(group=pd.Series(name, frame.index, dtype="str"))
        for frame, name in zip(frames, (first, second), strict=True)
    ]
    both = pd.concat(named, ignore_index=True)
    return both.iloc[np.argsort(pd.factorize(both["item"])[0], kind="stable")]


def _tests(
    both: pd.DataFrame,
    nominal: set[str],
    bases: Mapping[str, BaseName],
    permutations: int,
    seed: str,
) -> pd.DataFrame:
    """One row an item or option, the second survey against the first."""
    multiple = set(both.loc[both["kind"] == "option", "item"])
    ordered = both[~both["item"].isin(nominal | multiple)]
    parts = []
    if not ordered.empty:
        rows = compare_with_rest(ordered, permutations=permutations, seed=seed)
        # Each group is held against the other; the second survey's row has the sign wanted.
        parts.append(rows.iloc[1::2].drop(columns=["group", "n_group"]))
    unordered = both[both["item"].isin(nominal - multiple)]
    if not unordered.empty:
        items = unordered["item"].unique().tolist()
        parts.append(compare_groups(unordered, exact=items, permutations=permutations, seed=seed))
    for item in both["item"].unique().tolist():
        if item in multiple:
            options = _options(both[both["item"] == item], bases.get(item, "answered"))
            names = options["item"].unique().tolist()
            rows = compare_groups(options, exact=names, permutations=permutations, seed=seed)
            answers = rows["item"].str.removeprefix(f"{item}__")
            parts.append(rows.assign(item=item, answers=answers))
    together = pd.concat(parts, ignore_index=True)
    for name in ("superiority", "effect_low", "effect_high"):
        together[name] = together.get(name, np.nan)
    answers = together.get("answers", pd.Series("", together.index))
    return together.assign(answers=answers.fillna("").astype("str"))


def _options(of_item: pd.DataFrame, base: BaseName) -> pd.DataFrame:
    """Each option as an item that one chose or not, among those in the base."""
    in_base = of_item[of_item["kind"].isin(_IN_BASE[base])].groupby("group")["n"].sum()
    options = of_item[of_item["kind"] == "option"]
    chosen = options.assign(item=options["item"] + "__" + options["answer"], answer="chosen")
    rest = chosen.assign(answer="not_chosen", n=options["group"].map(in_base) - options["n"])
    both = pd.concat([chosen, rest], ignore_index=True).assign(kind="scale")
    return both.iloc[np.argsort(pd.factorize(both["item"])[0], kind="stable")]


def _beside_shares(
    tests: pd.DataFrame,
    both: pd.DataFrame,
    first: str,
    second: str,
    headlines: Mapping[str, Sequence[str]],
    bases: Mapping[str, BaseName],
) -> pd.DataFrame:
    """The tests with the groups' sizes, and with the difference of the headline's shares."""
    asked = {item: "+".join(answers) for item, answers in headlines.items()}
    told = zip(tests["item"], tests["answers"], strict=True)
    answers = [option or asked.get(item, "") for item, option in told]
    tests = tests.assign(answers=pd.Series(answers, dtype="str"), groups=f"{first}+{second}")
    tests = tests.assign(group1=first, group2=second)
    all_of = [item for item in bases if bases[item] == "all"]
    no_answer = both["kind"].eq(NO_ANSWER) & both["item"].isin(all_of)
    multiple = both["item"].isin(both.loc[both["kind"].eq("option"), "item"])
    tested = both["kind"].isin(_IN_BASE["answered"]) | (no_answer & multiple)
    sizes = both[tested].groupby(["item", "group"])["n"].sum()
    for number, name in ((1, first), (2, second)):
        tests[f"n_group{number}"] = [int(sizes[item, name]) for item in tests["item"]]
    wanted = tests[tests["answers"] != ""]
    parts = []
    for base in ("answered", "all"):
        items = [item for item in wanted["item"].unique() if bases.get(item, "answered") == base]
        if items:
            of_base = wanted[wanted["item"].isin(items)]
            sums = {
                str(item): [answers.split("+") for answers in rows["answers"]]
                for item, rows in of_base.groupby("item", sort=False)
            }
            parts.append(share_difference(both, sums, base, pairs=[(first, second)]))
    if not parts:
        return tests.assign(**dict.fromkeys(OF_SHARES, np.nan))
    shares = pd.concat(parts, ignore_index=True)[["item", "answers", *OF_SHARES]]
    return tests.merge(shares, on=["item", "answers"], how="left", validate="one_to_one")
