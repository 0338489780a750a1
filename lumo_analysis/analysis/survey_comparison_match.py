"""Whether two surveys asked the same: wording, scale, base and kind of an item."""

from __future__ import annotations

from collections.abc import Mapping

from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.questionnaire import Item, Questionnaire

ONLY_IN_ONE = "only_in_one"
KIND_DIFFERS = "kind_differs"
SCALE_DIFFERS = "scale_differs"
ANSWERS_DIFFER = "answer_wording_differs"
BASE_DIFFERS = "base_differs"
WORDING_DIFFERS = "wording_differs"
SAME, DECLARED = "same", "declared"


def difference_of_items(
    first: Questionnaire, second: Questionnaire, item: str, *, same_wording: bool = True
) -> tuple[str, str]:
    """Why an item can't be compared between two surveys, and whether its wording is the same.

    The wording is the item's and its battery's, in the languages that both questionnaires
    have; capitals, spaces and soft hyphens don't matter. The scale is its answers with their
    ids, order and labels, and which of them are off it.

    Args:
        first: a questionnaire.
        second: another one.
        item: the id of an item of either.
        same_wording: whether the wording must be the same; otherwise other words will do
            where one of the two declares the other in the item's `comparable_with`.

    Returns:
        The reasons, joined with "+", or "" where the item compares: "only_in_one",
        "kind_differs", "scale_differs", "answer_wording_differs" (the same ids, other labels),
        "base_differs", "wording_differs". Then "same", or "declared" where only a declaration
        makes it comparable.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> pair = [load_survey(name).questionnaire for name in ("workers-2021", "partners-2021")]
    >>> difference_of_items(*pair, "coping"), difference_of_items(*pair, "systemic_training")
    (('only_in_one', 'same'), ('wording_differs', 'same'))
    """
    ids = [{each.id for each in questionnaire.items} for questionnaire in (first, second)]
    if not all(item in known for known in ids):
        return ONLY_IN_ONE, SAME
    one, two = first[item], second[item]
    reasons: list[str] = []
    if one.kind != two.kind:
        reasons.append(KIND_DIFFERS)
    elif one.closed:
        reasons += _scale_reasons(first, one, second, two)
    if one.base != two.base:
        reasons.append(BASE_DIFFERS)
    wording = SAME
    if not _same_texts(_wordings(first, one), _wordings(second, two)):
        declared = _declares(one, second) or _declares(two, first)
        if same_wording or not declared:
            reasons.append(WORDING_DIFFERS)
        else:
            wording = DECLARED
    return "+".join(reasons), wording


def reason_declared(
    first: Questionnaire, second: Questionnaire, item: str
) -> Mapping[str, str] | None:
    """Why one of two questionnaires says that the item compares, by language; None where none.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> workers = load_survey("workers-2021").questionnaire
    >>> reason_declared(workers, workers, "coping") is None
    True
    """
    for own, other in ((first, second), (second, first)):
        for declared in own[item].comparable_with:
            if declared.survey == other.survey:
                return declared.reason
    return None


def _declares(item: Item, other: Questionnaire) -> bool:
    return any(declared.survey == other.survey for declared in item.comparable_with)


def _scale_reasons(first: Questionnaire, one: Item, second: Questionnaire, two: Item) -> list[str]:
    scales = first.scale_of(one).answers, second.scale_of(two).answers
    ids = [[(a.id, a.off_scale, a.exclusive) for a in answers] for answers in scales]
    if ids[0] != ids[1]:
        return [SCALE_DIFFERS]
    labels = ([a.label for a in answers] for answers in scales)
    same = all(_same_texts([a], [b]) for a, b in zip(*labels, strict=True))
    return [] if same else [ANSWERS_DIFFER]


def _wordings(questionnaire: Questionnaire, item: Item) -> list[dict[str, str]]:
    stems = [each.wording for each in questionnaire.batteries if each.id == item.battery]
    return [*stems, item.wording]


def _same_texts(first: list[dict[str, str]], second: list[dict[str, str]]) -> bool:
    """Whether texts are the same in every language that both have, and they have one."""
    if len(first) != len(second):
        return False
    for one, two in zip(first, second, strict=True):
        shared = one.keys() & two.keys()
        if not shared or any(_plain(one[name]) != _plain(two[name]) for name in shared):
            return False
    return True


def _plain(text: str) -> str:
    return " ".join(fold(text).split())
