"""From a request to jobs: every survey loaded, every choice checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lumo_analysis.analysis.disclosure.small_regions import refuse_small, small_regions
from lumo_analysis.errors import ParameterError
from lumo_analysis.publishing.audit.source import Source
from lumo_analysis.publishing.jobs import Job, check_formats, plan_jobs
from lumo_analysis.publishing.manifest import Inputs
from lumo_analysis.publishing.request import Request
from lumo_analysis.survey.survey import Survey, load_survey, survey_folder


@dataclass
class Planned:
    """What a request comes to.

    `jobs` are its reports; `small` the regions of each survey that are too small for one.
    """

    formats: tuple[str, ...]
    jobs: list[Job] = field(default_factory=list)
    surveys: list[Survey] = field(default_factory=list)
    inputs: dict[str, Inputs] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    small: dict[str, list[str]] = field(default_factory=dict)


def plan_request(request: Request) -> Planned:
    """The jobs of a request.

    A mistake costs seconds and leaves the reports as they were. Regions too small for a report
    are left out, or refused (`ParameterError`) where they are named.
    """
    planned = Planned(check_formats(request.formats))
    for name in request.surveys:
        survey = load_survey(name, request.responses, request.coding)
        named = survey.questionnaire.responses
        responses = request.responses or (survey_folder(name) / named if named else None)
        own = survey.questionnaire.survey
        if own in planned.inputs:
            raise ParameterError(f"survey '{own}' is named twice")
        regions = tuple(answer.id for answer in survey.questionnaire.regions)
        planned.inputs[own] = Inputs(survey.fingerprints, survey.synthetic, regions)
        planned.jobs += plan_jobs(
            survey.questionnaire,
            survey_folder(name),
            regions=request.regions,
            languages=request.languages,
            notebooks=request.notebooks,
            responses=responses,
            coding=request.coding,
        )
        planned.surveys.append(survey)
        planned.sources[own] = Source(str(name), str(responses or ""), str(request.coding or ""))
    for survey in planned.surveys:
        planned.small[survey.questionnaire.survey] = _small_regions(survey, request.regions)
    planned.jobs = [job for job in planned.jobs if job.region not in planned.small[job.survey]]
    return planned


def _small_regions(survey: Survey, named: Sequence[str]) -> list[str]:
    """The regions with too few respondents for a report; `ParameterError` where one is named."""
    small = small_regions(survey)
    for region in named:
        refuse_small(survey.questionnaire, small, region)
    return [answer.id for answer in survey.questionnaire.regions if answer.id in small]
