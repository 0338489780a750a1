"""The sentences that tell what bars, dots, lines and colours of the figures stand for."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lumo_analysis.presentation.colours import MARKERS
from lumo_analysis.presentation.wording import Wording


def of_charts(words: Wording, charts: Collection[str], groups: Sequence[str]) -> list[str]:
    """What bars, dots, lines and colours stand for."""
    points = [
        words.say("Every number of a figure also stands in the table below it."),
    ]
    if "answers" in charts:
        points.append(
            words.say(
                "Bars across a vertical line: answers from the low end of the scale stand left "
                "of the line in brown, those from the high end right of it in blue-green, and "
                "the middle one lies across it in grey. The darker the colour, the closer to the "
                "end of the scale. The thin line under the bar is the interval of the percentage "
                "beside it."
            )
        )
    if "shares" in charts:
        points.append(
            words.say(
                "Bars from the left edge: the length of the bar is the percentage, and the thin "
                "line across its end is the interval."
            )
        )
    if "groups" in charts:
        points.append(
            words.say(
                "Dots with lines: each group has a mark of its own shape and colour, and the "
                "line through it is the interval."
            )
        )
        points += _of_marks(words, groups)
    if not {"others", "panels"}.isdisjoint(charts):
        points.append(
            words.say(
                "A black upright line is the percentage of all others, and the grey band around "
                "it their interval."
            )
        )
    if "map" in charts:
        points.append(
            words.say(
                "Points in a plane: the further right a point, the larger the one percentage; "
                "the further up, the larger the other. The two lines through a point are the "
                "intervals. On the dashed line both percentages are the same."
            )
        )
    return points


def _of_marks(words: Wording, groups: Sequence[str]) -> list[str]:
    """The mark of each group in words; nothing where groups have no marks of their own."""
    marks = (
        words.say("blue circle"),
        words.say("orange square"),
        words.say("green triangle"),
        words.say("violet diamond"),
        words.say("brown triangle with its point down"),
        words.say("ochre plus sign"),
    )
    assert len(marks) == len(MARKERS), "every mark has a name"
    if not 1 < len(groups) <= len(marks):
        return []
    named = [
        words.say("{group}: {mark}", group=group, mark=mark)
        for group, mark in zip(groups, marks, strict=False)
    ]
    return [words.say("The marks of the groups: {marks}.", marks="; ".join(named))]
