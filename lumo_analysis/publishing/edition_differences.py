"""Where two editions of a survey are too near to each other to be both released."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from lumo_analysis.publishing.edition_counts import RESPONDENTS, counts_of, item_of
from lumo_analysis.publishing.editions import ROWS, Edition, Keyed, Shown
from lumo_analysis.survey.survey import ALL, Survey

_WAIT = "wait for more answers, or release the former answers again"
_CODES = "code more answers anew, or release the former codes again"

Step = tuple[int, int]
"""How many went up and how many down, over all answers of a table."""


def differences(
    new: Edition, former: Edition, survey: Survey, keyed: Keyed, threshold: int
) -> list[str]:
    """A sentence for each group in which a reader of both could work out a few answers.

    A group is a region that both editions show, everybody else, and the whole survey. Refused
    are, in a group: 1 to k - 1 respondents' rows added, gone or changed; a table whose counts
    went up or down by 1 to k - 1 (k is the stricter one for sensitive items); 1 to k - 1
    answers with other themes; and numbers that were hidden before, of answers that are still
    the same. No sentence says how many.

    `UnreadableError` where the former edition's hashes stand for no count.
    """
    moved = _Moved(former, survey, keyed)
    sensitive = {item.id for item in survey.questionnaire.items if item.sensitive}
    strict = survey.questionnaire.disclosure.sensitive_threshold
    themes = {item.id for item in survey.questionnaire.select(kind="open")}
    sentences: list[str] = []
    for group, regions in _groups(new, former).items():
        where = _where(group)
        if new.columns == former.columns and _is_few(
            (_rows_apart(new, former, regions, ROWS), 0), threshold
        ):
            sentences.append(f"{where} too few respondents differ; {_WAIT}")
            continue
        steps = moved.by(regions)
        few = [
            item_of(table)
            for table, step in steps.items()
            # Of themes it is the answers with other themes that count.
            if not (":" in table and item_of(table) in themes)
            and _is_few(step, strict if item_of(table) in sensitive else threshold)
        ]
        if few:
            sentences.append(f"{where} too few answers differ{_named(few)}; {_WAIT}")
        few = [
            facet
            for facet in _facets(new) & _facets(former)
            if _is_few((_rows_apart(new, former, regions, facet), 0), threshold)
        ]
        if few:
            sentences.append(f"{where} too few answers have other themes{_named(few)}; {_CODES}")
        told = [table for table in steps if _tells_more(new, former, table, group, steps)]
        if told:
            what = "numbers were hidden that these reports show, of answers that are the same"
            sentences.append(f"{where} {what}{_named(map(item_of, told))}; {_WAIT}")
    return sentences


def _where(group: str) -> str:
    if group == ALL:
        return "in the whole survey"
    return f"in '{group}'" if group else "outside the regions that are shown"


def _named(items: Iterable[str]) -> str:
    names = [f"'{item}'" for item in dict.fromkeys(items) if item != RESPONDENTS]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f" ({', '.join(sorted(names)[:3])}{more})" if names else ""


def _groups(new: Edition, former: Edition) -> dict[str, list[str]]:
    """The regions that make up each group that both editions tell of."""
    every = list(dict.fromkeys([*new.rows, *former.rows]))
    shown = [region for region in new.groups if region in former.groups]
    left = [region for region in every if region not in shown]
    return {ALL: every, **{region: [region] for region in shown}, "": left}


def _is_few(step: Step, threshold: int) -> bool:
    return any(0 < part < threshold for part in step)


def _rows_apart(new: Edition, former: Edition, regions: Collection[str], facet: str) -> int:
    """The fewest respondents who can have been added, gone or changed."""
    ours, theirs = (
        {row for region in regions for row in edition.rows.get(region, {}).get(facet, ())}
        for edition in (new, former)
    )
    return max(len(ours - theirs), len(theirs - ours))


def _facets(edition: Edition) -> set[str]:
    return {facet for facets in edition.rows.values() for facet in facets} - {ROWS}


class UnreadableError(Exception):
    """A hash that stands for no count."""


class _Moved:
    """How far each table's counts went up and down, added up over a group's regions."""

    def __init__(self, former: Edition, survey: Survey, keyed: Keyed) -> None:
        self._former, self._keyed, self._counts = former, keyed, counts_of(survey)

    def by(self, regions: Collection[str]) -> dict[str, Step]:
        """The steps of every table that both editions have."""
        ours = {table for region in regions for table in self._counts.get(region, {})}
        theirs = {table for region in regions for table in self._former.cells.get(region, {})}
        return {table: self._table(table, regions) for table in sorted(ours & theirs)}

    def _table(self, table: str, regions: Collection[str]) -> Step:
        steps: dict[str, int] = {}
        for region in regions:
            counts = self._counts.get(region, {}).get(table, {})
            ours = {self._keyed.answer(table, answer): n for answer, n in counts.items()}
            theirs = self._former.cells.get(region, {}).get(table, {})
            for answer in {**ours, **theirs}:
                n = ours.get(answer, 0)
                before = self._read(theirs[answer], region, answer, n) if answer in theirs else 0
                steps[answer] = steps.get(answer, 0) + n - before
        up = sum(step for step in steps.values() if step > 0)
        return up, up - sum(steps.values())

    def _read(self, hashed: str, region: str, answer: str, near: int) -> int:
        n = self._keyed.count_behind(hashed, region, answer, near)
        if n is None:
            raise UnreadableError
        return n


def _tells_more(
    new: Edition, former: Edition, table: str, group: str, steps: Mapping[str, Step]
) -> bool:
    """Whether a number is shown that the former edition's numbers don't add up to.

    Only where its answers are the same as then: of others the former number tells nothing.
    """
    item, _, option = table.partition(":")
    if any(steps.get(name, _STILL) != _STILL for name in (table, item, RESPONDENTS)):
        return False
    before = former.shown.get(item, {}).get(group)
    now = new.shown.get(item, {}).get(group)
    if before is None or now is None:
        return False
    cells = [set(cell) for cell in now if not option or option in cell]
    return any(not _adds_up(cell, before) for cell in cells)


_STILL: Step = (0, 0)


def _adds_up(answers: set[str], cells: Shown) -> bool:
    inside = [set(cell) for cell in cells if set(cell) <= answers]
    return set().union(*inside) == answers
