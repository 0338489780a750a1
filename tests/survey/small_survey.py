"""A small questionnaire with an item of every kind, and exports of it."""

from __future__ import annotations

import copy
import functools
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import yaml

from lumo_analysis.survey.cleaning import Cleaned, decode_responses
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.raw_table import RawTable

QUESTIONNAIRE = """\
survey: small
title: {fi: Pieni kysely, en: Small survey}
description: {fi: Kokeiluun., en: For trials.}
population: {fi: vastaajat, en: respondents}
source: {fi: Kysely., en: A survey.}
author: {fi: Hanke, en: Project}
languages: [fi, en]
collected: {start: "2021-02", end: "2021-03"}
region: region
identifier: Tunnus
synthetic_mark: SYNTEETTINEN
missing: ["-", "99"]
ignored:
  - {column: Vastausaika, reason: Not analysed.}
sections:
  - {id: all, title: {fi: Kaikki, en: All}}
scales:
  - id: quality
    answers:
      - {id: poorly, label: {fi: Huonosti, en: Poorly}}
      - {id: well, label: {fi: Erittäin hyvin, en: Very well}, codes: ["5 = erittäin hyvin"]}
      - {id: cant_say, label: {fi: En osaa sanoa, en: Can't say}, codes: [EOS], off_scale: true}
    headlines:
      - {id: well, answers: [well], label: {fi: erittäin hyvin, en: very well}}
batteries:
  - {id: services, title: {fi: Palvelut, en: Services}, wording: {fi: "Miten?", en: "How?"}}
items:
  - id: region
    kind: nominal
    section: all
    grouping: true
    column: Maakunta
    wording: {fi: "Missä?", en: "Where?"}
    label: {fi: Maakunta, en: Region}
    answers:
      - {id: etela-savo, label: {fi: Etelä-Savo, en: South Savo}}
      - {id: keski-suomi, label: {fi: Keski-Suomi, en: Central Finland}}
    fixes:
      - {raw: Etela-Savo, answer: etela-savo, reason: Typed without dots.}
  - id: access
    kind: ordinal
    section: all
    battery: services
    scale: quality
    column: {prefix: "1."}
    wording: {fi: "Saako apua?", en: "Is help given?"}
    label: {fi: Apu, en: Help}
  - id: ways
    kind: multiple
    section: all
    column: Tavat
    separator: ";"
    wording: {fi: "Millä tavoin?", en: "In which ways?"}
    label: {fi: Tavat, en: Ways}
    answers:
      - {id: survey, label: {fi: Kysely, en: Survey}}
      - {id: talk, label: {fi: Puhe; myös puhelin, en: Talk; also by telephone}}
      - {id: none, label: {fi: Ei mitään, en: None of them}, exclusive: true}
  - id: methods
    kind: multiple
    section: all
    wording: {fi: "Mitkä menetelmät?", en: "Which methods?"}
    label: {fi: Menetelmät, en: Methods}
    answers:
      - {id: systemic, label: {fi: Systeeminen työ, en: Systemic work}, column: {prefix: "4.1."}}
      - {id: other, label: {fi: Muu, en: Other}, column: {prefix: "4.2."}}
    fixes:
      - {raw: muuu, answer: other, reason: A slip of the finger.}
  - id: years
    kind: number
    section: all
    column: Vuodet
    optional: true
    wording: {fi: "Kuinka monta vuotta?", en: "How many years?"}
    label: {fi: Vuodet, en: Years}
  - id: wishes
    kind: open
    section: all
    column: Toiveet
    wording: {fi: "Mitä toivot?", en: "What do you wish?"}
    label: {fi: Toiveet, en: Wishes}
"""

COLUMNS = {
    "region": "Maakunta",
    "access": "1. Apu",
    "ways": "Tavat",
    "systemic": "4.1. Systeeminen työ",
    "other": "4.2. Muu",
    "years": "Vuodet",
    "wishes": "Toiveet",
}
ORDINARY = {"region": "Etelä-Savo", "access": "Huonosti", "years": "5", "wishes": "Aikaa."}


def questionnaire(**changes: object) -> Questionnaire:
    return Questionnaire.model_validate({**copy.deepcopy(_plain()), **changes})


@functools.cache
def _plain() -> dict[str, Any]:
    return yaml.safe_load(QUESTIONNAIRE)


def folder(tmp_path: Path, text: str = QUESTIONNAIRE) -> Path:
    """A survey's folder with a questionnaire."""
    path = tmp_path / "small"
    path.mkdir(exist_ok=True)
    (path / "questionnaire.yaml").write_text(text, encoding="utf-8")
    return path


def frame(*records: Mapping[str, str]) -> pd.DataFrame:
    """The cells of an export; what a record does not name is ordinary or blank."""
    rows = [[{**ORDINARY, **record}.get(key, "") for key in COLUMNS] for record in records]
    return pd.DataFrame(rows, columns=list(COLUMNS.values()), dtype=object)


def decode(*records: Mapping[str, str]) -> Cleaned:
    return decode_responses(raw(frame(*records)), questionnaire(), "export.csv")


def raw(cells: pd.DataFrame) -> RawTable:
    return RawTable(cells, {}, "")


def csv_text(cells: pd.DataFrame, delimiter: str = ";") -> str:
    buffer = io.StringIO()
    cells.to_csv(buffer, sep=delimiter, index=False, lineterminator="\r\n")
    return buffer.getvalue()


def write_workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """A workbook whose texts are texts, even those that look like formulas."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    book.save(path)
    return path
