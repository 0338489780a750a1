"""Words and numbers of a report in its language: messages, per cents, intervals, months.

Messages are gettext catalogues in `locale/<language>.po`, read by Babel; the English text
is the key. A further language is one more catalogue. Numbers are rounded here and nowhere
earlier.
"""

from __future__ import annotations

import datetime
import functools
import math
from importlib import resources

from babel import Locale
from babel.dates import format_interval, format_skeleton
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from lumo_analysis.errors import ParameterError, nearest

SOURCE_LANGUAGE = "en"
THIN = "\u2009"
MINUS = "\u2212"
EN_DASH = "\u2013"


def languages() -> tuple[str, ...]:
    """The languages that reports can be written in.

    >>> languages()
    ('en', 'fi')
    """
    folder = resources.files("lumo_analysis.presentation") / "locale"
    names = {entry.name.removesuffix(".po") for entry in folder.iterdir()}
    return tuple(sorted(name for name in names if len(name) == 2) or (SOURCE_LANGUAGE,))


@functools.cache
def catalogue(language: str) -> Catalog:
    """The messages of a language."""
    path = resources.files("lumo_analysis.presentation") / "locale" / f"{language}.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


class Wording:
    """How a report says things in one language.

    >>> Wording("en").percent(0.457)
    '46%'
    >>> Wording("fi").percent(0.457) == "46\u00a0%"
    True
    >>> Wording("sv")
    Traceback (most recent call last):
    ...
    lumo_analysis.errors.ParameterError: no reports in language 'sv'; known are 'en', 'fi'
    """

    def __init__(self, language: str) -> None:
        if language not in languages():
            raise ParameterError(
                f"no reports in language '{language}'; {nearest(language, languages())}"
            )
        self.language = language
        self._locale = Locale.parse(language)
        self._catalogue = catalogue(language)

    def say(self, message: str, /, **values: object) -> str:
        """A message of the catalogue with its values filled in.

        A message that the catalogue lacks is a fault of the package and raises `KeyError`:
        a report is never half in another language.
        """
        if self.language == SOURCE_LANGUAGE:
            return message.format(**values)
        entry = self._catalogue.get(message)
        if entry is None or not entry.string:
            raise KeyError(f"no {self.language} text for {message!r}")
        return str(entry.string).format(**values)

    def say_n(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """A message that depends on a number; `{n}` in it is that number, formatted."""
        values = {"n": self.number(n), **values}
        if self.language == SOURCE_LANGUAGE:
            return (singular if n == 1 else plural).format(**values)
        entry = self._catalogue.get(singular)
        if entry is None or not isinstance(entry.string, tuple | list) or not all(entry.string):
            raise KeyError(f"no {self.language} texts for {singular!r}")
        return str(entry.string[self._catalogue_plural(n)]).format(**values)

    def _catalogue_plural(self, n: int) -> int:
        return int(n != 1) if self._catalogue.num_plurals == 2 else 0

    def text(self, label: dict[str, str]) -> str:
        """A questionnaire's text in this language, or in its first one where it lacks it."""
        return label.get(self.language) or next(iter(label.values()))

    def number(self, value: float, digits: int = 0) -> str:
        """A number with the language's separators and a true minus sign.

        >>> Wording("fi").number(1234.5, 1) == "1\u00a0234,5"
        True
        """
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        text = format_decimal(value, format=pattern, locale=self._locale, decimal_quantization=True)
        # A rounded zero has no sign.
        return text.replace("-", MINUS if text.strip("-0.,") else "")

    def percent(self, share: float, digits: int = 0) -> str:
        """A share from 0 to 1 as a per cent; an en dash where it is missing.

        Halves round away from zero, as a reader with a calculator expects.
        """
        if share is None or math.isnan(share):
            return EN_DASH
        pattern = self._locale.percent_formats[None].pattern
        if digits:
            pattern = (
                pattern.replace("0", "0." + "0" * digits, 1) if "0." not in pattern else pattern
            )
        rounded = round_half_up(share * 100, digits) / 100
        text = format_percent(rounded, format=pattern, locale=self._locale)
        return text.replace("-", MINUS).replace(" ", "\u00a0")

    def interval(self, low: float, high: float) -> str:
        """An interval of shares in per cents, the sign said once.

        >>> Wording("en").interval(0.304, 0.621)
        '30\u201362%'
        """
        if math.isnan(low) or math.isnan(high):
            return EN_DASH
        return f"{self.number(round_half_up(low * 100))}{EN_DASH}{self.percent(high)}"

    def p_value(self, p: float) -> str:
        """A p-value with three decimals, or "< 0.001"."""
        if math.isnan(p):
            return EN_DASH
        if p < 0.001:
            return f"<\u00a0{self.number(0.001, 3)}"
        return self.number(p, 3)

    def month(self, month: str) -> str:
        """A month such as "2021-02", in words.

        >>> Wording("fi").month("2021-02")
        'helmikuu 2021'
        """
        date = datetime.date.fromisoformat(f"{month}-01")
        return format_skeleton("yMMMM", date, locale=self._locale)

    def months(self, start: str, end: str) -> str:
        """A span of months, said once where both are the same."""
        if start == end:
            return self.month(start)
        first, last = (datetime.date.fromisoformat(f"{month}-01") for month in (start, end))
        return str(format_interval(first, last, "yMMMM", locale=self._locale))


def round_half_up(value: float, digits: int = 0) -> float:
    """Round half away from zero, unharmed by binary fractions such as 2.675.

    >>> round_half_up(0.5), round_half_up(2.675, 2)
    (1.0, 2.68)
    """
    scaled = abs(value) * 10**digits
    return float(math.copysign(math.floor(scaled + 0.5 + 1e-9), value) / 10.0**digits)
