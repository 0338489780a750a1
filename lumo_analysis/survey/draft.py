"""A questionnaire drafted from an export, for a person to finish.

What an export can't tell, or tells doubtfully, stands there with a comment `# CHECK`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lumo_analysis.errors import Fault, ParameterError, ResponsesError
from lumo_analysis.survey.draft_columns import DraftColumn, look_at_columns
from lumo_analysis.survey.draft_ids import plain_id
from lumo_analysis.survey.draft_items import (
    DraftItem,
    draft_items,
    region_of,
    same_answers,
    shared_start,
)
from lumo_analysis.survey.draft_scales import DraftAnswer, DraftScale
from lumo_analysis.survey.raw_table import RawTable
from lumo_analysis.survey.reading import read_export
from lumo_analysis.survey.unexpected import nothing_quoted

MARK = "# CHECK:"
LANGUAGES = ("fi", "sv", "en")
_LABEL = 80
_LONGEST = 480
_USUAL_WORDS = {
    "fi": {"ja", "on", "ei", "en", "miten", "kuinka", "mikä", "mitä", "oletko", "mieltä", "tai"},
    "sv": {"och", "är", "inte", "hur", "vad", "du", "att", "av", "ja", "nej", "eller"},
    "en": {"the", "of", "and", "you", "to", "is", "do", "how", "what", "no", "yes", "or"},
}


@dataclass(frozen=True)
class QuestionnaireDraft:
    """The text of a drafted questionnaire and how many lines of it a person should check."""

    text: str
    marks: int
    items: int


def write_draft(folder: Path, export: Path, language: str | None = None) -> QuestionnaireDraft:
    """Draft FOLDER/questionnaire.yaml from an export; it is never overwritten.

    `ParameterError` where the file is there already or the language is not known;
    `ResponsesError` where the export can't be read or has no closed question.
    """
    path = folder / "questionnaire.yaml"
    if path.exists():
        raise ParameterError(f"{path} is there already; choose another folder, or remove it")
    if language is not None and language not in LANGUAGES:
        raise ParameterError(f"no language '{language}'; choose from {', '.join(LANGUAGES)}")
    with nothing_quoted(export):
        draft = draft_questionnaire(read_export(export), folder.name, language, str(export))
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(draft.text)
    return draft


def draft_questionnaire(
    raw: RawTable, name: str, language: str | None, source: str
) -> QuestionnaireDraft:
    """The draft of a questionnaire that loads the export it was made from."""
    language = language or _language_of(raw)
    columns = look_at_columns(raw, language)
    items = draft_items(columns)
    shared = _shared(items)
    region, named = region_of(items)
    if region is None:
        advice = "a survey needs an item with a few answers, such as a region or a role"
        raise ResponsesError(source, [Fault("file", "no column has a few answers only", advice)])
    lines = [
        *_opening(plain_id(name, start="survey"), language, region, named, columns),
        *_shared_parts(items, shared, language),
        *(
            line
            for item in items
            for line in _item_lines(item, item is items[0], shared, language, item is region)
        ),
    ]
    text = "\n".join(lines) + "\n"
    return QuestionnaireDraft(text, text.count(MARK), len(items))


def _language_of(raw: RawTable) -> str:
    told = [str(header) for header in raw.cells.columns]
    for variable in raw.variables.values():
        told += [variable.question, *variable.codes]
    told += [str(text) for header in raw.cells.columns for text in raw.cells[header].unique()[:5]]
    words = re.findall(r"\w+", " ".join(told).casefold())
    scores = {name: sum(word in usual for word in words) for name, usual in _USUAL_WORDS.items()}
    return max(("en", "fi", "sv"), key=lambda name: scores[name])


def quoted(text: str) -> str:
    """A text as YAML on one line, in double quotes, whatever it holds."""
    return json.dumps(" ".join(text.split())[:_LONGEST], ensure_ascii=False).replace("\x7f", "")


def _text(text: str, language: str) -> str:
    return f"{{{language}: {quoted(text)}}}"


def _opening(
    name: str, language: str, region: DraftItem, named: bool, columns: Sequence[DraftColumn]
) -> Iterator[str]:
    yield f"# A draft made from an export. Look at each line with {MARK[2:-1]}, then remove that."
    yield f"survey: {name}"
    for key in ("title", "description", "population", "source", "author"):
        yield f"{key}: {_text(key.capitalize(), language)}  {MARK} write it"
    yield f"languages: [{language}]"
    yield f'collected: {{start: "2000-01", end: "2000-01"}}  {MARK} the months of answering'
    doubt = "" if named else f"  {MARK} which item says where or who the respondent is?"
    yield f"region: {region.id}{doubt}"
    for column in columns:
        if column.kind == "identifier":
            yield f"identifier: {_column(column.header)}"
        if column.kind == "complete":
            yield f'complete: {{column: {_column(column.header)}, values: ["1", "True"]}}'
    ignored = [column for column in columns if column.kind == "ignored"]
    if ignored:
        yield "ignored:"
    for column in ignored:
        reason = quoted(column.mark)
        yield f"  - {{column: {_column(column.header)}, reason: {reason}}}"
    yield "sections:"
    yield f"  - {{id: answers, title: {_text('Answers', language)}}}  {MARK} part the items"


def _column(header: str) -> str:
    plain = " ".join(header.split())
    return quoted(plain) if len(plain) <= _LONGEST else f"{{prefix: {quoted(plain)}}}"


def _shared(items: Sequence[DraftItem]) -> dict[str, DraftScale]:
    """The scales that several items use, by the id they get."""
    found: dict[str, DraftScale] = {}
    for item in items:
        scale = item.scale
        if scale is None or item.kind == "multiple" or _scale_id(item, found):
            continue
        others = [other for other in items if other is not item and other.kind == item.kind]
        if any(same_answers(scale, other.scale) for other in others):
            name = scale.id if scale.known else f"scale_{len(found) + 1}"
            name = name if name not in found else f"{name}_{len(found) + 1}"
            found[name] = scale
    return found


def _scale_id(item: DraftItem, shared: dict[str, DraftScale]) -> str | None:
    if item.scale is None or item.kind == "multiple":
        return None
    for name, scale in shared.items():
        if same_answers(scale, item.scale):
            return name
    return None


def _shared_parts(
    items: Sequence[DraftItem], shared: dict[str, DraftScale], language: str
) -> Iterator[str]:
    if shared:
        yield "scales:"
    for name, scale in shared.items():
        doubt = "" if scale.known else f"  {MARK} name it; are the answers from low to high?"
        yield f"  - id: {name}{doubt}"
        yield from _answer_lines(scale.answers, (), language)
    batteries = dict.fromkeys(item.battery for item in items if item.battery)
    if batteries:
        yield "batteries:"
    for name in batteries:
        members = [item for item in items if item.battery == name]
        stem = members[0].over or shared_start([item.question for item in members])
        stem = stem.strip(" -:/[(") or name.replace("_", " ").capitalize()
        yield f"  - id: {name}  {MARK} one question? give it a title"
        yield f"    title: {_text(stem, language)}"
        yield f"    wording: {_text(stem, language)}"


def _answer_lines(
    answers: Sequence[DraftAnswer], columns: Sequence[str], language: str
) -> Iterator[str]:
    yield "    answers:"
    for position, answer in enumerate(answers):
        more = f", column: {_column(columns[position])}" if columns else ""
        more += ", off_scale: true" if answer.off_scale else ""
        yield f'      - {{id: "{answer.id}", label: {_text(answer.label, language)}{more}}}'


def _label(item: DraftItem) -> str:
    """A short name; where a question and its part are too long together, the part is kept."""
    part = item.question.removeprefix(f"{item.over} / ")
    if len(item.question) <= _LABEL or part == item.question:
        return item.question[:_LABEL]
    room = _LABEL - len(part) - len("… / ")
    return f"{item.over[:room].rstrip()}… / {part}" if room > 0 else part[:_LABEL]


def _item_lines(
    item: DraftItem, first: bool, shared: dict[str, DraftScale], language: str, region: bool
) -> Iterator[str]:
    scale = _scale_id(item, shared)
    yield f"items:\n  - id: {item.id}" if first else f"  - id: {item.id}"
    yield f"    kind: {item.kind}" + (f"  {MARK} {item.mark}" if item.mark else "")
    yield "    section: answers"
    if item.battery:
        yield f"    battery: {item.battery}"
    own = item.kind == "multiple" and len(item.columns) > 1
    if not own:
        yield f"    column: {_column(item.columns[0])}"
    if item.separator:
        yield f"    separator: {quoted(item.separator)}"
    if region:
        yield "    grouping: true"
    yield f"    label: {_text(_label(item), language)}"
    yield f"    wording: {_text(item.question, language)}"
    if scale:
        yield f"    scale: {scale}"
    elif item.scale is not None:
        yield from _answer_lines(item.scale.answers, item.columns if own else (), language)
