"""From a questionnaire's export to finished reports.

    import lumo_analysis as lumo
    survey = lumo.load_survey("workers-2021")
    counts = lumo.count_answers(survey.responses, survey.items("access_*"),
                                questionnaire=survey.questionnaire)
    lumo.shares(counts, ["well", "very_well"])

Names are loaded when first used, so that importing the package costs little.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lumo_analysis.analysis.agreement import coder_agreement as coder_agreement
    from lumo_analysis.analysis.comparison import compare_groups as compare_groups
    from lumo_analysis.analysis.comparison import compare_with_rest as compare_with_rest
    from lumo_analysis.analysis.count_table import counts_of_others as counts_of_others
    from lumo_analysis.analysis.counting import count_answers as count_answers
    from lumo_analysis.analysis.differences import share_difference as share_difference
    from lumo_analysis.analysis.distinguishing_words import (
        distinguishing_words as distinguishing_words,
    )
    from lumo_analysis.analysis.ordinal_comparison import compare_adjusted as compare_adjusted
    from lumo_analysis.analysis.ordinal_odds import adjusted_odds as adjusted_odds
    from lumo_analysis.analysis.paired_items import compare_items as compare_items
    from lumo_analysis.analysis.paired_items import pairs_within as pairs_within
    from lumo_analysis.analysis.pairs import compare_pairs as compare_pairs
    from lumo_analysis.analysis.pooling import pool_shares as pool_shares
    from lumo_analysis.analysis.power import detectable_difference as detectable_difference
    from lumo_analysis.analysis.published import compare_published as compare_published
    from lumo_analysis.analysis.raking import rake as rake
    from lumo_analysis.analysis.ranking import not_told_apart as not_told_apart
    from lumo_analysis.analysis.ranking import place_ranges as place_ranges
    from lumo_analysis.analysis.reliability import reliability as reliability
    from lumo_analysis.analysis.shares import shares as shares
    from lumo_analysis.analysis.strata import compare_within_strata as compare_within_strata
    from lumo_analysis.analysis.suggestions import open_answers as open_answers
    from lumo_analysis.analysis.suggestions import suggest_codes as suggest_codes
    from lumo_analysis.analysis.suggestions import suggest_in_batches as suggest_in_batches
    from lumo_analysis.analysis.survey_comparison import compare_surveys as compare_surveys
    from lumo_analysis.analysis.survey_comparison_counts import compare_counts as compare_counts
    from lumo_analysis.analysis.theme_comparison import compare_missing as compare_missing
    from lumo_analysis.analysis.theme_comparison import compare_themes as compare_themes
    from lumo_analysis.analysis.theme_comparison import missing_shares as missing_shares
    from lumo_analysis.analysis.theme_counting import theme_counts as theme_counts
    from lumo_analysis.analysis.theme_pairs import theme_pairs as theme_pairs
    from lumo_analysis.analysis.uncaught_answers import (
        answers_without_theme as answers_without_theme,
    )
    from lumo_analysis.analysis.weighting import frame_of as frame_of
    from lumo_analysis.analysis.weighting import weight_column as weight_column
    from lumo_analysis.analysis.weighting import with_weights as with_weights
    from lumo_analysis.presentation.bars import share_figure as share_figure
    from lumo_analysis.presentation.bars import share_table as share_table
    from lumo_analysis.presentation.bars import theme_figure as theme_figure
    from lumo_analysis.presentation.comparison_table import comparison_table as comparison_table
    from lumo_analysis.presentation.exhibits import Exhibit as Exhibit
    from lumo_analysis.presentation.group_figures import group_figure as group_figure
    from lumo_analysis.presentation.group_figures import group_table as group_table
    from lumo_analysis.presentation.likert import likert_figure as likert_figure
    from lumo_analysis.presentation.position_map import position_map as position_map
    from lumo_analysis.presentation.published_table import published_table as published_table
    from lumo_analysis.presentation.report import Report as Report
    from lumo_analysis.presentation.report import open_report as open_report
    from lumo_analysis.presentation.report import show as show
    from lumo_analysis.presentation.small_multiples import share_panels as share_panels
    from lumo_analysis.presentation.small_multiples_answers import answer_panels as answer_panels
    from lumo_analysis.presentation.survey_comparison import survey_comparison as survey_comparison
    from lumo_analysis.presentation.wording import Wording as Wording
    from lumo_analysis.survey.questionnaire_file import load_questionnaire as load_questionnaire
    from lumo_analysis.survey.survey import Survey as Survey
    from lumo_analysis.survey.survey import load_survey as load_survey
    from lumo_analysis.survey.survey import survey_names as survey_names

__version__ = "0.1.0"

_HOMES = {
    "survey.survey": ("Survey", "load_survey", "survey_names"),
    "survey.questionnaire_file": ("load_questionnaire",),
    "analysis.counting": ("count_answers",),
    "analysis.count_table": ("counts_of_others",),
    "analysis.shares": ("shares",),
    "analysis.comparison": ("compare_groups", "compare_with_rest"),
    "analysis.ordinal_comparison": ("compare_adjusted",),
    "analysis.ordinal_odds": ("adjusted_odds",),
    "analysis.paired_items": ("compare_items", "pairs_within"),
    "analysis.pairs": ("compare_pairs",),
    "analysis.pooling": ("pool_shares",),
    "analysis.differences": ("share_difference",),
    "analysis.power": ("detectable_difference",),
    "analysis.raking": ("rake",),
    "analysis.ranking": ("not_told_apart", "place_ranges"),
    "analysis.strata": ("compare_within_strata",),
    "analysis.theme_counting": ("theme_counts",),
    "analysis.agreement": ("coder_agreement",),
    "analysis.reliability": ("reliability",),
    "analysis.distinguishing_words": ("distinguishing_words",),
    "analysis.theme_comparison": ("compare_missing", "compare_themes", "missing_shares"),
    "analysis.theme_pairs": ("theme_pairs",),
    "analysis.uncaught_answers": ("answers_without_theme",),
    "analysis.suggestions": ("open_answers", "suggest_codes", "suggest_in_batches"),
    "analysis.survey_comparison": ("compare_surveys",),
    "analysis.survey_comparison_counts": ("compare_counts",),
    "analysis.weighting": ("frame_of", "weight_column", "with_weights"),
    "presentation.survey_comparison": ("survey_comparison",),
    "analysis.published": ("compare_published",),
    "presentation.wording": ("Wording",),
    "presentation.exhibits": ("Exhibit",),
    "presentation.bars": ("share_figure", "share_table", "theme_figure"),
    "presentation.likert": ("likert_figure",),
    "presentation.group_figures": ("group_figure", "group_table"),
    "presentation.comparison_table": ("comparison_table",),
    "presentation.position_map": ("position_map",),
    "presentation.small_multiples": ("share_panels",),
    "presentation.small_multiples_answers": ("answer_panels",),
    "presentation.published_table": ("published_table",),
    "presentation.report": ("Report", "open_report", "show"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'lumo_analysis' has no attribute '{name}'")
    value = getattr(importlib.import_module(f"lumo_analysis.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF})
