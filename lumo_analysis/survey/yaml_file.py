"""YAML as plain data, with the line number of every part of it.

A message such as "line 41: item 'workload': unknown key 'lable'" needs the line, which
`yaml.safe_load` forgets; and it takes the last of two equal keys without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from lumo_analysis.errors import Fault, QuestionnaireError, nearest

Place = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)
MAX_BYTES = 4_000_000
MAX_DEPTH = 100
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as fast where libyaml is there; but deep nesting would end the process."""
# What a file of quotes calls its parts.
_PRIVATE_KEYS = {
    *("quotes", "synthetic", "responses", "id", "respondent", "item", "themes", "status"),
    *("text", "language", "translations", "cleared_by", "date"),
}


@dataclass
class Located:
    r"""Plain data and the line (from 1) of each place in it.

    >>> located = parse("a:\n- b: 1\n- b: 2\n", "x.yaml")
    >>> located.data, located.line(("a", 1, "b"))
    ({'a': [{'b': 1}, {'b': 2}]}, 3)

    A `private` file holds respondents' words, so nothing that its author didn't name is told:
    no id, no unknown key, no problem in YAML's own words.
    """

    source: str
    data: Any
    private: bool = False
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def name(self, place: Place) -> str:
        """A place in the words of its author: "items 'workload'" rather than "items[7]"."""
        words: list[str] = []
        value = self.data
        for step in place:
            value = _step_into(value, step)
            if isinstance(step, str):
                words.append("a key" if self.private and step not in _PRIVATE_KEYS else step)
            elif (entry := _id_of(value)) is not None and not self.private:
                words.append(f"'{entry}'")
            else:
                words.append(f"number {step + 1}")
        return " ".join(words)

    def fault(self, place: Place, what: str, advice: str = "") -> Fault:
        """A fault at a place, with its line and name."""
        name = self.name(place)
        return Fault(f"line {self.line(place)}", f"{name}: {what}" if name else what, advice)


def _id_of(value: Any) -> str | None:
    entry = value.get("id") if isinstance(value, Mapping) else None
    return entry if isinstance(entry, str) else None


def _step_into(value: Any, step: str | int) -> Any:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        return None


def read_yaml(path: Path, *, private: bool = False) -> Located:
    """A YAML file as located data; `private` where it holds respondents' words.

    `QuestionnaireError` where it is missing, too large, not UTF-8, or not YAML.
    """
    if not path.is_file():
        raise QuestionnaireError(str(path), [Fault("file", "there is no such file")])
    raw = path.read_bytes()
    if len(raw) > MAX_BYTES:
        raise QuestionnaireError(str(path), [Fault("file", f"larger than {MAX_BYTES:,} bytes")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        fault = Fault(f"line {line}", "not UTF-8 text", "save the file as UTF-8")
        raise QuestionnaireError(str(path), [fault]) from None
    return parse(text, str(path), private=private)


def parse(text: str, source: str, *, private: bool = False) -> Located:
    """YAML text as located data; duplicate keys are kept as faults to report with the rest."""
    try:
        _refuse_endless(text, source, private)
        node = yaml.compose(text, Loader=LOADER)
        data = yaml.load(text, Loader=LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "file"
        problem = None if private else getattr(error, "problem", None)
        what = f"not YAML: {problem or 'not readable'}"
        fault = Fault(where, what, "look at the indentation and quotes there")
        raise QuestionnaireError(source, [fault]) from None
    except ValueError as error:
        # Such as the 30th of February.
        what = f"not YAML: {'not readable' if private else error}"
        fault = Fault("file", what, "put dates and numbers in quotes")
        raise QuestionnaireError(source, [fault]) from None
    located = Located(source, data, private)
    if node is not None:
        _locate(node, (), located)
    return located


def _refuse_endless(text: str, source: str, private: bool) -> None:
    """Refuse aliases (`*name`), which can make a small file endless, and brackets without end.

    An alias also makes a reader look for its meaning.
    """
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        where = f"line {event.start_mark.line + 1}" if event.start_mark else "file"
        if isinstance(event, yaml.AliasEvent):
            name = "" if private else f" '*{event.anchor}'"
            fault = Fault(where, f"an alias{name}", "write its text here")
            raise QuestionnaireError(source, [fault])
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            fault = Fault(where, "too deeply nested", "look at the brackets and the indentation")
            raise QuestionnaireError(source, [fault])


def in_line_order(faults: Iterable[Fault]) -> list[Fault]:
    """Faults once each, in the order of their lines."""

    def line(fault: Fault) -> int:
        digits = fault.where.removeprefix("line ")
        return int(digits) if digits.isdigit() else 0

    return sorted(dict.fromkeys(faults), key=line)


def _locate(node: yaml.Node, place: Place, located: Located) -> None:
    located.lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            inner = (*place, name)
            located.lines[inner] = key.start_mark.line + 1
            if name in seen:
                located.faults.append(located.fault(inner, "stands here twice", "keep one"))
            seen.add(name)
            _locate(value, inner, located)
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            _locate(value, (*place, position), located)


def validate(model: type[Model], located: Located) -> tuple[Model | None, list[Fault]]:
    """The data as a model, or None and one fault for each thing that is wrong with it."""
    if not isinstance(located.data, Mapping):
        return None, [*located.faults, Fault("line 1", "must be keys and values, such as 'title:'")]
    try:
        return model.model_validate(located.data), list(located.faults)
    except ValidationError as error:
        faults = [_fault_of(detail, model, located) for detail in error.errors()]
        return None, [*located.faults, *dict.fromkeys(faults)]


def _fault_of(detail: ErrorDetails, model: type[BaseModel], located: Located) -> Fault:
    # Pydantic marks a faulty key so; its author needs the key alone.
    place: Place = tuple(step for step in detail["loc"] if step != "[key]")
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        owner = _model_at(model, place[:-1])
        advice = nearest(str(place[-1]), owner.model_fields if owner else ())
        key = "unknown key" if located.private else f"unknown key '{place[-1]}'"
        fault = located.fault(place[:-1], key, advice)
        return Fault(f"line {located.line(place)}", fault.what, advice)
    if kind == "missing":
        return located.fault(place[:-1], f"'{place[-1]}' is missing", "add it")
    if kind == "literal_error":
        return located.fault(place, f"must be one of {context.get('expected')}")
    if kind == "string_type":
        return located.fault(place, "must be text", "put it in quotes")
    if kind == "string_pattern_mismatch":
        return located.fault(place, "not written as it must be", _pattern_advice(context))
    message = str(detail["msg"]).removeprefix("Value error, ")
    return located.fault(place, message[:1].lower() + message[1:])


_PATTERNS = {
    r"^[a-z][a-z0-9_-]{0,59}$": "use small letters a to z, digits, _ and -, a letter first",
    r"^[^\r\n\t]+$": "use one line of text",
    r"^[a-z]{2}$": "use a two-letter language code such as fi",
    r"^\d{4}-(0[1-9]|1[0-2])$": "write a year and a month such as 2021-02, in quotes",
}


def _pattern_advice(context: Mapping[str, Any]) -> str:
    return _PATTERNS.get(str(context.get("pattern")), f"must match {context.get('pattern')}")


def _model_at(model: type[BaseModel], place: Sequence[str | int]) -> type[BaseModel] | None:
    current: type[BaseModel] | None = model
    for step in place:
        if isinstance(step, int):
            continue
        if current is None or step not in current.model_fields:
            return None
        current = _model_in(current.model_fields[step].annotation)
    return current


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _model_in(part)
        if found is not None:
            return found
    return None
