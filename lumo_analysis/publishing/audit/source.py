"""Where the audit finds the responses that reports were made from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lumo_analysis.survey.folders import own_export, survey_folder
from lumo_analysis.survey.survey import Survey, load_survey


@dataclass(frozen=True)
class Source:
    """Where a survey's responses are: its folder or name, and files in place of its own."""

    survey: str
    responses: str = ""
    coding: str = ""

    def load(self) -> Survey:
        """The survey; `LumoError` where it can't be read."""
        return load_survey(self.survey, self.responses or None, self.coding or None)

    @property
    def export(self) -> Path:
        """The file with the responses."""
        return Path(self.responses) if self.responses else own_export(survey_folder(self.survey))
