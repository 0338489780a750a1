from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from lumo_analysis.analysis.quote_selection import quotes_for, repeats
from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.quotes import Quote
from lumo_analysis.survey.survey import Survey, data_folder, load_survey

ITEM = "open_strain"


def quote(id: str, respondent: int, text: str, *themes: str) -> Quote:
    return Quote(id, respondent, ITEM, themes or ("haste",), text, "fi")


def survey(*quotes: Quote) -> Survey:
    """The shipped survey with two regions' rows known and other quotes."""
    loaded = load_survey(data_folder() / "workers-2021")
    return dataclasses.replace(loaded, quotes=quotes)


def row_in(region: str, place: int = 0) -> int:
    responses = load_survey(data_folder() / "workers-2021").responses
    return int(responses.index[responses["region"] == region][place])


def counts(n: int | None, group: str = "all", theme: str = "haste") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "item": ITEM,
            "group": group,
            "answer": [theme, "respondents"],
            "kind": ["option", "respondents"],
            "n": pd.array([n, 80], dtype="Int64"),
        }
    )


def ids(found: list[Quote]) -> list[str]:
    return [one.id for one in found]


def test_quotes_keep_the_order_of_the_bank() -> None:
    source = survey(quote("b", 3, "Kiire."), quote("a", 1, "Hoppu."))

    assert ids(quotes_for(source, ITEM, "haste", "all", counts(10))) == ["b", "a"]


@pytest.mark.parametrize("n", [0, 1, 9, None])
def test_a_theme_of_fewer_than_ten_answers_or_a_hidden_number_has_no_quotes(n: int | None) -> None:
    source = survey(quote("a", row_in("keski-suomi"), "Kiire."))

    assert quotes_for(source, ITEM, "haste", "all", counts(n)) == []
    assert quotes_for(source, ITEM, "haste", "keski-suomi", counts(n, "keski-suomi")) == []


def test_a_region_shows_its_own_quotes_where_ten_answers_carry_the_theme() -> None:
    own, other = row_in("keski-suomi"), row_in("etela-savo")
    source = survey(quote("own", own, "Kiire painaa."), quote("other", other, "Hoppu painaa."))

    found = quotes_for(source, ITEM, "haste", "keski-suomi", counts(10, "keski-suomi"))

    assert ids(found) == ["own"]


def test_the_whole_surveys_number_does_not_open_a_region() -> None:
    source = survey(quote("own", row_in("keski-suomi"), "Kiire."))

    assert quotes_for(source, ITEM, "haste", "keski-suomi", counts(90, "all")) == []


def test_other_themes_and_items_have_their_own_quotes() -> None:
    two = quote("b", 2, "Vaihtuvuus.", "changing_staff", "haste")
    source = survey(quote("a", 1, "Kiire."), two)
    both = pd.concat([counts(20), counts(20, theme="changing_staff").head(1)])

    assert ids(quotes_for(source, ITEM, "haste", "all", both)) == ["a", "b"]
    assert ids(quotes_for(source, ITEM, "changing_staff", "all", both)) == ["b"]
    assert quotes_for(source, "open_support", "haste", "all", both) == []


def test_one_respondent_has_one_quote_and_no_words_come_twice() -> None:
    source = survey(
        quote("first", 1, "Kiire painaa aina."),
        quote("same person", 1, "Muutakin on."),
        quote("same words", 2, "kiire  painaa"),
        quote("fresh", 3, "Hoppu painaa."),
    )

    assert ids(quotes_for(source, ITEM, "haste", "all", counts(20))) == ["first", "fresh"]


def test_repeats_go_both_ways() -> None:
    long, short = quote("a", 1, "Kiire painaa aina."), quote("b", 2, "kiire painaa")

    assert repeats(long, short)
    assert repeats(short, long)
    assert not repeats(short, quote("c", 3, "Hoppu."))


def test_a_region_that_is_not_there_is_refused() -> None:
    with pytest.raises(ParameterError, match="no region 'keski'"):
        quotes_for(survey(), ITEM, "haste", "keski", counts(20))
