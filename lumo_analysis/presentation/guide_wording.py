"""The sentences of the part that tells how to read a report."""

from __future__ import annotations

import math
from collections.abc import Iterable

from lumo_analysis.analysis.shares import MINIMUM_BASE, UNCERTAIN_BASE, UNCERTAIN_WIDTH
from lumo_analysis.presentation.answers_wording import in_quotes
from lumo_analysis.presentation.drawing import MARK
from lumo_analysis.presentation.hiding import hidden
from lumo_analysis.presentation.share_rows import ShareRow
from lumo_analysis.presentation.tests_wording import limits_note
from lumo_analysis.presentation.wording import Wording, round_half_up

_LEVEL = 0.05


def of_percentages(words: Wording, weighted: bool) -> list[str]:
    """What percentages are of, how they are rounded, and which are marked or left out."""
    points = [
        words.say(
            "A percentage always has a base: the number of people it is a percentage of. Each "
            "figure and table says whether that is all respondents or those who answered."
        ),
        words.say(
            "Percentages are rounded to whole numbers, so those of one question may add up to 99 "
            "or 101."
        ),
        words.say(
            "Where fewer than {base} people stand behind a percentage, it is not shown.",
            base=words.number(MINIMUM_BASE),
        ),
        words.say(
            "The mark {mark} means that a percentage is uncertain: fewer than {base} people "
            "stand behind it, or its interval is at least {width} percentage points wide.",
            mark=MARK,
            base=words.number(UNCERTAIN_BASE),
            width=words.number(UNCERTAIN_WIDTH * 100),
        ),
        words.say("Take a marked percentage as a direction, not as an exact number."),
    ]
    if weighted:
        points.append(
            words.say(
                "The percentages are weighted: the answers of those groups count for more that "
                "are rarer among the respondents than in the target group. The numbers of people "
                "are not weighted."
            )
        )
    return points


def of_intervals(words: Wording) -> str:
    """What an interval is."""
    return words.say(
        "The interval beside a percentage shows how far it may be from the truth because only "
        "some people answered: in 95 surveys out of 100 like this one, such an interval holds "
        "the true percentage."
    )


def of_example(words: Wording, row: ShareRow, told: str) -> str:
    """An interval explained with a share that the report shows."""
    n, base = row.numbers
    share = words.say(
        "{item}: {share} answered {answers} ({n} of {base}; 95% interval {interval}).",
        item=row.label,
        share=words.percent(row.share),
        answers=in_quotes(words, told),
        n=words.number(n),
        base=words.number(base),
        interval=words.interval(row.low, row.high),
    )
    before = words.say("An example from this report.")
    after = words.say(
        "If everyone in the target group had answered, the percentage would probably lie "
        "somewhere in this interval. Where in it, the survey cannot tell."
    )
    return f"{before} {share} {after}"


def of_certainty(words: Wording, frame: int | None, *, compares: bool) -> list[str]:
    """What an interval tells and what it does not."""
    points = [words.say("The fewer people answered, the wider the interval.")]
    if frame is not None:
        points.append(
            words.say(
                "The survey was sent to {frame} people. The larger the part of them that "
                "answered, the narrower the intervals.",
                frame=words.number(frame),
            )
        )
    if compares:
        points.append(
            words.say(
                "Whether two groups differ cannot be seen from whether their intervals overlap; "
                "look at the test."
            )
        )
    points.append(
        words.say(
            "The interval tells of chance only. It does not tell whether those who left the "
            "survey unanswered think otherwise, or whether people understood a question in "
            "different ways."
        )
    )
    return points


def of_tests(words: Wording) -> list[str]:
    """What p and adjusted p are."""
    return [
        words.say(
            "The tests tell how easily chance alone would make the groups differ at least "
            "this much. A small p (below {level}) means that chance is a poor explanation.",
            level=words.number(_LEVEL, 2),
        ),
        words.say(
            "For example, p = 0.03 means: if the groups really thought alike, chance would make "
            "a difference at least as large in 3 surveys out of 100."
        ),
        words.say(
            "When many questions are tested, some differ by chance. The adjusted p takes "
            "this into account, and the conclusions are drawn from it."
        ),
    ]


def of_effects(words: Wording, effects: Iterable[str]) -> list[str]:
    """How large a difference is, in words, with the limits in force."""
    return [
        words.say(
            "The size of a difference matters more than p: in a large survey even a "
            "trifling difference may get a small p, in a small one a large difference may not."
        ),
        words.say(
            "The size is given in words, from very small to large. The limits are common rules "
            "of thumb, one for each kind of test."
        ),
        *(limits_note(words, name) for name in effects),
    ]


def of_detectable(words: Wording, smaller: int, larger: int, detectable: float) -> str:
    """Which difference the two smallest groups could have shown."""
    after = words.say(
        "A smaller difference may be there all the same: a test that shows no difference does "
        "not prove that there is none."
    )
    if math.isnan(detectable):
        return after
    before = words.say(
        "When few people answered, only large differences come to light. Between the two smallest "
        "groups of this report ({smaller} and {larger} people) a test would probably notice "
        "only a difference of {points} percentage points or more.",
        smaller=words.number(smaller),
        larger=words.number(larger),
        points=words.number(round_half_up(detectable * 100)),
    )
    return f"{before} {after}"


def of_themes(words: Wording) -> list[str]:
    """What the themes of open answers tell."""
    return [
        words.say(
            "One answer may carry several themes, so the percentages of a question's themes "
            "may add up to more than one hundred."
        ),
        words.say(
            "A theme tells what people brought up by themselves. Someone who did not mention it "
            "may still find it important."
        ),
    ]


def of_hidden_numbers(
    words: Wording, threshold: int, group_base: int, sensitive: int | None
) -> list[str]:
    """What the word "hidden" means, with the limits in force."""
    points = [
        words.say(
            "Where the word “{hidden}” stands in place of a number, the number is left out to "
            "protect the respondents. It may be small or large.",
            hidden=hidden(words),
        ),
        words.say(
            "A number is hidden where it is of fewer than {k} people, or where nearly everyone in "
            "a group gave the same answer.",
            k=words.number(threshold),
        ),
    ]
    if sensitive is not None:
        points.append(
            words.say(
                "In questions on sensitive matters the limit is {k} people.",
                k=words.number(sensitive),
            )
        )
    points += [
        words.say(
            "Other numbers are hidden too where a hidden one could be computed from them, also by "
            "a reader who has all reports of the survey. A hidden number may therefore be large."
        ),
        words.say(
            "Answers that few people gave are put together with others, in the same way for "
            "every group."
        ),
        words.say(
            "A region is shown by itself where at least {base} people answered.",
            base=words.number(group_base),
        ),
    ]
    return points
