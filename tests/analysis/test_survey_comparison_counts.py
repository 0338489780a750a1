from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lumo_analysis.analysis.comparison import compare_groups, compare_with_rest
from lumo_analysis.analysis.differences import share_difference
from lumo_analysis.analysis.multiplicity import holm
from lumo_analysis.analysis.survey_comparison_counts import compare_counts
from lumo_analysis.analysis.survey_comparison_frame import COUNTS_COLUMNS
from lumo_analysis.errors import ParameterError

ANSWERS = ["poor", "fair", "good", "no_answer"]
KINDS = ["scale", "scale", "scale", "no_answer"]


def counts(*n: int, item: str = "coping") -> pd.DataFrame:
    return pd.DataFrame({"item": item, "group": "all", "answer": ANSWERS, "kind": KINDS, "n": n})


def options(talk: int, form: int, respondents: int, no_answer: int = 0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "item": "ways",
            "group": "all",
            "answer": ["talk", "form", "respondents", "no_answer"],
            "kind": ["option", "option", "respondents", "no_answer"],
            "n": [talk, form, respondents, no_answer],
        }
    )


TWO = {"2021": counts(20, 15, 15, 4), "2024": counts(8, 15, 27, 6)}
GOOD = {"coping": ["good"]}


def test_an_ordinal_item_has_a_test_and_a_difference_of_shares() -> None:
    actual = compare_counts(TWO, headlines=GOOD).iloc[0]

    both = pd.concat([frame.assign(group=name) for name, frame in TWO.items()])
    test = compare_with_rest(both).iloc[1]
    for column in ("test", "statistic", "df", "n", "p", "effect", "effect_low", "effect_high"):
        assert actual[column] == test[column]
    assert actual["superiority"] == test["superiority"]
    assert actual["detectable"] == test["detectable"]
    difference = share_difference(both, ["good"]).iloc[0]
    for column in ("n1", "base1", "share1", "n2", "base2", "share2", "difference", "low", "high"):
        assert actual[column] == difference[column]
    assert actual[["groups", "group1", "group2"]].tolist() == ["2021+2024", "2021", "2024"]
    assert actual[["n_group1", "n_group2", "answers"]].tolist() == [50, 50, "good"]
    assert actual["effect"] > 0 < actual["difference"]


def test_nominal_items_have_the_exact_test() -> None:
    actual = compare_counts(TWO, nominal=["coping"]).iloc[0]

    both = pd.concat([frame.assign(group=name) for name, frame in TWO.items()])
    test = compare_groups(both, exact=["coping"]).iloc[0]
    for column in ("test", "statistic", "df", "n", "p", "effect", "effect_name", "detectable"):
        assert actual[column] == test[column]
    assert np.isnan(actual[["superiority", "effect_low", "share1"]].astype(float)).all()
    assert actual["answers"] == ""
    assert actual["uncertain"]


def test_the_base_of_a_share_is_the_one_asked_for() -> None:
    actual = compare_counts(TWO, headlines=GOOD, bases={"coping": "all"}).iloc[0]

    assert actual[["base_name", "base1", "base2"]].tolist() == ["all", 54, 56]
    assert actual["n_group1"] == 50


@pytest.mark.parametrize(("base", "rest"), [("answered", (30, 20)), ("all", (40, 25))])
def test_each_option_is_compared_among_those_of_the_base(base: str, rest: tuple[int, int]) -> None:
    two = {"a": options(20, 40, 50, 10), "b": options(40, 41, 60, 5)}

    actual = compare_counts(two, bases={"ways": base})  # type: ignore[dict-item]

    assert actual["answers"].tolist() == ["talk", "form"]
    table = pd.DataFrame(
        {
            "item": "x",
            "group": ["a", "a", "b", "b"],
            "answer": ["yes", "no"] * 2,
            "kind": "scale",
            "n": [20, rest[0], 40, rest[1]],
        }
    )
    test = compare_groups(table, exact=["x"]).iloc[0]
    assert actual["p"][0] == pytest.approx(test["p"])
    assert actual["n"][0] == actual["n_group1"][0] + actual["n_group2"][0] == table["n"].sum()
    assert actual["difference"][0] == pytest.approx(40 / (40 + rest[1]) - 20 / (20 + rest[0]))
    assert set(actual["base_name"]) == {base}
    np.testing.assert_allclose(actual["p_adjusted"], holm(actual["p"]))
    assert set(actual["family"]) == {"ways"}


