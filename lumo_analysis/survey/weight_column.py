"""The export's column of weights: a number for each respondent, or a fault."""

from __future__ import annotations

import pandas as pd

from lumo_analysis.errors import Fault
from lumo_analysis.survey.answers import Cleaning
from lumo_analysis.survey.columns import ColumnPlan
from lumo_analysis.survey.matching import fold
from lumo_analysis.survey.numbers import number_in
from lumo_analysis.survey.raw_table import text_counts
from lumo_analysis.survey.weighting import DESIGN_WEIGHT


def design_weights(plan: ColumnPlan, work: Cleaning) -> dict[str, pd.Series]:
    """The column of weights as numbers, none where the questionnaire names no such column.

    Every respondent needs a weight of 0 or more; faults go to `work`. Synthetic responses
    without the column weigh 1 each, since nobody was drawn with any chance.
    """
    declared = work.questionnaire.weights
    if declared is None or declared.column is None:
        return {}
    cells = work.raw.cells
    if plan.weight is None:
        if plan.synthetic_mark is not None:
            work.note("weighted", "", "synthetic responses weigh 1 each", len(cells))
        return {DESIGN_WEIGHT: pd.Series(1.0, index=cells.index, dtype="Float64")}
    column = cells[plan.weight]
    counts = text_counts(column)
    numbers = {text: number_in(fold(text)) for text in counts}
    wrong = {
        text: n
        for text, n in counts.items()
        if fold(text) and ((value := numbers[text]) is None or value < 0)
    }
    work.refuse(column, wrong, "is no weight", [], "give a number of 0 or more")
    blank = column.index[[not fold(str(text)) for text in column]]
    if len(blank):
        fault = Fault(work.where(plan.weight, blank), "no weight", "give everyone one")
        work.faults.append(fault)
    work.note("weighted", "", f"column '{plan.weight}'", len(cells))
    weights = pd.Series([numbers[str(text)] for text in column], column.index, dtype="Float64")
    if not len(blank) and not wrong and not weights.gt(0).any():
        fault = Fault(f"column '{plan.weight}'", "every weight is 0", "export the weights again")
        work.faults.append(fault)
    return {DESIGN_WEIGHT: weights}
