"""One test of a comparison, with its labels in the report's language."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lumo_analysis.presentation.answers_wording import label_of_group, label_of_item
from lumo_analysis.presentation.wording import EN_DASH, Wording
from lumo_analysis.survey.questionnaire import Questionnaire

SIGNIFICANT = 0.05


@dataclass(frozen=True)
class ComparisonRow:
    """One test with its labels; numbers are NaN where no test was possible.

    Of a `withheld` one disclosure control tells only whether the adjusted p is `below` 0.05;
    where not `exact`, that stands for the adjusted p too, which then is NaN.
    """

    item: str
    group: str
    test: str
    permutation: bool
    statistic: float
    df: float
    n: float
    p: float
    p_adjusted: float
    effect: float
    effect_low: float
    effect_high: float
    effect_name: str
    family: str
    reason: str
    smallest_group: float
    detectable: float = math.nan
    withheld: bool = False
    below: bool = False
    exact: bool = True

    @property
    def made(self) -> bool:
        """Whether a test was possible, as far as is told."""
        return self.withheld or not math.isnan(self.p)

    @property
    def significant(self) -> bool:
        """Whether the adjusted p lies below 0.05."""
        return self.below if not self.exact else self.made and self.p_adjusted < SIGNIFICANT


def comparison_row(
    record: Mapping[Any, Any], questionnaire: Questionnaire, words: Wording, by: str | None
) -> ComparisonRow:
    """A row of a comparison frame; `smallest_group` is a mean where group sizes are not given.

    `detectable` is the smallest difference of shares (0 to 1) that the test would have seen.
    """
    groups = str(record["groups"]).split("+")
    test, _, how = str(record["test"]).partition(", ")
    own, others = record.get("n_group"), record["n"]
    average = others / max(len(groups), 1)
    return ComparisonRow(
        item=label_of_item(questionnaire, str(record["item"]), words),
        group=_group_text(groups, str(record.get("group") or ""), questionnaire, words, by),
        test=test,
        permutation=how == "permutation",
        statistic=float(record["statistic"]),
        df=float(record["df"]),
        n=float(record["n"]),
        p=float(record["p"]),
        p_adjusted=float(record["p_adjusted"]),
        effect=float(record["effect"]),
        effect_low=float(record.get("effect_low", math.nan)),
        effect_high=float(record.get("effect_high", math.nan)),
        effect_name=str(record["effect_name"]),
        family=str(record["family"]),
        reason=str(record.get("reason") or ""),
        smallest_group=average if own is None else min(own, others - own),
        detectable=float(record.get("detectable", math.nan)),
        withheld=bool(record.get("withheld", False)),
        below=bool(record.get("below", False)),
        exact=bool(record.get("exact", True)),
    )


def _group_text(
    groups: Sequence[str], own: str, questionnaire: Questionnaire, words: Wording, by: str | None
) -> str:
    if own:
        return label_of_group(questionnaire, own, words, by)
    labels = [label_of_group(questionnaire, group, words, by) for group in groups if group]
    return f" {EN_DASH} ".join(labels) or EN_DASH
