"""The bank of quotes: which words of an answer may be shown, by whose decision.

A file of quotes belongs to one set of responses. Each quote is checked against the answer it
comes from and scanned for personal data; what the scan finds can't be cleared by anybody.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
from pydantic import Field, StringConstraints

from lumo_analysis.errors import Fault, QuestionnaireError, nearest
from lumo_analysis.survey.codebook import Codebook
from lumo_analysis.survey.matching import fold, tidy
from lumo_analysis.survey.personal_data import find_personal_data
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.scales import Id, Line, Record
from lumo_analysis.survey.yaml_file import Located, Place, in_line_order, read_yaml, validate

QUOTES = "quotes.yaml"
Words = Annotated[str, StringConstraints(min_length=1, max_length=1000, strip_whitespace=True)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


class BankedQuote(Record):
    """One entry of the bank.

    `respondent` is the identifier in the export. The words are the respondent's own where the
    status is "cleared", reworded where it is "paraphrase"; a "withheld" quote is not shown.
    `cleared_by` decided so on `date`. `translations` are marked as such where they are shown.
    """

    id: Id
    respondent: Line
    item: Id
    themes: tuple[Id, ...] = Field(min_length=1)
    status: Literal["cleared", "paraphrase", "withheld"]
    text: Words
    language: Language
    translations: dict[Language, Words] = Field(default_factory=dict)
    cleared_by: Line | None = None
    date: datetime.date | None = None


class QuoteBank(Record):
    """All quotes from one set of responses: the synthetic ones, or those of a fingerprint."""

    synthetic: bool = False
    responses: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    quotes: tuple[BankedQuote, ...]


@dataclass(frozen=True)
class Quote:
    """A quote that may be shown; `respondent` is a row of `responses`, no identifier."""

    id: str
    respondent: int
    item: str
    themes: tuple[str, ...]
    text: str
    language: str
    paraphrase: bool = False
    translations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """The responses that quotes come from; `identifiers` are those of its rows, or none."""

    responses: pd.DataFrame
    identifiers: Sequence[str]
    sha256: str
    synthetic: bool
    coding: pd.DataFrame | None = None


def quotes_file(folder: Path, export: Path, synthetic_name: str) -> Path | None:
    """Where an export's quotes stand: beside it, or in the survey's folder for its synthetic ones.

    Real responses never meet the quotes of the folder, which are the demonstration's.
    """
    beside = export.with_name(f"{export.stem}-{QUOTES}")
    if beside.is_file():
        return beside
    own = (folder / synthetic_name).resolve() == export.resolve()
    return folder / QUOTES if own and (folder / QUOTES).is_file() else None


def load_quotes(
    path: str | Path, questionnaire: Questionnaire, codebook: Codebook, source: Source
) -> tuple[Quote, ...]:
    """The quotes of a file that may be shown, in its order; withheld ones go no further.

    `QuestionnaireError` lists all faults with their lines, and none of the words: other
    responses than these, unknown respondents, items and themes, words that are not in the
    answer, quotes that nobody cleared, and personal data.
    """
    located = read_yaml(Path(path), private=True)
    bank, faults = validate(QuoteBank, located)
    if bank is not None:
        faults += _binding_faults(bank, located, source)
    quotes: list[Quote] = []
    rows = {name: row for row, name in enumerate(source.identifiers) if name}
    seen: set[str] = set()
    for place, entry in _sound_entries(located):
        if entry.id in seen:
            faults.append(located.fault((*place, "id"), "this id is taken", "choose another"))
        seen.add(entry.id)
        row = rows.get(fold(entry.respondent))
        found = list(_faults(entry, row, questionnaire, codebook, source))
        faults += [located.fault((*place, key), what, advice) for key, what, advice in found]
        if row is not None and entry.status != "withheld":
            quotes.append(
                Quote(
                    id=entry.id,
                    respondent=row,
                    item=entry.item,
                    themes=entry.themes,
                    text=" ".join(entry.text.split()),
                    language=entry.language,
                    paraphrase=entry.status == "paraphrase",
                    translations=entry.translations,
                )
            )
    if faults:
        raise QuestionnaireError(str(path), in_line_order(faults))
    return tuple(quotes)


def _sound_entries(located: Located) -> Iterator[tuple[Place, BankedQuote]]:
    entries = located.data.get("quotes") if isinstance(located.data, Mapping) else None
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        quote = validate(BankedQuote, Located("", entry, private=True))[0]
        if quote is not None:
            yield ("quotes", number), quote


def _binding_faults(bank: QuoteBank, located: Located, source: Source) -> Iterator[Fault]:
    if bank.synthetic == (bank.responses is not None):
        what = "the quotes must say whose they are"
        advice = "write either 'synthetic: true' or 'responses:' with the export's SHA-256"
        yield located.fault((), what, advice)
    elif bank.synthetic != source.synthetic:
        theirs = "synthetic responses" if bank.synthetic else "real responses"
        yield located.fault((), f"these quotes are of {theirs}, and the responses are not")
    elif bank.responses not in (None, source.sha256):
        advice = f"look through the quotes again, and write {source.sha256}"
        yield located.fault(("responses",), "these quotes belong to another export", advice)


Finding = tuple[str, str, str]


def _faults(
    entry: BankedQuote,
    row: int | None,
    questionnaire: Questionnaire,
    codebook: Codebook,
    source: Source,
) -> Iterator[Finding]:
    if row is None:
        yield "respondent", "a respondent that the export does not have", "check the identifier"
    themes = [theme.id for theme in codebook.themes.get(entry.item, ())]
    if not themes:
        advice = nearest(entry.item, codebook.themes)
        yield "item", "no open item of this id has themes", advice
        return
    unknown = [theme for theme in entry.themes if theme not in themes]
    if unknown:
        yield "themes", "a theme that the item does not have", nearest(unknown[0], themes)
    elif row is not None and source.coding is not None:
        coding = source.coding
        given = coding[(coding["respondent"] == row) & (coding["item"] == entry.item)]["theme"]
        if not set(entry.themes) <= set(given):
            yield "themes", "a theme that the coding does not give to this answer", "correct either"
    if entry.language in entry.translations:
        yield "translations", "a translation into the language of the quote itself", "remove it"
    if entry.status == "withheld":
        return
    if entry.cleared_by is None or entry.date is None:
        what = f"a quote that is {_SHOWN[entry.status]} needs 'cleared_by' and 'date'"
        yield "status", what, "say who released it and when, or withhold it"
    yield from _words_faults(entry, row, questionnaire, source)


_SHOWN = {"cleared": "cleared", "paraphrase": "a paraphrase"}


def _words_faults(
    entry: BankedQuote, row: int | None, questionnaire: Questionnaire, source: Source
) -> Iterator[Finding]:
    places = questionnaire.region_names
    kinds = [one.kind for one in find_personal_data(entry.text, places=places)]
    if entry.status == "cleared" and row is not None and entry.item in source.responses.columns:
        answer = source.responses[entry.item].iloc[row]
        span = _span(entry.text, "" if pd.isna(answer) else str(answer))
        if span is None:
            advice = "quote a part of it letter by letter, or make it a paraphrase"
            yield "text", "these words are not in the answer", advice
        else:
            # A name that begins the quote does not begin a sentence of the answer.
            start, end = span
            found = find_personal_data(str(answer), places=places)
            kinds += [one.kind for one in found if one.start < end and start < one.end]
    if kinds:
        yield "text", _personal(kinds), _LEAVE_OUT
    for words in entry.translations.values():
        kinds = [one.kind for one in find_personal_data(words, places=places)]
        if kinds:
            yield "translations", _personal(kinds), _LEAVE_OUT


_LEAVE_OUT = "leave it out, paraphrase, or withhold the quote"


def _personal(kinds: Sequence[str]) -> str:
    listed = ", ".join(sorted({kind.replace("_", " ") for kind in kinds}))
    return f"what looks like personal data ({listed})"


def _span(words: str, answer: str) -> tuple[int, int] | None:
    """Where words stand in an answer, whatever the spaces and line breaks between them."""
    pattern = r"\s+".join(re.escape(word) for word in tidy(words).split())
    match = re.search(pattern, answer)
    return match.span() if match else None
