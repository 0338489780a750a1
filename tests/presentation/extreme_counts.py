"""Counts at the ends of what charts meet: 0 %, 100 %, millions, nobody, everything hidden."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from lumo_analysis.analysis.answer_sums import GROUP_SIZE
from lumo_analysis.analysis.questions import question_of
from lumo_analysis.survey.questionnaire import Item, Questionnaire

Fill = Callable[[int, int], list[int | None]]
"""The numbers of an item's answers, given its place among the items and how many there are."""


def _one_answer(place: int, answers: int) -> list[int | None]:
    return [134 if place % answers == number else 0 for number in range(answers)]


def _hidden_parts(place: int, answers: int) -> list[int | None]:
    return [None if (place + number) % 3 == 0 else 20 for number in range(answers)]


FILLS: dict[str, Fill] = {
    "one answer": _one_answer,
    "even": lambda _, answers: [27] * answers,
    "millions": lambda place, answers: [1_234_567 + place] * answers,
    "nobody": lambda _, answers: [0] * answers,
    "few": lambda _, answers: [1] * answers,
    "parts hidden": _hidden_parts,
    "all hidden": lambda _, answers: [None] * answers,
}


def extreme_counts(
    questionnaire: Questionnaire, items: Sequence[Item], groups: Sequence[str], fill: Fill
) -> pd.DataFrame:
    """Protected counts of items in groups, where all groups answer the same."""
    rows = []
    for place, item in enumerate(items):
        question = question_of(pd.DataFrame(), item, questionnaire)
        numbers = fill(place, len(question.answers))
        size = sum(n or 0 for n in numbers)
        if question.multiple:
            numbers[-2] = size
        rows += [
            (item.id, group, answer, kind, n, size)
            for group in groups
            for answer, kind, n in zip(question.answers, question.kinds, numbers, strict=True)
        ]
    frame = pd.DataFrame(rows, columns=["item", "group", "answer", "kind", "n", GROUP_SIZE])
    return frame.astype({"n": "Int64"})
