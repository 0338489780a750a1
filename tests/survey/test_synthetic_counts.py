from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_survey import questionnaire

from lumo_analysis.errors import QuestionnaireError
from lumo_analysis.survey.synthetic_counts import answer_counts, possible_counts

ASKED = questionnaire()


def counts(
    *figures: tuple[str, float, int | None], n: int = 100, item: str = "access"
) -> dict[str, int]:
    published = pd.DataFrame(
        [(answers, percent, 0, count) for answers, percent, count in figures],
        columns=["answers", "percent", "decimals", "count"],
    ).astype({"count": "Int64"})
    asked = ASKED[item]
    return answer_counts(asked, ASKED.scale_of(asked), published, n, np.random.default_rng(1))


@given(st.integers(1, 700), st.data())
def test_a_count_is_possible_for_the_per_cent_it_is_rounded_to(n: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, n))
    percent = (200 * count + n) // (2 * n)

    low, high = possible_counts(percent, 0, n)

    assert low <= count <= high
    assert all((200 * c + n) // (2 * n) == percent for c in (low, high))


def test_every_published_figure_comes_back() -> None:
    actual = counts(("poorly", 30, None), ("poorly+well", 82, None), n=134)

    assert sum(actual.values()) == 134
    assert actual["poorly"] == 40
    assert actual["poorly"] + actual["well"] == 110


def test_a_published_count_is_kept_also_where_it_is_zero() -> None:
    assert counts(("poorly", 30, 299), n=1000)["poorly"] == 299
    assert counts(("poorly", 0, 0), n=1000)["poorly"] == 0
    with pytest.raises(QuestionnaireError, match="can give all its published figures"):
        counts(("poorly", 0, 0), ("well", 100, 997), ("poorly+well", 100, 1000), n=1000)


def test_what_is_not_published_is_filled_with_every_answer() -> None:
    actual = counts()

    assert list(actual) == ["poorly", "well", "cant_say", "no_answer"]
    assert sum(actual.values()) == 100
    assert all(actual[answer] > 0 for answer in ("poorly", "well", "cant_say"))


def test_everybody_has_a_group() -> None:
    assert counts(item="region")["no_answer"] == 0


def test_figures_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(QuestionnaireError, match="no 100 answers to 'access' can give all"):
        counts(("poorly", 60, None), ("well", 60, None))
