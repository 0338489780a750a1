from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from small_survey import questionnaire

from lumo_analysis.errors import ResponsesError
from lumo_analysis.survey.codebook import Codebook, load_codebook
from lumo_analysis.survey.coding import DECISION_COLUMNS
from lumo_analysis.survey.questionnaire_file import load_questionnaire
from lumo_analysis.survey.refi_archive import MAX_UNPACKED
from lumo_analysis.survey.refi_exchange import (
    codebook_of,
    codes_of,
    decisions_of_project,
    project_of,
)
from lumo_analysis.survey.refi_files import (
    codebook_file,
    project_file,
    read_codebook_file,
    read_project_file,
)
from lumo_analysis.survey.refi_model import RefiCode, RefiProject

DATA = Path(__file__).parents[2] / "data"
ASKED = questionnaire()
BOOK = Codebook.model_validate(
    {
        "questions": [
            {
                "item": "wishes",
                "themes": [
                    {
                        "id": "time",
                        "label": {"fi": "Aika & <rauha>", "en": "Time"},
                        "definition": {"fi": "Kaipaa aikaa.", "en": "Wants time."},
                        "exclude": {"fi": "Muu.", "en": "Else."},
                        "patterns": ["aika", {"phrase": "ei ehtiä", "within": 3, "ordered": True}],
                        "exceptions": ["koko aika"],
                    },
                    {
                        "id": "haste",
                        "label": {"fi": "Kiire", "en": "Haste"},
                        "definition": {"fi": "Kiire.", "en": "Haste."},
                        "parent": "time",
                    },
                ],
            }
        ]
    }
)
IDENTIFIERS = {0: "v1", 1: "v2", 2: "v3"}
ANSWERS = pd.DataFrame(
    {
        "respondent": [0, 1, 2],
        "item": "wishes",
        "answer": ["Aikaa 😀 & <b>rauhaa</b>", "=1+1\nkaksi\triviä", "Ei mitään"],
    }
)
DECISIONS = pd.DataFrame(
    [
        (0, "wishes", "time", "AK", "confirmed"),
        (0, "wishes", "time", "suggestion:x-1", "suggested"),
        (0, "wishes", "haste", "B L", "confirmed"),
        (1, "wishes", "time", "AK", "rejected"),
        (2, "wishes", "", "AK", "confirmed"),
    ],
    columns=list(DECISION_COLUMNS),
)


def project() -> RefiProject:
    return project_of(ASKED, BOOK, ANSWERS, IDENTIFIERS, DECISIONS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "survey.qdpx"
    path.write_bytes(project_file(project()))
    return path


def decided(path: Path, answers: pd.DataFrame = ANSWERS) -> pd.DataFrame:
    read = read_project_file(path)
    return decisions_of_project(read, ASKED, BOOK, answers, IDENTIFIERS, str(path))


def rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return sorted(frame[list(DECISION_COLUMNS)].itertuples(index=False, name=None))


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_a_project_comes_back_as_it_was(file: Path) -> None:
    assert read_project_file(file) == project()


def test_every_decision_comes_back(file: Path) -> None:
    assert rows(decided(file)) == rows(DECISIONS)


def test_a_codebook_comes_back_with_all_its_parts(tmp_path: Path) -> None:
    path = tmp_path / "themes.qdc"
    path.write_bytes(codebook_file(codes_of(BOOK, ASKED, "fi")))

    codes = read_codebook_file(path)

    assert [code.name for code in codes] == ["Toiveet"]
    assert [code.name for code in codes[0].codes] == ["Aika & <rauha>"]
    assert codebook_of(codes, "themes.qdc") == BOOK


@pytest.mark.parametrize("survey", ["workers-2021", "partners-2021"])
def test_shipped_codebooks_come_back(tmp_path: Path, survey: str) -> None:
    asked = load_questionnaire(DATA / survey / "questionnaire.yaml")
    book = load_codebook(DATA / survey / "themes.yaml", asked)
    path = tmp_path / "themes.qdc"
    path.write_bytes(codebook_file(codes_of(book, asked, "en")))

    actual = codebook_of(read_codebook_file(path), str(path))
    assert actual.model_dump() == book.model_dump()


def test_the_same_project_gives_the_same_bytes() -> None:
    assert project_file(project()) == project_file(project())


def test_an_independent_reader_finds_the_same(file: Path, tmp_path: Path) -> None:
    from pyrefiqda import RefiCodebook, RefiProject

    read = RefiProject.load(file, str(tmp_path / "out"))
    qdc = tmp_path / "themes.qdc"
    qdc.write_bytes(codebook_file(codes_of(BOOK, ASKED, "fi")))
    book = RefiCodebook.load(qdc)

    assert [user.name for user in read.users.user] == ["AK", "B L", "suggestion:x-1"]
    (question,) = read.code_book.codes.code
    assert (question.name, question.is_codable) == ("Toiveet", False)
    assert question.code[0].code[0].name == "Kiire"
    assert len(read.sources.text_source) == 3
    first = read.sources.text_source[0].plain_text_selection
    assert [(s.start_position, s.end_position) for s in first] == [(0, 23)] * 3
    assert [code.name for code in book.codes.code] == ["Toiveet"]


def test_what_another_program_coded_comes_in(file: Path) -> None:
    # Braces around GUIDs, a code on a part of the text, text inside the XML.
    def change(entries: dict[str, bytes]) -> None:
        xml = entries["project.qde"].decode()
        guid = project().sources[2].guid
        code, user = project().codes[0].codes[0].guid, project().sources[0].codings[0].user
        old = (
            f'<TextSource guid="{guid}" name="wishes: v3" plainTextPath="internal://{guid}.txt" />'
        )
        assert old in xml
        new = (
            f'<TextSource guid="{{{guid.upper()}}}" name="x"><PlainTextContent>Ei mitään'
            '</PlainTextContent><PlainTextSelection guid="{00000000-0000-0000-0000-000000000001}" '
            'startPosition="0" endPosition="2"><Coding guid="00000000-0000-0000-0000-000000000002" '
            f'creatingUser="{{{user.upper()}}}"><CodeRef targetGUID="{{{code.upper()}}}"/></Coding>'
            "</PlainTextSelection></TextSource>"
        )
        entries["project.qde"] = xml.replace(old, new).encode()

    assert (2, "wishes", "time", "AK", "confirmed") in rows(decided(rewritten(file, change)))


def test_changed_answers_and_foreign_codes_are_refused_without_their_words(file: Path) -> None:
    other = ANSWERS.assign(answer=["Aikaa", "Kaksi", "Ei mitään"])
    with pytest.raises(ResponsesError) as refused:
        decided(file, other)
    assert "text 1: the answer is not the one in the export" in str(refused.value)
    assert "rauhaa" not in str(refused.value)

    fewer = Codebook.model_validate(
        {"questions": [{"item": "wishes", "themes": [BOOK.themes["wishes"][0].model_dump()]}]}
    )
    read = read_project_file(file)
    with pytest.raises(ResponsesError, match="text 1: a code that is no theme of its question"):
        decisions_of_project(read, ASKED, fewer, ANSWERS, IDENTIFIERS, "x")


def test_a_code_of_another_program_is_named() -> None:
    codes = (RefiCode("g", "Q", "wishes", False, (RefiCode("h", "New code", "Just words"),)),)

    with pytest.raises(ResponsesError, match="'New code' has no theme in its description"):
        codebook_of(codes, "x.qdc")


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/evil", "a\\..\\..\\b", "C:/evil", "x/../../y"]
)
def test_a_name_that_leads_outside_is_refused(file: Path, name: str) -> None:
    rewritten(file, lambda entries: entries.update({name: b"x"}))

    with pytest.raises(ResponsesError, match="its name leads out of the project"):
        read_project_file(file)


