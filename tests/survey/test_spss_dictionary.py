from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from lumo_analysis.survey.spss_dictionary import contradictory_variable

FRAME = pd.DataFrame({"words": ["x" * 300, "y"], "short": ["ab", "c"], "n": [1.0, 2.0]})


@pytest.fixture
def raw(tmp_path: Path) -> bytearray:
    path = tmp_path / "x.sav"
    pyreadstat.write_sav(FRAME, str(path), column_labels={"short": "kysymys"})
    return bytearray(path.read_bytes())


def test_a_sound_file_does_not_contradict_itself(raw: bytearray) -> None:
    assert contradictory_variable(bytes(raw)) is None


@pytest.mark.parametrize(("before", "byte"), [(6, 1), (2, 1), (7, 9)])
def test_a_number_with_a_text_format_does(raw: bytearray, before: int, byte: int) -> None:
    name = raw.index(b"N       ")
    raw[name - before] = byte

    actual = contradictory_variable(bytes(raw))

    assert (actual is not None) == (byte == 1)


def test_a_text_of_another_width_than_its_format_does(raw: bytearray) -> None:
    raw[raw.index(b"SHORT   ") - 20] -= 1

    assert contradictory_variable(bytes(raw)) is not None


@pytest.mark.parametrize("cut", [0, 100, 180, 230])
def test_what_is_cut_short_is_left_to_the_reader(raw: bytearray, cut: int) -> None:
    assert contradictory_variable(bytes(raw[:cut])) is None
