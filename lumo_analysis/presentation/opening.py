"""How a report begins: its front with the mark of the data, and what it tells."""

from __future__ import annotations

from lumo_analysis.analysis.weighting import frame_of_group
from lumo_analysis.errors import ParameterError, nearest
from lumo_analysis.presentation.answers_wording import lower_first
from lumo_analysis.presentation.context import ReportContext, report_titles
from lumo_analysis.presentation.exhibits import Block, Front, Heading, Paragraph, Tone
from lumo_analysis.presentation.protection_part import small_regions
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.survey import ALL, Survey, check_region


def check_choices(kind: str, survey: Survey, region: str, language: str) -> None:
    """`ParameterError` for a kind of report, language or region that does not exist."""
    titles = report_titles(Wording(language))
    if kind not in titles:
        raise ParameterError(f"no report '{kind}'; {nearest(kind, titles)}")
    if language not in survey.questionnaire.languages:
        known = nearest(language, survey.questionnaire.languages)
        raise ParameterError(
            f"survey {survey.questionnaire.survey} is not in '{language}'; {known}"
        )
    check_region(survey.questionnaire, region)


def front(report: ReportContext) -> Front:
    """The head of the report, with the mark that every page carries."""
    words, questionnaire = report.words, report.questionnaire
    mark, tone = _mark(report)
    respondents = words.number(report.respondents)
    if report.region != ALL:
        respondents = words.say("{n} of {all}", n=respondents, all=words.number(report.total))
    months = questionnaire.collected
    survey = words.text(questionnaire.title)
    return Front(
        title=f"{survey}: {lower_first(report.titles[report.kind])}",
        subtitle=report.place,
        language=words.language,
        survey=survey,
        region=report.place,
        notebook=report.titles[report.kind],
        author=words.text(questionnaire.author),
        date=months.start,
        facts=(
            (words.say("Respondents"), respondents),
            (words.say("Who was asked"), words.text(questionnaire.population)),
            (words.say("Answers given"), words.months(months.start, months.end)),
            (words.say("Region"), report.place),
        ),
        mark=mark,
        tone=tone,
        standing=report.standing,
    )


def _mark(report: ReportContext) -> tuple[str | None, Tone | None]:
    """What every page says of the data; protected responses need no warning."""
    words = report.words
    if report.standing == "synthetic":
        return words.say("Synthetic demonstration data: nobody gave these answers"), "synthetic"
    if report.standing == "public":
        return words.say(
            "Public data: these answers were given under the respondent's name"
        ), "public"
    return None, None


def opening(report: ReportContext) -> list[Block]:
    """What the survey was and what this report tells."""
    words = report.words
    blocks: list[Block] = [
        Heading(2, words.say("About the survey"), "survey"),
        Paragraph(words.text(report.questionnaire.description)),
        Paragraph(_purpose(report)),
        Paragraph(_who_answered(report)),
    ]
    if report.kind == "regions" and report.plan.small:
        blocks.append(Paragraph(small_regions(report)))
    return blocks


def _purpose(report: ReportContext) -> str:
    words, place = report.words, _within(report)
    if report.kind == "descriptive":
        return words.say(
            "This report shows how the respondents {place} answered each question.", place=place
        )
    if report.kind == "regions" and report.region == ALL:
        return words.say(
            "This report shows the regions side by side and tests whether their answers differ."
        )
    if report.kind == "regions":
        return words.say(
            "This report compares the answers given {place} with those given in all the other "
            "regions together.",
            place=place,
        )
    return words.say(
        "This report shows what the respondents {place} wrote about in their own words, "
        "grouped into themes.",
        place=place,
    )


def _who_answered(report: ReportContext) -> str:
    """How many of those who were asked answered, where that is known, and who did not."""
    words = report.words
    frame = frame_of_group(report.questionnaire, report.region)
    if frame is None:
        told = words.say(
            "It is not known how many people were asked, so it can't be told what part of them "
            "did not answer."
        )
    else:
        told = words.say(
            "{n} of the {frame} people who were asked answered ({percent}).",
            n=words.number(report.respondents),
            frame=words.number(frame),
            percent=words.percent(report.respondents / frame),
        )
    if report.kind != "descriptive":
        return told
    beside = words.say("How many left a question unanswered is told with the question.")
    return f"{told} {beside}"


def _within(report: ReportContext) -> str:
    if report.region == ALL:
        return report.words.say("in all regions")
    region = report.region_answer
    return report.words.text(region.within or region.label)
