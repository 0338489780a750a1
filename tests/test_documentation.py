"""What the documentation shows is true: its snippets run, its commands exist, its pages build."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer
from typer.testing import CliRunner

from lumo_analysis.cli import app
from tests.conftest import PROJECT

DOCS = PROJECT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "_build" not in path.parts)
TOLD = [*PAGES, PROJECT / "README.md", PROJECT / "data" / "README.md"]
SURVEY = PROJECT / "data" / "workers-2021"
# Those that a page needs for what comes after them; the others are slow and tested elsewhere.
RUN = {"new", "compare", "export"}
SHELL = {"sh", "console", "bat"}
SNIPPET = re.compile(
    r"^(?P<mark><!-- not run: .+ -->\n)?```(?P<language>\w+)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
COMMAND = re.compile(r"(?:\$ )?(?:\.venv[/\\](?:bin|Scripts)[/\\])?(lumo .*)")
LOOSE = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL


class Snippet(NamedTuple):
    language: str
    body: str
    runs: bool
    line: int


def snippets(page: Path) -> Iterator[Snippet]:
    text = page.read_text(encoding="utf-8")
    for found in SNIPPET.finditer(text):
        line = text.count("\n", 0, found.start("body"))
        yield Snippet(found["language"], found["body"], found["mark"] is None, line)


def commands(text: str) -> Iterator[list[str]]:
    """The words after `lumo` of each command, whether in a fence, a list or a line of its own."""
    for line in text.replace("\\\n", " ").splitlines():
        found = COMMAND.fullmatch(line.strip())
        if found:
            yield shlex.split(found[1].replace("\\", "/"), comments=True)[1:]


def told_commands(page: Path) -> list[list[str]]:
    text = page.read_text(encoding="utf-8")
    fenced = [snippet.body for snippet in snippets(page) if snippet.language in SHELL]
    indented = re.findall(r"^ {4}(lumo .*)$", SNIPPET.sub("", text), re.MULTILINE)
    inline = re.findall(r"`(lumo [a-z]+(?: [^`]*)?)`", SNIPPET.sub("", text))
    return [words for part in (*fenced, *indented, *inline) for words in commands(part)]


def known_commands() -> dict[str, Any]:
    group: Any = typer.main.get_command(app)
    return dict(group.commands)


def problem(words: list[str]) -> str:
    """What is wrong with a command, its options and values; nothing where it would begin.

    A command that is named alone, such as `lumo check`, need not have its arguments.
    """
    command = known_commands().get(words[0])
    if command is None:
        return "no such command"
    try:
        command.make_context(words[0], words[1:], resilient_parsing=len(words) == 1)
    except typer.Exit as asked_for_help:
        return "" if asked_for_help.exit_code == 0 else "refused"
    except Exception as wrong:
        return type(wrong).__name__
    return ""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an export and its coding, as a reader of the guide would have."""
    shutil.copy(SURVEY / "synthetic.csv", tmp_path / "export.csv")
    shutil.copy(SURVEY / "synthetic-coding.csv", tmp_path / "coding.csv")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_guide_has_a_page_for_each_kind_of_user() -> None:
    named = {path.relative_to(DOCS).as_posix() for path in PAGES}

    assert {"index.md", *(f"guide/{user}.md" for user in GUIDE)} <= named
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert [user for user in GUIDE if f"docs/guide/{user}.md" not in readme] == []


GUIDE = ("researcher", "evaluator", "reader", "lukija")
WITH_CODE = [
    page for page in TOLD if any(s.language in {"python", "pycon"} for s in snippets(page))
]


@pytest.mark.parametrize("page", WITH_CODE, ids=lambda page: page.name)
def test_python_of_a_page_runs_from_top_to_bottom(page: Path, desk: Path) -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    runner = doctest.DocTestRunner(optionflags=LOOSE)
    failures: list[str] = []
    for language, body, runs, line in snippets(page):
        if language == "python":
            code = compile(body, f"{page.name}, after line {line}", "exec")
            if runs:
                exec(code, names)
        elif language == "pycon":
            test = doctest.DocTestParser().get_doctest(body, names, page.name, str(page), line)
            runner.run(test, out=failures.append, clear_globs=False)
            names.update(test.globs)
        elif language in SHELL and runs:
            for words in commands(body):
                if words[0] in RUN:
                    assert CliRunner().invoke(app, words).exit_code == 0, words

    assert "".join(failures) == ""
    assert any(s.runs for s in snippets(page)) or page.name == "machines.md"


@pytest.mark.parametrize("page", TOLD, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_commands_of_a_page_and_their_options_exist(page: Path) -> None:
    told = {" ".join(words): problem(words) for words in told_commands(page)}

    assert {command: wrong for command, wrong in told.items() if wrong} == {}


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        ("reports", "no such command"),
        ("report --regions all", "NoSuchOption"),
        ("check workers-2021 a.csv b.csv", "UsageError"),
        ("code --coder AK", "MissingParameter"),
        ("report --jobs many", "BadParameter"),
    ],
)
def test_a_command_that_does_not_exist_is_found(command: str, wrong: str) -> None:
    assert problem(command.split()) == wrong


def test_every_command_is_told_of() -> None:
    told = {words[0] for page in TOLD for words in told_commands(page)}

    assert told == set(known_commands())


def test_commands_of_the_evaluator_draft_and_compare(desk: Path) -> None:
    runner = CliRunner()
    ran = []
    for words in told_commands(DOCS / "guide" / "evaluator.md"):
        if words[0] in RUN or "--quick" in words:
            done = runner.invoke(app, words)
            assert done.exit_code == 0, (words, done.output)
            ran.append(words[0])

    assert ran == ["new", "check", "compare"]


def test_the_guide_builds_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet"]
    build = subprocess.run(
        [*command, str(DOCS), str(tmp_path / "html"), "-d", str(tmp_path / "doctrees")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (build.returncode, build.stderr) == (0, "")
    pages = {path.relative_to(DOCS).with_suffix(".html") for path in PAGES}
    assert {page for page in pages if not (tmp_path / "html" / page).is_file()} == set()
