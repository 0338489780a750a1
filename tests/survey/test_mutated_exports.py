"""Hundreds of damaged exports: each is read to the very same responses, or refused in words.

The truth of each is known: nothing is changed that would make another valid answer (a number,
a respondent's own words, a value in an SPSS file's data), and no text file is cut between two
rows, since what is left is a whole, shorter file.
"""

from __future__ import annotations

import io
import random
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from other_formats import ods_rows, write_ods
from small_survey import questionnaire, write_workbook

from lumo_analysis.errors import ResponsesError
from lumo_analysis.survey.cleaning import decode_responses
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.reading import read_export
from lumo_analysis.survey.unexpected import nothing_quoted

CANARY = "OMATSANANI"
SECONDS = 10
MOST_KILOBYTES = 1_000_000
EACH = {"csv": 150, "xlsx": 40, "ods": 40, "sav": 70, "parquet": 40}
HEADERS = [
    *("Tunnus", "Toiveet", "Vuodet", "Tavat", "4.1. Systeeminen työ", "4.2. Muu", "1. Apu"),
    "Maakunta",
]
OWN = (1, 2)


def table() -> list[list[str]]:
    """Thirty records; respondents' own words stand between closed answers."""
    chance = random.Random(8)
    rows = [HEADERS]
    for number in range(30):
        rows.append(
            [
                f"vastaaja-{number}-{number:03}",
                f'{CANARY}; "ääni" {number}',
                str(chance.randint(11, 45)),
                chance.choice(["Kysely", "Kysely;Puhe; myös puhelin", "Ei mitään"]),
                chance.choice(["Systeeminen työ", ""]),
                chance.choice(["Muu", ""]),
                chance.choice(["Huonosti", "Erittäin hyvin", "En osaa sanoa"]),
                chance.choice(["Etelä-Savo", "Keski-Suomi"]),
            ]
        )
    return rows


def csv_rows(rows: list[list[str]]) -> list[str]:
    return [";".join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row) for row in rows]


def csv_bytes(rows: list[list[str]], encoding: str = "utf-8") -> bytes:
    return ("\r\n".join(csv_rows(rows)) + "\r\n").encode(encoding)


def write(kind: str, path: Path, rows: list[list[str]]) -> bytes:
    """An export of one kind; its bytes."""
    if kind == "csv":
        return csv_bytes(rows)
    if kind == "xlsx":
        return write_workbook(path, rows).read_bytes()
    if kind == "ods":
        return write_ods(path, ods_rows(rows)).read_bytes()
    if kind == "parquet":
        columns = dict(zip(rows[0], map(list, zip(*rows[1:], strict=True)), strict=True))
        buffer = io.BytesIO()
        pq.write_table(pa.table(columns), buffer, write_page_checksum=True)
        return buffer.getvalue()
    # SPSS takes no spaces in names, so the headers are names and closed answers have labels.
    names = [SAV_NAMES[header] for header in rows[0]]
    frame = pd.DataFrame(rows[1:], columns=names)
    labels = {}
    for name in names:
        if name not in ("Tunnus", "Toiveet", "Vuodet", "Tavat"):
            texts = sorted(set(frame[name]) - {""})
            labels[name] = {number * 3.0: text for number, text in enumerate(texts, 7)}
            codes = {text: code for code, text in labels[name].items()}
            frame[name] = frame[name].map(codes)
    if "Vuodet" in names and frame["Vuodet"].str.isdigit().all():
        frame["Vuodet"] = frame["Vuodet"].astype(float)
    pyreadstat.write_sav(frame, str(path), variable_value_labels=labels)
    return path.read_bytes()


SAV_NAMES = dict(zip(HEADERS, ["Tunnus", "Toiveet", "Vuodet", "Tavat", *"abcd"], strict=True))


def survey(kind: str) -> Questionnaire:
    if kind != "sav":
        return questionnaire()
    text = questionnaire().model_dump(exclude_none=True)
    columns = {"access": "c", "region": "d"}
    for item in text["items"]:
        if item["id"] in columns:
            item["column"] = {"header": columns[item["id"]]}
        if item["id"] == "methods":
            item["answers"][0]["column"] = {"header": "a"}
            item["answers"][1]["column"] = {"header": "b"}
    return questionnaire(**text)


def mutated(kind: str, tmp_path: Path) -> Iterator[tuple[str, bytes]]:
    """Each mutation's name and the bytes of the file."""
    chance, rows = random.Random(f"mutations of {kind}"), table()
    whole = write(kind, tmp_path / f"whole.{kind}", rows)
    yield from re_arranged(kind, rows, tmp_path, chance)
    if kind == "csv":
        yield from mixed_encodings(rows, chance)
    places = flippable(kind, whole, rows)
    while True:
        place, bit = chance.choice(places), chance.randrange(8)
        flipped = bytearray(whole)
        flipped[place] ^= 1 << bit
        yield f"bit {bit} of byte {place}", bytes(flipped)
        place = chance.randrange(len(whole))
        cut = whole[:place]
        between_rows = kind == "csv" and (cut + b"\n").endswith((b'"\n', b'"\r\n', b"\n\n"))
        if not (between_rows and b";" in cut):
            yield f"cut at byte {place}", cut
        place = chance.choice(places)
        if kind != "sav":
            yield f"zeros at byte {place}", whole[:place] + b"\x00" * 4 + whole[place + 4 :]


