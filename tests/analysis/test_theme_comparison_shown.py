from __future__ import annotations

import pandas as pd
import pytest

from lumo_analysis.analysis.exact import fisher_freeman_halton
from lumo_analysis.analysis.multiplicity import holm
from lumo_analysis.analysis.theme_comparison import compare_themes
from lumo_analysis.analysis.theme_comparison_shown import SHOWN_COLUMNS, compare_shown_themes
from lumo_analysis.errors import ParameterError


def counts(item: str = "i", **groups: tuple[int | None, ...]) -> pd.DataFrame:
    """Counts of themes a, b, c ... by group; the last number is how many answered."""
    rows = []
    for group, numbers in groups.items():
        names = [*"abcdef"[: len(numbers) - 1], "respondents"]
        for name, n in zip(names, numbers, strict=True):
            kind = name if name == "respondents" else "option"
            rows.append((item, group, name, kind, n))
        rows.append((item, group, "no_answer", "no_answer", None))
    frame = pd.DataFrame(rows, columns=["item", "group", "answer", "kind", "n"])
    return frame.astype({"n": "Int64"})


def test_with_nothing_hidden_the_tests_are_those_of_the_themes() -> None:
    own = counts(north=(18, 9, 20), south=(5, 8, 20))
    actual = compare_shown_themes(own, {"i": "i"})
    known = own[own["answer"] != "no_answer"].astype({"n": int})
    expected = compare_themes(known)
    for column in ("item", "theme", "n", "p", "p_adjusted", "effect", "detectable"):
        assert actual[column].tolist() == pytest.approx(expected[column].tolist())
    assert actual["tests"].tolist() == [2, 2]


def test_a_theme_that_one_group_hides_is_not_tested_but_counts() -> None:
    actual = compare_shown_themes(
        counts(north=(18, None, 9, 20), south=(5, 7, None, 20), west=(6, 7, 8, 20)), {"i": "i"}
    )
    assert actual["theme"].tolist() == ["a"]
    p = fisher_freeman_halton([[18, 2], [5, 15], [6, 14]]).p
    assert actual["p"].iloc[0] == pytest.approx(p)
    assert actual["p_adjusted"].iloc[0] == pytest.approx(3 * actual["p"].iloc[0])


def test_hidden_numbers_change_nothing() -> None:
    one = counts(north=(18, 4, 20), south=(5, 3, 20))
    two = counts(north=(18, 1, 20), south=(5, 4, 20))
    hidden = one["answer"].eq("b")
    results = [
        compare_shown_themes(frame.assign(n=frame["n"].mask(hidden)), {"i": "i"})
        for frame in (one, two)
    ]
    pd.testing.assert_frame_equal(*results)


@pytest.mark.parametrize("p_hidden", [0.0, 0.001, 0.02, 0.3, 1.0])
def test_the_adjusted_p_is_never_below_that_over_all_themes(p_hidden: float) -> None:
    shown = [0.01, 0.02, 0.04]
    assert (holm([*shown, 1.0])[:3] >= holm([*shown, p_hidden])[:3]).all()


def test_groups_too_small_for_a_share_take_no_part() -> None:
    own = counts(north=(18, 20), south=(5, 20), west=(None, 9))
    actual = compare_shown_themes(own, {"i": "i"})
    assert actual["groups"].tolist() == ["north+south"]
    assert actual["n"].tolist() == [40]
    assert compare_shown_themes(counts(north=(18, 20), west=(3, 9)), {"i": "i"}).empty


def test_nothing_is_tested_where_a_base_is_hidden_or_every_answer_carries_the_theme() -> None:
    hidden = compare_shown_themes(counts(north=(18, 20), south=(5, None)), {"i": "i"})
    assert hidden.empty
    assert tuple(hidden.columns) == SHOWN_COLUMNS
    assert compare_shown_themes(counts(north=(20, 20), south=(20, 20)), {"i": "i"}).empty


def test_p_is_adjusted_over_the_family_that_is_named() -> None:
    both = pd.concat(
        [
            counts("i", north=(18, 9, 20), south=(5, 8, 20)),
            counts("j", north=(9, 20), south=(2, 20)),
        ]
    )
    apart = compare_shown_themes(both, {"i": "i", "j": "j"})
    together = compare_shown_themes(both, {"i": "one", "j": "one"})
    assert apart["tests"].tolist() == [2, 2, 1]
    assert together["tests"].tolist() == [3, 3, 3]
    assert together["p_adjusted"].iloc[0] == pytest.approx(3 * together["p"].iloc[0])


def test_counts_without_their_columns_are_refused() -> None:
    with pytest.raises(ParameterError, match="kind"):
        compare_shown_themes(counts(north=(1, 2)).drop(columns="kind"), {"i": "i"})
