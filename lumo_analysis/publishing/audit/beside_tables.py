"""What is told beside the numbers of a table: by what is left out, by order, by derivation."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from lumo_analysis.analysis.comparison_frame import detectable_by
from lumo_analysis.analysis.count_table import ALL, NO_ANSWER, OTHERS
from lumo_analysis.analysis.disclosure.plan import Cell
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.audit.claims import Claim
from lumo_analysis.publishing.audit.numerals import Reading
from lumo_analysis.publishing.audit.page import Exhibit
from lumo_analysis.publishing.audit.patterns import normal, pattern, slot
from lumo_analysis.publishing.audit.tables import TableReading
from lumo_analysis.publishing.audit.truth import Truth

RowAndGroup = tuple[str, str]


def untold_numbers(
    exhibit: Exhibit, table: TableReading, truth: Truth, words: Wording
) -> Mapping[RowAndGroup, Mapping[str, Claim]]:
    """Numbers behind a share that a sentence may tell though the table does not.

    They are the count and the base, by the labels of row and group, with the claims they make.
    """
    found: dict[RowAndGroup, dict[str, Claim]] = {}
    heads = list(zip(table.columns, exhibit.headers, strict=True))
    labels = {column.group: header for column, header in heads}
    labels |= {item: header for column, header in heads for item in column.items}
    for row, claims in zip(exhibit.rows, table.by_row, strict=True):
        for claim in claims:
            if claim.cell is None or claim.reading.share is None:
                continue
            group = OTHERS if claim.group.startswith(OTHERS) else claim.group
            own_column = labels.get(claim.item) or labels.get(group, "")
            label = re.sub(r"\s*\([^()]*\)$", "", own_column)
            own = found.setdefault((normal(row[0]), normal(label)), {})
            n, base = truth.pair(claim)
            if claim.reading.base is None:
                told = dataclasses.replace(claim, cell=None, reading=Reading(base=base))
                own.setdefault(words.number(base), told)
            if claim.reading.n is None:
                own.setdefault(words.number(n), dataclasses.replace(claim, reading=Reading(n=n)))
    return found


def forget_bases_of_hidden(table: TableReading, truth: Truth) -> None:
    """Let the bases in a column's head be those of its shown shares, where they are just these.

    A head such as "North (n = 26-28)" is made from the shares that are shown, and says nothing
    of a hidden one in the same column.
    """
    shown: dict[tuple[str, tuple[int, int]], set[int]] = {}
    for claim in table.claims:
        if claim.reading.bases is not None and not claim.reading.hidden:
            key = claim.group, claim.reading.bases
            shown.setdefault(key, set()).add(truth.pair(claim)[1])

    def kept(claim: Claim) -> Claim:
        bases = claim.reading.bases
        if bases is None or not claim.reading.hidden:
            return claim
        own = shown.get((claim.group, bases))
        if own is None or (min(own), max(own)) != bases:
            return claim
        return dataclasses.replace(
            claim, reading=dataclasses.replace(claim.reading, base=None, bases=None)
        )

    table.claims[:] = map(kept, table.claims)
    table.by_row[:] = [[kept(claim) for claim in row] for row in table.by_row]


def detectable_points(table: TableReading, truth: Truth, words: Wording) -> set[str]:
    """The differences that the tests of a table could have noticed, as a sentence has them.

    They follow from the sizes of the groups, which are public; where a test is told exactly,
    also from how many answered.
    """
    found = set()
    for test in table.tests:
        for sizes in _sizes_of_test(test.item, test.region, truth, exact=test.exact):
            points = detectable_by(sizes)
            if not np.isnan(points):
                found.add(words.number(points * 100))
    return found


def _sizes_of_test(item: str, region: str, truth: Truth, *, exact: bool) -> Iterator[Sequence[int]]:
    groups = [region, f"{OTHERS}:{region}"]
    if region == ALL:
        groups = [group for group in truth.regions if truth.size(group)]
    counts = [[truth.size(group) for group in groups]]
    wholes = [truth.size(ALL)]
    if exact:
        counts.append([truth.base(item, group, "answered") for group in groups])
        wholes.append(truth.base(item, ALL, "answered"))
    for own, whole in zip(counts, wholes, strict=True):
        yield own
        yield [*own, whole - sum(own)]


def unsaid_zero(table: TableReading, exhibit: Exhibit, truth: Truth) -> list[Claim]:
    """A table of single answers that leaves out those who gave none says that there are 0."""
    answers = [c for row in table.by_row for c in row if c.cell is not None and not c.headline]
    roles = [column.role for column in table.columns]
    if not answers or "answer" not in roles or "count" not in roles:
        return []
    item, group = answers[0].item, answers[0].group
    kinds = {claim.cell.kind for claim in answers if claim.cell is not None}
    nominal = truth.survey.questionnaire[item].kind == "nominal"
    if not nominal or NO_ANSWER in kinds or truth.number(item, group, [NO_ANSWER]):
        return []
    place = f"{exhibit.name}, which has no row of those who did not answer"
    return [Claim(item, group, Cell((NO_ANSWER,), NO_ANSWER), "all", Reading(n=0), place)]


def told_by_order(table: TableReading, exhibit: Exhibit) -> list[str]:
    """A table sorted by its shares tells between which two a hidden one lies."""
    if any(column.group is not None for column in table.columns):
        return []
    rows = [next((c for c in own if c.cell is not None), None) for own in table.by_row]
    known = [c for c in rows if c is not None and c.reading.share is not None]
    shares = [c.reading.share for c in known if c.reading.share is not None]
    falling = all(a >= b for a, b in pairwise(shares))
    if len({claim.item for claim in known}) != 1 or len(shares) < 3 or not falling:
        return []
    hidden = [n for n, c in enumerate(rows) if c is not None and c.reading.hidden]
    last = max(n for n, c in enumerate(rows) if c in known)
    if hidden and min(hidden) < last and shares[0] > shares[-1]:
        return [f"{exhibit.name}: a hidden number stands in its place among sorted ones"]
    return []


def is_public(
    table: TableReading, row: int, column: int, text: str, truth: Truth, words: Wording
) -> bool:
    """Whether a cell is a published figure, or a number of the log of cleaning."""
    digits = re.sub(r"\D", "", text)
    if table.columns[column].role == "cleaning":
        sums = truth.survey.log.groupby("step")["n"].agg(["size", "sum"]).to_numpy().ravel()
        return digits in {str(int(n)) for n in sums}
    claim = next(iter(table.by_row[row]), None)
    published = truth.survey.published
    if table.columns[column].role != "published" or published is None or claim is None:
        return False
    for record in published[published["item"] == claim.item].to_dict("records"):
        same = claim.cell is not None and set(str(record["answers"]).split("+")) == set(
            claim.cell.parts
        )
        percent = words.percent(float(record["percent"]) / 100, int(record["decimals"]))
        if same and digits == re.sub(r"\D", "", percent):
            return True
    return False


def tells_of_tests(words: Wording, note: str) -> bool:
    """Whether a note says over how many tests p was adjusted."""
    said = (
        words.say("The adjusted p allows for {n} tests made together (Holm).", n=slot("n")),
        words.say(
            "The adjusted p allows for the tests made together (Holm), in families of {n} tests.",
            n=slot("n"),
        ),
    )
    return any(pattern(text).fullmatch(note) for text in said)
