from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lumo_analysis.analysis.raking import rake
from lumo_analysis.errors import ParameterError

SIX = pd.DataFrame(
    {
        "region": pd.Categorical(["n", "n", "n", "n", "s", "s"], ["n", "s", "w"]),
        "role": pd.Categorical(["a", "a", "b", "b", "a", "b"]),
        "from": [1.0, 1.0, 1.0, 3.0, 1.0, 1.0],
    }
)


def test_one_margin_weights_each_answer_by_its_share() -> None:
    actual = rake(SIX, {"region": {"n": 50, "s": 50}})

    assert actual.tolist() == pytest.approx([0.75] * 4 + [1.5] * 2)
    assert actual.name == "weight"


def test_shares_and_numbers_of_the_population_serve_alike() -> None:
    by_number = rake(SIX, {"region": {"n": 300, "s": 100}, "role": {"a": 100, "b": 300}})

    by_share = rake(SIX, {"region": {"n": 0.75, "s": 0.25}, "role": {"a": 0.25, "b": 0.75}})

    assert by_share.tolist() == pytest.approx(by_number.tolist())
    assert by_number.sum() == pytest.approx(6)


def test_all_margins_hold_at_the_end() -> None:
    margins = {"region": {"n": 0.3, "s": 0.7}, "role": {"a": 0.8, "b": 0.2}}

    actual = rake(SIX, margins, total=1000)

    for item, margin in margins.items():
        sums = actual.groupby(SIX[item], observed=True).sum()
        assert sums.to_dict() == pytest.approx({key: 1000 * n for key, n in margin.items()})


def test_weights_to_begin_with_keep_their_ratio_within_an_answer() -> None:
    actual = rake(SIX, {"region": {"n": 2, "s": 2}}, start="from")

    assert actual.tolist() == pytest.approx([0.5, 0.5, 0.5, 1.5, 1.5, 1.5])


def test_the_weights_keep_the_index_and_the_input() -> None:
    responses = SIX.set_axis(list("uvwxyz"))
    before = responses.copy()

    actual = rake(responses, {"region": {"n": 1, "s": 1}})

    assert list(actual.index) == list("uvwxyz")
    pd.testing.assert_frame_equal(responses, before)