def test_families_hold_items_and_pairs_of_surveys() -> None:
    three = {
        name: pd.concat([counts(*n), counts(*n[::-1], item="mood"), counts(9, 9, 9, 9, item="z")])
        for name, n in {"a": (20, 15, 15, 15), "b": (8, 15, 27, 8), "c": (3, 9, 38, 3)}.items()
    }

    actual = compare_counts(three, {"coping": "w", "mood": "w", "z": None})

    assert actual["item"].tolist() == ["coping"] * 3 + ["mood"] * 3 + ["z"] * 3
    assert actual["groups"].tolist() == ["a+b", "a+c", "b+c"] * 3
    together = actual[actual["family"] == "w"]
    np.testing.assert_allclose(together["p_adjusted"], holm(together["p"]))
    assert actual["family"].tolist() == ["w"] * 6 + ["z"] * 3


def test_chosen_pairs_alone_are_compared() -> None:
    three = {**TWO, "2027": TWO["2021"]}

    actual = compare_counts(three, pairs=[("2027", "2024")])

    assert actual["groups"].tolist() == ["2027+2024"]
    assert actual["p_adjusted"].tolist() == actual["p"].tolist()


def test_the_other_way_round_turns_every_sign() -> None:
    one, two = (
        compare_counts(TWO, headlines=GOOD, pairs=[pair]).iloc[0]
        for pair in (("2021", "2024"), ("2024", "2021"))
    )

    assert one["p"] == pytest.approx(two["p"])
    for first, second in (("effect", "effect"), ("difference", "difference"), ("low", "high")):
        assert one[first] == pytest.approx(-two[second])
    assert one["superiority"] == pytest.approx(1 - two["superiority"])


def test_the_order_of_the_rows_does_not_matter() -> None:
    turned = {"2021": TWO["2021"], "2024": TWO["2024"].iloc[::-1]}

    pd.testing.assert_frame_equal(
        compare_counts(turned, headlines=GOOD), compare_counts(TWO, headlines=GOOD)
    )


def test_why_no_test_was_possible_is_said() -> None:
    two = {"a": counts(0, 0, 20, 0), "b": counts(0, 0, 30, 0)}

    assert compare_counts(two)["reason"].tolist() == ["constant"]
    assert compare_counts(two, nominal=["coping"])["reason"].tolist() == ["constant"]


def test_a_base_below_ten_has_no_share_and_is_uncertain() -> None:
    two = {"a": counts(3, 3, 3, 9), "b": counts(10, 10, 30, 0)}

    actual = compare_counts(two, headlines=GOOD).iloc[0]

    assert np.isnan(actual["difference"])
    assert actual["uncertain"]
    assert actual["base1"] == 9
    assert actual["test"] == "brunner-munzel, permutation"


def test_weights_move_the_shares_and_leave_the_tests() -> None:
    weighted = TWO["2021"].assign(weighted_n=[10.0, 15, 30, 4], weighted_squares=[9.0, 15, 90, 4])

    actual = compare_counts({"2021": weighted, "2024": TWO["2024"]}, headlines=GOOD).iloc[0]

    plain = compare_counts(TWO, headlines=GOOD).iloc[0]
    assert actual["p"] == plain["p"]
    assert actual["share1"] == pytest.approx(30 / 55)
    assert actual["share2"] == pytest.approx(27 / 50)
    assert actual[["n1", "base1"]].tolist() == [15, 50]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"counts": {"2021": TWO["2021"]}}, "there are no two surveys to compare"),
        ({"pairs": []}, "there are no two surveys to compare"),
        ({"pairs": [("2021", "2025")]}, "no survey '2025' among the counts; did you mean"),
        ({"pairs": [("2021", "2021")]}, "survey '2021' is compared with itself"),
        (
            {"counts": {**TWO, "2027": pd.concat([TWO["2021"], TWO["2021"].assign(group="x")])}},
            "survey '2027' is counted by group; count without 'by'",
        ),
        (
            {"counts": {**TWO, "2027": counts(1, 2, 3, 4, item="mood")}},
            "item 'coping' has other answers in '2021' than in '2027'",
        ),
        (
            {"counts": {**TWO, "2027": TWO["2021"].iloc[1:]}},
            "item 'coping' has other answers in '2021' than in '2027'",
        ),
        ({"nominal": ["copin"]}, "item 'copin' is not in the counts; did you mean 'coping'?"),
        ({"headlines": {"x": ["a"]}}, "item 'x' is not in the counts"),
        ({"headlines": {"coping": ["god"]}}, "item 'coping' has no answer 'god'"),
        ({"bases": {"x": "all"}}, "item 'x' is not in the counts"),
    ],
)
def test_what_does_not_fit_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ParameterError) as caught:
        compare_counts(**{"counts": TWO, **changes})  # type: ignore[arg-type]

    assert message in str(caught.value)


