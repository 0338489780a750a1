"""A survey looked over before any report is made: what was read, what stands out, what follows.

It is for the person who has the responses: numbers of few people stand in it, though never a
respondent's own words.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.name_reading import quotes_with_names
from lumo_analysis.analysis.published import published_results
from lumo_analysis.presentation.preflight_words import preflight_lines
from lumo_analysis.presentation.wording import Wording, languages
from lumo_analysis.survey.quality import equal_records, straight_lining, unanswered
from lumo_analysis.survey.survey import Survey

# Measured on a processor of 2026; a report of a whole survey takes somewhat longer than one
# of a region.
SECONDS_A_REPORT = 10
_REPORTS_A_REGION = 3


@dataclass(frozen=True)
class Preflight:
    """The text of a check, how many published figures differ, and the same as plain data."""

    text: str
    differing: int
    facts: Mapping[str, Any]

    def to_json(self) -> str:
        """The facts as JSON; as private as the text."""
        return json.dumps(self.facts, ensure_ascii=False, indent=2)


def preflight(survey: Survey, language: str, plan: Plan | None = None) -> Preflight:
    """Check a loaded survey before any report is made from it.

    `plan` is its plan of disclosure control; without one the check does not say what the
    reports will hide, and does not look for rare names in quotes.
    """
    words = Wording(language)
    compared = published_results(survey)
    facts: dict[str, Any] = {
        "for": "the evaluator only: numbers of few people",
        "survey": survey.questionnaire.survey,
        "synthetic": survey.synthetic,
        "respondents": len(survey.responses),
        "regions": _regions(survey),
        "log": survey.log.to_dict("records"),
        "unanswered": unanswered(survey.responses, survey.questionnaire).to_dict("records"),
        "straight_lining": straight_lining(survey.responses, survey.questionnaire).to_dict(
            "records"
        ),
        "equal_records": equal_records(survey.responses),
        "run": _run(survey, plan),
    }
    if plan is not None:
        facts["hidden"] = _hidden(survey, plan)
        if survey.quotes:
            facts["quotes"] = {
                "shown": len(survey.quotes),
                "with_names": quotes_with_names(survey),
            }
    differing = 0
    if compared is not None:
        differing = int((~compared["agrees"]).sum())
        different = compared[~compared["agrees"]]
        facts["published"] = {
            "figures": len(compared),
            "differing": [
                {"item": row["item"], "answers": row["answers"], "published": row["percent"]}
                for row in different.to_dict("records")
            ],
        }
    text = "\n".join(preflight_lines(facts, survey, compared, words))
    return Preflight(text, differing, facts)


def _regions(survey: Survey) -> list[dict[str, Any]]:
    regions = survey.responses[survey.questionnaire.region]
    counts = regions.value_counts(sort=False, dropna=False)
    return [
        {"region": region if isinstance(region, str) else None, "n": int(n)}
        for region, n in counts.items()
    ]


def _hidden(survey: Survey, plan: Plan) -> dict[str, Any]:
    """How many numbers of each item the plan hides, in the whole survey and by region."""
    if plan.public:
        return {"public": True, "small_regions": [], "items": []}
    questionnaire, region = survey.questionnaire, survey.questionnaire.region
    items = [item for item in questionnaire.items if item.closed and item.id in plan.items]
    inner = [item for item in items if item.id != region]
    found: dict[str, dict[str, Any]] = {item.id: {"item": item.id} for item in items}
    for name, chosen, by in (("all", items, None), ("regions", inner, region)):
        if not chosen:
            continue
        counts = count_answers(survey.responses, chosen, by=by, questionnaire=questionnaire)
        shown = plan.apply(counts[~counts["group"].isin(plan.small)].reset_index(drop=True))
        for item, rows in shown.groupby("item", sort=False, observed=True):
            about = found[str(item)]
            about[f"hidden_{name}"] = int(rows["n"].isna().sum())
            about[f"numbers_{name}"] = len(rows)
    return {"public": False, "small_regions": sorted(plan.small), "items": [*found.values()]}


def _run(survey: Survey, plan: Plan | None) -> dict[str, Any]:
    shown = len(survey.questionnaire.regions) - (len(plan.small) if plan else 0)
    reports = (1 + shown) * _REPORTS_A_REGION * len(languages())
    minutes = max(1, round(reports * SECONDS_A_REPORT / 60 / (os.cpu_count() or 1)))
    return {"reports": reports, "minutes": minutes}
