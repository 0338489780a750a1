"""The plan of disclosure control for a whole survey, made from all its counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

import pandas as pd

from lumo_analysis.analysis.count_table import ALL, NO_ANSWER, RESPONDENTS, require_counts
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.disclosure.detail import plan_item
from lumo_analysis.analysis.disclosure.item_table import (
    REMAINDER,
    ItemTable,
    option_table,
    scale_table,
)
from lumo_analysis.analysis.disclosure.ladder import ladder_of, option_ladder
from lumo_analysis.analysis.disclosure.plan import ItemPlan, Plan
from lumo_analysis.analysis.disclosure.public_figures import with_published
from lumo_analysis.analysis.disclosure.small_regions import small_among
from lumo_analysis.analysis.theme_counting import theme_counts
from lumo_analysis.errors import ParameterError
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.survey import Survey

Counts = Mapping[str, Mapping[str, int]]
"""The counts of one item by row (groups, remainder) and answer."""
Run = Callable[[Callable[[ItemTable], ItemPlan], Sequence[ItemTable]], Iterable[ItemPlan]]
"""Does the same to each of several tables, in their order; `map` does it one after another."""
_NOT_THEMES = (RESPONDENTS, NO_ANSWER)


def plan_of(survey: Survey, run: Run = map) -> Plan:
    """The plan for a survey: counts all its closed items and themes, and protects them.

    `run` as in `protect`.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> plan = plan_of(load_survey("partners-2021"))
    >>> plan.threshold, plan.small, plan["knows_systemic"].group_rung
    (5, frozenset(), 'answers')
    """
    counts = counts_to_protect(survey)
    return protect(counts, survey.questionnaire, published=survey.published, run=run)


def counts_to_protect(survey: Survey) -> pd.DataFrame:
    """The counts of everything that reports show, by region and (group "all") in the whole.

    Open items without themes are there too: how many answered them is shown.
    """
    questionnaire, responses = survey.questionnaire, survey.responses
    closed = [item for item in questionnaire.items if item.closed]
    apart = [item for item in closed if item.id != questionnaire.region]
    themes = survey.codebook.themes if survey.codebook is not None else {}
    coding = survey.coding
    if coding is None:
        coding, themes = pd.DataFrame(columns=["respondent", "item", "theme"]), {}
    coded = {
        item.id: [theme.id for theme in themes.get(item.id, ())]
        for item in questionnaire.items
        if item.kind == "open"
    }
    region = questionnaire.region
    return pd.concat(
        [
            count_answers(responses, closed, questionnaire=questionnaire),
            count_answers(responses, apart, by=region, questionnaire=questionnaire),
            theme_counts(coding, responses, coded),
            theme_counts(coding, responses, coded, by=region),
        ],
        ignore_index=True,
    )


def protect(
    counts: pd.DataFrame,
    questionnaire: Questionnaire,
    *,
    published: pd.DataFrame | None = None,
    run: Run = map,
) -> Plan:
    """The plan that lets no reader of all reports compute a sensitive number.

    Args:
        counts: from `count_answers` and `theme_counts`, of every item that reports show: by
            region and, as group "all", in the whole. The region item itself is counted only
            in the whole. Respondents of the whole without a region stay in the remainder.
        questionnaire: gives scales, thresholds and which items are sensitive.
        published: figures that are public already (see `load_published`): everybody knows
            them, so they can't be protected. Figures that the counts contradict are no facts.
        run: plans the items, which don't depend on each other; in processes, perhaps.

    Returns:
        A plan with every item of the counts. Regions with fewer respondents than the
        threshold or the group base are small. So is the smallest of the others, as long as
        the respondents in no region of their own are fewer than that but not none.

    Raises:
        ParameterError: counts that do not fit together or the questionnaire.
    """
    rules = questionnaire.disclosure
    region = questionnaire.region
    if rules.public:
        return Plan(questionnaire.survey, rules.threshold, rules.group_base, public=True)
    require_counts(counts)
    tables = {str(item): _by_group(rows) for item, rows in counts.groupby("item", sort=False)}
    if region not in tables or list(tables[region]) != [ALL]:
        raise ParameterError(
            f"counts of the region item '{region}' are needed, of the whole only; "
            "count it without 'by'"
        )
    sizes = tables[region][ALL]
    small = small_among(sizes, questionnaire)
    kept = [answer.id for answer in questionnaire.regions if answer.id not in small]
    to_plan = [
        with_published(
            _table(questionnaire[item], questionnaire, _rows(item, by_group, kept)), published
        )
        for item, by_group in tables.items()
        if item != region
    ]
    planned = run(partial(plan_item, group_base=rules.group_base), to_plan)
    items = {region: _region_plan(questionnaire, small), **{one.item: one for one in planned}}
    return Plan(
        questionnaire.survey,
        rules.threshold,
        rules.group_base,
        {item: items[item] for item in tables},
        frozenset(small),
        groups=frozenset(kept),
    )


def _by_group(rows: pd.DataFrame) -> dict[str, dict[str, int]]:
    return {
        str(group): {str(answer): int(n) for answer, n in zip(of["answer"], of["n"], strict=True)}
        for group, of in rows.groupby("group", sort=False)
    }


def _region_plan(questionnaire: Questionnaire, small: Sequence[str]) -> ItemPlan:
    """The regions and how many answered in each; of small ones nothing.

    Who gave no region is hidden with them: the hidden add up to the remainder, which is none
    or many.
    """
    item = questionnaire.region_item
    cells = ladder_of(item, questionnaire)["answers"]
    silent = {cell.answer for cell in cells if cell.kind != "scale"} if small else set()
    hidden = frozenset((ALL, answer) for answer in {*small, *silent})
    return ItemPlan(item.id, "answers", "answers", cells, cells, hidden)


def _rows(item: str, by_group: Counts, kept: Sequence[str]) -> dict[str, dict[str, int]]:
    """The counts of the kept groups, and of everybody else as one remainder."""
    lacking = [group for group in (ALL, *kept) if group not in by_group]
    if lacking:
        raise ParameterError(
            f"item '{item}' is not counted in group '{lacking[0]}'; count it by region, and "
            f"without 'by' for the group '{ALL}'"
        )
    rows = {group: dict(by_group[group]) for group in kept}
    rest = {
        answer: n - sum(rows[group][answer] for group in kept)
        for answer, n in by_group[ALL].items()
    }
    if any(n < 0 for n in rest.values()):
        raise ParameterError(f"the groups of item '{item}' hold more respondents than the whole")
    if any(rest.values()):
        rows[REMAINDER] = rest
    return rows


def _table(item: Item, questionnaire: Questionnaire, rows: Counts) -> ItemTable:
    rules = questionnaire.disclosure
    threshold = rules.sensitive_threshold if item.sensitive else rules.threshold
    if item.kind in ("ordinal", "nominal"):
        ladder = ladder_of(item, questionnaire)
        return scale_table(item.id, threshold, ladder, rows, item.base)
    if item.kind == "multiple":
        exclusive = [answer.id for answer in item.answers if answer.exclusive]
        ladder = ladder_of(item, questionnaire)
        return option_table(
            item.id, threshold, ladder, rows, exclusive=exclusive, everyone_chose=True
        )
    themes = [answer for answer in next(iter(rows.values())) if answer not in _NOT_THEMES]
    return option_table(item.id, threshold, option_ladder(themes), rows)