def flippable(kind: str, whole: bytes, rows: list[list[str]]) -> list[int]:
    places = set(range(len(whole)))
    if kind == "sav":
        # Only the dictionary: a changed value is another file.
        return sorted(places & set(range(whole.rindex(b"\xe7\x03\x00\x00\x00\x00\x00\x00"))))
    if kind == "csv":
        for row in rows[1:]:
            for column in OWN:
                words = csv_rows([[row[column]]])[0].encode()
                line = whole.index(csv_rows([row])[0].encode())
                start = whole.index(words, line)
                places -= set(range(start + 1, start + len(words) - 1))
        # Four zeros must not reach own words either.
        places = {place for place in places if {place + n for n in range(4)} <= places}
    return sorted(places)


def re_arranged(
    kind: str, rows: list[list[str]], tmp_path: Path, chance: random.Random
) -> Iterator[tuple[str, bytes]]:
    path = tmp_path / f"part.{kind}"
    for _ in range(6):
        first, second = chance.sample([0, 1, 3, 6, 7], 2)
        headers = list(rows[0])
        headers[first], headers[second] = headers[second], headers[first]
        yield "headers exchanged", write(kind, path, [headers, *rows[1:]])
        order = chance.sample(range(len(HEADERS)), len(HEADERS))
        yield "columns moved", write(kind, path, [[row[n] for n in order] for row in rows])
        yield "rows moved", write(kind, path, [rows[0], *chance.sample(rows[1:], 30)])
        first, second = chance.sample([1, 3, 6, 7], 2)
        cells = [list(row) for row in rows]
        row = cells[chance.randrange(1, 31)]
        row[first], row[second] = row[second], row[first]
        yield "cells exchanged in a row", write(kind, path, cells)


def mixed_encodings(rows: list[list[str]], chance: random.Random) -> Iterator[tuple[str, bytes]]:
    whole = csv_bytes(rows)
    encodings = ["utf-8", "cp1252", "mac_roman", "utf-16", "utf-8-sig"]
    for encoding in encodings:
        yield f"in {encoding}", csv_bytes(rows, encoding)
        yield f"cut {encoding}", csv_bytes(rows, encoding)[: -random.Random(3).randrange(7, 40)]
    yield "two byte-order marks", b"\xef\xbb\xbf" * 2 + whole
    for wrong in ("cp1252", "mac_roman", "latin-1"):
        yield f"UTF-8 once read as {wrong}", whole.decode(wrong, "replace").encode()
    for _ in range(12):
        first, second = chance.sample(["utf-8", "cp1252", "mac_roman", "utf-16-le"], 2)
        middle = chance.randrange(2, 29)
        start, rest = csv_bytes(rows[:middle], first), csv_bytes(rows[middle:], second)
        yield f"{first}, from row {middle} {second}", start + rest
        lines = whole.split(b"\r\n")
        place = chance.randrange(1, 30)
        lines[place] = lines[place].replace(b'";"', b'","')
        yield "another delimiter in one row", b"\r\n".join(lines)


def corpus(kind: str, tmp_path: Path) -> list[tuple[str, bytes]]:
    stream = mutated(kind, tmp_path)
    return [next(stream) for _ in range(EACH[kind])]


def test_there_are_enough_mutations() -> None:
    assert sum(EACH.values()) >= 300


@pytest.mark.parametrize("kind", EACH)
def test_damaged_exports_are_read_the_same_or_refused(kind: str, tmp_path: Path) -> None:
    truth_path = tmp_path / f"truth.{kind}"
    truth_path.write_bytes(write(kind, truth_path, table()))
    asked = survey(kind)
    truth = decode_responses(read_export(truth_path), asked, "x").responses
    assert len(truth) == 30
    path = tmp_path / f"export.{kind}"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcomes = {"same": 0, "refused": 0}
    wrong = []
    for name, content in corpus(kind, tmp_path):
        path.write_bytes(content)
        signal.alarm(SECONDS)
        try:
            with nothing_quoted(path):
                actual = decode_responses(read_export(path), asked, str(path)).responses
        except ResponsesError as refused:
            outcomes["refused"] += 1
            if CANARY in str(refused) or "fault of lumo_analysis" in str(refused):
                wrong.append(f"{name}: {refused}")
        else:
            outcomes["same"] += 1
            if not actual.equals(truth):
                wrong.append(f"{name}: read otherwise")
        finally:
            signal.alarm(0)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    assert wrong == []
    assert outcomes["same"] > 5
    assert outcomes["refused"] > 10
    assert grown < MOST_KILOBYTES
