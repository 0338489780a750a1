"""A questionnaire whose columns are named after its ids, for responses that are written back."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from lumo_analysis.survey.draft_ids import Ids
from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.scales import Answer
from lumo_analysis.survey.weighting import DESIGN_WEIGHT

SYNTHETIC_MARK = "synthetic_data"
# Words that SPSS keeps for itself.
_RESERVED = {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}


@dataclass(frozen=True)
class WrittenColumns:
    """The column of a file for each column of the responses, in order, and what describes them.

    `names` maps a column of the responses to its name in the file; `answers` has the answers
    of a closed item's column; `questions` what each column holds.
    """

    names: dict[str, str] = field(default_factory=dict)
    answers: dict[str, tuple[Answer, ...]] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)


def written_columns(questionnaire: Questionnaire, present: list[str]) -> WrittenColumns:
    """Names that SPSS, Stata and everything else can take, for the columns that are there."""
    ids, written = Ids(), WrittenColumns()
    language = questionnaire.languages[0]
    for item in questionnaire.items:
        wording = item.wording.get(language) or next(iter(item.wording.values()))
        answers = questionnaire.scale_of(item).answers if item.closed else ()
        if item.kind == "multiple":
            for answer in answers:
                option = item.option_column(answer.id)
                written.questions[option] = f"{wording} / {label_of(answer, language)}"
        else:
            written.questions[item.id] = wording
            if answers:
                written.answers[item.id] = answers
    written.questions[DESIGN_WEIGHT] = "Weight of the respondent"
    for column in present:
        start = f"q_{column}" if column in _RESERVED else column
        written.names[column] = ids.new(start)
    return written


def label_of(answer: Answer, language: str) -> str:
    """The label of an answer in a language, or in its first one."""
    return answer.label.get(language) or next(iter(answer.label.values()))


def codes_of(answers: tuple[Answer, ...], language: str) -> list[int]:
    """A code for each answer: the number that it is, else 1, 2, 3 ... in their order.

    A number that is a spelling of another answer is left out, so no code means two.

    >>> some = [Answer(id=f"a{n}", label={"en": label}) for n, label in enumerate("yn2")]
    >>> codes_of(tuple(some), "en")
    [1, 3, 2]
    """
    spelled = {fold(text) for answer in answers for text in answer.spellings}
    free = (number for number in itertools.count(1) if str(number) not in spelled)
    codes = []
    for answer in answers:
        label = label_of(answer, language)
        own = label.isascii() and label.isdigit() and str(int(label)) == label
        codes.append(int(label) if own else next(free))
    return codes


def rewritten(questionnaire: Questionnaire, written: WrittenColumns) -> dict[str, Any]:
    """The questionnaire as plain data, with the written columns in place of the export's."""
    data = questionnaire.model_dump(mode="json", exclude_defaults=True)
    for key in ("identifier", "complete", "repeated", "ignored", "responses"):
        data.pop(key, None)
    data["synthetic_mark"] = SYNTHETIC_MARK
    if data.get("weights", {}).get("column"):
        data["weights"]["column"] = written.names.get(DESIGN_WEIGHT, "design_weight")
    data["items"] = [
        _item(item, record, questionnaire, written)
        for item, record in zip(questionnaire.items, data["items"], strict=True)
        if _written(item, questionnaire, written)
    ]
    return data


def _written(item: Item, questionnaire: Questionnaire, written: WrittenColumns) -> bool:
    return any(column in written.names for column in questionnaire.columns_of(item))


def _item(
    item: Item, record: dict[str, Any], questionnaire: Questionnaire, written: WrittenColumns
) -> dict[str, Any]:
    # Fixes were made already; a respondent's slip is not carried on.
    record = {key: value for key, value in record.items() if key not in ("fixes", "separator")}
    if item.kind != "multiple":
        return {**record, "column": written.names[item.id]}
    record.pop("column", None)
    record.pop("scale", None)
    answers = questionnaire.scale_of(item).answers
    return {
        **record,
        "answers": [
            {
                **answer.model_dump(mode="json", exclude_defaults=True),
                "column": written.names[item.option_column(answer.id)],
            }
            for answer in answers
        ],
    }
