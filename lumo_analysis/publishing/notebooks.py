"""The notebooks that reports are made from, and where they stand."""

from __future__ import annotations

from pathlib import Path

REPORTS = ("descriptive", "regions", "themes")


def notebooks_folder() -> Path:
    """The folder of the report notebooks: `notebooks/` above here, else the project's."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        # A worker of a cluster is sent only those that it runs.
        if any((folder / "notebooks" / f"{name}.ipynb").is_file() for name in REPORTS):
            return folder / "notebooks"
    return Path(__file__).parents[2] / "notebooks"
