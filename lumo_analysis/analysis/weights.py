"""Weights of respondents: what is allowed, and what they cost."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from lumo_analysis.errors import ParameterError, nearest

Numbers = npt.NDArray[np.float64]


def weights_of(responses: pd.DataFrame, column: str) -> Numbers:
    """The weights in a column: numbers of 0 or more, one for every respondent.

    Raises:
        ParameterError: no such column, or weights that are not numbers, are missing, infinite
            or below 0.

    >>> weights_of(pd.DataFrame({"weight": [0.5, None]}), "weight")
    Traceback (most recent call last):
    lumo_analysis.errors.ParameterError: 1 respondent has no weight in 'weight', or one that is \
below 0; give everyone a number of 0 or more
    """
    if column not in responses.columns:
        advice = nearest(column, [str(name) for name in responses.columns])
        raise ParameterError(f"no column of weights '{column}' in the responses; {advice}")
    values = responses[column]
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        raise ParameterError(f"column '{column}' holds no numbers, so it can't be the weight")
    weights = values.to_numpy(dtype=np.float64, na_value=np.nan)
    wrong = int((~np.isfinite(weights) | (weights < 0)).sum())
    if wrong:
        have = "respondent has" if wrong == 1 else "respondents have"
        raise ParameterError(
            f"{wrong} {have} no weight in '{column}', or one that is below 0; "
            "give everyone a number of 0 or more"
        )
    return weights


def design_effect(weights: npt.ArrayLike) -> float:
    """How many times larger a survey must be for its weights to cost nothing; 1 or more.

    n sum(w^2)/(sum w)^2, Kish (1965), Survey Sampling, ch. 11. The effective number of
    respondents is n divided by it. NaN where no weight is above 0.

    >>> design_effect([1, 1, 2])
    1.125
    """
    values = np.asarray(weights, dtype=np.float64)
    total = float(values.sum())
    return float(len(values) * (values**2).sum() / total**2) if total > 0 else float("nan")
