"""What a questionnaire's parts must be to each other: ids, spellings, texts and scales."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lumo_analysis.errors import Fault, nearest
from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.questionnaire_columns import column_faults
from lumo_analysis.survey.questionnaire_weights import (
    comparable_faults,
    frame_faults,
    weight_faults,
)
from lumo_analysis.survey.scales import Answer, Headline, Scale
from lumo_analysis.survey.yaml_file import Located, Place

_TEXTS = {
    *("title", "description", "population", "source", "author", "label", "wording", "intro"),
    *("within", "definition", "include", "exclude", "reason"),
}
# Counts use these names for rows of their own, and reports "all" for all regions.
_RESERVED = ("no_answer", "respondents")
_RESERVED_GROUP = "all"


@dataclass(frozen=True)
class Draft:
    """A questionnaire, perhaps only its sound parts, and where each item and scale stands."""

    questionnaire: Questionnaire
    located: Located
    places: Mapping[str, Sequence[Place]]

    def ids(self, part: str) -> list[str]:
        """The ids that a part declares, also in entries that are faulty themselves."""
        return [entry_id for _, entry_id in _ids(self.located, part)]


def cross_faults(draft: Draft) -> Iterator[Fault]:
    """Everything wrong between the parts of a questionnaire, each at its line."""
    questionnaire, located = draft.questionnaire, draft.located
    for part in ("sections", "scales", "batteries", "items"):
        yield from _repeated_ids(located, part)
    yield from missing_languages(located, questionnaire.languages)
    for place, scale in zip(draft.places["scales"], questionnaire.scales, strict=True):
        yield from _answer_faults(scale.answers, (*place, "answers"), located)
        yield from _headline_faults(scale.headlines, scale, (*place, "headlines"), located)
    for place, item in zip(draft.places["items"], questionnaire.items, strict=True):
        yield from _reference_faults(item, draft, place)
        shape = list(_shape_faults(item, place, located))
        yield from shape
        if not shape:
            yield from _closed_faults(item, questionnaire, place, located)
    yield from column_faults(questionnaire, located, draft.places)
    yield from _region_faults(draft)
    yield from _composition_faults(draft)
    yield from frame_faults(questionnaire, located)
    yield from weight_faults(questionnaire, located)
    yield from comparable_faults(questionnaire, located, draft.places["items"])


def missing_languages(located: Located, languages: Iterable[str]) -> Iterator[Fault]:
    """Texts that are not given in every language of the questionnaire."""
    wanted = set(languages)

    def walk(value: Any, place: Place) -> Iterator[Fault]:
        if isinstance(value, Mapping):
            for key, inner in value.items():
                here = (*place, str(key))
                if here == ("weights",):
                    continue  # its keys are ids of items and answers
                if key in _TEXTS and isinstance(inner, Mapping):
                    missing = sorted(wanted - set(inner))
                    if missing:
                        yield located.fault(here, f"no text in {', '.join(missing)}", "add it")
                yield from walk(inner, here)
        elif isinstance(value, list):
            for position, inner in enumerate(value):
                yield from walk(inner, (*place, position))

    yield from walk(located.data, ())


def _ids(located: Located, part: str) -> Iterator[tuple[int, str]]:
    entries = located.data.get(part)
    for position, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, Mapping) and isinstance(entry.get("id"), str):
            yield position, entry["id"]


def _repeated_ids(located: Located, part: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for position, entry_id in _ids(located, part):
        if entry_id in seen:
            yield located.fault((part, position, "id"), "this id is taken", "choose another")
        seen.add(entry_id)


def _answer_faults(answers: Sequence[Answer], place: Place, located: Located) -> Iterator[Fault]:
    ids: set[str] = set()
    owners: dict[str, str] = {}
    for position, answer in enumerate(answers):
        here = (*place, position)
        if answer.id in ids:
            yield located.fault(here, "this id is taken", "choose another")
        if answer.id in _RESERVED:
            yield located.fault(here, "this id has a meaning of its own", "choose another")
        ids.add(answer.id)
        for spelling in answer.spellings:
            owner = owners.setdefault(fold(spelling), answer.id)
            if owner != answer.id:
                what = f"'{spelling}' stands for both '{owner}' and '{answer.id}'"
                yield located.fault(here, what, "a spelling may mean one answer only")


def _headline_faults(
    headlines: Sequence[Headline], scale: Scale, place: Place, located: Located
) -> Iterator[Fault]:
    known = [answer.id for answer in scale.ordered]
    for position, headline in enumerate(headlines):
        for answer in headline.answers:
            if answer not in known:
                what = f"headline '{headline.id}' names '{answer}', which is not on the scale"
                yield located.fault((*place, position), what, nearest(answer, known))


def _reference_faults(item: Item, draft: Draft, place: Place) -> Iterator[Fault]:
    for key, part, value in (
        ("section", "sections", item.section),
        ("battery", "batteries", item.battery),
        ("scale", "scales", item.scale),
    ):
        known = draft.ids(part)
        if value is not None and value not in known:
            advice = nearest(value, known)
            yield draft.located.fault((*place, key), f"no {key} '{value}'", advice)


def _shape_faults(item: Item, place: Place, located: Located) -> Iterator[Fault]:
    """Keys that don't go together; the rest of an item is looked at only without these."""
    if item.closed and (item.scale is None) == (not item.answers):
        yield located.fault(place, "a closed item needs a 'scale' or its own 'answers', not both")
    if len(item.answers) == 1:
        yield located.fault(place, "needs at least two answers", "add the others")
    if not item.closed and (item.scale or item.answers or item.fixes or item.headlines):
        what = f"an item of kind '{item.kind}' has no scale, answers, headlines or fixes"
        yield located.fault(place, what, "remove them, or change the kind")
    own = [answer for answer in item.answers if answer.column is not None]
    if item.kind == "multiple" and own and len(own) < len(item.answers):
        yield located.fault(place, "either every option has a 'column' or none has")
    if own and item.kind != "multiple":
        yield located.fault(place, "only an option of a multiple-choice item has its own 'column'")
    elif bool(own) == (item.column is not None):
        yield located.fault(place, "needs a 'column' (or one for each option), not both")
    if (item.separator is not None) != (item.kind == "multiple" and not own):
        what = "'separator' goes with multiple choice in one column, and with nothing else"
        yield located.fault(place, what)
    elif item.separator == "":
        yield located.fault((*place, "separator"), "is empty", "give the sign between options")


