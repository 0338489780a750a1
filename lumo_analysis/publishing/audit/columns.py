"""What the columns of a table hold, told by their headers in the report's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lumo_analysis.analysis.disclosure.plan import Cell
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.audit.patterns import normal, pattern, slot
from lumo_analysis.publishing.audit.vocabulary import Vocabulary

Role = Literal[
    "question",
    "answer",
    "group",
    "count",
    "base",
    "valid",
    "share",
    "interval",
    "cell",
    "place",
    "mean",
    "test",
    "p",
    "n_tested",
    "published",
    "computed",
    "words",
    "cleaning",
    "unknown",
]
_MEANS = {"en": ("mean", "average"), "fi": ("keskiarvo", "ka")}
_VALID = {"en": ("valid n", "valid"), "fi": ("vastanneita", "kelvolliset")}


@dataclass(frozen=True)
class Column:
    """A column's role; `cell` the answers it counts, `group` and `base` whom it is about.

    `headline` is the column that tells the share a table is sorted or told by, beside those
    of single answers. `items` are those of the battery that the column is about, where rows
    are things that several batteries ask about.
    """

    role: Role
    cell: Cell | None = None
    group: str | None = None
    base: str = ""
    headline: bool = False
    items: tuple[str, ...] = ()


def columns_of(
    headers: Sequence[str], vocabulary: Vocabulary, items: Sequence[str]
) -> tuple[Column, ...]:
    """The role of each column, "unknown" where the header is none that reports have."""
    answers: dict[str, Cell] = {}
    for item in items:
        answers |= {k: v for k, v in vocabulary.answers(item).items() if k not in answers}
    known = _fixed(vocabulary.words)
    if normal(vocabulary.words.say("Adjusted p")) in map(normal, headers):
        known |= _of_tests(vocabulary.words)
    return tuple(_column(header, known, answers, vocabulary) for header in headers)


def _column(
    header: str, known: Mapping[str, Role], answers: Mapping[str, Cell], vocabulary: Vocabulary
) -> Column:
    name, words = normal(header), vocabulary.words
    if name in known:
        return Column(known[name])
    told = pattern(words.say("{answers} (95% interval)", answers=slot("answers"))).fullmatch(header)
    label = normal(told["answers"]) if told else name
    if label in answers:
        return Column("cell", cell=answers[label], headline=told is not None)
    of_group = vocabulary.group_with_base(header)
    if of_group is not None:
        return Column("cell", group=of_group[0], base=of_group[1])
    group = vocabulary.group(header)
    if group is not None:
        return Column("cell", group=group)
    items, base = vocabulary.battery_with_base(header)
    if items:
        return Column("cell", base=base, headline=True, items=items)
    place = pattern(words.say("{axis}: place", axis=slot("axis"))).fullmatch(header)
    if place is not None and vocabulary.battery_with_base(place["axis"])[0]:
        return Column("place")
    if name.startswith(normal(words.say("Effect size"))):
        return Column("test")
    return Column("unknown")


def _fixed(words: Wording) -> dict[str, Role]:
    roles: dict[str, Role] = {
        words.say("Question"): "question",
        words.say("Answer"): "answer",
        words.say("Theme"): "answer",
        words.say("Group"): "group",
        words.say("Count"): "count",
        words.say("Base n"): "base",
        words.say("Share"): "share",
        words.say("95% interval"): "interval",
        words.say("Published"): "published",
        words.say("Computed"): "computed",
        words.say("The same"): "words",
        words.say("Definition"): "words",
        words.say("Step"): "words",
        words.say("Findings"): "cleaning",
        words.say("Cells concerned"): "cleaning",
        words.say("Test"): "words",
        words.say("Size of the difference"): "words",
    }
    own = {normal(label): role for label, role in roles.items()}
    for name in _MEANS.get(words.language, ()):
        own[name] = "mean"
    for name in _VALID.get(words.language, ()):
        own[name] = "valid"
    return own


def _of_tests(words: Wording) -> dict[str, Role]:
    """Columns of a table of tests, whose one-letter headers mean something else elsewhere."""
    statistics = ("H", "W", "z", "F", "\u03c7\u00b2", words.say("Test statistic"), words.say("df"))
    roles: dict[str, Role] = {normal(sign): "test" for sign in statistics}
    roles |= {normal(words.say("p")): "p", normal(words.say("Adjusted p")): "p"}
    roles[normal(words.say("p, all respondents together"))] = "p"
    roles[normal(words.say("p, check by a model"))] = "p"
    roles[normal(words.say("What the tests tell"))] = "words"
    return roles | {normal(words.say("n")): "n_tested"}
