"""Reading a questionnaire: all its faults at once, each with its line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lumo_analysis.errors import QuestionnaireError
from lumo_analysis.survey.questionnaire import Complete, Ignored, Item, Questionnaire
from lumo_analysis.survey.questionnaire_checks import Draft, cross_faults
from lumo_analysis.survey.scales import Column, Record, Scale
from lumo_analysis.survey.weighting import Weights
from lumo_analysis.survey.yaml_file import Located, Place, in_line_order, read_yaml, validate

_CHECKED: dict[str, type[Record]] = {"items": Item, "scales": Scale, "ignored": Ignored}


def load_questionnaire(path: str | Path) -> Questionnaire:
    """The questionnaire in a YAML file.

    `QuestionnaireError` lists every fault: unknown and missing keys, ids used twice or not
    at all, spellings that stand for two answers, texts missing in a language.
    """
    located = read_yaml(Path(path))
    questionnaire, faults = validate(Questionnaire, located)
    if isinstance(located.data, Mapping):
        # Where parts are faulty, the sound ones are cross-checked all the same, so that the
        # author sees every fault in one go.
        faults += cross_faults(_draft(questionnaire, located))
    if faults or questionnaire is None:
        raise QuestionnaireError(str(path), in_line_order(faults))
    return questionnaire


def _draft(questionnaire: Questionnaire | None, located: Located) -> Draft:
    data: Mapping[str, Any] = located.data
    sound: dict[str, list[Record]] = {}
    places: dict[str, list[Place]] = {}
    for part, model in _CHECKED.items():
        entries = data.get(part)
        sound[part], places[part] = [], []
        for position, entry in enumerate(entries if isinstance(entries, list) else ()):
            record = validate(model, Located("", entry))[0]
            if record is not None:
                sound[part].append(record)
                places[part].append((part, position))
    if questionnaire is None:
        parts: dict[str, Any] = {
            "survey": "",
            "languages": _texts(data.get("languages")),
            "region": data["region"] if isinstance(data.get("region"), str) else "",
            "missing": _texts(data.get("missing")),
            "identifier": _column(data.get("identifier")),
            "weights": validate(Weights, Located("", data.get("weights")))[0],
            "complete": validate(Complete, Located("", data.get("complete")))[0],
            "frame": _frame(data.get("frame")),
            **{part: tuple(records) for part, records in sound.items()},
        }
        questionnaire = Questionnaire.model_construct(**parts)
    return Draft(questionnaire, located, places)


def _texts(value: object) -> tuple[str, ...]:
    entries = value if isinstance(value, list) else []
    return tuple(entry for entry in entries if isinstance(entry, str))


def _frame(value: object) -> dict[str, int] | None:
    sizes = value if isinstance(value, Mapping) else {}
    return {str(region): n for region, n in sizes.items() if isinstance(n, int)} or None


def _column(value: object) -> Column | None:
    return Column(header=value) if isinstance(value, str) and value.strip() else None
