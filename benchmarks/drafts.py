"""How many lines a person has to look at after `lumo new`, and whether the draft loads as it is.

    python benchmarks/drafts.py EXPORT ...

One line an export: items, lines of the draft, lines marked for a person, respondents read with
the untouched draft (or why it was refused), seconds for both.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from lumo_analysis.errors import LumoError
from lumo_analysis.survey.draft import write_draft
from lumo_analysis.survey.survey import load_survey


def main(exports: list[str]) -> None:
    """Draft and load each export."""
    print(f"{'export':34} items lines marked  read seconds")
    for name in exports:
        start = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            try:
                draft = write_draft(Path(folder) / "draft", Path(name))
                read = str(len(load_survey(Path(folder) / "draft", name).responses))
            except LumoError as error:
                print(f"{Path(name).name[:34]:34} refused: {str(error).splitlines()[-1].strip()}")
                continue
        lines, seconds = draft.text.count("\n"), time.perf_counter() - start
        counts = f"{draft.items:5} {lines:5} {draft.marks:6} {read:>5} {seconds:7.1f}"
        print(f"{Path(name).name[:34]:34} {counts}")


if __name__ == "__main__":
    main(sys.argv[1:])
