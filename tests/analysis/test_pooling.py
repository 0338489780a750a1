from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.pooling import pool_shares
from lumo_analysis.analysis.pooling_model import pooled
from lumo_analysis.analysis.shares import shares
from lumo_analysis.errors import ParameterError

NUMBERS = ["pooled", "pooled_low", "pooled_high"]


def _counts(*groups: tuple[int, int]) -> pd.DataFrame:
    """Poor and good of each group."""
    rows = [
        ("coping", group, answer, "scale", n)
        for group, pair in zip("xyzvw", groups, strict=False)
        for answer, n in zip(("poor", "good"), pair, strict=True)
    ]
    return pd.DataFrame(rows, columns=["item", "group", "answer", "kind", "n"])


def test_the_raw_shares_stand_beside_the_pooled_ones() -> None:
    counts = _counts((22, 4), (17, 11), (22, 13), (25, 20))

    actual = pool_shares(counts, ["good"])

    raw = shares(counts, ["good"])
    pd.testing.assert_frame_equal(actual[list(raw.columns)], raw)
    expected = pooled([4, 11, 13, 20], [26, 28, 35, 45])
    assert actual["pooled"].tolist() == expected.share.tolist()
    assert actual["pooled_low"].tolist() == expected.low.tolist()
    assert actual["pooled_high"].tolist() == expected.high.tolist()
    assert actual["spread"].unique().tolist() == [expected.spread]
    assert (actual["reason"] == "").all()


def test_each_answer_and_item_is_pooled_on_its_own() -> None:
    one = _counts((20, 10), (10, 20))
    two = one.assign(item="strain", n=[2, 28, 15, 15])

    both = pool_shares(pd.concat([one, two], ignore_index=True))

    alone = [pool_shares(frame) for frame in (one, two)]
    pd.testing.assert_frame_equal(both, pd.concat(alone, ignore_index=True))
    assert both["answers"].tolist() == ["poor", "good"] * 4
    assert both["spread"].round(5).nunique() == 2


def test_one_group_has_nothing_to_pool_with_and_says_so() -> None:
    actual = pool_shares(_counts((20, 10), (0, 0)), ["good"])

    assert actual["share"].tolist() == pytest.approx([1 / 3, np.nan], nan_ok=True)
    assert actual[[*NUMBERS, "spread"]].isna().all(axis=None)
    assert actual["reason"].tolist() == ["one_group", "no_answers"]


def test_a_survey_without_groups_has_nothing_to_pool_with_either() -> None:
    responses = pd.DataFrame({"coping": pd.Categorical(["poor", "good"] * 10)})

    assert pool_shares(count_answers(responses, ["coping"]))["reason"].tolist() == ["one_group"] * 2


def test_a_group_without_answers_changes_nothing_for_the_others() -> None:
    with_empty = pool_shares(_counts((20, 10), (0, 0), (10, 20)), ["good"])

    expected = pool_shares(_counts((20, 10), (10, 20)), ["good"])["pooled"].tolist()
    assert with_empty["pooled"].tolist() == [
        expected[0],
        pytest.approx(np.nan, nan_ok=True),
        expected[1],
    ]
    assert with_empty["reason"].tolist() == ["", "no_answers", ""]


def test_a_small_group_is_used_and_not_shown() -> None:
    counts = _counts((20, 10), (10, 20), (9, 0))

    actual = pool_shares(counts, ["good"])

    expected = pooled([10, 20, 0], [30, 30, 9])
    assert actual["reason"].tolist() == ["", "", "small_base"]
    assert actual["pooled"].tolist()[:2] == expected.share.tolist()[:2]
    assert actual.loc[2, NUMBERS].isna().all()
    assert np.isnan(actual.loc[2, "share"])


def test_a_hidden_group_is_neither_shown_nor_used() -> None:
    protected = _counts((20, 10), (10, 20), (20, 13))
    protected["n"] = protected["n"].astype("Int64").mask(protected["group"] == "z")

    actual = pool_shares(protected, ["good"])

    expected = pool_shares(_counts((20, 10), (10, 20)), ["good"])
    assert actual["reason"].tolist() == ["", "", "hidden"]
    assert actual["pooled"].tolist()[:2] == expected["pooled"].tolist()
    assert actual.loc[2, NUMBERS].isna().all()


def test_weighted_shares_are_pooled_by_the_effective_base() -> None:
    responses = pd.DataFrame(
        {
            "coping": pd.Categorical(["poor"] * 12 + ["good"] * 28),
            "region": pd.Categorical(["n", "s"] * 20),
            "weight": [0.5, 2.0, 1.5, 1.0] * 10,
        }
    )
    counts = count_answers(responses, ["coping"], by="region", weight="weight")

    actual = pool_shares(counts, ["good"])

    raw = shares(counts, ["good"])
    bases = raw["effective_base"].to_numpy()
    assert (bases < 20).all()
    expected = pooled(raw["share"].to_numpy() * bases, bases)
    assert actual["pooled"].tolist() == pytest.approx(expected.share.tolist())


def test_confidence_is_that_of_both_intervals() -> None:
    wide, narrow = (
        pool_shares(_counts((20, 10), (10, 20)), ["good"], confidence=confidence)
        for confidence in (0.95, 0.5)
    )

    assert (wide["low"] < narrow["low"]).all()
    assert (wide["pooled_low"] < narrow["pooled_low"]).all()
    assert (narrow["pooled_high"] < wide["pooled_high"]).all()
    assert narrow["pooled"].tolist() == wide["pooled"].tolist()


def test_mistakes_are_those_of_shares() -> None:
    counts = _counts((20, 10), (10, 20))

    with pytest.raises(ParameterError, match="did you mean 'good'"):
        pool_shares(counts, ["god"])
    with pytest.raises(ParameterError, match="must lie between 0 and 1"):
        pool_shares(counts, ["good"], confidence=95)


def test_three_hundred_groups_are_pooled_at_once() -> None:
    source = np.random.default_rng(3)
    bases = source.integers(10, 60, 300)
    counts = source.binomial(bases, 0.4)

    actual = pooled(counts, bases)

    assert actual.spread < 0.25
    assert actual.share.std() < (counts / bases).std() / 2
    assert actual.share.mean() == pytest.approx((counts / bases).mean(), abs=0.01)