@settings(max_examples=30)
@given(st.lists(st.integers(0, 30), min_size=8, max_size=8))
def test_every_row_has_its_columns_and_what_is_missing_its_reason(n: list[int]) -> None:
    two = {"a": counts(*n[:4]), "b": counts(*n[4:])}

    actual = compare_counts(two, headlines=GOOD, permutations=99)

    assert list(actual.columns) == list(COUNTS_COLUMNS)
    assert (actual["p"].isna() == (actual["reason"] != "")).all()
    assert (actual["difference"].isna() == (actual[["base1", "base2"]].min(axis=1) < 10)).all()


STATS = {
    "prop_diff": ("difference", -1),
    "newcombe_lo": ("high", -1),
    "newcombe_hi": ("low", -1),
    "cliffs_delta": ("effect", -1),
    "cliffs_delta_lo": ("effect_high", -1),
    "cliffs_delta_hi": ("effect_low", -1),
}


@pytest.mark.parametrize("policy", ["is_3", "missing"])
def test_two_real_surveys_meet_every_value_from_r(real_surveys: Path, policy: str) -> None:
    """R has the first survey minus the second.

    Set aside are the values that belong to tests not used here: the normal approximation of
    Wilcoxon's p, and the conditional odds ratio.
    """
    folder = real_surveys / "lumo_shape" / "reference"
    reference = pd.read_csv(folder / "lumo_shape_between_surveys.csv", dtype=str)
    reference = reference[reference["analysis"] == f"between_surveys_skip_{policy}"]
    named = {
        name: _counts_in(folder / f"lumo_shape_{name}_skip_{policy}.csv")
        for name in ("tyontekijat", "kumppanit")
    }
    items = named["kumppanit"]["item"].unique().tolist()
    actual = compare_counts(
        named, headlines={item: ["4", "5"] for item in items}, permutations=0
    ).set_index("item")
    tops = {name: _top(frame) for name, frame in named.items()}
    exact = compare_counts(tops, nominal=items).set_index("item")
    both = pd.concat([frame.assign(group=name) for name, frame in tops.items()])
    plain = compare_groups(both, nominal=items, permutations=0).set_index("item")
    compared = left_out = 0
    for row in reference.itertuples():
        item, stat, own = str(row.item), str(row.stat), actual.loc[str(row.item)]
        if stat in STATS:
            column, sign = STATS[stat]
            number = sign * own[column]
        elif stat == "prob_superiority":
            number = 1 - own["superiority"]
        elif stat == "wilcoxon_W":
            number = (1 - own["superiority"]) * own["n_group1"] * own["n_group2"]
        elif stat == "fisher_p":
            number = exact.loc[item, "p"]
        elif stat in ("prop_test_chisq", "prop_test_p"):
            number = plain.loc[item, "statistic" if stat.endswith("sq") else "p"]
        else:
            left_out += 1
            continue
        assert number == pytest.approx(float(str(row.value)), rel=1e-9, abs=1e-11), row
        compared += 1
    assert (compared, left_out) == (121, 44)


def _counts_in(path: Path) -> pd.DataFrame:
    reference = pd.read_csv(path, dtype=str)
    rows = reference[
        (reference["analysis"] == "counts")
        & (reference["stat"] == "count")
        & (reference["group1"] == "(all)")
    ]
    return pd.DataFrame(
        {
            "item": rows["item"].to_numpy(),
            "group": "all",
            "answer": rows["category"].to_numpy(),
            "kind": "scale",
            "n": rows["value"].astype(int).to_numpy(),
        }
    )


def _top(frame: pd.DataFrame) -> pd.DataFrame:
    answer = np.where(frame["answer"].isin(["4", "5"]), "top", "other")
    keys = ["item", "group", "answer", "kind"]
    return frame.assign(answer=answer).groupby(keys, sort=False, as_index=False)["n"].sum()
