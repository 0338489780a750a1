"""Refuse to commit respondents' data: run by pre-commit on what is staged, by CI on everything.

    python scripts/refuse_respondents.py FILE ...
    python scripts/refuse_respondents.py --all      every file that git tracks

Tables of data may stand in few places, and the synthetic ones must say in every row that
they are synthetic. No file may hold a Finnish personal identity code that a person can bear.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

TABLES = {".csv", ".tsv", ".xlsx", ".xls", ".ods", ".sav", ".dta", ".parquet", ".feather", ".rds"}
ALLOWED = (
    "data/*/published.csv",
    "data/*/synthetic.csv",
    "data/*/synthetic-coding.csv",
    "tests/reference/*.csv",
)
SYNTHETIC_ROW = "SYNTHETIC"
# Individual numbers 900 to 999 are given to nobody, so examples use them.
IDENTITY_CODE = re.compile(
    rb"(?<![0-9A-Za-z])[0-3][0-9][01][0-9]{3}[-+A-FU-Y](?!9)[0-9]{3}[0-9A-FHJ-NPR-Y](?![0-9A-Za-z])"
)


def refusals(path: Path, name: str) -> list[str]:
    """Why a file must not be committed; nothing where it may."""
    place = PurePosixPath(name)
    found = []
    if place.suffix.lower() in TABLES and not any(place.match(pattern) for pattern in ALLOWED):
        found.append("a table of data; real responses stay outside the repository")
    elif place.match("data/*/synthetic.csv") and not _says_synthetic(path):
        found.append("a row that does not say it is synthetic")
    if "private" in place.parts:
        found.append("a file of a private folder")
    if path.is_file() and IDENTITY_CODE.search(path.read_bytes()):
        found.append("what looks like a personal identity code")
    return found


def _says_synthetic(path: Path) -> bool:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    return all(row and row[0].startswith(SYNTHETIC_ROW) for row in rows[1:])


def tracked() -> list[str]:
    """Every file that git tracks."""
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True)
    return [name for name in listed.stdout.decode().split("\0") if name]


def main(arguments: Iterable[str]) -> int:
    """Print each refusal; 1 where there is any."""
    names = list(arguments)
    if names == ["--all"]:
        names = tracked()
    bad = 0
    for name in names:
        for reason in refusals(Path(name), name):
            print(f"{name}: {reason}")
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
