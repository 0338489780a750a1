from __future__ import annotations

from lumo_analysis.analysis.disclosure.plan import Cell
from lumo_analysis.publishing.audit.claims import Claim
from lumo_analysis.publishing.audit.editions import narrow_differences
from lumo_analysis.publishing.audit.narrowing import ItemClaims
from lumo_analysis.publishing.audit.numerals import Reading


def edition(north: int, good: int) -> dict[str, ItemClaims]:
    region = Claim("region", "all", Cell(("north",), "scale"), "all", Reading(n=north), "")
    others = Claim("region", "all", Cell(("others",), "rest"), "all", Reading(n=9), "")
    whole = Claim("coping", "all", None, "all", Reading(base=60), "")
    answer = Claim("coping", "north", Cell(("good",), "scale"), "all", Reading(n=good), "")
    return {
        "region": ItemClaims({region: None, others: None}),
        "coping": ItemClaims({answer: None, whole: None}),
    }


def differences(new, old) -> list[str]:
    return list(narrow_differences(new, old, "region", 5))


def test_a_group_that_grew_by_fewer_than_the_threshold_is_told():
    assert differences(edition(30, 9), edition(28, 9)) == [
        "north: a former edition has 2 respondents more or fewer"
    ]


def test_a_group_that_grew_by_more_or_not_at_all_is_fine():
    assert differences(edition(30, 9), edition(25, 8)) == []
    assert differences(edition(30, 9), edition(30, 9)) == []


def test_other_numbers_of_as_many_respondents_tell_whose_answer_was_corrected():
    found = differences(edition(30, 9), edition(30, 8))
    assert len(found) == 1
    assert "1 other numbers" in found[0]
    assert "coping, north, 'good'" in found[0]
