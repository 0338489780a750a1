from __future__ import annotations

from pathlib import Path

import pytest

from lumo_analysis.errors import QuestionnaireError
from lumo_analysis.survey import yaml_file
from lumo_analysis.survey.scales import Record, Text
from lumo_analysis.survey.yaml_file import Located, parse, read_yaml, validate


class Leaf(Record):
    id: str
    label: Text | None = None


class Tree(Record):
    title: str
    leaves: tuple[Leaf, ...] = ()


def refusal(text: str) -> str:
    with pytest.raises(QuestionnaireError) as refused:
        parse(text, "x.yaml")
    return str(refused.value)


def faults(text: str) -> list[str]:
    return [str(fault) for fault in validate(Tree, parse(text, "x.yaml"))[1]]


def test_each_place_knows_its_line() -> None:
    located = parse("a: 1\n\nb:\n  - c: 1\n    d:\n      - e\n", "x.yaml")

    places = [("a",), ("b",), ("b", 0), ("b", 0, "d"), ("b", 0, "d", 0), ("b", 0, "nowhere")]
    assert [located.line(place) for place in places] == [1, 3, 4, 5, 6, 4]


def test_a_place_is_named_as_its_author_knows_it() -> None:
    located = Located("x.yaml", {"leaves": [{"id": "oak"}, {}]})

    assert located.name(("leaves", 0, "label")) == "leaves 'oak' label"
    assert located.name(("leaves", 1)) == "leaves number 2"


def test_sound_data_becomes_a_model() -> None:
    model, found = validate(Tree, parse("title: x\nleaves: [{id: oak}]\n", "x.yaml"))

    assert found == []
    assert model == Tree(title="x", leaves=(Leaf(id="oak"),))


def test_all_faults_come_with_line_name_and_advice() -> None:
    text = (
        "titel: x\nleaves:\n- id: oak\n  lable: {fi: x}\n- id: 5\n- label: {FI: x}\n  label: {}\n"
    )

    assert sorted(faults(text)) == [
        "line 1: 'title' is missing; add it",
        "line 1: unknown key 'titel'; did you mean 'title'?",
        "line 4: leaves 'oak': unknown key 'lable'; did you mean 'label'?",
        "line 5: leaves number 2 id: must be text; put it in quotes",
        "line 6: leaves number 3: 'id' is missing; add it",
        "line 7: leaves number 3 label: stands here twice; keep one",
    ]


def test_a_key_of_the_wrong_form_is_told_with_what_is_right() -> None:
    (fault,) = faults("title: x\nleaves:\n- id: oak\n  label:\n    FI: x\n")

    assert fault == (
        "line 5: leaves 'oak' label FI: not written as it must be; "
        "use a two-letter language code such as fi"
    )


def test_an_unquoted_no_is_told_to_be_put_in_quotes() -> None:
    assert faults("title: no\n") == ["line 1: title: must be text; put it in quotes"]


def test_a_message_shows_no_value() -> None:
    assert "salaisuus" not in " ".join(faults("title: [salaisuus]\nleaves: salaisuus\n"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 'x\n", "line 2: not YAML: found unexpected end of stream"),
        ("a: 1\n  b: 2\n", "line 2: not YAML: mapping values are not allowed"),
        ("a: \x07\n", "file: not YAML"),
        ("a: 2021-02-30\n", "file: not YAML: day is out of range for month"),
        ("a: !!python/object:os.system {}\n", "line 1: not YAML: could not determine"),
        ("a: &b [*b]\n", "line 1: an alias '*b'; write its text here"),
        ("a: &b x\nc: *b\n", "line 2: an alias '*b'; write its text here"),
        ("[" * 5000, "line 1: too deeply nested; look at the brackets"),
        ("\n".join("  " * depth + "a:" for depth in range(5000)), "line 101: too deeply nested"),
        ("- " * 5000, "line 1: too deeply nested"),
    ],
)
def test_what_is_not_plain_yaml_is_refused(text: str, told: str) -> None:
    assert told in refusal(text)


@pytest.mark.parametrize("text", ["", "- a\n", "text\n"])
def test_a_file_without_keys_is_refused(text: str) -> None:
    assert faults(text) == ["line 1: must be keys and values, such as 'title:'"]


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("title: ä\n".encode("utf-8-sig"))

    assert read_yaml(path).data == {"title": "ä"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "file: there is no such file"),
        ("a: 1\nb: ä\n".encode("cp1252"), "line 2: not UTF-8 text; save the file as UTF-8"),
        (b"a: " + b"x" * 200, "file: larger than 100 bytes"),
    ],
)
def test_a_file_that_can_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, told: str
) -> None:
    monkeypatch.setattr(yaml_file, "MAX_BYTES", 100)
    path = tmp_path / "x.yaml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(QuestionnaireError) as refused:
        read_yaml(path)

    assert told in str(refused.value)
