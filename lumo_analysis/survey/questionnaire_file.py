"""Reading a questionnaire: all its faults at once, each with its line."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lumo_analysis.errors import Fault, QuestionnaireError, nearest
from lumo_analysis.survey.matching import begins, fold
from lumo_analysis.survey.questionnaire import Answer, Item, Questionnaire, Scale
from lumo_analysis.survey.yaml_file import Located, Place, read_yaml, validate


def load_questionnaire(path: str | Path) -> Questionnaire:
    """The questionnaire in a YAML file.

    `QuestionnaireError` lists every fault: unknown and missing keys, ids used twice or not
    at all, spellings that stand for two answers, texts missing in a language.
    """
    located = read_yaml(Path(path))
    questionnaire, faults = validate(Questionnaire, located)
    if questionnaire is None:
        # What is sound is cross-checked too, so that the author sees all faults in one go.
        questionnaire, ids = _sound_part(located)
    else:
        ids = _Ids(questionnaire)
    if questionnaire is not None:
        faults += list(_cross_faults(questionnaire, located, ids))
    if faults:
        in_order = sorted(dict.fromkeys(faults), key=lambda fault: int("0" + _digits(fault.where)))
        raise QuestionnaireError(str(path), in_order)
    assert questionnaire is not None
    return questionnaire


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


class _Ids:
    """The ids a questionnaire declares, also those of parts that are faulty themselves."""

    def __init__(self, source: Questionnaire | Mapping[str, Any]) -> None:
        def ids_of(part: str) -> set[str]:
            entries = source.get(part) if isinstance(source, Mapping) else getattr(source, part)
            found = (_id_of(entry) for entry in (entries or ()))
            return {entry_id for entry_id in found if entry_id}

        self.sections, self.scales = ids_of("sections"), ids_of("scales")
        self.batteries, self.items = ids_of("batteries"), ids_of("items")


def _id_of(entry: Any) -> str | None:
    found = entry.get("id") if isinstance(entry, Mapping) else getattr(entry, "id", None)
    return found if isinstance(found, str) else None


def _sound_part(located: Located) -> tuple[Questionnaire | None, _Ids]:
    data = located.data if isinstance(located.data, Mapping) else {}
    ids = _Ids({key: value for key, value in data.items() if isinstance(value, list)})
    sound = dict(data)
    for part, model in (("items", Item), ("scales", Scale)):
        entries = data.get(part)
        if isinstance(entries, list):
            sound[part] = [entry for entry in entries if _validates(model, entry)]
    questionnaire, _ = validate(Questionnaire, Located(located.source, sound))
    return questionnaire, ids


def _validates(model: type[Item] | type[Scale], entry: Any) -> bool:
    if not isinstance(entry, Mapping):
        return False
    return validate(model, Located("", entry))[0] is not None  # type: ignore[type-var]


def _places(located: Located, part: str) -> dict[str, Place]:
    entries = located.data.get(part) if isinstance(located.data, Mapping) else None
    return {
        entry["id"]: (part, position)
        for position, entry in enumerate(entries or [])
        if isinstance(entry, Mapping) and isinstance(entry.get("id"), str)
    }


def _cross_faults(
    questionnaire: Questionnaire, located: Located, ids: _Ids
) -> Iterator[Fault]:
    for part in ("sections", "scales", "batteries", "items"):
        yield from _repeated_ids(located, part)
    yield from _missing_languages(located, questionnaire.languages)
    scale_places = _places(located, "scales")
    for scale in questionnaire.scales:
        yield from _scale_faults(scale, scale_places.get(scale.id, ()), located)
    item_places = _places(located, "items")
    for item in questionnaire.items:
        yield from _item_faults(item, questionnaire, item_places.get(item.id, ()), located, ids)
    yield from _column_faults(questionnaire, item_places, located)
    if questionnaire.region not in ids.items:
        advice = nearest(questionnaire.region, ids.items)
        yield located.fault(("region",), f"no item '{questionnaire.region}'", advice)
    elif any(item.id == questionnaire.region for item in questionnaire.items):
        region = questionnaire.region_item
        if region.kind != "nominal" or not region.grouping:
            place = item_places.get(region.id, ())
            yield located.fault(place, "the region must be nominal, with 'grouping: true'")


def _repeated_ids(located: Located, part: str) -> Iterator[Fault]:
    entries = located.data.get(part) if isinstance(located.data, Mapping) else None
    seen: set[str] = set()
    for position, entry in enumerate(entries if isinstance(entries, list) else []):
        entry_id = _id_of(entry)
        if entry_id in seen:
            yield located.fault((part, position, "id"), "this id is taken", "choose another")
        if entry_id:
            seen.add(entry_id)


def _missing_languages(located: Located, languages: Iterable[str]) -> Iterator[Fault]:
    wanted = set(languages)
    keys = {"title", "description", "population", "source", "author", "label", "wording", "intro", "within"}

    def walk(value: Any, place: Place) -> Iterator[Fault]:
        if isinstance(value, Mapping):
            for key, inner in value.items():
                here = (*place, str(key))
                if key in keys and isinstance(inner, Mapping):
                    missing = sorted(wanted - set(inner))
                    if missing:
                        yield located.fault(here, f"no text in {', '.join(missing)}", "add it")
                yield from walk(inner, here)
        elif isinstance(value, list):
            for position, inner in enumerate(value):
                yield from walk(inner, (*place, position))

    yield from walk(located.data, ())


def _scale_faults(scale: Scale, place: Place, located: Located) -> Iterator[Fault]:
    yield from _answer_faults(scale.answers, place, located)
    known = {answer.id for answer in scale.ordered}
    for headline in scale.headlines:
        for answer in headline.answers:
            if answer not in known:
                what = f"headline '{headline.id}' names '{answer}', which is not on the scale"
                yield located.fault(place, what, nearest(answer, known))


def _answer_faults(
    answers: tuple[Answer, ...], place: Place, located: Located
) -> Iterator[Fault]:
    seen_ids: collections.Counter[str] = collections.Counter(answer.id for answer in answers)
    for answer_id, count in seen_ids.items():
        if count > 1:
            yield located.fault(place, f"answer '{answer_id}' stands {count} times", "keep one")
    owners: dict[str, str] = {}
    for answer in answers:
        for spelling in answer.spellings:
            owner = owners.setdefault(fold(spelling), answer.id)
            if owner != answer.id:
                what = f"'{spelling}' stands for both '{owner}' and '{answer.id}'"
                yield located.fault(place, what, "a spelling may mean one answer only")


def _item_faults(
    item: Item, questionnaire: Questionnaire, place: Place, located: Located, ids: _Ids
) -> Iterator[Fault]:
    for key, value, known in (
        ("section", item.section, ids.sections),
        ("battery", item.battery, ids.batteries),
        ("scale", item.scale, ids.scales),
    ):
        if value is not None and value not in known:
            yield located.fault((*place, key), f"no {key} '{value}'", nearest(value, known))
    if item.closed and (item.scale is None) == (not item.answers):
        yield located.fault(place, "a closed item needs a 'scale' or its own 'answers', not both")
        return
    if not item.closed and (item.scale or item.answers or item.fixes):
        yield located.fault(place, f"an item of kind '{item.kind}' has no scale, answers or fixes")
        return
    own_columns = [answer for answer in item.answers if answer.column is not None]
    if item.kind == "multiple" and own_columns and len(own_columns) < len(item.answers):
        yield located.fault(place, "either every option has a 'column' or none has")
    if bool(own_columns) == (item.column is not None):
        yield located.fault(place, "needs a 'column' (or one for each option), not both")
    if (item.separator is not None) != (item.kind == "multiple" and not own_columns):
        yield located.fault(place, "'separator' is for multiple choice in one column")
    scales = {scale.id: scale for scale in questionnaire.scales}
    if not item.closed or (item.scale is not None and item.scale not in scales):
        return
    if item.answers:
        scale = questionnaire.scale_of(item) if len(item.answers) > 1 else None
        if scale is None:
            yield located.fault(place, "needs at least two answers")
            return
        yield from _scale_faults(scale, place, located)
    scale = questionnaire.scale_of(item)
    yield from _fix_faults(item, scale, questionnaire.missing, place, located)


def _fix_faults(
    item: Item, scale: Scale, missing_everywhere: tuple[str, ...], place: Place, located: Located
) -> Iterator[Fault]:
    known = {fold(spelling) for answer in scale.answers for spelling in answer.spellings}
    missing = {fold(marker) for marker in (*missing_everywhere, *item.missing)}
    for marker in sorted(missing & known):
        yield located.fault(place, f"'{marker}' is both an answer and a missing marker")
    ids = [answer.id for answer in scale.answers]
    fixed: set[str] = set()
    for position, fix in enumerate(item.fixes):
        here = (*place, "fixes", position)
        raw = fold(fix.raw)
        if fix.answer not in ids:
            yield located.fault(here, f"no answer '{fix.answer}'", nearest(fix.answer, ids))
        if raw in known or raw in missing:
            yield located.fault(here, f"'{fix.raw}' is already an answer or a missing marker")
        if raw in fixed:
            yield located.fault(here, f"'{fix.raw}' is fixed twice", "keep one")
        fixed.add(raw)


def _column_faults(
    questionnaire: Questionnaire, places: Mapping[str, Place], located: Located
) -> Iterator[Fault]:
    prefixes: dict[str, str] = {}
    headers: dict[str, str] = {}
    for item in questionnaire.items:
        for column in [item.column, *(answer.column for answer in item.answers)]:
            if column is None:
                continue
            taken, name = (headers, column.header) if column.header else (prefixes, column.prefix)
            owner = taken.setdefault(fold(name or ""), item.id)
            if owner != item.id or (column.header is None and fold(name or "") == ""):
                what = f"column '{name}' belongs to item '{owner}' already"
                yield located.fault(places.get(item.id, ()), what)
    for short in prefixes:
        for long in [*prefixes, *headers]:
            owner = prefixes.get(long) or headers[long]
            if long != short and begins(long, short) and owner != prefixes[short]:
                place = places.get(prefixes[short], ())
                what = f"prefix '{short}' also begins the column of item '{owner}'"
                yield located.fault(place, what, "make it longer, for instance with its full stop")
