"""What each column of an export probably is: one look at its header and its answers."""

from __future__ import annotations

import collections
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lumo_analysis.survey.draft_ids import Ids
from lumo_analysis.survey.draft_scales import DraftAnswer, DraftScale, recognise
from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.numbers import number_in
from lumo_analysis.survey.options import CHOSEN, NOT_CHOSEN
from lumo_analysis.survey.raw_table import RawTable
from lumo_analysis.survey.table import Variable

MOST_ANSWERS = 60
_MOST_OWN = 25
_LONGEST = 120
_TECHNICAL = re.compile(
    r"^(start ?date|end ?date|recorded ?date|date ?modified|date ?created|timestamp|aikaleima"
    r"|tidsstämpel|vastausaika|submitdate|startdate|datestamp|lastpage|startlanguage|seed"
    r"|status|progress|ip ?-?address|duration.*|recipient.*|e-?mail.*"
    r"|sähköposti.*|e-?post.*|external.*reference|location ?(latitude|longitude)"
    r"|distribution ?channel|user ?language|collector ?id|custom data.*|first name|last name"
    r"|etunimi|sukunimi|nimi|puhelin.*|.*_ ?(first click|last click|page submit|click count)"
    r"|.*browser_(browser|version|operating system|resolution)|vastattu)$"
)
_IDENTIFIER = re.compile(
    r"(^|[ _])(respondent ?id|response ?id|responseid|vastaajatunnus|tunnus|id|vastaaja)$"
)
_WEIGHT = re.compile(r"^(weights?|paino|painokerroin|pw|vikt)$")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}([ T]\d{1,2}[:.]\d{2}.*)?")
_SEPARATORS = (";", "|", ",")


@dataclass(frozen=True)
class DraftColumn:
    """One column with its probable use.

    `kind` is an item's kind, "option" for one of several yes-or-no columns, "identifier",
    "complete" or "ignored" (with the reason in `mark`). `mark` is what a person should
    check, nothing where the column is clear. `over` is the question that it shares with the
    columns beside it, of which `question` is a part.
    """

    header: str
    question: str
    kind: str
    scale: DraftScale | None = None
    separator: str = ""
    mark: str = ""
    group: str = ""
    over: str = ""


def look_at_columns(raw: RawTable, language: str) -> list[DraftColumn]:
    """Every column of an export with its probable use, in the order of the file."""
    columns = [_look(raw, str(header), language) for header in raw.cells.columns]
    identifiers = [column.header for column in columns if column.kind == "identifier"]
    return [
        _ignored(column, "A second identifier.")
        if column.kind == "identifier" and column.header != identifiers[0]
        else column
        for column in columns
    ]


def _ignored(column: DraftColumn, reason: str) -> DraftColumn:
    return DraftColumn(column.header, column.question, "ignored", mark=reason)


def _look(raw: RawTable, header: str, language: str) -> DraftColumn:
    variable = raw.variables.get(header, Variable())
    question = variable.question or " ".join(header.split())
    cells = [str(text) for text in raw.cells[header]]
    counts = _spellings([text for text in cells if text not in variable.missing])
    n, name = sum(counts.values()), fold(header)
    column = DraftColumn(header, question, "open", group=variable.group, over=variable.over)
    if not n:
        return _ignored(column, "Nobody answered.")
    if name == "finished":
        return DraftColumn(header, question, "complete")
    if _IDENTIFIER.search(name) and len(counts) == n == len(cells):
        return DraftColumn(header, question, "identifier")
    if _TECHNICAL.match(name):
        return _ignored(column, "Technical; it could point to a respondent.")
    if header in raw.dates or sum(map(bool, map(_DATE.fullmatch, counts))) > 0.9 * len(counts):
        return _ignored(column, "A date; it could point to a respondent.")
    if _WEIGHT.match(name):
        return _ignored(column, "Looks like weights; see weights: in data/README.md.")
    labels = set(map(fold, variable.codes))
    texts = [*variable.codes, *(text for text in counts if fold(text) not in labels)]
    texts = [text for text in texts if text not in variable.missing]
    never_chosen = bool(variable.group) and {fold(text) for text in counts} <= set(NOT_CHOSEN)
    if option_like(counts) or never_chosen:
        return replace(column, kind="option", scale=_own(question, [*counts]))
    scale = recognise(texts, language)
    if scale is not None:
        return replace(column, kind="nominal" if scale.nominal else "ordinal", scale=scale)
    numbers = [number_in(fold(text)) for text in counts]
    if variable.codes and any(not _is_number(text) for text in texts):
        return _labelled(column, texts, variable, [*counts])
    if all(number is not None for number in numbers):
        return _numeric(column, [number for number in numbers if number is not None])
    return _worded(column, counts, n)


