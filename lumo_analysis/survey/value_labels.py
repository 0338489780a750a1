"""The text of each value that has a label, so that no two values look alike."""

from __future__ import annotations

import collections
import math
from collections.abc import Mapping, Sequence
from typing import Any

from lumo_analysis.survey.matching import fold


def labelled(
    values: Sequence[Any], labels: Mapping[Any, str]
) -> tuple[dict[Any, str], dict[str, str]]:
    """The text of each value, and the code behind each label in the order of the codes.

    A value's text is its label; without one, the value itself. Where two values share a
    label, or a label looks like another value, "code = label" keeps them apart.

    >>> texts, codes = labelled([1.0, 2.0, 3.0, None], {2.0: "Love", 1.0: "Hate", 9.0: "?"})
    >>> texts[1.0], texts[3.0], texts[None]
    ('Hate', '3', '')
    >>> codes
    {'Hate': '1', 'Love': '2', '?': '9'}
    >>> labelled([1.0, 5.0], {1.0: "5", 2.0: "Same", 3.0: "same "})[1]
    {'1 = 5': '1', '2 = Same': '2', '3 = same': '3'}
    """
    named = {code: label.strip() for code, label in labels.items() if not _is_nan(code)}
    named = {code: label for code, label in named.items() if label}
    present = {None if _is_nan(value) else value for value in values}
    taken = collections.Counter(map(fold, named.values()))
    taken.update(fold(number_text(value)) for value in present - set(named))
    # A code that is its own label collides with nothing but itself.
    texts: dict[Any, str] = {}
    for code in sorted(named, key=lambda code: (isinstance(code, str), code)):
        label = named[code]
        alone = taken[fold(label)] == 1
        texts[code] = label if alone else f"{number_text(code)} = {label}"
    codes = {text: number_text(code) for code, text in texts.items()}
    texts.update({value: number_text(value) for value in present if value not in texts})
    return texts, codes


def number_text(value: Any) -> str:
    """A value as a person would write it: a whole number without a decimal point.

    >>> number_text(5.0), number_text(0.1 + 0.2), number_text(None), number_text("a ")
    ('5', '0.30000000000000004', '', 'a')
    """
    if value is None or _is_nan(value):
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).rstrip()


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)
