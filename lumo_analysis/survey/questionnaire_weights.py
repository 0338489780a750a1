"""Whether weights and frame fit the items of a questionnaire, and which surveys compare."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from lumo_analysis.errors import Fault, nearest
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.yaml_file import Located, Place

_AGREE = 0.01


def weight_faults(questionnaire: Questionnaire, located: Located) -> Iterator[Fault]:
    """Margins of items or answers that are not there, or of different populations."""
    if questionnaire.weights is None:
        return
    items = {item.id: item for item in questionnaire.items}
    place: Place = ("weights", "margins")
    sums: dict[str, float] = {}
    for name, margin in questionnaire.weights.margins.items():
        here = (*place, name)
        if name not in items:
            yield located.fault(here, f"no item '{name}'", nearest(name, items))
        elif items[name].kind not in ("nominal", "ordinal"):
            what = f"an item of kind '{items[name].kind}' has no margin"
            yield located.fault(here, what, "name a nominal or ordinal item")
        else:
            yield from _margin_faults(items[name], margin, here, questionnaire, located)
        sums[name] = math.fsum(margin.values())
        if not sums[name] > 0:
            yield located.fault(here, "the margin is empty", "give the population's numbers")
    full = {name: total for name, total in sums.items() if total > 0}
    if full and max(full.values()) > (1 + _AGREE) * min(full.values()):
        told = ", ".join(f"'{name}' {total:g}" for name, total in full.items())
        what = f"the margins are of different populations: they sum up to {told}"
        yield located.fault(place, what, "give all in numbers, or all in shares")


def _margin_faults(
    item: Item,
    margin: Mapping[str, float],
    place: Place,
    questionnaire: Questionnaire,
    located: Located,
) -> Iterator[Fault]:
    if item.scale is not None and item.scale not in {s.id for s in questionnaire.scales}:
        return
    scale = questionnaire.scale_of(item)
    known = [answer.id for answer in scale.ordered]
    for answer in margin:
        if answer not in known:
            off = answer in {each.id for each in scale.off_scale}
            what = f"'{answer}' is off the scale" if off else f"no answer '{answer}'"
            advice = "leave it out; see 'no_answer'" if off else nearest(answer, known)
            yield located.fault((*place, answer), what, advice)
    lacking = [answer for answer in known if answer not in margin]
    if lacking:
        what = f"no number for {', '.join(repr(answer) for answer in lacking)}"
        yield located.fault(place, what, "give the population's number of each answer, 0 if none")


def frame_faults(questionnaire: Questionnaire, located: Located) -> Iterator[Fault]:
    """A frame by region that lacks a region, or names one that is not there."""
    frame = questionnaire.frame
    regions = [item for item in questionnaire.items if item.id == questionnaire.region]
    if not isinstance(frame, Mapping) or not regions or not regions[0].answers:
        return
    known = [answer.id for answer in regions[0].answers]
    for region in frame:
        if region not in known:
            what = f"no region '{region}'"
            yield located.fault(("frame", region), what, nearest(region, known))
    lacking = [region for region in known if region not in frame]
    if lacking:
        what = f"no number for {', '.join(repr(region) for region in lacking)}"
        yield located.fault(("frame",), what, "say of each region how many people were asked")


def comparable_faults(
    questionnaire: Questionnaire, located: Located, places: Sequence[Place]
) -> Iterator[Fault]:
    """Items declared comparable with their own survey, or with another one twice."""
    for place, item in zip(places, questionnaire.items, strict=True):
        seen: set[str] = set()
        for position, other in enumerate(item.comparable_with):
            here = (*place, "comparable_with", position)
            if other.survey == questionnaire.survey:
                yield located.fault(here, "this is the survey itself", "name another survey")
            if other.survey in seen:
                yield located.fault(here, f"'{other.survey}' stands here twice", "keep one")
            seen.add(other.survey)
