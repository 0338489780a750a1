"""Counts: how many respondents of each group gave each answer.

Everything else in this package is a function of the long table made here, so a survey of
any size is passed over once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lumo_analysis.analysis.count_table import (
    ALL,
    NO_ANSWER,
    RESPONDENTS,
    Integers,
    stack_counts,
)
from lumo_analysis.errors import ParameterError, nearest
from lumo_analysis.survey.questionnaire import Answer, Item, Questionnaire


@dataclass(frozen=True)
class Grouping:
    """The group of each respondent: `codes` are places in `groups`, the last + 1 is none."""

    groups: tuple[str, ...]
    codes: Integers

    def count(self, places: npt.NDArray[np.integer], size: int) -> Integers:
        """Respondents by group and place (0 to size - 1); one pass however many groups."""
        cells = np.bincount(self.codes * size + places, minlength=(len(self.groups) + 1) * size)
        return cells.reshape(-1, size)[:-1].astype(np.int64)


@dataclass(frozen=True)
class _Question:
    """What to count: an item with its answers and their kinds, in the order to show."""

    item: str
    answers: tuple[str, ...]
    kinds: tuple[str, ...]

    @property
    def multiple(self) -> bool:
        return "option" in self.kinds


def count_answers(
    responses: pd.DataFrame,
    items: Iterable[str | Item],
    by: str | None = None,
    questionnaire: Questionnaire | None = None,
) -> pd.DataFrame:
    """Count the answers to each item, in all or in each group.

    Args:
        responses: one row a respondent; ordered or unordered categoricals, and for a
            multiple-choice item one boolean column an option, named `item__option`.
        items: ids or items. With ids and no questionnaire every category is an answer on
            the scale; the questionnaire says which are off the scale ("can't say").
        by: the id of a categorical item whose answers are the groups; respondents without
            one are left out.
        questionnaire: gives scales, kinds and the order of answers.

    Returns:
        One row an item, group and answer, zeros included, in the order of the items, groups
        and answers. `kind` is "scale", "off_scale" or "no_answer" (id `no_answer`); for
        multiple choice "option", "respondents" (how many chose anything) and "no_answer".
        `group` is "all" without `by`.

    Raises:
        ParameterError: a column that is not there, is not categorical, is asked twice, or is
            also the grouping.

    >>> responses = pd.DataFrame({"coping": pd.Categorical(["good", None], ["poor", "good"])})
    >>> count_answers(responses, ["coping"])
         item group     answer       kind  n
    0  coping   all       poor      scale  0
    1  coping   all       good      scale  1
    2  coping   all  no_answer  no_answer  1
    >>> count_answers(responses, ["copin"])
    Traceback (most recent call last):
    lumo_analysis.errors.ParameterError: no item 'copin' in the responses; did you mean 'coping'?
    """
    questions = [_question(responses, item, questionnaire) for item in items]
    names = [question.item for question in questions]
    for name in names:
        if names.count(name) > 1:
            raise ParameterError(f"item '{name}' is listed more than once; name each item once")
        if name == by:
            raise ParameterError(f"item '{name}' can't be compared by itself; leave it out")
    grouping = grouping_of(responses, by)
    return stack_counts(
        grouping.groups,
        [
            (question.item, question.answers, question.kinds, _count(responses, question, grouping))
            for question in questions
        ],
    )


def grouping_of(responses: pd.DataFrame, by: str | None) -> Grouping:
    """The groups of the column `by`, or one group "all" where it is None.

    >>> grouping_of(pd.DataFrame({"region": pd.Categorical(["north", None])}), "region").codes
    array([0, 1])
    """
    if by is None:
        return Grouping((ALL,), np.zeros(len(responses), dtype=np.int64))
    column = _categorical(responses, by)
    groups = tuple(str(category) for category in column.categories)
    codes = column.codes.astype(np.int64)
    codes[codes < 0] = len(groups)
    return Grouping(groups, codes)


def _categorical(responses: pd.DataFrame, name: str) -> pd.Categorical:
    if name not in responses.columns:
        advice = nearest(name, _item_names(responses))
        raise ParameterError(f"no item '{name}' in the responses; {advice}")
    column = responses[name]
    if not isinstance(column, pd.Series) or not isinstance(column.dtype, pd.CategoricalDtype):
        raise ParameterError(
            f"item '{name}' has no fixed answers to count (it is not a categorical column); "
            "give an ordinal, nominal or multiple-choice item"
        )
    return pd.Categorical(column)


def _item_names(responses: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(str(column).split("__")[0] for column in responses.columns))


def _question(
    responses: pd.DataFrame, item: str | Item, questionnaire: Questionnaire | None
) -> _Question:
    if questionnaire is not None and isinstance(item, str):
        item = questionnaire[item]
    if isinstance(item, str):
        prefix = f"{item}__"
        options = [str(name) for name in responses.columns if str(name).startswith(prefix)]
        if item not in responses.columns and options:
            return _multiple(item, [name.removeprefix(prefix) for name in options])
        categories = _categorical(responses, item).categories
        return _on_scale(item, [str(category) for category in categories], [])
    if not item.closed:
        raise ParameterError(
            f"item '{item.id}' is {item.kind}: it has no fixed answers to count; "
            "give an ordinal, nominal or multiple-choice item"
        )
    answers = _answers(item, questionnaire)
    if item.kind == "multiple":
        return _multiple(item.id, [answer.id for answer in answers])
    return _on_scale(
        item.id,
        [answer.id for answer in answers if not answer.off_scale],
        [answer.id for answer in answers if answer.off_scale],
    )


def _answers(item: Item, questionnaire: Questionnaire | None) -> tuple[Answer, ...]:
    if item.scale is None:
        return item.answers
    if questionnaire is None:
        raise ParameterError(
            f"item '{item.id}' uses the shared scale '{item.scale}'; "
            "give the questionnaire too, so that answers off the scale are known"
        )
    return questionnaire.scale_of(item).answers


def _multiple(item: str, options: Sequence[str]) -> _Question:
    kinds = ("option",) * len(options) + (RESPONDENTS, NO_ANSWER)
    return _checked(_Question(item, (*options, RESPONDENTS, NO_ANSWER), kinds))


def _on_scale(item: str, ordered: Sequence[str], off_scale: Sequence[str]) -> _Question:
    kinds = ("scale",) * len(ordered) + ("off_scale",) * len(off_scale) + (NO_ANSWER,)
    return _checked(_Question(item, (*ordered, *off_scale, NO_ANSWER), kinds))


def _checked(question: _Question) -> _Question:
    for answer in question.answers:
        if question.answers.count(answer) > 1:
            raise ParameterError(
                f"item '{question.item}' has the answer '{answer}' more than once; "
                f"answers differ from each other, from '{NO_ANSWER}' and '{RESPONDENTS}'"
            )
    return question


def _count(responses: pd.DataFrame, question: _Question, grouping: Grouping) -> Integers:
    return (_count_options if question.multiple else _count_scale)(responses, question, grouping)


def _count_scale(responses: pd.DataFrame, question: _Question, grouping: Grouping) -> Integers:
    column = _categorical(responses, question.item)
    answers = question.answers[:-1]
    place = {answer: position for position, answer in enumerate(answers)}
    unknown = [str(category) for category in column.categories if str(category) not in place]
    if unknown:
        raise ParameterError(
            f"item '{question.item}' has {len(unknown)} categories that its scale lacks; "
            f"the scale has {', '.join(answers)}"
        )
    # The last entry serves code -1, which is no answer.
    places = np.array([place[str(c)] for c in column.categories] + [len(answers)], dtype=np.int64)
    return grouping.count(places[column.codes], len(answers) + 1)


def _count_options(responses: pd.DataFrame, question: _Question, grouping: Grouping) -> Integers:
    answered = np.zeros(len(responses), dtype=bool)
    chosen_by_group: list[Integers] = []
    for option in question.answers[:-2]:
        name = f"{question.item}__{option}"
        if name not in responses.columns:
            advice = nearest(name, [str(column) for column in responses.columns])
            raise ParameterError(f"no column '{name}' in the responses; {advice}")
        column = responses[name]
        if not pd.api.types.is_bool_dtype(column.dtype):
            raise ParameterError(
                f"column '{name}' is not boolean; an option is chosen, not chosen or missing"
            )
        answered |= column.notna().to_numpy()
        chosen = column.fillna(False).to_numpy(dtype=bool)
        chosen_by_group.append(grouping.count(chosen.astype(np.int64), 2)[:, 1])
    by_answer = grouping.count((~answered).astype(np.int64), 2)
    return np.column_stack([*chosen_by_group, by_answer])
