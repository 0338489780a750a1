"""The notebooks that reports are made from, and where they stand."""

from __future__ import annotations

from pathlib import Path

REPORTS = ("descriptive", "regions", "themes")


def notebooks_folder() -> Path:
    """The folder of the report notebooks: `notebooks/` above here, else the project's."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "notebooks" / f"{REPORTS[0]}.ipynb").is_file():
            return folder / "notebooks"
    return Path(__file__).parents[2] / "notebooks"
