"""A survey as loaded: its questionnaire, responses, coding, codebook and published figures."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from lumo_analysis.errors import Fault, ParameterError, ResponsesError, nearest
from lumo_analysis.survey.cleaning import decode_responses, says_synthetic
from lumo_analysis.survey.codebook import Codebook, load_codebook
from lumo_analysis.survey.coding import codes_that_count, load_decisions
from lumo_analysis.survey.folders import QUESTIONNAIRE as QUESTIONNAIRE
from lumo_analysis.survey.folders import SYNTHETIC as SYNTHETIC
from lumo_analysis.survey.folders import data_folder as data_folder
from lumo_analysis.survey.folders import survey_folder as survey_folder
from lumo_analysis.survey.folders import survey_names as survey_names
from lumo_analysis.survey.published_file import load_published
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.questionnaire_file import load_questionnaire
from lumo_analysis.survey.quotes import Quote, Source, load_quotes, quotes_file
from lumo_analysis.survey.raw_table import RawTable
from lumo_analysis.survey.reading import read_export
from lumo_analysis.survey.unexpected import nothing_quoted

CODEBOOK, PUBLISHED = "themes.yaml", "published.csv"
SYNTHETIC_CODING = "synthetic-coding.csv"
ALL = "all"


@dataclass(frozen=True)
class Survey:
    """Everything that one survey's reports are made of.

    `responses` has one row a respondent (see `decode_responses`); `coding` one row a code that
    counts (see `codes_that_count`) and `decisions` one row a decision (see `load_decisions`), both
    None where open answers are not coded; `log` what reading and cleaning did (step, item, what,
    n); `synthetic` whether nobody gave these answers;
    `fingerprints` the SHA-256 of each file read; `quotes` the words of respondents that were
    cleared. A survey shows itself without anybody's answers.
    """

    questionnaire: Questionnaire
    responses: pd.DataFrame = field(repr=False)
    log: pd.DataFrame
    synthetic: bool
    fingerprints: dict[str, str]
    codebook: Codebook | None = None
    coding: pd.DataFrame | None = field(default=None, repr=False)
    published: pd.DataFrame | None = None
    quotes: tuple[Quote, ...] = field(default=(), repr=False)
    decisions: pd.DataFrame | None = field(default=None, repr=False)

    def items(self, *patterns: str) -> list[Item]:
        """Items whose id matches any of the patterns, in questionnaire order."""
        return self.questionnaire.select(*patterns)

    def within(self, region: str) -> Survey:
        """The survey with the respondents of one region only; the same one for "all".

        `ParameterError` with the nearest names where there is no such region.
        """
        if region == ALL:
            return self
        check_region(self.questionnaire, region)
        here = self.responses[self.questionnaire.region] == region
        rows = pd.Series(range(int(here.sum())), index=self.responses.index[here])
        coding, decisions = _of_rows(self.coding, rows), _of_rows(self.decisions, rows)
        quotes = tuple(
            dataclasses.replace(quote, respondent=int(rows[quote.respondent]))
            for quote in self.quotes
            if quote.respondent in rows.index
        )
        responses = self.responses[here].reset_index(drop=True)
        return dataclasses.replace(
            self, responses=responses, coding=coding, quotes=quotes, decisions=decisions
        )


def _of_rows(coding: pd.DataFrame | None, rows: pd.Series[int]) -> pd.DataFrame | None:
    """The coding of some respondents, who have new row numbers."""
    if coding is None:
        return None
    own = coding[coding["respondent"].isin(rows.index)]
    return own.assign(respondent=own["respondent"].map(rows)).reset_index(drop=True)


def check_region(questionnaire: Questionnaire, region: str) -> None:
    """`ParameterError` unless the region is "all" or one of the survey's."""
    known = [answer.id for answer in questionnaire.regions]
    if region not in (ALL, *known):
        raise ParameterError(
            f"survey {questionnaire.survey} has no region '{region}'; "
            f"{nearest(region, [ALL, *known])}"
        )