def _closed_faults(
    item: Item, questionnaire: Questionnaire, place: Place, located: Located
) -> Iterator[Fault]:
    scales = {scale.id for scale in questionnaire.scales}
    if not item.closed or (item.scale is not None and item.scale not in scales):
        return
    scale = questionnaire.scale_of(item)
    yield from _answer_faults(item.answers, (*place, "answers"), located)
    yield from _headline_faults(item.headlines, scale, (*place, "headlines"), located)
    if item.grouping and any(answer.id == _RESERVED_GROUP for answer in scale.answers):
        yield located.fault(place, f"a group can't be named '{_RESERVED_GROUP}'", "rename it")
    known = {fold(spelling) for answer in scale.answers for spelling in answer.spellings}
    missing = {fold(marker): marker for marker in (*questionnaire.missing, *item.missing)}
    for folded, marker in missing.items():
        if folded in known:
            what = f"'{marker}' is both an answer and a missing marker"
            yield located.fault(place, what, "remove one of the two")
    yield from _fix_faults(item, scale, known | set(missing), place, located)


def _fix_faults(
    item: Item, scale: Scale, taken: set[str], place: Place, located: Located
) -> Iterator[Fault]:
    ids = [answer.id for answer in scale.answers]
    fixed: set[str] = set()
    for position, fix in enumerate(item.fixes):
        here, raw = (*place, "fixes", position), fold(fix.raw)
        if fix.answer not in ids:
            yield located.fault(here, f"no answer '{fix.answer}'", nearest(fix.answer, ids))
        if not raw or raw in taken:
            what = f"'{fix.raw}' is already an answer or a missing marker"
            yield located.fault(here, what, "remove the fix")
        if raw in fixed:
            yield located.fault(here, f"'{fix.raw}' is fixed twice", "keep one")
        fixed.add(raw)


def _region_faults(draft: Draft) -> Iterator[Fault]:
    region, known = draft.questionnaire.region, draft.ids("items")
    if region and region not in known:
        yield draft.located.fault(("region",), f"no item '{region}'", nearest(region, known))
    for place, item in zip(draft.places["items"], draft.questionnaire.items, strict=True):
        if item.id == region and (item.kind != "nominal" or not item.grouping):
            what = "the region must be nominal, with 'grouping: true'"
            yield draft.located.fault(place, what, "change its 'kind' or 'grouping'")


def _composition_faults(draft: Draft) -> Iterator[Fault]:
    """The item by which the respondents of regions may differ must have answers to group by."""
    questionnaire = draft.questionnaire
    named, known = questionnaire.composition, draft.ids("items")
    if named is not None and named not in known:
        yield draft.located.fault(("composition",), f"no item '{named}'", nearest(named, known))
    for item in questionnaire.items:
        grouping = item.kind in ("nominal", "ordinal") and item.id != questionnaire.region
        if item.id == named and not grouping:
            what = "the composition must be a nominal or ordinal item other than the region"
            yield draft.located.fault(("composition",), what, "name another item")
