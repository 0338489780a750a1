"""The words for weights: what they make of the numbers, and what they cost."""

from __future__ import annotations

from collections.abc import Sequence

from lumo_analysis.analysis.weighting import WeightingFacts, weighting_facts
from lumo_analysis.presentation.answers_wording import label_of_item, listed, lower_first
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.survey import Survey


def weighted_share_header(words: Wording) -> str:
    """The head of a column of weighted shares, which stands beside the unweighted counts."""
    return words.say("Weighted share")


def weighting_notes(survey: Survey, words: Wording) -> list[str]:
    """How the shares are weighted and what it costs; nothing in a survey without weights.

    Args:
        survey: from `with_weights`.
        words: the report's language.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> weighting_notes(load_survey("workers-2021"), Wording("en"))
    []
    """
    facts = weighting_facts(survey)
    if facts is None:
        return []
    return [
        _made_of(facts, survey.questionnaire, words),
        words.say("Counts (n) are unweighted numbers of respondents."),
        _cost(facts, words),
        *_limits(facts, words),
        words.say("The tests go by the unweighted counts."),
    ]


def effective_base_note(words: Wording, effects: Sequence[float]) -> str:
    """The design effects of the shares of an exhibit, and that intervals allow for them.

    >>> effective_base_note(Wording("en"), [1.05, 1.21])
    'The intervals allow for the weights (design effect 1.05 to 1.21, Kish).'
    """
    low, high = (words.number(end, 2) for end in (min(effects), max(effects)))
    if low == high:
        return words.say(
            "The intervals allow for the weights (design effect {effect}, Kish).", effect=low
        )
    return words.say(
        "The intervals allow for the weights (design effect {low} to {high}, Kish).",
        low=low,
        high=high,
    )


def _made_of(facts: WeightingFacts, questionnaire: Questionnaire, words: Wording) -> str:
    if not facts.margins:
        return words.say(
            "The shares are weighted by a weight that the survey's data hold for each respondent."
        )
    items = [lower_first(label_of_item(questionnaire, item, words)) for item in facts.margins]
    return words.say(
        "The shares are weighted so that the respondents are distributed like the population by: "
        "{items}.",
        items=listed(words, items),
    )


def _cost(facts: WeightingFacts, words: Wording) -> str:
    return words.say(
        "Weighting makes the results as uncertain as {effective} respondents without weights "
        "would be (respondents {n}, design effect {effect}); the intervals allow for it.",
        effective=words.number(facts.effective_n),
        n=words.number(facts.n),
        effect=words.number(facts.design_effect, 2),
    )


def _limits(facts: WeightingFacts, words: Wording) -> list[str]:
    sentence = words.say(
        "The weights range from {low} to {high} (mean 1).",
        low=words.number(facts.smallest, 2),
        high=words.number(facts.largest, 2),
    )
    if not facts.at_limits:
        return [sentence]
    limited = words.say_n(
        "The weight of one respondent was held at a limit.",
        "The weights of {n} respondents were held at a limit.",
        facts.at_limits,
    )
    return [sentence, limited]