def load_survey(
    survey: str | Path,
    responses: str | Path | None = None,
    coding: str | Path | None = None,
) -> Survey:
    """A survey with its responses, checked and clean.

    `survey` is a name in the data folder or a folder; `responses` is an export (see
    `read_export`), by default the one that the questionnaire names, else the folder's synthetic
    responses; `coding` says which answers carry
    which theme, by default `<responses>-coding.csv` where there is one. Quotes stand in
    `<responses>-quotes.yaml`, those of the synthetic responses in the folder's `quotes.yaml`.

    Raises a `LumoError` that lists everything wrong with the file concerned.

    >>> survey = load_survey("workers-2021")
    >>> len(survey.responses), survey.synthetic
    (134, True)
    >>> survey.responses["coping"].cat.categories.tolist()
    ['poor', 'neither', 'good']
    """
    folder = survey_folder(survey)
    questionnaire = load_questionnaire(folder / QUESTIONNAIRE)
    export = Path(responses) if responses else _own_export(folder, questionnaire)
    with nothing_quoted(export):
        raw = read_export(export)
        _refuse_overdue(questionnaire, raw, export)
        cleaned = decode_responses(raw, questionnaire, str(export))
    faults = list(_beyond_the_frame(cleaned.responses, questionnaire))
    if faults:
        raise ResponsesError(str(export), faults)
    files = {"questionnaire": folder / QUESTIONNAIRE}
    codebook = published = coded = decisions = None
    if (folder / CODEBOOK).is_file():
        files["themes"] = folder / CODEBOOK
        codebook = load_codebook(folder / CODEBOOK, questionnaire)
    if (folder / PUBLISHED).is_file():
        files["published"] = folder / PUBLISHED
        published = load_published(folder / PUBLISHED, questionnaire)
    beside = export.with_name(f"{export.stem}-coding.csv")
    coding_file = Path(coding) if coding else beside if beside.is_file() else None
    if coding_file is not None and codebook is not None:
        files["coding"] = coding_file
        with nothing_quoted(coding_file):
            decisions = load_decisions(coding_file, codebook, cleaned.identifiers)
        coded = codes_that_count(decisions)
    elif coding_file is not None:
        fault = Fault("file", f"a coding needs the survey's {CODEBOOK}")
        raise ResponsesError(str(coding_file), [fault])
    quotes: tuple[Quote, ...] = ()
    quoted = quotes_file(folder, export, SYNTHETIC)
    if quoted is not None:
        files["quotes"] = quoted
        identifiers = () if cleaned.identifiers is None else tuple(cleaned.identifiers)
        source = Source(cleaned.responses, identifiers, raw.sha256, cleaned.synthetic, coded)
        with nothing_quoted(quoted):
            quotes = load_quotes(quoted, questionnaire, codebook or Codebook(questions=()), source)
    return Survey(
        questionnaire=questionnaire,
        responses=cleaned.responses,
        log=cleaned.log,
        synthetic=cleaned.synthetic,
        fingerprints={"responses": raw.sha256, **{name: _sha256(f) for name, f in files.items()}},
        codebook=codebook,
        coding=coded,
        published=published,
        quotes=quotes,
        decisions=decisions,
    )


def _own_export(folder: Path, questionnaire: Questionnaire) -> Path:
    """The responses that a survey's folder names or holds."""
    synthetic = folder / SYNTHETIC
    if questionnaire.responses is None:
        if not synthetic.is_file():
            advice = f"give an export, or run: lumo synthesize {questionnaire.survey}"
            raise ResponsesError(str(synthetic), [Fault("file", "there is no such file", advice)])
        return synthetic
    if synthetic.exists():
        what = "the questionnaire names other responses, so reports of either could be mixed up"
        advice = "remove this file, or 'responses' from the questionnaire and use --responses"
        raise ResponsesError(str(synthetic), [Fault("file", what, advice)])
    return folder / questionnaire.responses


def _refuse_overdue(questionnaire: Questionnaire, raw: RawTable, export: Path) -> None:
    """Real responses are not read after the day until which respondents let them be kept."""
    until = questionnaire.retain_until
    if until is None or _today() <= until or says_synthetic(raw, questionnaire):
        return
    what = f"these answers were to be kept until {until} only, so they are not read any more"
    advice = "delete the export and its copies, its coding and its quotes"
    raise ResponsesError(str(export), [Fault("file", what, advice)])


def _today() -> datetime.date:
    return datetime.date.today()


def _beyond_the_frame(responses: pd.DataFrame, questionnaire: Questionnaire) -> Iterator[Fault]:
    """More respondents than the people whom the questionnaire says were asked."""
    frame = questionnaire.frame
    advice = "correct 'frame' in the questionnaire, or export the responses again"
    if isinstance(frame, int) and len(responses) > frame:
        yield Fault("file", f"{len(responses)} respondents of {frame} people asked", advice)
    elif isinstance(frame, Mapping):
        for region, size in frame.items():
            n = int((responses[questionnaire.region] == region).sum())
            if n > size:
                what = f"region '{region}' has {n} respondents of {size} people asked"
                yield Fault("file", what, advice)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
