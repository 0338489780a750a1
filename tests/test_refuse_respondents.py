"""What may be committed, what may have been, and what git keeps although nobody sees it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

SCRIPT = PROJECT / "scripts" / "refuse_respondents.py"
# The individual number 002 could be anybody's; the letter is its right check character.
CODE = "0101" + "01-0020"
NOBODY = "0101" + "01-9000"
RESPONSES = "alue;vastaus\nEtelä-Savo;Hyvin\n"
SYNTHETIC = "SYNTEETTINEN;alue\nSYNTHETIC: nobody;Etelä-Savo\n"
QUOTES = "synthetic: true\nquotes: []\n"


class Repository:
    """A git repository of one test."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        identity = ("-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "gc.auto=0")
        return subprocess.run(
            ["git", "-C", self.path, *identity, *arguments],
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def commit(self, message: str = "change", **files: str | bytes | None) -> None:
        """Write files ("/" as "__" and "." as "_dot_"), remove those that are None, and commit."""
        for written, content in files.items():
            name = written.replace("__", "/").replace("_dot_", ".").replace("_dash_", "-")
            place = self.path / name
            place.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                place.unlink()
            elif isinstance(content, bytes):
                place.write_bytes(content)
            else:
                place.write_text(content, encoding="utf-8")
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)

    def history(self) -> list[str]:
        """What a scan of the history refuses."""
        return self.scan("--history")

    def scan(self, *arguments: str) -> list[str]:
        run = subprocess.run(
            [sys.executable, SCRIPT, *arguments],
            cwd=self.path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.stderr == ""
        assert run.returncode == (1 if run.stdout else 0)
        return run.stdout.splitlines()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    path = tmp_path / "repository"
    path.mkdir()
    made = Repository(path)
    made.commit("begin", readme_dot_md="Fine.")
    return made


def told(lines: list[str]) -> list[str]:
    """Refusals without the digests of their objects."""
    return [" ".join(word for word in line.split() if not word.startswith("(")) for line in lines]


def test_a_clean_history_passes(repository: Repository) -> None:
    repository.commit(
        data__x__synthetic_dot_csv=SYNTHETIC,
        data__x__quotes_dot_yaml=QUOTES,
        data__x__published_dot_csv="a;b\n",
        notes_dot_md=f"an example: {NOBODY}",
        picture_dot_png=bytes(range(256)) * 50,
        empty_dot_txt="",
    )

    assert repository.history() == []


def test_what_was_removed_again_is_still_found(repository: Repository) -> None:
    repository.commit(export_dot_csv=RESPONSES, notes_dot_md=f"hetu {CODE}")
    repository.commit(export_dot_csv=None, notes_dot_md="hetu poistettu")

    assert repository.scan("--all") == []
    assert sorted(told(repository.history())) == [
        "export.csv a table of data; real responses stay outside the repository",
        "notes.md what looks like a personal identity code",
    ]


def test_other_branches_tags_and_the_reflog_are_looked_at(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "other")
    repository.commit(branch_dot_md=f"a {CODE}")
    repository.git("checkout", "--quiet", "main")
    repository.commit(tagged_dot_md=f"b {CODE}")
    repository.git("tag", "-a", "v1", "-m", f"for {CODE}")
    repository.git("reset", "--quiet", "--hard", "HEAD~1")
    repository.commit(amended_dot_md=f"c {CODE}")
    repository.git("reset", "--quiet", "--hard", "HEAD~1")

    assert sorted(told(repository.history())) == [
        "a tag what looks like a personal identity code",
        "amended.md what looks like a personal identity code",
        "branch.md what looks like a personal identity code",
        "tagged.md what looks like a personal identity code",
    ]


def test_messages_are_looked_at(repository: Repository) -> None:
    repository.commit(f"fix the row of {CODE}")

    assert told(repository.history()) == ["a commit what looks like a personal identity code"]


def test_one_content_is_judged_under_each_name_it_ever_had(repository: Repository) -> None:
    repository.commit(tests__reference__r_dot_csv=RESPONSES)
    assert repository.history() == []
    repository.commit(copy_dot_csv=RESPONSES)
    repository.git("mv", "copy.csv", "data.tsv")
    repository.commit()

    assert sorted(told(repository.history())) == [
        "copy.csv a table of data; real responses stay outside the repository",
        "data.tsv a table of data; real responses stay outside the repository",
    ]


def test_a_file_that_came_in_with_a_merge_is_found(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "other")
    repository.commit(a_dot_md="a")
    repository.git("checkout", "--quiet", "main")
    repository.commit(b_dot_md="b")
    repository.git("merge", "--quiet", "--no-commit", "other")
    repository.commit("merge", evil_dot_xlsx="x")

    assert told(repository.history()) == [
        "evil.xlsx a table of data; real responses stay outside the repository"
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("data__x__synthetic_dot_csv", SYNTHETIC + "Savo;Hyvin\n", "a row that does not say"),
        ("data__x__synthetic_dot_csv", b"\xff\xfe\x00", "a row that does not say"),
        ("data__x__quotes_dot_yaml", "quotes: []\n", "quotes that do not say they are synth"),
        ("data__x__export_dash_quotes_dot_yaml", QUOTES, "quotes of respondents; they stay"),
        ("quotes_dot_yml", QUOTES, "quotes of respondents; they stay outside"),
        ("data__x__private__notes_dot_md", "x", "a file of a private folder"),
        ("coding_dot_qdpx", "x", "a table of data"),
        ("backup_dot_ZIP", "x", "a table of data"),
        ("data__x__synthetic_dot_csv", f"M;a\nSYNTHETIC;{CODE}\n", "identity code"),
    ],
)
def test_each_kind_of_file_is_refused_now_and_in_the_history(
    repository: Repository, name: str, content: str | bytes, reason: str
) -> None:
    repository.commit(**{name: content})

    assert any(reason in line for line in repository.scan("--all"))
    assert any(reason in line for line in repository.history())


def test_a_code_between_two_pieces_of_a_large_file_is_found(repository: Repository) -> None:
    piece = 1 << 20
    for start in (piece - 11, piece - 5, piece - 1, 2 * piece - 3):
        content = b"." * start + CODE.encode() + b"." * 100
        repository.commit(f"at {start}", large_dot_bin=content)
        assert len(repository.scan("--all")) == 1

    assert len(repository.history()) == 4


def test_a_name_that_git_would_quote_is_told_as_it_is(repository: Repository) -> None:
    (repository.path / "vastaukset, älä jaa.csv").write_text(RESPONSES, encoding="utf-8")
    repository.commit()

    assert repository.history()[0].startswith("vastaukset, älä jaa.csv (")


def test_half_a_history_is_no_history(repository: Repository, tmp_path: Path) -> None:
    repository.commit(export_dot_csv=RESPONSES)
    repository.commit(export_dot_csv=None)
    shallow = tmp_path / "shallow"
    source = f"file://{repository.path}"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", source, shallow], check=True)
    clone = object.__new__(Repository)
    clone.path = shallow

    assert told(clone.history()) == [
        "history: only a part of it is here; run: git fetch --unshallow"
    ]


def test_nothing_ever_committed_to_this_project_is_respondents_data() -> None:
    if not (PROJECT / ".git").exists():
        pytest.skip("this is no git repository")
    here = object.__new__(Repository)
    here.path = PROJECT

    assert here.history() == []
