from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lumo_analysis.analysis.agreement import AGREEMENT_COLUMNS, coder_agreement
from lumo_analysis.analysis.agreement_bootstrap import Draws
from lumo_analysis.analysis.agreement_measures import (
    cohen_kappa,
    krippendorff_alpha,
    masi_distances,
)
from lumo_analysis.errors import ParameterError

THEMES = {"strain": ["haste", "support"]}


def _coding(*decisions: tuple[int, str, str | None]) -> pd.DataFrame:
    """Respondent, coder, theme."""
    frame = pd.DataFrame(decisions, columns=["respondent", "coder", "theme"])
    return frame.assign(item="strain")


def _read(*coders: str, answers: int) -> pd.DataFrame:
    rows = [(answer, coder) for answer in range(answers) for coder in coders]
    return pd.DataFrame(rows, columns=["respondent", "coder"]).assign(item="strain")


def _one(frame: pd.DataFrame, theme: str, measure: str) -> pd.Series:
    rows = frame[(frame["theme"] == theme) & (frame["measure"] == measure)]
    assert len(rows) == 1
    return rows.iloc[0]


# a and b read 20 answers: haste to 8 by both, 3 by a alone, 1 by b alone.
TWENTY = _coding(
    *[(answer, "a", "haste") for answer in range(11)],
    *[(answer, "b", "haste") for answer in [*range(8), 11]],
)
BOTH = _read("a", "b", answers=20)


def test_each_theme_has_kappa_and_alpha_and_each_item_its_sets() -> None:
    actual = coder_agreement(TWENTY, THEMES, BOTH)

    assert list(actual.columns) == list(AGREEMENT_COLUMNS)
    assert actual["theme"].tolist() == ["haste", "haste", "support", "support", ""]
    assert actual["measure"].tolist() == [
        *("cohen_kappa", "krippendorff_alpha") * 2,
        "krippendorff_alpha_masi",
    ]
    assert set(actual["coders"]) == {"a+b"}
    assert set(actual["n"]) == {20}


def test_values_are_those_of_the_table() -> None:
    actual = coder_agreement(TWENTY, THEMES, BOTH)

    kappa, alpha = _one(actual, "haste", "cohen_kappa"), _one(actual, "haste", "krippendorff_alpha")
    assert kappa["value"] == pytest.approx(cohen_kappa([[8, 1], [3, 8]]).kappa)
    counts = [[0, 2]] * 8 + [[1, 1]] * 4 + [[2, 0]] * 8
    assert alpha["value"] == pytest.approx(krippendorff_alpha(counts, 1 - np.eye(2)))
    assert kappa["agreement"] == alpha["agreement"] == pytest.approx(16 / 20)
    assert kappa["carried"] == pytest.approx(20 / 40)
    assert kappa["low"] < kappa["value"] < kappa["high"]
    assert alpha["low"] < alpha["value"] < alpha["high"]


def test_a_theme_that_nobody_uses_is_not_estimable() -> None:
    actual = coder_agreement(TWENTY, THEMES, BOTH)

    unused = actual[actual["theme"] == "support"]
    assert unused["reason"].tolist() == ["unused", "unused"]
    assert unused[["value", "low", "high"]].isna().all(axis=None)
    assert unused["agreement"].tolist() == [1, 1]


def test_a_theme_that_one_coder_alone_uses_is_estimable() -> None:
    coding = pd.concat([TWENTY, _coding((0, "a", "support"), (1, "a", "support"))])

    actual = _one(coder_agreement(coding, THEMES, BOTH), "support", "cohen_kappa")

    assert (actual["reason"], actual["value"]) == ("", pytest.approx(0))


def test_a_theme_given_to_everything_is_not_estimable() -> None:
    coding = _coding(*[(answer, coder, "haste") for answer in range(5) for coder in "ab"])

    actual = coder_agreement(coding, THEMES)

    assert _one(actual, "haste", "cohen_kappa")["reason"] == "constant"
    assert _one(actual, "", "krippendorff_alpha_masi")["reason"] == "constant"


