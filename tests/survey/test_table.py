from __future__ import annotations

from lumo_analysis.errors import Fault
from lumo_analysis.survey.table import damage_faults, limited


def test_a_sound_table_has_no_faults() -> None:
    assert damage_faults([["alue", "Ääni"], ["Åbo", "√2 – Ôtez"]], [1, 2]) == []


def test_a_damaged_header_is_found() -> None:
    actual = damage_faults([["ikÃ¤", "b"]], [1])

    assert [fault.where for fault in actual] == ["row 1, column 1"]


def test_only_the_first_of_many_faults_are_listed() -> None:
    faults = [Fault(f"row {number}", "wrong") for number in range(1, 4)]

    assert limited(faults, 3) == faults
    assert limited(faults, 2) == [*faults[:2], Fault("file", "1 more fault like these")]


def test_damage_shows_nothing_of_the_answer() -> None:
    assert "salaisuus" not in str(damage_faults([["a"], ["salaisuus \ufffd"]], [1, 2]))
