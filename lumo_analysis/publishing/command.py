"""What `lumo report` does: plan everything, then run it under a progress bar."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from lumo_analysis.analysis.disclosure.plan_store import plan_for
from lumo_analysis.errors import ParameterError
from lumo_analysis.presentation.context import refuse_small
from lumo_analysis.publishing.audit.survey_context import Source
from lumo_analysis.publishing.jobs import Job, check_formats, plan_jobs
from lumo_analysis.publishing.release import check_editions, release_gate
from lumo_analysis.publishing.run import Inputs, Outcome, run_jobs
from lumo_analysis.publishing.runner import Made
from lumo_analysis.survey.survey import Survey, load_survey, survey_folder, survey_names


def every_survey() -> list[str]:
    """All surveys in the data folder; `ParameterError` where there is none."""
    names = survey_names()
    if not names:
        raise ParameterError("no surveys found; run this in the project's folder, or name a folder")
    return names


def make_reports(
    surveys: Sequence[str],
    *,
    regions: Sequence[str],
    languages: Sequence[str],
    notebooks: Sequence[str],
    formats: Sequence[str],
    output: Path,
    responses: Path | None,
    coding: Path | None,
    workers: int | None,
    quiet: bool,
) -> Outcome:
    """Make the chosen reports of the chosen surveys.

    Every survey is loaded, every choice checked and every plan of disclosure control made
    before the first notebook starts, so a mistake costs seconds and leaves the reports as they
    were. Regions too small for a report are left out, or refused where they are named.
    """
    chosen_formats = check_formats(formats)
    console = Console(stderr=True, quiet=quiet)
    jobs: list[Job] = []
    loaded: list[Survey] = []
    inputs: dict[str, Inputs] = {}
    sources: dict[str, Source] = {}
    for name in surveys:
        survey = load_survey(name, responses, coding)
        if survey.questionnaire.survey in inputs:
            raise ParameterError(f"survey '{survey.questionnaire.survey}' is named twice")
        inputs[survey.questionnaire.survey] = Inputs(
            survey.fingerprints,
            survey.synthetic,
            tuple(answer.id for answer in survey.questionnaire.regions),
        )
        jobs += plan_jobs(
            survey.questionnaire,
            survey_folder(name),
            regions=regions,
            languages=languages,
            notebooks=notebooks,
            responses=responses,
            coding=coding,
        )
        loaded.append(survey)
        sources[survey.questionnaire.survey] = Source(
            str(name), str(responses or ""), str(coding or "")
        )
    with console.status("Working out what must be hidden"):
        small = {survey.questionnaire.survey: _small_regions(survey, regions) for survey in loaded}
        check_editions(loaded)
    jobs = [job for job in jobs if job.region not in small[job.survey]]
    for name, left_out in small.items():
        if left_out and not regions:
            _tell_left_out(name, left_out, console)
    with _progress(console) as progress:
        task = progress.add_task("Making reports", total=len(jobs))

        def advance(made: Made) -> None:
            progress.update(task, advance=1, description=made.job.stem)

        outcome = run_jobs(
            jobs,
            inputs,
            output,
            formats=chosen_formats,
            workers=workers,
            progress=advance,
            gate=release_gate(loaded, sources, workers),
        )
    _tell(outcome, output, console)
    return outcome


def _small_regions(survey: Survey, named: Sequence[str]) -> list[str]:
    """The regions with too few respondents for a report; `ParameterError` where one is named.

    The plan that says so is kept, and every report of this run finds it there.
    """
    plan = plan_for(survey)
    for region in named:
        refuse_small(plan, region)
    return [answer.id for answer in survey.questionnaire.regions if answer.id in plan.small]


def _tell_left_out(survey: str, regions: Sequence[str], console: Console) -> None:
    console.print(
        f"{survey}: no report of its own for {', '.join(regions)}: too few people answered "
        "there, and they could be recognised.",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


def _progress(console: Console) -> Progress:
    return Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),
        console=console,
        transient=True,
    )


def _tell(outcome: Outcome, output: Path, console: Console) -> None:
    console.print(f"{len(outcome.complete)} reports are ready.", markup=False, highlight=False)
    console.print(f"Open {output / 'index.html'}", markup=False, highlight=False, soft_wrap=True)
    loud = Console(stderr=True)
    for stem in outcome.altered:
        loud.print(
            f"{stem} was taken away: its files were changed or removed by hand; make it again.",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    if outcome.failed:
        loud.print(f"{len(outcome.failed)} reports failed:", highlight=False)
        for stem, reason in sorted(outcome.failed.items()):
            loud.print(f"  {stem}: {reason}", markup=False, highlight=False, soft_wrap=True)
