"""Where surveys stand: one folder each, below the data folder or anywhere."""

from __future__ import annotations

import os
import re
from pathlib import Path

from lumo_analysis.errors import ParameterError, nearest

QUESTIONNAIRE, SYNTHETIC = "questionnaire.yaml", "synthetic.csv"
_NAMES_RESPONSES = re.compile(r"responses[\"']?\s*:")


def data_folder() -> Path:
    """The folder with one folder a survey: `LUMO_DATA`, or the nearest `data/` above here.

    A notebook runs in `notebooks/`, a command at the top; both find the same folder.
    """
    given = os.environ.get("LUMO_DATA")
    if given:
        return Path(given)
    for folder in (Path.cwd(), *Path.cwd().parents):
        if any((folder / "data").glob(f"*/{QUESTIONNAIRE}")):
            return folder / "data"
    return Path(__file__).parents[2] / "data"


def survey_names() -> list[str]:
    """The surveys in the data folder.

    >>> survey_names()
    ['partners-2021', 'workers-2021']
    """
    return sorted(path.parent.name for path in data_folder().glob(f"*/{QUESTIONNAIRE}"))


def survey_folder(survey: str | Path) -> Path:
    """The folder of a survey, given by its name in the data folder or by its path.

    >>> survey_folder("worker-2021")
    Traceback (most recent call last):
    ...
    lumo_analysis.errors.ParameterError: no survey 'worker-2021'; did you mean 'workers-2021'?
    """
    by_path, by_name = Path(survey), data_folder() / survey
    for folder in (by_name, by_path):
        if (folder / QUESTIONNAIRE).is_file():
            return folder
    raise ParameterError(f"no survey '{survey}'; {nearest(str(survey), survey_names())}")


def own_export(folder: Path) -> Path:
    """The responses of a survey where none are given: those its questionnaire names.

    Their path counts from the survey's folder. Without such a key, or where the questionnaire
    can't be read, the synthetic ones; what is wrong with it is told by those who load it.
    """
    text = (folder / QUESTIONNAIRE).read_text(encoding="utf-8", errors="replace")
    if _NAMES_RESPONSES.search(text):
        # Few questionnaires name them, and those that don't are looked at without a parser.
        import yaml

        try:
            named = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))["responses"]
        except (yaml.YAMLError, TypeError, KeyError):
            named = None
        if isinstance(named, str) and named:
            return folder / named
    return folder / SYNTHETIC