@pytest.mark.parametrize(
    ("margins", "options", "message"),
    [
        ({}, {}, "there are no margins or no respondents to weight"),
        ({"regio": {"n": 1}}, {}, "no item 'regio' in the responses; did you mean 'region'?"),
        ({"from": {"n": 1}}, {}, "it is not a categorical column"),
        ({"region": {"n": 1, "s": 1, "x": 0}}, {}, "margin 'region' has no answer 'x'"),
        ({"region": {"n": 1, "s": 1, "w": 1}}, {}, "answer 'w' has no respondents; join it"),
        ({"region": {"n": 1}}, {}, "answer 's' has nobody in the population; join it"),
        ({"region": {"n": 1, "s": 0}}, {}, "answer 's' has nobody in the population"),
        ({"region": {"n": 1, "s": -1}}, {}, "number or share of each answer, 0 or more"),
        ({"region": {"n": np.nan, "s": 1}}, {}, "number or share of each answer, 0 or more"),
        (
            {"region": {"n": 1, "s": 1}, "role": {"a": 0.5, "b": 0.5}},
            {},
            "different populations: they sum up to 'region' 2, 'role' 1",
        ),
        ({"region": {"n": 1, "s": 1}}, {"total": 0}, "can't sum up to 0; give a total above 0"),
        ({"region": {"n": 1, "s": 1}}, {"start": "form"}, "weights 'form' in the responses; did"),
    ],
)
def test_margins_that_do_not_fit_are_refused(
    margins: dict[str, dict[str, float]], options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        rake(SIX, margins, **options)

    assert message in str(caught.value)


def test_a_respondent_without_an_answer_is_refused() -> None:
    responses = SIX.assign(role=pd.Categorical(["a", None, "b", None, "a", "b"]))

    with pytest.raises(ParameterError, match="2 of the respondents gave no answer to it"):
        rake(responses, {"role": {"a": 1, "b": 1}})


def test_a_weight_of_nothing_to_begin_with_is_refused() -> None:
    with pytest.raises(ParameterError, match="a weight in 'from' is 0"):
        rake(SIX.assign(**{"from": 0}), {"region": {"n": 1, "s": 1}}, start="from")


def test_margins_that_contradict_each_other_are_refused() -> None:
    """All of the north are of role a, so that both can't be met."""
    responses = pd.DataFrame(
        {"region": pd.Categorical(["n", "n", "s"]), "role": pd.Categorical(["a", "a", "b"])}
    )

    with pytest.raises(ParameterError, match="are not met after 50 rounds; some answers never"):
        rake(responses, {"region": {"n": 2, "s": 2}, "role": {"a": 1, "b": 3}}, rounds=50)


@given(
    st.lists(st.tuples(st.sampled_from("ns"), st.sampled_from("ab")), max_size=20),
    st.integers(1, 99),
    st.integers(1, 99),
)
def test_every_margin_is_met_where_all_answers_occur_together(
    rows: list[tuple[str, str]], north: int, a: int
) -> None:
    rows = [*rows, ("n", "a"), ("n", "b"), ("s", "a"), ("s", "b")]
    responses = pd.DataFrame(rows, columns=["region", "role"]).astype("category")
    margins = {"region": {"n": north, "s": 100 - north}, "role": {"a": a, "b": 100 - a}}

    actual = rake(responses, margins, total=100)

    assert (actual > 0).all()
    for item, margin in margins.items():
        sums = actual.groupby(responses[item], observed=True).sum()
        assert sums.to_dict() == pytest.approx(margin, rel=1e-8)


def test_weights_within_limits_are_the_nearest_ones_that_meet_the_margins() -> None:
    """Deville and Särndal: those not at a limit are a product of one factor a margin."""
    source = np.random.default_rng(1)
    responses = pd.DataFrame(
        {
            "region": pd.Categorical(source.choice(list("nsw"), 300, p=[0.6, 0.3, 0.1])),
            "role": pd.Categorical(source.choice(list("ab"), 300, p=[0.8, 0.2])),
            "from": source.uniform(0.5, 2, 300),
        }
    )
    margins = {"region": {"n": 4, "s": 3, "w": 3}, "role": {"a": 5, "b": 5}}

    actual = rake(responses, margins, start="from", limits=(0.3, 4)).to_numpy()

    for item, margin in margins.items():
        sums = pd.Series(actual).groupby(responses[item], observed=True).sum()
        assert sums.to_dict() == pytest.approx({a: 30 * n for a, n in margin.items()})
    low, high = np.isclose(actual, 0.3, atol=1e-12), np.isclose(actual, 4, atol=1e-12)
    assert low.any()
    assert high.any()
    assert ((actual >= 0.3 - 1e-12) & (actual <= 4 + 1e-12)).all()
    factors = np.log(actual / responses["from"])
    design = np.column_stack(
        [responses["region"] == "n", responses["region"] == "s", responses["role"] == "a"]
    )
    design = np.column_stack([np.ones(300), design]).astype(float)
    free = ~low & ~high
    found, *_ = np.linalg.lstsq(design[free], factors[free], rcond=None)
    np.testing.assert_allclose(design[free] @ found, factors[free], atol=1e-6)
    wanted = design @ found
    assert (wanted[low] <= factors[low] + 1e-6).all()
    assert (wanted[high] >= factors[high] - 1e-6).all()


def test_limits_that_no_weight_reaches_change_nothing() -> None:
    margins = {"region": {"n": 0.3, "s": 0.7}, "role": {"a": 0.8, "b": 0.2}}

    actual = rake(SIX, margins, limits=(0.001, 1000))

    np.testing.assert_allclose(actual, rake(SIX, margins), rtol=1e-9)


def test_without_margins_the_weights_are_held_within_the_limits() -> None:
    responses = pd.DataFrame({"from": [1.0, 1.0, 1.0, 9.0]})

    actual = rake(responses, {}, start="from", limits=(None, 2))

    assert actual.tolist() == pytest.approx([2 / 3, 2 / 3, 2 / 3, 2])


@pytest.mark.parametrize("limits", [(1.5, 3), (None, 0.5)])
def test_limits_that_leave_out_the_mean_are_refused(
    limits: tuple[float | None, float | None],
) -> None:
    with pytest.raises(ParameterError, match="leave out the mean weight; give multiples of it"):
        rake(SIX, {"region": {"n": 1, "s": 1}}, limits=limits)


def test_limits_too_narrow_for_the_margins_are_refused() -> None:
    with pytest.raises(ParameterError, match=r"\(low 0.5, high 1.2 times the mean\) don't meet"):
        rake(SIX, {"region": {"n": 1, "s": 9}}, limits=(0.5, 1.2), rounds=100)
