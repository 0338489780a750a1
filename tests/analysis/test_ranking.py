from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from lumo_analysis.analysis.paired_items import compare_items
from lumo_analysis.analysis.ranking import not_told_apart, pairs_told_apart, place_ranges
from lumo_analysis.errors import ParameterError


def _compared(*rows: tuple[str, str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["item1", "item2", "difference", "p_adjusted"])


STAIRS = _compared(
    ("a", "b", -0.1, 0.3),
    ("a", "c", -0.3, 0.001),
    ("a", "d", -0.5, 0.001),
    ("b", "c", -0.2, 0.4),
    ("c", "d", -0.2, 0.04),
    ("d", "b", 0.4, 0.001),
)


def test_places_are_counted_from_the_pairs_that_are_told_apart():
    actual = place_ranges(STAIRS).set_index("item")[["best", "worst"]]
    assert actual.loc[["a", "b", "c", "d"]].to_numpy().tolist() == [[1, 2], [1, 3], [2, 3], [4, 4]]


def test_the_direction_of_a_pair_does_not_matter():
    turned = STAIRS.rename(columns={"item1": "item2", "item2": "item1"})
    turned = turned.assign(difference=-turned["difference"])
    pd.testing.assert_frame_equal(
        place_ranges(turned, list("abcd")), place_ranges(STAIRS, list("abcd"))
    )


def test_sets_that_cannot_be_told_apart_may_share_items():
    assert not_told_apart(STAIRS) == [("a", "b"), ("b", "c")]


def test_the_order_within_sets_is_the_order_of_the_items():
    assert not_told_apart(STAIRS, ["c", "b", "a", "d"]) == [("c", "b"), ("b", "a")]


def test_a_subset_of_the_items_is_ranked_among_itself():
    assert place_ranges(STAIRS, ["b", "d"])[["best", "worst"]].to_numpy().tolist() == [
        [1, 1],
        [2, 2],
    ]
    assert not_told_apart(STAIRS, ["b", "d"]) == []
    assert pairs_told_apart(STAIRS, ["b", "c", "d"]) == (2, 3)


def test_a_pair_without_a_test_is_not_told_apart():
    untested = _compared(("a", "b", np.nan, np.nan))
    assert place_ranges(untested)["worst"].tolist() == [2, 2]
    assert pairs_told_apart(untested) == (0, 1)


def test_everyone_alike_is_one_set():
    pairs = [(one, other, 0.0, 1.0) for one, other in itertools.combinations("abcdefg", 2)]
    assert not_told_apart(_compared(*pairs)) == [tuple("abcdefg")]


@given(
    st.lists(st.booleans(), min_size=10, max_size=10),
    st.lists(st.booleans(), min_size=10, max_size=10),
)
def test_the_sets_are_all_largest_sets_without_a_pair_told_apart(apart, up):
    items = list("abcde")
    pairs = list(itertools.combinations(items, 2))
    compared = _compared(
        *(
            (*pair, 0.2 if rises else -0.2, 0.01 if told else 0.5)
            for pair, told, rises in zip(pairs, apart, up, strict=True)
        )
    )
    told = {frozenset(pair) for pair, is_told in zip(pairs, apart, strict=True) if is_told}

    def alike(some: tuple[str, ...]) -> bool:
        return all(frozenset(pair) not in told for pair in itertools.combinations(some, 2))

    every = [
        some for size in range(1, 6) for some in itertools.combinations(items, size) if alike(some)
    ]
    largest = {
        some for some in every if len(some) > 1 and not any(set(some) < set(o) for o in every)
    }
    assert set(not_told_apart(compared)) == largest
    ranges = place_ranges(compared)
    assert ((ranges["best"] + ranges["below"] <= 5) & (ranges["best"] <= ranges["worst"])).all()


def test_places_hold_the_true_ones_as_often_as_promised():
    # Six items answered by the same 134 people; the first three share a place.
    true = np.array([0.6, 0.6, 0.6, 0.5, 0.35, 0.2])
    best = 1 + (true > true[:, None]).sum(axis=1)
    worst = len(true) - (true < true[:, None]).sum(axis=1)
    generator = np.random.default_rng(134)
    held, width = 0, 0.0
    for _ in range(200):
        person, answer = generator.normal(size=(134, 1)), generator.normal(size=(134, 6))
        chosen = (0.6 * person + 0.8 * answer < special.ndtri(true)).astype(int)
        columns = [pd.Categorical.from_codes(column, ["no", "yes"]) for column in chosen.T]
        responses = pd.DataFrame({f"i{number}": column for number, column in enumerate(columns)})
        ranges = place_ranges(compare_items(responses, list(responses), ["yes"]))
        held += bool((ranges["best"] <= best).all() and (ranges["worst"] >= worst).all())
        width += float((ranges["worst"] - ranges["best"]).mean()) / 200
    assert held / 200 >= 0.95
    assert width < 3


@pytest.mark.parametrize(
    ("items", "level", "message"),
    [
        (["a", "e"], 0.05, "item 'e' was not compared"),
        (None, 5, "between 0 and 1"),
    ],
)
def test_what_cannot_be_ranked_is_refused(items, level, message):
    with pytest.raises(ParameterError, match=message):
        place_ranges(STAIRS, items, level=level)


def test_a_missing_pair_is_refused():
    with pytest.raises(ParameterError, match="'a' and 'c' were not compared"):
        place_ranges(_compared(("a", "b", 0.1, 0.5), ("b", "c", 0.1, 0.5)))
