"""Demonstration answers to open questions, written for the project, and who "gives" them."""

from __future__ import annotations

import collections
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from pydantic import Field

from lumo_analysis.errors import Fault, QuestionnaireError, nearest
from lumo_analysis.survey.codebook import Codebook
from lumo_analysis.survey.scales import Id, Record
from lumo_analysis.survey.yaml_file import in_line_order, read_yaml, validate

_TWO_SENTENCES = 0.35
_NO_THEME = 0.07


class DemonstrationAnswer(Record):
    """One written answer and the themes it carries (none for an answer beside the point)."""

    item: Id
    themes: tuple[Id, ...] = ()
    text: str = Field(min_length=1, max_length=1000)


class Demonstration(Record):
    """All demonstration answers of a survey."""

    answers: tuple[DemonstrationAnswer, ...]


def load_demonstration(path: str | Path, codebook: Codebook) -> Demonstration:
    """The demonstration answers in a YAML file; `QuestionnaireError` lists all faults."""
    located = read_yaml(Path(path))
    demonstration, faults = validate(Demonstration, located)
    for position, answer in enumerate(demonstration.answers if demonstration else ()):
        known = [theme.id for theme in codebook.themes.get(answer.item, ())]
        if not known:
            what = f"no themes for item '{answer.item}'"
            place = ("answers", position, "item")
            faults.append(located.fault(place, what, nearest(answer.item, codebook.themes)))
            continue
        for theme in answer.themes:
            if theme not in known:
                what = f"'{answer.item}' has no theme '{theme}'"
                place = ("answers", position, "themes")
                faults.append(located.fault(place, what, nearest(theme, known)))
    faults += _unwritten(demonstration.answers if demonstration else (), codebook)
    if faults or demonstration is None:
        raise QuestionnaireError(str(path), in_line_order(faults))
    return demonstration


def _unwritten(answers: Sequence[DemonstrationAnswer], codebook: Codebook) -> Iterator[Fault]:
    """Themes without an answer, of the items that have any."""
    written = {(answer.item, theme) for answer in answers for theme in answer.themes}
    for item in dict.fromkeys(answer.item for answer in answers):
        for theme in codebook.themes.get(item, ()):
            if (item, theme.id) not in written:
                what = f"no answer to '{item}' has theme '{theme.id}'"
                yield Fault("answers", what, "write one")


def compose_answers(
    answers: Sequence[DemonstrationAnswer],
    themes: Sequence[str],
    respondents: int,
    rng: np.random.Generator,
) -> list[tuple[str, tuple[str, ...]]]:
    """A text and its themes for each of some respondents.

    Themes that stand earlier in the codebook come up more often, as in the published lists.
    A text is used again only after all others of its theme.
    """
    decks = _decks(answers, rng)
    weights = np.array([1 / (rank + 1.5) for rank in range(len(themes))])
    weights /= weights.sum()
    composed: list[tuple[str, tuple[str, ...]]] = []
    for _ in range(respondents):
        if decks[""] and rng.random() < _NO_THEME:
            composed.append((_draw(decks, "").text, ()))
            continue
        count = 2 if len(themes) > 1 and rng.random() < _TWO_SENTENCES else 1
        first = [themes[i] for i in rng.choice(len(themes), size=count, replace=False, p=weights)]
        parts: list[DemonstrationAnswer] = []
        for theme in first:
            if not any(theme in part.themes for part in parts):
                parts.append(_draw(decks, theme))
        text = " ".join(_sentence(part.text, last=part is parts[-1]) for part in parts)
        carried = {theme for part in parts for theme in part.themes}
        composed.append((text, tuple(theme for theme in themes if theme in carried)))
    return composed


Decks = Mapping[str, collections.deque[DemonstrationAnswer]]


def _decks(answers: Sequence[DemonstrationAnswer], rng: np.random.Generator) -> Decks:
    decks: dict[str, collections.deque[DemonstrationAnswer]] = collections.defaultdict(
        collections.deque
    )
    for position in rng.permutation(len(answers)):
        answer = answers[position]
        for theme in answer.themes or ("",):
            decks[theme].append(answer)
    return decks


def _draw(decks: Decks, theme: str) -> DemonstrationAnswer:
    decks[theme].rotate(-1)
    return decks[theme][-1]


def _sentence(text: str, *, last: bool) -> str:
    return text if last or text.rstrip()[-1:] in ".!?" else f"{text.rstrip()}."