def _spellings(cells: Sequence[str]) -> dict[str, int]:
    """Each answer in its most usual spelling, with the number who gave it."""
    usual: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for text, n in collections.Counter(cells).items():
        if fold(text):
            usual[fold(text)][" ".join(text.split())] += n
    return {forms.most_common(1)[0][0]: forms.total() for forms in usual.values()}


def option_like(texts: dict[str, int] | Sequence[str]) -> bool:
    """Whether a column is chosen or not: one text beside blanks and noes."""
    chosen = {fold(text) for text in texts} - set(NOT_CHOSEN)
    return len(chosen) == 1 and (len(texts) == 1 or chosen <= set(CHOSEN))


def _is_number(text: str) -> bool:
    return number_in(fold(text)) is not None


def _labelled(
    column: DraftColumn, texts: list[str], variable: Variable, seen: list[str]
) -> DraftColumn:
    plain = [text for text in seen if _is_number(text)]
    if len(plain) > len(variable.codes):
        # Labels at the ends of a range of numbers.
        return replace(column, kind="number", mark="a number with some values labelled")
    if len(texts) < 2 or len(texts) > MOST_ANSWERS:
        return replace(column, kind="open", mark="too many or too few labels for a closed item")
    mark = "the order is that of the codes; 'ordinal' if it is a scale"
    return replace(column, kind="nominal", scale=_own(column.question, texts), mark=mark)


def _numeric(column: DraftColumn, numbers: list[float]) -> DraftColumn:
    whole = all(number.is_integer() and 0 <= number <= 10 for number in numbers)
    if not whole or len(numbers) < 2:
        return replace(column, kind="number")
    texts = [str(int(number)) for number in sorted(numbers)]
    kind = "ordinal" if len(numbers) > 2 else "nominal"
    mark = "codes without labels: write what each means, or 'kind: number' without answers"
    return replace(column, kind=kind, scale=_own(column.question, texts), mark=mark)


def _worded(column: DraftColumn, counts: dict[str, int], n: int) -> DraftColumn:
    for separator in _SEPARATORS:
        options = _parted(counts, separator)
        if options is not None:
            mark = "options parted in one cell: are these all, and whole?"
            scale = _own(column.question, options)
            return replace(column, kind="multiple", scale=scale, separator=separator, mark=mark)
    if _is_closed(counts, n):
        texts = sorted(counts, key=_by_number)
        rare = sum(count < 3 for count in counts.values())
        mark = f"answers given once or twice: {rare}" if rare else ""
        mark = mark or "'ordinal' if the answers have an order"
        return replace(column, kind="nominal", scale=_own(column.question, texts), mark=mark)
    return column


def _is_closed(counts: dict[str, int], n: int) -> bool:
    few = 2 <= len(counts) <= _MOST_OWN and n >= 3 * len(counts)
    once = sum(count == 1 for count in counts.values())
    return few and 3 * once <= len(counts) and max(map(len, counts)) <= _LONGEST


def _parted(counts: dict[str, int], separator: str) -> list[str] | None:
    """The options, where many cells hold several of a few."""
    parted = {text: split_outside(text, separator) for text in counts}
    several = sum(n for text, n in counts.items() if len(parted[text]) > 1)
    pieces: collections.Counter[str] = collections.Counter()
    first: dict[str, str] = {}
    for text, n in counts.items():
        for piece in parted[text]:
            pieces[fold(piece)] += n
            first.setdefault(fold(piece), piece)
    total = sum(counts.values())
    once = sum(n == 1 for n in pieces.values())
    few = 2 <= len(pieces) <= _MOST_OWN and len(pieces) < len(counts)
    if not few or several < 0.05 * total or 3 * once > len(pieces):
        return None
    return [first[piece] for piece, _ in pieces.most_common()]


def split_outside(text: str, separator: str) -> list[str]:
    """The parts of a text between separators that stand outside brackets.

    >>> split_outside("Helsinki (Espoo, Vantaa), Turku", ",")
    ['Helsinki (Espoo, Vantaa)', 'Turku']
    """
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if sign == separator and depth <= 0:
            parts.append(text[start:place])
            start = place + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


def _by_number(text: str) -> tuple[bool, float, str]:
    """Classes such as "18-29" in the order of their first number, words last."""
    found = re.search(r"\d[\d ,]*", text.replace("\u00a0", " "))
    digits = re.sub(r"\D", "", found[0]) if found else ""
    return not digits, float(digits or 0), fold(text)


def _own(name: str, texts: Sequence[str]) -> DraftScale:
    ids = Ids()
    return DraftScale(
        name, tuple(DraftAnswer(ids.new(text, start="answer"), text) for text in texts)
    )