def test_a_link_inside_is_refused(file: Path) -> None:
    link = zipfile.ZipInfo("sources/link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(link, "/etc/passwd")

    with pytest.raises(ResponsesError, match="a link to another file"):
        read_project_file(file)


def test_a_bomb_is_refused(file: Path) -> None:
    rewritten(file, lambda entries: entries.update({"sources/a.txt": b"0" * 50_000_000}))

    with pytest.raises(ResponsesError, match=r"unpacks to \d+ times its size"):
        read_project_file(file)


def test_a_zip_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", b"0" * 5_000_000)
    content = bytearray(buffer.getvalue())
    # The size in the central directory and in the entry's own head, made small.
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = content.index(signature) + offset
        content[place : place + 4] = (10).to_bytes(4, "little")
    path = tmp_path / "x.qdpx"
    path.write_bytes(content)

    with pytest.raises(ResponsesError, match="not a whole REFI-QDA project"):
        read_project_file(path)
    assert MAX_UNPACKED > 10


ENTITIES = b'<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><p>&b;</p>'
OUTSIDE = b'<!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>&a;</p>'


@pytest.mark.parametrize("content", [ENTITIES, OUTSIDE, b"<!DOCTYPE p><p/>"])
def test_entities_are_refused(file: Path, tmp_path: Path, content: bytes) -> None:
    rewritten(file, lambda entries: entries.update({"project.qde": content}))
    qdc = tmp_path / "x.qdc"
    qdc.write_bytes(content)

    with pytest.raises(ResponsesError, match="XML with a document type or entities"):
        read_project_file(file)
    with pytest.raises(ResponsesError, match="XML with a document type or entities"):
        read_codebook_file(qdc)


def test_a_text_outside_the_project_is_refused(file: Path) -> None:
    def change(entries: dict[str, bytes]) -> None:
        entries["project.qde"] = entries["project.qde"].replace(b"internal://", b"absolute:///etc/")

    with pytest.raises(ResponsesError, match="a text that is not inside the project"):
        read_project_file(rewritten(file, change))


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"not a zip", "not a whole REFI-QDA project"), (b"", "not a whole REFI-QDA project")],
)
def test_what_is_no_project_is_refused(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "x.qdpx"
    path.write_bytes(content)

    with pytest.raises(ResponsesError, match=expected):
        read_project_file(path)


def test_a_tree_that_is_too_deep_is_refused(tmp_path: Path) -> None:
    start, end = '<Code guid="x" name="x" isCodable="true">', "</Code>"
    codes = f"<Codes>{start * 60}{end * 60}</Codes>"
    xml = f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0">{codes}</CodeBook>'
    path = tmp_path / "x.qdc"
    path.write_text(xml)

    with pytest.raises(ResponsesError, match="more than 50 deep"):
        read_codebook_file(path)