def test_sets_that_overlap_agree_in_part() -> None:
    coding = _coding(
        *[(0, coder, theme) for coder in "ab" for theme in ("haste", "support")],
        *[(1, "a", "haste"), (1, "a", "support"), (1, "b", "haste")],
        *[(2, "a", "support"), (2, "b", "haste")],
    )

    actual = _one(coder_agreement(coding, THEMES), "", "krippendorff_alpha_masi")

    sets = [{"haste"}, {"haste", "support"}, {"support"}]
    counts = [[0, 2, 0], [1, 1, 0], [1, 0, 1]]
    assert actual["value"] == pytest.approx(krippendorff_alpha(counts, masi_distances(sets)))
    assert actual["agreement"] == pytest.approx(1 / 3)
    assert actual["carried"] == 1


def test_missing_coders_are_left_out_where_they_did_not_read() -> None:
    read = pd.concat([BOTH, _read("c", answers=5)])
    coding = pd.concat([TWENTY, _coding(*[(answer, "c", "haste") for answer in range(5)])])

    actual = coder_agreement(coding, THEMES, read)

    haste = actual[actual["theme"] == "haste"].set_index("coders")
    assert haste["n"].to_dict() == {"a+b": 20, "a+c": 5, "b+c": 5, "a+b+c": 20}
    assert haste.loc["a+c", "reason"] == "constant"
    assert haste.loc["a+b", "value"] == pytest.approx(cohen_kappa([[8, 1], [3, 8]]).kappa)
    counts = [[0, 3]] * 5 + [[0, 2]] * 3 + [[1, 1]] * 4 + [[2, 0]] * 8
    expected = krippendorff_alpha(counts, 1 - np.eye(2))
    assert haste.loc["a+b+c", "value"] == pytest.approx(expected)


def test_a_row_without_a_theme_says_that_the_answer_was_read() -> None:
    coding = _coding((0, "a", "haste"), (0, "b", None), (1, "a", ""), (1, "b", "haste"))

    actual = _one(coder_agreement(coding, THEMES), "haste", "cohen_kappa")

    assert actual["n"] == 2
    assert actual["value"] == pytest.approx(-1)
    assert "read_unknown" not in actual["note"]


def test_what_was_read_is_taken_from_the_themes_where_nothing_tells_and_noted() -> None:
    coding = _coding((0, "a", "haste"), (0, "b", "haste"), (1, "a", "haste"), (2, "b", "support"))

    actual = coder_agreement(coding, THEMES)

    assert set(actual["n"]) == {1}
    assert all(note.split("+")[0] == "read_unknown" for note in actual["note"])
    assert not any("read_unknown" in note for note in coder_agreement(TWENTY, THEMES, BOTH)["note"])


@pytest.mark.parametrize(
    ("coding", "reason"),
    [
        (_coding((0, "a", "haste"), (1, "a", "haste")), "one_coder"),
        (_coding((0, "a", "haste"), (1, "b", "haste")), "not_shared"),
    ],
)
def test_without_answers_that_two_read_nothing_is_estimable(
    coding: pd.DataFrame, reason: str
) -> None:
    actual = coder_agreement(coding, THEMES)

    assert set(actual["reason"]) == {reason}
    assert actual[["value", "agreement", "carried"]].isna().all(axis=None)
    assert set(actual["n"]) == {0}


def test_an_item_that_nobody_coded_has_its_rows_too() -> None:
    actual = coder_agreement(TWENTY, {"other": ["haste"]}, BOTH)

    assert actual[["item", "reason"]].to_numpy().tolist() == [["other", "one_coder"]] * 2


def test_few_answers_are_noted() -> None:
    coding = TWENTY[TWENTY["respondent"] < 9]
    read = BOTH[BOTH["respondent"] < 9]

    assert "few" in _one(coder_agreement(coding, THEMES, read), "haste", "cohen_kappa")["note"]
    assert _one(coder_agreement(TWENTY, THEMES, BOTH), "haste", "cohen_kappa")["note"] == ""


def test_a_rare_theme_has_a_value_and_no_interval() -> None:
    """In a third of the samples nobody gives it."""
    coding = _coding(*[(0, coder, "haste") for coder in "ab"])

    actual = _one(coder_agreement(coding, THEMES, BOTH), "haste", "cohen_kappa")

    assert actual["value"] == 1
    assert actual["note"] == "no_interval"
    assert np.isnan(actual[["low", "high"]].astype(float)).all()


