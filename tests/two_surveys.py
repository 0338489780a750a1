"""Small surveys that ask the same, or nearly so, for tests of comparing them."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.survey import Survey

COPING = ["poor", "fair", "good"]


def text(en: str, fi: str | None = None) -> dict[str, str]:
    return {"fi": fi or en, "en": en}


def answers(*ids: str, off: Sequence[str] = ()) -> list[dict[str, Any]]:
    return [{"id": name, "label": text(name), "off_scale": name in off} for name in ids]


def content(survey: str) -> dict[str, Any]:
    """A questionnaire with an item of every closed kind, and an open one."""
    plain = {"section": "s", "column": "x"}
    headline = {"id": "good", "answers": ["good"], "label": text("good", "hyvä")}
    yes = {"id": "yes", "answers": ["yes"], "label": text("yes", "kyllä")}
    return {
        "survey": survey,
        "title": text(f"Survey {survey}", f"Kysely {survey}"),
        "description": text("d"),
        "population": text("workers", "työntekijät"),
        "source": text("s"),
        "author": text("a"),
        "languages": ["fi", "en"],
        "collected": {"start": "2021-02", "end": "2021-03"},
        "region": "region",
        "sections": [{"id": "s", "title": text("Section", "Osio")}],
        "scales": [
            {
                "id": "well",
                "answers": answers(*COPING, "cant_say", off=["cant_say"]),
                "headlines": [headline],
            }
        ],
        "batteries": [{"id": "b", "title": text("Wellbeing"), "wording": text("How well?")}],
        "items": [
            {
                **plain,
                "id": "region",
                "kind": "nominal",
                "grouping": True,
                "label": text("Region"),
                "wording": text("Where?"),
                "answers": answers("north", "south"),
            },
            *(
                {
                    **plain,
                    "id": name,
                    "kind": "ordinal",
                    "scale": "well",
                    "battery": "b",
                    "family": "wellbeing",
                    "label": text(name.capitalize()),
                    "wording": text(f"How is your {name}?"),
                }
                for name in ("coping", "mood")
            ),
            {
                **plain,
                "id": "trained",
                "kind": "nominal",
                "base": "all",
                "label": text("Trained"),
                "wording": text("Are you trained?"),
                "answers": answers("yes", "no"),
                "headlines": [yes],
            },
            {
                "id": "ways",
                "kind": "multiple",
                "section": "s",
                "column": "x",
                "separator": ";",
                "label": text("Ways"),
                "wording": text("In which ways?"),
                "answers": answers("talk", "form"),
            },
            {**plain, "id": "wish", "kind": "open", "label": text("W"), "wording": text("W?")},
        ],
    }


Change = Callable[[dict[str, Any]], None]


def changed(item: str, **values: Any) -> Change:
    """A change of one item's keys; None takes a key away."""

    def change(questionnaire: dict[str, Any]) -> None:
        (own,) = (each for each in questionnaire["items"] if each["id"] == item)
        own.update(values)
        for key in [key for key, value in own.items() if value is None]:
            del own[key]

    return change


def without(item: str) -> Change:
    def change(questionnaire: dict[str, Any]) -> None:
        questionnaire["items"] = [each for each in questionnaire["items"] if each["id"] != item]

    return change


def questionnaire(survey: str, *changes: Change) -> Questionnaire:
    made = copy.deepcopy(content(survey))
    for change in changes:
        change(made)
    return Questionnaire.model_validate(made)


def survey(
    name: str,
    *changes: Change,
    good: int = 20,
    n: int = 60,
    columns: Mapping[str, Any] | None = None,
) -> Survey:
    """`n` respondents, `good` of whom answer good (the others poor and fair by turns)."""
    rest = [COPING[place % 2] for place in range(n - good)]
    coping = pd.Categorical([*rest, *["good"] * good], [*COPING, "cant_say"], ordered=True)
    made = questionnaire(name, *changes)
    frame = pd.DataFrame(
        {
            "region": pd.Categorical(np.resize(["north", "south", "south"], n)),
            "coping": coping,
            "mood": coping[::-1],
            "trained": pd.Categorical(["yes"] * good + ["no"] * (n - good), ["yes", "no"]),
            "ways__talk": pd.array([True] * good + [False] * (n - good), dtype="boolean"),
            "ways__form": pd.array([True] * n, dtype="boolean"),
            "wish": pd.array([pd.NA] * n, dtype="string"),
            **(columns or {}),
        }
    )
    return Survey(made, frame, pd.DataFrame(), True, {})
