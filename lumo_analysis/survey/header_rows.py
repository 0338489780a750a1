"""Survey tools that write several header rows: made one, with the questions kept beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.table import Variable

_QUALTRICS = '{"importid"'
# What SurveyMonkey writes under a question that has a single column, in English and Finnish.
_SINGLE = {
    *("response", "open-ended response", "vastaus", "avoin vastaus"),
    *("avoin vastaus teksti", "svar", "öppet svar"),
}


@dataclass(frozen=True)
class Headed:
    """Rows with a single row of headers, their numbers, and what the other rows told."""

    rows: list[list[str]]
    numbers: list[int]
    variables: tuple[Variable, ...] = ()
    tool: str = ""


def with_one_header(rows: list[list[str]], numbers: list[int]) -> Headed:
    """The rows of an export under one row of headers.

    Qualtrics writes a column's name, its question and a JSON note of where it came from; the
    name is the header. SurveyMonkey writes a question over the first of its columns and an
    option over each; "question / option" is the header, or the question alone over
    "Response". Any other export is given back as it is.

    >>> rows = [["Respondent ID", "Ways?", ""], ["", "Talk", "Letter"], ["1", "Talk", ""]]
    >>> with_one_header(rows, [1, 2, 3]).rows
    [['Respondent ID', 'Ways? / Talk', 'Ways? / Letter'], ['1', 'Talk', '']]
    """
    if _is_qualtrics(rows):
        variables = tuple(Variable(question=" ".join(text.split())) for text in rows[1])
        return Headed([rows[0], *rows[3:]], [numbers[0], *numbers[3:]], variables, "Qualtrics")
    if _is_surveymonkey(rows):
        header, variables = _joined(rows[0], rows[1])
        kept = [numbers[0], *numbers[2:]]
        return Headed([header, *rows[2:]], kept, variables, "SurveyMonkey")
    return Headed(rows, numbers)


def _is_qualtrics(rows: Sequence[Sequence[str]]) -> bool:
    if len(rows) < 3:
        return False
    notes = ["".join(cell.split()).lower().startswith(_QUALTRICS) for cell in rows[2]]
    return all(notes)


def _is_surveymonkey(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the second row surely is no respondent's.

    A blank header alone could be one that was lost, so SurveyMonkey's own words must stand
    there too: "Response", or "Respondent ID" over nothing.
    """
    if len(rows) < 3 or len(rows[0]) != len(rows[1]) or not rows[0][0].strip():
        return False
    pairs = [(fold(header), fold(cell)) for header, cell in zip(*rows[:2], strict=True)]
    below_blank = [cell for header, cell in pairs if not header]
    below_named = [cell for header, cell in pairs if header]
    single = any(cell in _SINGLE for cell in below_named)
    own_id = pairs[0][0].replace(" ", "") == "respondentid" and not pairs[0][1]
    if not below_blank:
        return single and all(not cell or cell in _SINGLE for cell in below_named)
    return all(below_blank) and (single or own_id)


def _joined(
    questions: Sequence[str], options: Sequence[str]
) -> tuple[list[str], tuple[Variable, ...]]:
    header, variables = [], []
    question, number = "", 0
    for text, option in zip(questions, options, strict=True):
        if fold(text):
            question, number = text.strip(), number + 1
        option = option.strip()
        alone = not option or fold(option) in _SINGLE
        header.append(question if alone else f"{question} / {option}")
        if alone:
            variables.append(Variable(question=question))
        else:
            variables.append(Variable(question=option, group=f"question {number}", over=question))
    return header, tuple(variables)
