"""The words for what disclosure control hides or puts together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lumo_analysis.analysis.shares import MINIMUM_BASE
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.questionnaire import Item, Questionnaire


def hidden(words: Wording) -> str:
    """What stands for a number that is hidden, never a 0 or a blank."""
    return words.say("hidden")


def merged(words: Wording) -> str:
    """What stands where answers are put together and the number is in another column."""
    return words.say("put together")


def threshold_of(questionnaire: Questionnaire, items: Iterable[Item]) -> int:
    """From how many respondents on a number of these items is told.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> questionnaire = load_survey("workers-2021").questionnaire
    >>> threshold_of(questionnaire, questionnaire.select("access_*"))
    5
    """
    rules = questionnaire.disclosure
    own = [rules.sensitive_threshold if item.sensitive else rules.threshold for item in items]
    return max(own, default=rules.threshold)


def hidden_note(words: Wording, threshold: int) -> str:
    """Why numbers of an exhibit are hidden."""
    return words.say(
        "Numbers are hidden where fewer than {k} people gave an answer, or where such a number "
        "could be computed from the others.",
        k=words.number(threshold),
    )


def merged_note(words: Wording) -> str:
    """Why answers of an exhibit are put together."""
    return words.say("Answers that few people gave are put together with others.")


def nothing_shown(words: Wording, hides: bool) -> str:
    """The finding of an exhibit without a percentage: they are hidden, or the base is small."""
    if hides:
        return words.say("The percentages are hidden.")
    return words.say(
        "Fewer than {base} respondents answered, so no percentages are given.",
        base=words.number(MINIMUM_BASE),
    )


def with_hidden(words: Wording, sentence: str, hides: bool) -> str:
    """A finding that is drawn from the numbers that are shown, and says so."""
    if not hides:
        return sentence
    return words.say("{sentence} Hidden numbers are not compared.", sentence=sentence)


def hidden_in_picture(words: Wording, names: Sequence[str]) -> str:
    """The end of an alternative text: what the picture leaves out; nothing where nothing."""
    named = [name for name in dict.fromkeys(names) if name]
    return " " + words.say("Hidden: {names}.", names=", ".join(named)) if named else ""


def all_hidden(words: Wording, threshold: int) -> str:
    """What stands in place of an exhibit whose numbers are all hidden."""
    return words.say(
        "All numbers of this question are hidden: fewer than {k} people gave an answer, or such "
        "a number could be computed from the others.",
        k=words.number(threshold),
    )