def test_chosen_coders_alone_are_compared() -> None:
    coding = pd.concat([TWENTY, _coding(*[(answer, "tool", "support") for answer in range(20)])])

    actual = coder_agreement(coding, THEMES, BOTH, coders=["b", "a"])

    pd.testing.assert_frame_equal(actual, coder_agreement(TWENTY, THEMES, BOTH))


def test_intervals_are_the_same_each_time_and_wider_with_more_confidence() -> None:
    once, again = (coder_agreement(TWENTY, THEMES, BOTH) for _ in range(2))
    wide = coder_agreement(TWENTY, THEMES, BOTH, confidence=0.999)

    pd.testing.assert_frame_equal(once, again)
    assert (wide["low"] <= once["low"])[:2].all()
    assert wide["low"][0] < once["low"][0]
    assert coder_agreement(TWENTY, THEMES, BOTH, bootstraps=0)["low"].isna().all()


def test_another_seed_draws_other_samples() -> None:
    frequencies = np.array([5.0, 15.0])

    one, same, other = (Draws(seed=seed).of(frequencies, "haste") for seed in ("", "", "x"))

    np.testing.assert_array_equal(one, same)
    assert (one != other).any()
    assert (one.sum(axis=1) == 20).all()
    assert one[:, 0].mean() == pytest.approx(5, abs=0.2)


def test_the_bootstrap_finds_the_spread_that_theory_gives() -> None:
    """With even margins the variance of kappa is p(1 - p)/(n(1 - 1/2)^2), p the agreement."""
    coding = _coding(
        *[(answer, "a", "haste") for answer in range(50)],
        *[(answer, "b", "haste") for answer in [*range(43), *range(50, 58)]],
    )

    actual = _one(
        coder_agreement(coding, THEMES, _read("a", "b", answers=100)), "haste", "cohen_kappa"
    )

    assert actual["value"] == pytest.approx(0.7)
    assert (actual["high"] - actual["low"]) / 2 == pytest.approx(1.96 * 0.0714, rel=0.1)


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 7), st.sampled_from("abc"), st.sampled_from(["haste", "support", None])
        ),
        max_size=30,
        unique=True,
    ),
    st.integers(0, 1000),
)
def test_the_order_of_rows_changes_nothing_and_what_is_missing_has_its_reason(
    decisions: list[tuple[int, str, str | None]], seed: int
) -> None:
    coding = _coding(*decisions)
    shuffled = coding.sample(frac=1, random_state=seed)

    actual = coder_agreement(coding, THEMES, bootstraps=99)

    pd.testing.assert_frame_equal(coder_agreement(shuffled, THEMES, bootstraps=99), actual)
    assert (actual["value"].isna() == (actual["reason"] != "")).all()
    told = (actual["reason"] != "") | actual["note"].str.contains("no_interval")
    assert (actual["low"].isna() == told).all()
    assert (actual["value"].dropna() <= 1 + 1e-12).all()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"confidence": 1.5}, "confidence is 1.5; it must lie between 0 and 1"),
        ({"bootstraps": -1}, "there can't be -1 bootstraps"),
        ({"coders": ["a", "bb"]}, "no coder 'bb' in the coding; did you mean 'b'|known"),
        ({"read": _read("a", answers=20)}, "'strain': 9 decisions are about answers that"),
        ({"read": BOTH[BOTH["respondent"] > 0]}, "'strain': 2 decisions are about answers that"),
        ({"read": BOTH.drop(columns="coder")}, "the table of what was read has no column 'coder'"),
        ({"coding": TWENTY.drop(columns="theme")}, "coding has no column 'theme'"),
        ({"items_themes": {"strain": ["support"]}}, "'strain' has no theme 'haste'; known are"),
        ({"items_themes": {"strain": ["haste", "haste"]}}, "'strain' has a theme twice"),
        (
            {"coding": _coding((0, "a", "My own words!"))},
            "item 'strain' has no theme with such a name; known are 'haste', 'support'",
        ),
    ],
)
def test_what_does_not_fit_is_refused(changes: dict[str, object], message: str) -> None:
    options: dict[str, object] = {"coding": TWENTY, "items_themes": THEMES, "read": BOTH}
    with pytest.raises(ParameterError, match=message) as caught:
        coder_agreement(**{**options, **changes})  # type: ignore[arg-type]

    assert "My own words" not in str(caught.value)
