"""Surveys side by side as the groups of one questionnaire, so that all exhibits can show them."""

from __future__ import annotations

from collections.abc import Sequence

from lumo_analysis.survey.questionnaire import Battery, Disclosure, Item, Questionnaire
from lumo_analysis.survey.scales import Answer

_GROUPING = "compared_survey"


def joint_questionnaire(questionnaires: Sequence[Questionnaire]) -> tuple[Questionnaire, str]:
    """The first questionnaire with all items of the others, and an item whose answers they are.

    Where two have an item, it is the first one's, and sensitive if it is so in any; limits of
    disclosure control are the strictest. Surveys are called by their titles, and by their ids
    too where titles are alike.

    Returns:
        The questionnaire, and the id of the item, for `by=...` of the exhibits.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> pair = [load_survey(name).questionnaire for name in ("workers-2021", "partners-2021")]
    >>> joint, by = joint_questionnaire(pair)
    >>> [answer.id for answer in joint.scale_of(joint[by]).answers]
    ['workers-2021', 'partners-2021']
    """
    items: dict[str, Item] = {}
    batteries = list(questionnaires[0].batteries)
    for questionnaire in questionnaires:
        for item in questionnaire.items:
            own = item if questionnaire is questionnaires[0] else _alone(item, questionnaire)
            known = items.setdefault(item.id, own)
            if item.sensitive and not known.sensitive:
                items[item.id] = known.model_copy(update={"sensitive": True})
        if questionnaire is not questionnaires[0]:
            batteries += [_renamed(each, questionnaire) for each in questionnaire.batteries]
    first, by = questionnaires[0], _GROUPING
    while by in items:
        by += "_"
    rules = [questionnaire.disclosure for questionnaire in questionnaires]
    grouping = Item.model_construct(
        id=by,
        kind="nominal",
        section=first.region_item.section,
        wording=first.title,
        label=first.title,
        answers=tuple(
            Answer.model_construct(id=questionnaire.survey, label=label)
            for questionnaire, label in zip(questionnaires, _labels(questionnaires), strict=True)
        ),
        grouping=True,
    )
    fields = {name: getattr(first, name) for name in Questionnaire.model_fields}
    fields["items"] = (*items.values(), grouping)
    fields["disclosure"] = Disclosure(
        public=all(rule.public for rule in rules),
        threshold=max(rule.threshold for rule in rules),
        sensitive_threshold=max(rule.sensitive_threshold for rule in rules),
        group_base=max(rule.group_base for rule in rules),
    )
    fields["batteries"] = tuple(batteries)
    return Questionnaire.model_construct(**fields), by


def _alone(item: Item, questionnaire: Questionnaire) -> Item:
    """An item that brings its scale along, since another questionnaire may use the id anew."""
    changes: dict[str, object] = {}
    if item.scale is not None:
        scale = questionnaire.scale_of(item)
        changes = {"scale": None, "answers": scale.answers, "headlines": scale.headlines}
    if item.battery is not None:
        changes["battery"] = _battery_id(item.battery, questionnaire)
    return item.model_copy(update=changes)


def _renamed(battery: Battery, questionnaire: Questionnaire) -> Battery:
    return battery.model_copy(update={"id": _battery_id(battery.id, questionnaire)})


def _battery_id(battery: str, questionnaire: Questionnaire) -> str:
    return f"{questionnaire.survey}-{battery}"


def _labels(questionnaires: Sequence[Questionnaire]) -> list[dict[str, str]]:
    titles = [questionnaire.title for questionnaire in questionnaires]
    return [
        {language: f"{text} ({questionnaire.survey})" for language, text in title.items()}
        if titles.count(title) > 1
        else title
        for questionnaire, title in zip(questionnaires, titles, strict=True)
    ]
