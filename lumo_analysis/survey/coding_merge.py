"""Adding decisions to a coding without touching what people decided before."""

from __future__ import annotations

import pandas as pd

from lumo_analysis.errors import Fault, ResponsesError
from lumo_analysis.survey.coding import CODING_COLUMNS, DECISION_COLUMNS, SUGGESTED
from lumo_analysis.survey.table import SHOWN_FAULTS, limited

_PLACE = list(CODING_COLUMNS)


def merge_decisions(existing: pd.DataFrame, new: pd.DataFrame, source: str) -> pd.DataFrame:
    """The decisions of both, those that exist first and untouched.

    Former suggestions give way to new ones, since patterns and analysers change; where `new` has
    none, they stay.

    Args:
        existing: decisions as of `load_decisions`.
        new: decisions, with `where` to name in a fault.
        source: the file that `new` comes from, for the message.

    Raises:
        ResponsesError: decisions of a coder who decided otherwise before.

    >>> one = pd.DataFrame([[0, "i", "t", "K", "confirmed"]], columns=list(DECISION_COLUMNS))
    >>> new = one.assign(status="rejected", where="row 3")
    >>> merge_decisions(one, new, "sheet.xlsx")
    Traceback (most recent call last):
    ...
    lumo_analysis.errors.ResponsesError: sheet.xlsx: 1 fault
      row 3: 'K' decided otherwise on 't' before (confirmed, now rejected); \
keep the former mark, or change it in the coding file itself
    """
    before = existing.set_index(_PLACE)["status"].to_dict()
    faults = []
    for row in new.itertuples(index=False):
        former = before.get((row.respondent, row.item, row.theme, row.coder), row.status)
        if former != row.status:
            what = f"'{row.coder}' decided otherwise on '{row.theme}' before "
            what += f"({former}, now {row.status})"
            advice = "keep the former mark, or change it in the coding file itself"
            faults.append(Fault(str(row.where), what, advice))
    if faults:
        raise ResponsesError(source, limited(faults, SHOWN_FAULTS))
    anew = bool((new["status"] == SUGGESTED).any())
    kept = existing[existing["status"] != SUGGESTED] if anew else existing
    merged = pd.concat([kept, new[list(DECISION_COLUMNS)]], ignore_index=True)
    return merged.drop_duplicates(_PLACE, ignore_index=True)
