"""The package's few exceptions: each says what is wrong, where, and what to do.

Everything a user can cause is a `LumoError`. The command line prints its message and
nothing else; a traceback means a fault of the package.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


class LumoError(Exception):
    """A mistake that the user can mend; the message is written for them."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a file.

    >>> print(Fault("line 12", "unknown key 'lable'", "did you mean 'label'?"))
    line 12: unknown key 'lable'; did you mean 'label'?
    """

    where: str
    what: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f"; {self.advice}" if self.advice else "")


class FaultsError(LumoError):
    """All faults of one file, reported together.

    >>> print(FaultsError("x.yaml", [Fault("line 2", "'title' is missing")]))
    x.yaml: 1 fault
      line 2: 'title' is missing
    """

    def __init__(self, source: str, faults: Sequence[Fault]) -> None:
        self.source = source
        self.faults = tuple(faults)
        count = f"{len(self.faults)} fault{'s' if len(self.faults) != 1 else ''}"
        super().__init__("\n  ".join([f"{source}: {count}", *map(str, self.faults)]))


class QuestionnaireError(FaultsError):
    """A questionnaire, codebook or table of published figures that breaks its own rules."""


class ResponsesError(FaultsError):
    """An export that can't be read, or does not fit its questionnaire."""


class ParameterError(LumoError):
    """A survey, region, language, notebook or option that does not exist."""


class OutputError(LumoError):
    """A folder for reports that can't be worked on, found out before anything was made."""


class ReportError(LumoError):
    """A notebook that did not run to its end, or a report that could not be made."""


def nearest(name: str, known: Iterable[str], count: int = 2) -> str:
    """Advice that names the known names most like `name`, or some of them where none is.

    >>> nearest("etela-svo", ["etela-savo", "keski-suomi"])
    "did you mean 'etela-savo'?"
    >>> nearest("x", ["good", "poor"])
    "known are 'good', 'poor'"
    """
    names = list(dict.fromkeys(known))
    folded = {candidate.casefold(): candidate for candidate in names}
    close = difflib.get_close_matches(name.casefold(), list(folded), n=count, cutoff=0.6)
    # A second name is worth telling only where it is about as near as the first.
    like = [difflib.SequenceMatcher(None, match, name.casefold()).ratio() for match in close]
    close = [match for match, ratio in zip(close, like, strict=True) if ratio > like[0] - 0.1]
    if close:
        return "did you mean " + " or ".join(f"'{folded[match]}'" for match in close) + "?"
    if not names:
        return ""
    shown = ", ".join(f"'{candidate}'" for candidate in names[:8])
    return f"known are {shown}" + (" ..." if len(names) > 8 else "")
