"""Whatever is wrong with a respondent's file, no message repeats what a respondent wrote.

Words that stand for a respondent's own are put into every place that one can write in. Files
are then broken in every way we could think of, and whatever is said is searched for them.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_survey import QUESTIONNAIRE, csv_text, folder, frame, write_workbook

from lumo_analysis.errors import LumoError
from lumo_analysis.survey import survey as survey_module
from lumo_analysis.survey.survey import Survey, load_survey

THEMES = """\
questions:
  - item: wishes
    themes:
      - {id: time, label: {fi: Aika, en: Time}, definition: {fi: Kaipaa aikaa., en: Wants time.}}
"""
IDENTIFIERS = ["tunniste-qvintus-1", "tunniste-qvintus-2", "tunniste-qvintus-3"]
OPEN = "Zorbanopeus ja xylofonia, terveisin Wrublevska"
REGION = "Etelä-Savo Zorbala"
MOMENT = "klo-jyzyrmy"
WEIGHT = "painoqqzz"
# Any of these in a message is a leak; each is in no questionnaire and no message of ours.
CANARIES = ("qvintus", "zorba", "xylofon", "wrublev", "jyzyrmy", "painoqqzz")
SLOW = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def export(region: str = "Etelä-Savo") -> pd.DataFrame:
    cells = frame(
        {"wishes": OPEN, "years": "1"},
        {"wishes": f'{OPEN}; "lainaus"\nja rivi', "region": region, "years": "2"},
        {"wishes": "Aikaa", "region": "Keski-Suomi", "years": "3"},
    )
    cells.insert(0, "Tunnus", IDENTIFIERS)
    cells["Vastausaika"] = MOMENT
    return cells


@pytest.fixture
def small(tmp_path: Path) -> Path:
    place = folder(tmp_path, QUESTIONNAIRE.replace("region: region\n", "region: region\n", 1))
    (place / "themes.yaml").write_text(THEMES, encoding="utf-8")
    return place


def leaks(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text.lower()]


def refused(load: Callable[[], Survey], caplog: pytest.LogCaptureFixture) -> str:
    """What loading says when it refuses: message, traceback and log; empty where it does not.

    Any other exception than ours goes through and fails the test.
    """
    caplog.set_level(logging.DEBUG)
    try:
        survey = load()
    except LumoError as error:
        shown = "".join(traceback.format_exception(error))
        return f"{error}\n{shown}\n{error!r}\n{caplog.text}"
    kept = [repr(survey), survey.log.to_csv(), str(survey.fingerprints), caplog.text]
    assert leaks("\n".join(kept)) == []
    assert "qvintus" not in survey.responses.to_csv()
    return ""


def test_a_region_that_is_no_region_is_refused_without_its_words(
    small: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "export.csv"
    path.write_text(csv_text(export(REGION)), encoding="utf-8")

    told = refused(lambda: load_survey(small, path), caplog)

    assert "column 'Maakunta', row 3: a text of 18 characters is not an answer" in told
    assert leaks(told) == []


BREAKS: dict[str, Callable[[list[list[str]]], list[list[str]]]] = {
    "no headers": lambda rows: rows[1:],
    "headers twice": lambda rows: [rows[0], rows[0], *rows[1:]],
    "headers last": lambda rows: [*rows[1:], rows[0]],
    "turned": lambda rows: [list(row) for row in zip(*rows, strict=True)],
    "two columns lost": lambda rows: [row[2:] for row in rows],
    "a header lost": lambda rows: [rows[0][1:], *rows[1:]],
    "moved one to the right": lambda rows: [rows[0], *([row[-1], *row[:-1]] for row in rows[1:])],
    "moved one to the left": lambda rows: [rows[0], *([*row[1:], row[0]] for row in rows[1:])],
    "reversed": lambda rows: [rows[0], *(row[::-1] for row in rows[1:])],
    "the same respondent twice": lambda rows: [*rows, rows[1]],
    "the first answers as headers": lambda rows: [[*rows[1][:3], *rows[0][3:]], *rows[1:]],
    "most of the answers as headers": lambda rows: [[*rows[1][:-2], *rows[0][-2:]], *rows[1:]],
    "open answers as headers": lambda rows: [[*rows[0][:-2], OPEN, OPEN], *rows[1:]],
    "an open answer everywhere": lambda rows: [rows[0], [OPEN] * len(rows[0])],
    "identifiers everywhere": lambda rows: [rows[0], [IDENTIFIERS[0]] * len(rows[0])],
    "one row only": lambda rows: rows[:1],
    "one cell a row": lambda rows: [row[:1] for row in rows],
    "damaged letters": lambda rows: [[cell.replace("o", "Ã¤") for cell in row] for row in rows],
    "lost letters": lambda rows: [[cell.replace("a", "\ufffd") for cell in row] for row in rows],
    "a row too long": lambda rows: [rows[0], [*rows[1], OPEN], *rows[2:]],
}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_table_is_refused_without_a_word_of_it(
    small: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str, kind: str
) -> None:
    cells = export()
    rows = BREAKS[name]([list(cells.columns), *cells.to_numpy().tolist()])
    path = tmp_path / f"export.{kind}"
    if kind == "xlsx":
        write_workbook(path, rows)
    else:
        lines = [";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
        path.write_text("\n".join(lines), encoding="utf-8")

    told = refused(lambda: load_survey(small, path), caplog)

    assert told
    assert leaks(told) == []


@SLOW
@given(data=st.data())
def test_bytes_lost_added_or_moved_tell_nothing(
    small: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, data: st.DataObject
) -> None:
    content = csv_text(export(data.draw(st.sampled_from(["Etelä-Savo", REGION])))).encode()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 60))
        added = data.draw(
            st.sampled_from([b"", b'"', b";", b"\n", b"\x00", b"\xff", b"\t", b"\xe4", b",,,"])
        )
        cut = content[start : start + length]
        back = data.draw(st.sampled_from([b"", cut, cut[::-1]]))
        content = content[:start] + added + content[start + length :] + back
    path = tmp_path / "export.csv"
    path.write_bytes(content)

    assert leaks(refused(lambda: load_survey(small, path), caplog)) == []


@SLOW
@given(data=st.data())
def test_cells_that_change_places_tell_nothing(
    small: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, data: st.DataObject
) -> None:
    cells = export()
    places = st.tuples(st.integers(0, len(cells) - 1), st.integers(0, cells.shape[1] - 1))
    for _ in range(data.draw(st.integers(1, 6))):
        one, two = data.draw(places), data.draw(places)
        cells.iloc[one], cells.iloc[two] = cells.iloc[two], cells.iloc[one]
    path = tmp_path / "export.csv"
    path.write_text(csv_text(cells), encoding="utf-8")

    assert leaks(refused(lambda: load_survey(small, path), caplog)) == []


CODING_BREAKS = {
    "an unknown respondent": "tunniste-qvintus-9,wishes,time,A",
    "an answer for an item": f"tunniste-qvintus-1,{OPEN.replace(',', '')},time,A",
    "an answer for a theme": f"tunniste-qvintus-1,wishes,{OPEN.replace(',', '')},A",
    "a word for a theme": "tunniste-qvintus-1,wishes,zorba,A",
    "turned": "A,time,wishes,tunniste-qvintus-1",
    "the same twice": "tunniste-qvintus-1,wishes,time,A\ntunniste-qvintus-1,wishes,time,A",
    "too many cells": f"tunniste-qvintus-1,wishes,time,A,{OPEN}",
    "an open quote": 'tunniste-qvintus-1,wishes,"zorba,A',
}


@pytest.mark.parametrize("name", CODING_BREAKS)
def test_a_broken_coding_is_refused_without_a_word_of_it(
    small: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    path = tmp_path / "export.csv"
    path.write_text(csv_text(export()), encoding="utf-8")
    header = "respondent,item,theme,coder"
    (tmp_path / "export-coding.csv").write_text(f"{header}\n{CODING_BREAKS[name]}\n", "utf-8")

    told = refused(lambda: load_survey(small, path), caplog)

    assert told
    assert leaks(told) == []


def test_a_weight_that_is_no_number_is_refused_without_its_words(
    small: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = QUESTIONNAIRE.replace("missing: [", "weights: {column: Paino}\nmissing: [", 1)
    (small / "questionnaire.yaml").write_text(text, encoding="utf-8")
    path = tmp_path / "export.csv"
    path.write_text(csv_text(export().assign(Paino=WEIGHT)), encoding="utf-8")

    told = refused(lambda: load_survey(small, path), caplog)

    assert "is no weight" in told
    assert leaks(told) == []


@pytest.mark.parametrize("error", [ValueError, KeyError, TypeError, RecursionError, MemoryError])
def test_a_fault_of_the_package_itself_tells_its_place_and_no_words(
    small: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    error: type[Exception],
) -> None:
    def fail(*_: object) -> None:
        raise error(f"could not convert string to float: '{OPEN}'")

    monkeypatch.setattr(survey_module, "decode_responses", fail)
    path = tmp_path / "export.csv"
    path.write_text(csv_text(export()), encoding="utf-8")

    told = refused(lambda: load_survey(small, path), caplog)

    assert f"could not be read ({error.__name__} in test_canaries.py, line" in told
    assert "report it with this line, without the file" in told
    assert leaks(told) == []
