"""What there is to count of an item: its answers and their kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from lumo_analysis.analysis.count_table import NO_ANSWER, RESPONDENTS
from lumo_analysis.errors import ParameterError, nearest
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.scales import Answer


@dataclass(frozen=True)
class Question:
    """What to count: an item with its answers and their kinds, in the order to show."""

    item: str
    answers: tuple[str, ...]
    kinds: tuple[str, ...]

    @property
    def multiple(self) -> bool:
        """Whether a respondent may choose several answers."""
        return "option" in self.kinds


def categorical_column(responses: pd.DataFrame, name: str) -> pd.Categorical:
    """The column of an item with fixed answers.

    >>> categorical_column(pd.DataFrame({"coping": pd.Categorical(["good"])}), "copin")
    Traceback (most recent call last):
    lumo_analysis.errors.ParameterError: no item 'copin' in the responses; did you mean 'coping'?
    """
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


def question_of(
    responses: pd.DataFrame, item: str | Item, questionnaire: Questionnaire | None
) -> Question:
    """The answers to an item, from the questionnaire or else from its categories.

    >>> responses = pd.DataFrame({"coping": pd.Categorical(["good"])})
    >>> question_of(responses, "coping", None).answers
    ('good', 'no_answer')
    """
    if questionnaire is not None and isinstance(item, str):
        item = questionnaire[item]
    if isinstance(item, str):
        prefix = f"{item}__"
        options = [str(name) for name in responses.columns if str(name).startswith(prefix)]
        if item not in responses.columns and options:
            return _multiple(item, [name.removeprefix(prefix) for name in options])
        categories = categorical_column(responses, item).categories
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


def _multiple(item: str, options: Sequence[str]) -> Question:
    kinds = ("option",) * len(options) + (RESPONDENTS, NO_ANSWER)
    return _checked(Question(item, (*options, RESPONDENTS, NO_ANSWER), kinds))


def _on_scale(item: str, ordered: Sequence[str], off_scale: Sequence[str]) -> Question:
    kinds = ("scale",) * len(ordered) + ("off_scale",) * len(off_scale) + (NO_ANSWER,)
    return _checked(Question(item, (*ordered, *off_scale, NO_ANSWER), kinds))


def _checked(question: Question) -> Question:
    for answer in question.answers:
        if question.answers.count(answer) > 1:
            raise ParameterError(
                f"item '{question.item}' has the answer '{answer}' more than once; "
                f"answers differ from each other, from '{NO_ANSWER}' and '{RESPONDENTS}'"
            )
    return question
