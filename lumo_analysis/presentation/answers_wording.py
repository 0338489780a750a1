"""What items, answers and groups are called in a report, alone and inside a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lumo_analysis.analysis.count_table import ALL, NO_ANSWER, OTHERS
from lumo_analysis.errors import ParameterError, nearest
from lumo_analysis.presentation.wording import Wording, languages
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.scales import Answer, Headline

HIGH = "high"
"""The id of a headline that no questionnaire gives: the high side of the scale."""


def label_of_item(questionnaire: Questionnaire, item: str, words: Wording) -> str:
    """An item's label in the report's language."""
    return words.text(questionnaire[item].label)


def full_label(questionnaire: Questionnaire, item: str, words: Wording) -> str:
    """An item's name with its battery's before it, since batteries share the names of items."""
    battery = questionnaire[item].battery
    label = label_of_item(questionnaire, item, words)
    titles = {each.id: words.text(each.title) for each in questionnaire.batteries}
    return f"{titles[battery]}: {lower_first(label)}" if battery is not None else label


def labels_of_answers(questionnaire: Questionnaire, item: str, words: Wording) -> Mapping[str, str]:
    """Answer ids to labels, off-scale answers included."""
    scale = questionnaire.scale_of(questionnaire[item])
    return {answer.id: words.text(answer.label) for answer in scale.answers}


def label_of_joint_answers(
    questionnaire: Questionnaire, item: str, answers: str, words: Wording, kind: str = ""
) -> str:
    """The label of answers joined by "+", a headline's where the questionnaire has one.

    `kind` is that of the counts, where known; "rest" are all others.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> questionnaire = load_survey("workers-2021").questionnaire
    >>> label_of_joint_answers(questionnaire, "coping", "poor+neither", Wording("en"))
    'Poor or neither good nor poor'
    >>> label_of_joint_answers(questionnaire, "coping", "poor+no_answer", Wording("en"))
    'All others'
    """
    if answers == NO_ANSWER:
        return words.say("No answer")
    single = labels_of_answers(questionnaire, item, words)
    if answers in single:
        # A headline may bear the id of one of its answers.
        return single[answers]
    given = [part for part in answers.split("+") if part != NO_ANSWER]
    off_scale = {answer.id for answer in questionnaire.scale_of(questionnaire[item]).off_scale}
    if kind == "rest" or (NO_ANSWER in answers.split("+") and not off_scale.issuperset(given)):
        return words.say("All others")
    label = words.text(headline_of(questionnaire, questionnaire[item], "+".join(given)).label)
    return either(words, [label, words.say("No answer")]) if NO_ANSWER in answers else label


def headline_of(questionnaire: Questionnaire, item: Item, name: str | None = None) -> Headline:
    """The answers an item's results are told by.

    `name` is the id of a headline, or answers joined by "+"; without it, the first headline,
    or the high side of an ordered scale (its id is "high"). `ParameterError` for what the
    item does not have.
    """
    scale = questionnaire.scale_of(item)
    headlines = {headline.id: headline for headline in (*item.headlines, *scale.headlines)}
    if name in headlines:
        return headlines[name]
    if name is None and headlines:
        return next(iter(headlines.values()))
    answers = {answer.id: answer for answer in scale.answers}
    by_side = name is None or (name == HIGH and name not in answers)
    if name is None or by_side:
        if item.kind != "ordinal":
            raise ParameterError(
                f"item '{item.id}' has no headline; name the answers to show, "
                f"such as headline='{scale.answers[0].id}'"
            )
        high = [answer.id for answer in scale.ordered if scale.sides[answer.id] == "high"]
        name = "+".join(high or [scale.ordered[-1].id])
    wanted = name.split("+")
    for answer in wanted:
        if answer not in answers:
            raise ParameterError(
                f"item '{item.id}' has no headline or answer '{answer}'; "
                f"{nearest(answer, [*headlines, *answers])}"
            )
    for headline in headlines.values():
        if set(headline.answers) == set(wanted):
            return headline
    label = _either_text([answers[answer] for answer in wanted])
    return Headline(id=HIGH if by_side else "answers", answers=tuple(wanted), label=label)


def label_of_group(
    questionnaire: Questionnaire, group: str, words: Wording, by: str | None = None
) -> str:
    """A group's label: an answer of the grouping item, or all, or the others."""
    if group == ALL:
        return words.say("All respondents")
    if group == OTHERS:
        return words.say("Others")
    grouping = questionnaire[by] if by else questionnaire.region_item
    labels = labels_of_answers(questionnaire, grouping.id, words)
    if group not in labels:
        raise ParameterError(
            f"item '{grouping.id}' has no group '{group}'; {nearest(group, labels)}"
        )
    return labels[group]


def _either_text(answers: Sequence[Answer]) -> dict[str, str]:
    """The joint label in every language of reports."""
    return {
        language: either(
            Wording(language), [Wording(language).text(answer.label) for answer in answers]
        )
        for language in languages()
    }


def lower_first(text: str) -> str:
    """A label as it stands inside a sentence; abbreviations keep their capitals.

    >>> lower_first("Very well"), lower_first("IPC")
    ('very well', 'IPC')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """A label as it stands at the head of a column.

    >>> upper_first("well or very well")
    'Well or very well'
    """
    return text[:1].upper() + text[1:]


def either(words: Wording, labels: Sequence[str]) -> str:
    """Answers that count together: "well or very well"."""
    first, *rest = labels
    joined = first
    for label in rest:
        joined = words.say("{first} or {last}", first=joined, last=lower_first(label))
    return joined


def listed(words: Wording, labels: Sequence[str]) -> str:
    """Names in a row: "A, B and C"."""
    if len(labels) <= 1:
        return "".join(labels)
    return words.say("{first} and {last}", first=", ".join(labels[:-1]), last=labels[-1])


def quoted(words: Wording, text: str) -> str:
    """An answer in quotation marks, as it stands in a sentence."""
    return in_quotes(words, lower_first(text))


def in_quotes(words: Wording, text: str) -> str:
    """A text in the language's quotation marks, as it is."""
    return words.say("“{text}”", text=text)
