from __future__ import annotations

import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from small_survey import write_workbook

from lumo_analysis.errors import ResponsesError
from lumo_analysis.survey import workbook_guard
from lumo_analysis.survey.workbook import read_workbook
from lumo_analysis.survey.workbook_guard import check_workbook

SHEET = "xl/worksheets/sheet1.xml"


def rewritten(path: Path, change: Callable[[str, bytes], bytes], **added: bytes) -> Path:
    """A copy of a workbook with changed and added parts."""
    result = path.with_name("changed.xlsx")
    with (
        zipfile.ZipFile(path) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            target.writestr(entry.filename, change(entry.filename, source.read(entry)))
        for name, content in added.items():
            target.writestr(name, content)
    return result


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return write_workbook(tmp_path / "sound.xlsx", [["a", "b"], ["x", "y"]])


def refusal(path: Path) -> str:
    with pytest.raises(ResponsesError) as refused:
        check_workbook(path, 1000, 100)
    return str(refused.value).partition(f"{path.name}: ")[2]


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, content: content.replace(old, new) if name == SHEET else content


def test_a_sound_workbook_passes(workbook: Path) -> None:
    assert check_workbook(workbook, 1000, 100) == []


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="XFD1048576"',
        b"<c r='XFD1048576'",
        b'<c\n  r = "XFD1048576"',
        b'<c r="xfd1048576"',
        b'<c ph=">" r="XFD1048576"',
        b'<c r="&#88;FD1048576"',
        b'<c r="A1048576"',
        b'<c r="XFD2"',
    ],
)
def test_a_cell_far_outside_is_refused_before_parsing(workbook: Path, cell: bytes) -> None:
    path = rewritten(workbook, in_sheet(b'<c r="B2"', cell))
    tracemalloc.start()

    actual = refusal(path)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "far outside a table of answers; at most 1,000 rows and 100 columns" in actual
    assert peak < 20_000_000


def test_a_cell_far_outside_in_utf16_is_refused(workbook: Path) -> None:
    def change(name: str, content: bytes) -> bytes:
        if name != SHEET:
            return content
        text = content.decode().replace('<c r="B2"', '<c r="XFD1048576"')
        declared = '<?xml version="1.0" encoding="UTF-16"?>' + text[text.index("<worksheet") :]
        return declared.encode("utf-16")

    assert "far outside" in refusal(rewritten(workbook, change))


def test_a_row_far_outside_is_refused(workbook: Path) -> None:
    path = rewritten(workbook, in_sheet(b'<row r="2"', b'<row r="99999999999999"'))

    assert "row 999999999999: far outside" in refusal(path)


def test_a_part_with_another_name_is_looked_at_too(workbook: Path) -> None:
    sheet = b'<worksheet><sheetData><row r="1"><c r="ZZZ1"/></row></sheetData></worksheet>'

    assert "cell ZZZ1" in refusal(
        rewritten(workbook, lambda _, c: c, **{"odd.dat": b" \n" + sheet})
    )


def test_a_sheet_that_claims_to_be_huge_is_read_as_it_is(tmp_path: Path) -> None:
    rows = [["a", "b"], *[["x", "y"]] * 300]
    sound = write_workbook(tmp_path / "sound.xlsx", rows)
    path = rewritten(sound, in_sheet(b'ref="A1:B301"', b'ref="A1:XFD1048576"'))
    tracemalloc.start()

    actual = read_workbook(path, 1000, 100)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert actual.rows == rows
    assert peak < 20_000_000


def test_a_cell_named_in_small_letters_is_within_the_table(workbook: Path) -> None:
    path = rewritten(workbook, in_sheet(b'<c r="B2"', b'<c r="b2"'))

    assert check_workbook(path, 1000, 100) == []


def test_a_zip_bomb_is_refused_without_unpacking_it(workbook: Path) -> None:
    path = rewritten(workbook, lambda _, c: c, **{"xl/big.xml": b"<a>" + b" " * 20_000_000})

    assert "times its size; at most 100 times is read" in refusal(path)


def test_a_workbook_that_unpacks_too_far_is_refused(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_guard, "MAX_UNPACKED", 1000)

    assert "at most 200 parts of 1,000 bytes are read" in refusal(workbook)


def test_a_workbook_of_too_many_parts_is_refused(workbook: Path) -> None:
    parts = {f"xl/part{number}.xml": b"<a/>" for number in range(200)}

    assert "at most 200 parts" in refusal(rewritten(workbook, lambda _, c: c, **parts))


@pytest.mark.parametrize(
    "entity",
    [
        b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>',
        b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd">',
    ],
)
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml"])
def test_entities_are_refused(workbook: Path, entity: bytes, part: str) -> None:
    def change(name: str, content: bytes) -> bytes:
        start, end, rest = content.rpartition(b"?>")
        return start + end + entity + rest if name == part else content

    assert "XML with a document type, which no tool exports" in refusal(rewritten(workbook, change))


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"PK\x03\x04 half a file"])
def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)

    assert "not a whole .xlsx workbook" in refusal(path)


def test_a_workbook_cut_short_is_refused(workbook: Path) -> None:
    workbook.write_bytes(workbook.read_bytes()[:-100])

    assert "save it again as .xlsx" in refusal(workbook)


def test_broken_xml_is_refused(workbook: Path) -> None:
    assert "damaged inside" in refusal(rewritten(workbook, in_sheet(b"</worksheet>", b"")))


def test_a_zip_that_holds_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")

    with pytest.raises(ResponsesError, match="not a readable workbook"):
        read_workbook(path, 1000, 100)


def test_merged_cells_are_named(workbook: Path) -> None:
    merged = b'</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>'

    assert check_workbook(rewritten(workbook, in_sheet(b"</sheetData>", merged)), 9, 9) == ["A1:B1"]
