"""Whoever knows which respondents are new, gone or changed learns nothing of fewer than k."""

from __future__ import annotations

import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.publishing.edition_differences import differences
from lumo_analysis.publishing.editions import Edition, Keyed, edition_of
from lumo_analysis.survey.survey import Survey
from tests.survey.small_survey import questionnaire

ASKED = questionnaire()
REGIONS = ["etela-savo", "keski-suomi"]
ACCESS = ["poorly", "well", "cant_say"]
WAYS = ["survey", "talk", "none"]
KEYED = Keyed(b"k" * 32, "small")
K = 3
PLAN = Plan("small", K, 3)

Person = tuple[str | None, str | None, tuple[bool, ...] | None, bool]
people = st.tuples(
    st.sampled_from([*REGIONS, None]),
    st.sampled_from([*ACCESS, None]),
    st.one_of(st.none(), st.tuples(*[st.booleans()] * 3).filter(any)),
    st.booleans(),
)


def survey(persons: list[Person]) -> Survey:
    regions, access, ways, wrote = zip(*persons, strict=True)
    columns: dict[str, object] = {
        "region": pd.Categorical(regions, categories=REGIONS),
        "access": pd.Categorical(access, categories=ACCESS, ordered=True),
    }
    for number, option in enumerate(WAYS):
        chosen = [None if some is None else some[number] for some in ways]
        columns[f"ways__{option}"] = pd.array(chosen, dtype="boolean")
    for option in ("systemic", "other"):
        columns[f"methods__{option}"] = pd.array([None] * len(persons), dtype="boolean")
    columns["years"] = pd.array([None] * len(persons), dtype="Float64")
    columns["wishes"] = pd.array(["words" if w else None for w in wrote], dtype="string")
    return Survey(ASKED, pd.DataFrame(columns), pd.DataFrame(), False, {})


def edition(persons: list[Person]) -> Edition:
    return edition_of(survey(persons), PLAN, KEYED, "2026-01-01")


def parts(person: Person) -> dict[str, object]:
    _, access, ways, wrote = person
    options = {f"ways:{w}": None if ways is None else ways[n] for n, w in enumerate(WAYS)}
    return {"*": "here", "access": access, "wishes": wrote, **options}


def seen(before: dict[int, Person], after: dict[int, Person]) -> bool:
    """Whether some number moved by what fewer than K known people did."""
    for group in ([None, *REGIONS], *([region] for region in REGIONS), [None]):
        for table in parts(next(iter(after.values()))):
            then = {n: parts(p)[table] for n, p in before.items() if p[0] in group}
            now = {n: parts(p)[table] for n, p in after.items() if p[0] in group}
            concerned = [n for n in {*then, *now} if then.get(n, "-") != now.get(n, "-")]
            counts = [sorted(map(str, some.values())) for some in (then, now)]
            if 0 < len(concerned) < K and counts[0] != counts[1]:
                return True
    return False


@settings(max_examples=150)
@given(st.lists(people, min_size=3, max_size=12), st.data())
def test_a_number_that_few_people_moved_is_never_released(
    persons: list[Person], data: st.DataObject
) -> None:
    before = dict(enumerate(persons))
    after = dict(before)
    for _ in range(data.draw(st.integers(0, 7))):
        number = data.draw(st.integers(0, 14))
        person = data.draw(st.one_of(st.none(), people))
        after.pop(number, None)
        if person is not None:
            after[number] = person
    assume(after)
    new = list(after.values())

    told = differences(edition(new), edition(persons), survey(new), KEYED, K)

    assert told or not seen(before, after)
    if sorted(map(str, new)) == sorted(map(str, persons)):
        assert told == []


@given(st.lists(people, min_size=1, max_size=8), st.lists(people, min_size=K, max_size=8))
def test_enough_new_people_in_every_group_are_released(
    persons: list[Person], more: list[Person]
) -> None:
    spread = [(region, *person[1:]) for person in more for region in [*REGIONS, None]]
    new = [*persons, *spread]

    assert differences(edition(new), edition(persons), survey(new), KEYED, K) == []
