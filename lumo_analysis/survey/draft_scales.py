"""Which well-known scale the answers of a column are, whatever the order of their codes."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from lumo_analysis.survey.matching import fold


@dataclass(frozen=True)
class DraftAnswer:
    """One answer of a draft: its id, label, and whether it is off the scale."""

    id: str
    label: str
    off_scale: bool = False


@dataclass(frozen=True)
class DraftScale:
    """Answers in the order of a scale; `known` where the order is certain."""

    id: str
    answers: tuple[DraftAnswer, ...]
    known: bool = False
    nominal: bool = False


@functools.cache
def _known() -> dict[str, Any]:
    path = resources.files("lumo_analysis.survey") / "known_scales.yaml"
    known: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return known


def recognise(texts: Sequence[str], language: str) -> DraftScale | None:
    """The known scale that all the texts belong to, at least two of them on it; else None.

    Labels are as they stand in the file. Answers that nobody gave keep their place, with the
    label of the language. The scale that has the fewest such answers is taken.

    >>> scale = recognise(["Agree", "Strongly disagree", "Don't know"], "en")
    >>> [(answer.id, answer.off_scale) for answer in scale.answers][2:]
    [('neither', False), ('agree', False), ('strongly_agree', False), ('cant_say', True)]
    >>> recognise(["Agree", "Blue"], "en")
    """
    off = _place(texts, _known()["off_scale"])
    if off is None:
        return None
    found: list[tuple[int, DraftScale]] = []
    for name, answers in _known()["scales"].items():
        on_scale = _place(texts, answers)
        if on_scale is None or len(on_scale) < 2:
            continue
        if set(on_scale.values()) | set(off.values()) != set(texts):
            continue
        placed = [_answer(key, on_scale, answers, language) for key in answers]
        beside = [_answer(key, off, _known()["off_scale"], language, off=True) for key in off]
        nominal = name in _known()["nominal"]
        scale = DraftScale(name, (*placed, *beside), known=True, nominal=nominal)
        found.append((len(answers) - len(on_scale), scale))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _place(texts: Sequence[str], answers: dict[str, Any]) -> dict[str, str] | None:
    """The text that is each answer; None where two texts are one answer."""
    spellings = {
        fold(spelling): key
        for key, words in answers.items()
        for language in words.values()
        for spelling in language
    }
    placed: dict[str, str] = {}
    for text in texts:
        key = spellings.get(fold(text.replace("’", "'")))
        if key is not None:
            if key in placed:
                return None
            placed[key] = text
    return placed


def _answer(
    key: str, placed: dict[str, str], answers: dict[str, Any], language: str, *, off: bool = False
) -> DraftAnswer:
    label = placed.get(key) or answers[key].get(language, answers[key]["en"])[0]
    return DraftAnswer(key, label, off_scale=off)
