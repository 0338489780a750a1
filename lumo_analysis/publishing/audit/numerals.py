"""Numbers in a text: every numeric token, and what a table's cell says in its language."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from lumo_analysis.presentation.drawing import MARK
from lumo_analysis.presentation.wording import EN_DASH, Wording
from lumo_analysis.publishing.audit.patterns import pattern, slot

# Digits of any script, and signs that are numbers by themselves (fractions, circled, Roman).
TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*"
    "|[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2079\u2080-\u2089\u2150-\u218b\u2460-\u249b"
    "\u24ea-\u24ff\u2776-\u2793]"
)
# A Greek letter squared is the name of a statistic.
_SQUARED = re.compile("(?<=[\u03b5\u03c7])\u00b2")


def tokens(text: str) -> list[re.Match[str]]:
    """The numeric tokens of a text, in order: "46%" has one, "24\u201358%" two.

    >>> [found.group() for found in tokens("39% (11 of 28; \u03b5\u00b2 = 0.05)")]
    ['39', '11', '28', '0.05']
    """
    return list(TOKEN.finditer(_SQUARED.sub("_", text) if "\u00b2" in text else text))


def words_of(text: str) -> list[str]:
    """The numeric tokens of a text as text."""
    return [found.group() for found in tokens(text)]


@dataclass(frozen=True)
class Reading:
    """What one cell, or one row's cells together, say of one number of respondents.

    Per cents are as written, with their decimals; what is not there is None. `bases` are the
    lowest and highest base of several rows, of which this is one. `too_few` is a dash: the base
    is so small that nothing is given. `elsewhere` says that the answers are put together and
    their number stands in another column.
    """

    n: int | None = None
    base: int | None = None
    bases: tuple[int, int] | None = None
    share: Fraction | None = None
    decimals: int = 0
    low: Fraction | None = None
    high: Fraction | None = None
    interval_decimals: int = 0
    hidden: bool = False
    too_few: bool = False
    elsewhere: bool = False

    @property
    def tells(self) -> bool:
        """Whether there is any number."""
        return any(part is not None for part in (self.n, self.base, self.share, self.low))


class CellReader:
    """Reads cells of tables as a language writes numbers.

    >>> reader = CellReader(Wording("en"))
    >>> reader.cell("46% (12; 30\u201362%)*").n, reader.cell("46% (12)").share
    (12, Fraction(46, 1))
    >>> reader.cell("about ten") is None
    True
    """

    def __init__(self, words: Wording) -> None:
        self._words = words
        sample = words.number(1234.5, 1)
        self._decimal = sample[-2]
        thousands = sample[1] if not sample[1].isdigit() else ""
        spaces = r"[\u00a0\u202f ]" if thousands.isspace() else re.escape(thousands)
        grouped = rf"\d{{1,3}}(?:{spaces}\d{{3}})+" if thousands else r"\d+"
        self._number = rf"[-\u2212]?(?:{grouped}|\d+)(?:{re.escape(self._decimal)}\d+)?"

    @cached_property
    def _cell(self) -> re.Pattern[str]:
        number, dash = self._number, rf"[{EN_DASH}-]"
        span = rf"(?P<low>{number})\s?{dash}\s?(?P<high>{number})\s?%"
        inside = rf"\((?:(?P<n>{number})(?:;\s?{span})?|{span.replace('<', '<only_')})\)"
        share = rf"(?P<share>{number})\s?%(?:\s?{inside})?"
        hidden = rf"(?P<hidden>{re.escape(self._words.say('hidden'))})"
        hidden += rf"(?:\s?\((?P<beside_hidden>{number})\))?"
        together = rf"(?P<together>{re.escape(self._words.say('put together'))})"
        bare = rf"(?P<bare_low>{number})\s?{dash}\s?(?P<bare_high>{number})\s?%"
        pattern = rf"(?:{share}|{hidden}|{together}|{bare}|(?P<dash>{dash})|(?P<count>{number}))"
        return re.compile(rf"\s*{pattern}\s?{re.escape(MARK)}?\s*", re.IGNORECASE)

    def cell(self, text: str) -> Reading | None:
        """What a cell says, or None where it is not one of the known ways of saying it."""
        found = self._cell.fullmatch(text)
        if found is None:
            return self._with_base(text)
        parts = found.groupdict()
        low = parts["low"] or parts["only_low"] or parts["bare_low"]
        high = parts["high"] or parts["only_high"] or parts["bare_high"]
        count = parts["n"] or parts["beside_hidden"] or parts["count"]
        n = None if count is None else self.number(count)
        if n is not None and n.denominator != 1:
            return None
        return Reading(
            n=None if n is None else int(n),
            share=None if parts["share"] is None else self.number(parts["share"]),
            decimals=self.decimals(parts["share"] or ""),
            low=None if low is None else self.number(low),
            high=None if high is None else self.number(high),
            interval_decimals=self.decimals(high or ""),
            hidden=parts["hidden"] is not None,
            too_few=parts["dash"] is not None,
            elsewhere=parts["together"] is not None,
        )

    @cached_property
    def _of_base(self) -> re.Pattern[str]:
        names = frozenset({"share", "n", "base", "interval"})
        said = self._words.say(
            "{share} ({n} of {base}; {interval})", **{name: slot(name) for name in names}
        )
        return pattern(said, numbers=names)

    def _with_base(self, text: str) -> Reading | None:
        """What a cell says that tells also the base: "46% (12 of 26; 30\u201362%)"."""
        found = self._of_base.fullmatch(text.strip().removesuffix(MARK))
        if found is None or not self.is_number(found["base"]):
            return None
        reading = self.cell(f"{found['share']} ({found['n']}; {found['interval']})")
        base = self.number(found["base"])
        return None if reading is None else dataclasses.replace(reading, base=int(base))

    def number(self, text: str) -> Fraction:
        """A number as written, exactly.

        >>> CellReader(Wording("fi")).number("1\u00a0234,5")
        Fraction(2469, 2)
        """
        plain = re.sub(r"[\u00a0\u202f ]", "", text).replace("\u2212", "-")
        if self._decimal == ",":
            return Fraction(plain.replace(",", "."))
        return Fraction(plain.replace(",", ""))

    def decimals(self, text: str) -> int:
        """How many decimals a number is written with."""
        return len(text.partition(self._decimal)[2])

    def span(self, text: str) -> tuple[int, int] | None:
        """Two whole numbers with a dash between them, or one.

        >>> CellReader(Wording("en")).span("25\u201328")
        (25, 28)
        """
        ends = [part.strip() for part in text.split(EN_DASH)]
        if len(ends) > 2 or not all(map(self.is_number, ends)):
            return None
        return int(self.number(ends[0])), int(self.number(ends[-1]))

    def is_number(self, text: str) -> bool:
        """Whether a text is one number and nothing else."""
        return re.fullmatch(self._number, text.strip()) is not None
