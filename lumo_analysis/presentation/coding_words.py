"""The words of the spreadsheet in which a coder confirms or rejects codes."""

from __future__ import annotations

from lumo_analysis.presentation.wording import Wording, languages
from lumo_analysis.survey.coding import CONFIRMED, REJECTED, SUGGESTED
from lumo_analysis.survey.matching import fold


def marks(words: Wording) -> dict[str, str]:
    """What stands in a cell for each status.

    >>> marks(Wording("fi"))
    {'confirmed': 'kyllä', 'rejected': 'ei', 'suggested': 'ehdotus'}
    """
    return {
        CONFIRMED: words.say("yes"),
        REJECTED: words.say("no"),
        SUGGESTED: words.say("suggestion"),
    }


def statuses() -> dict[str, str]:
    """The status that each mark stands for, in any language and however it is typed."""
    return {
        fold(mark): status
        for language in languages()
        for status, mark in marks(Wording(language)).items()
    }


def headings(words: Wording) -> tuple[str, str, str, str]:
    """Over the columns: who answered, the answer, whether it was read, what caused suggestions."""
    return (
        words.say("Respondent"),
        words.say("Answer"),
        words.say("Read"),
        words.say("Words behind the suggestions"),
    )


def guide(words: Wording) -> list[str]:
    """How to code, a line each."""
    return [
        words.say("Coding of open answers"),
        words.say(
            "This file holds what respondents wrote. Keep it where only those who code can read "
            "it, and delete it when the codes have been read back."
        ),
        words.say(
            "Each question has a sheet of its own: a row is an answer, a column a theme. Write "
            "“{yes}” where the answer carries the theme and “{no}” where a suggestion is wrong.",
            yes=words.say("yes"),
            no=words.say("no"),
        ),
        words.say(
            "Leave “{suggestion}” where you have not decided. Write “{yes}” in the column "
            "“{read}” when you have read an answer, also when it carries no theme.",
            suggestion=words.say("suggestion"),
            yes=words.say("yes"),
            read=words.say("Read"),
        ),
        words.say("Don't change the answers, the respondents or the second row of a sheet."),
    ]


def sheet_titles(words: Wording) -> tuple[str, str, str]:
    """The sheets beside those of the questions."""
    return words.say("Guide"), words.say("Themes"), words.say("Suggestions")


def theme_headings(words: Wording) -> tuple[str, str, str, str, str]:
    """Over the columns of the sheet that tells what the themes are."""
    return (
        words.say("Question"),
        words.say("Theme"),
        words.say("Definition"),
        words.say("Belongs to it"),
        words.say("Doesn't belong to it"),
    )
