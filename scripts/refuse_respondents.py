"""Refuse to commit respondents' data: run by pre-commit on what is staged, by CI on everything.

    python scripts/refuse_respondents.py FILE ...
    python scripts/refuse_respondents.py --all       every file that git tracks
    python scripts/refuse_respondents.py --history   every file and message ever committed

Tables of data may stand in few places, and the synthetic ones must say in every row that
they are synthetic, as must quotes. No file may hold a Finnish personal identity code that a
person can bear. What was committed once stays in the history, so removing a file from the
last commit does not help; the history must be rewritten before it is shared.
"""

from __future__ import annotations

import collections
import csv
import io
import itertools
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

TABLES = {
    *(".csv", ".tsv", ".xlsx", ".xls", ".xlsm", ".ods", ".sav", ".zsav", ".por", ".dta"),
    *(".parquet", ".feather", ".rds", ".rda", ".rdata", ".sas7bdat", ".db", ".sqlite"),
    # What may hold any of these, or a project of a coding tool.
    *(".zip", ".7z", ".gz", ".tar", ".qdpx", ".mx22", ".nvp", ".pkl", ".pickle"),
}
ALLOWED = (
    "data/*/published.csv",
    "data/*/synthetic.csv",
    "data/*/synthetic-coding.csv",
    "tests/reference/*.csv",
)
SYNTHETIC, QUOTES = "data/*/synthetic.csv", "data/*/quotes.yaml"
SYNTHETIC_ROW = "SYNTHETIC"
SYNTHETIC_QUOTES = re.compile(rb"(?m)^synthetic: true\s*$")
QUOTES_NAME = re.compile(r"(?:.*-)?quotes\.ya?ml")
# Individual numbers 900 to 999 are given to nobody, so examples use them.
# What stands before a code is looked at last, which makes the search three times as fast.
IDENTITY_CODE = re.compile(
    rb"[0-3][0-9][01][0-9]{3}[-+A-FU-Y](?!9)[0-9]{3}[0-9A-FHJ-NPR-Y]"
    rb"(?![0-9A-Za-z])(?<![0-9A-Za-z].{11})",
    re.DOTALL,
)
LONGEST_CODE = 13
CHUNK = 1 << 20


def place_refusals(name: str) -> list[str]:
    """Why nothing may be committed under this name; nothing where it may."""
    place = PurePosixPath(name)
    found = []
    if place.suffix.lower() in TABLES and not any(place.match(pattern) for pattern in ALLOWED):
        found.append("a table of data; real responses stay outside the repository")
    if QUOTES_NAME.fullmatch(place.name) and not place.match(QUOTES):
        found.append("quotes of respondents; they stay outside the repository")
    if "private" in place.parts:
        found.append("a file of a private folder")
    return found


def is_marked(name: str) -> bool:
    """Whether a file of this name must say that it is synthetic."""
    return PurePosixPath(name).match(SYNTHETIC) or PurePosixPath(name).match(QUOTES)


def mark_refusals(name: str, content: bytes) -> list[str]:
    """Why a file that must say it is synthetic may not be committed."""
    place = PurePosixPath(name)
    if place.match(SYNTHETIC) and not _says_synthetic(content):
        return ["a row that does not say it is synthetic"]
    if place.match(QUOTES) and not SYNTHETIC_QUOTES.search(content):
        return ["quotes that do not say they are synthetic"]
    return []


def _says_synthetic(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    return all(row and row[0].startswith(SYNTHETIC_ROW) for row in rows[1:])


def has_identity_code(stream: IO[bytes], size: int) -> bool:
    """Whether the next `size` bytes hold an identity code; they are read in pieces."""
    tail, found = b"", False
    while size > 0:
        piece = stream.read(min(CHUNK, size))
        if not piece:
            break
        size -= len(piece)
        found = found or IDENTITY_CODE.search(tail + piece) is not None
        tail = (tail + piece)[-LONGEST_CODE:]
    return found


def refusals(path: Path, name: str) -> list[str]:
    """Why a file must not be committed; nothing where it may."""
    found = place_refusals(name)
    if path.is_file():
        if is_marked(name):
            found += mark_refusals(name, path.read_bytes())
        with path.open("rb") as stream:
            if has_identity_code(stream, path.stat().st_size):
                found.append("what looks like a personal identity code")
    return found


def tracked() -> list[str]:
    """Every file that git tracks."""
    return [name for name in _git("ls-files", "-z").decode().split("\0") if name]


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], capture_output=True, check=True).stdout


def history_refusals() -> Iterator[str]:
    """Why parts of the history must not be shared: each with its object and name."""
    if _git("rev-parse", "--is-shallow-repository").strip() == b"true":
        yield "history: only a part of it is here; run: git fetch --unshallow"
    names = _names()
    for digest, places in names.items():
        for name in places:
            yield from (f"{name} ({digest[:12]}): {reason}" for reason in place_refusals(name))
    yield from _content_refusals(names)


def _names() -> dict[str, list[str]]:
    """Every name that each blob ever had, in any commit of any branch, tag or stash."""
    log = ["log", "--all", "--reflog", "--root", "-m", "--raw", "--no-renames", "--no-abbrev"]
    fields = _git(*log, "-z", "--format=").decode("utf-8", "surrogateescape").split("\0")
    names: dict[str, dict[str, None]] = collections.defaultdict(dict)
    for change, name in itertools.pairwise(fields):
        # ":100644 100644 <before> <after> M", then the name.
        if change.lstrip("\n").startswith(":"):
            names[change.split(" ")[3]][name] = None
    return {digest: list(some) for digest, some in names.items() if set(digest) != {"0"}}


def _content_refusals(names: dict[str, list[str]]) -> Iterator[str]:
    """One pass over every object of the history, without writing any of them to disk."""
    listed = ["git", "rev-list", "--objects", "--no-object-names", "--all", "--reflog"]
    wanted = ["git", "cat-file", "--batch", "--buffer"]
    with (
        subprocess.Popen(listed, stdout=subprocess.PIPE) as listing,
        subprocess.Popen(wanted, stdin=listing.stdout, stdout=subprocess.PIPE) as process,
    ):
        stream = process.stdout
        assert stream is not None
        while header := stream.readline():
            digest, kind, length = header.decode().split()
            size = int(length)
            places = names.get(digest, [])
            marked = [name for name in places if is_marked(name)]
            if kind == "tree":
                _skip(stream, size)
            elif marked:
                content = stream.read(size)
                for name in marked:
                    for reason in mark_refusals(name, content):
                        yield f"{name} ({digest[:12]}): {reason}"
                if IDENTITY_CODE.search(content):
                    yield f"{places[0]} ({digest[:12]}): what looks like a personal identity code"
            elif has_identity_code(stream, size):
                where = places[0] if places else f"a {kind}"
                yield f"{where} ({digest[:12]}): what looks like a personal identity code"
            stream.read(1)
    if process.returncode or listing.returncode:
        yield "history: git could not read all of it; run: git fsck"


def _skip(stream: IO[bytes], size: int) -> None:
    while size > 0 and (piece := stream.read(min(CHUNK, size))):
        size -= len(piece)


def main(arguments: Iterable[str]) -> int:
    """Print each refusal; 1 where there is any."""
    names = list(arguments)
    if names == ["--history"]:
        found = list(history_refusals())
    else:
        names = tracked() if names == ["--all"] else names
        found = [f"{name}: {reason}" for name in names for reason in refusals(Path(name), name)]
    for line in found:
        print(line.encode(errors="replace").decode())
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
