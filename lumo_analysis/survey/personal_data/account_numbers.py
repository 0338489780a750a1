"""Bank accounts: numbers whose check digits are right, and Finnish ones also mistyped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lumo_analysis.survey.personal_data.found import Found

_LENGTHS = {
    country: length
    for length, countries in {
        15: "NO",
        16: "BE",
        18: "DK FI FO GL NL",
        19: "MK SI",
        20: "AT BA EE KZ LT LU XK",
        21: "CH HR LI LV",
        22: "BG BH CR DE GB GE IE ME RS",
        23: "AE GI IL IQ",
        24: "AD CZ ES MD PK RO SA SE SK TN VG",
        25: "PT",
        26: "IS TR",
        27: "FR GR IT MC MR SM",
        28: "AL AZ BY CY DO GT HU LB PL",
        29: "BR EG PS QA UA",
        30: "JO KW MU",
        31: "MT",
    }.items()
    for country in countries.split()
}
_GAP = r"[ .\-]{0,2}"
_ACCOUNT = re.compile(rf"(?=([A-Za-z]{{2}}{_GAP}[0-9](?:{_GAP}[0-9A-Za-z]){{12,31}}))")
_FINNISH = re.compile(rf"(?i)fi{_GAP}[0-9](?:{_GAP}[0-9]){{13,17}}(?![0-9])")


def is_iban(account: str) -> bool:
    """Whether an account number without spaces has its country's length and right check digits.

    ISO 13616, with the check of ISO 7064 (mod 97-10).

    >>> is_iban("FI2112345600000785"), is_iban("FI2112345600000758")
    (True, False)
    """
    if _LENGTHS.get(account[:2]) != len(account) or not account[2:4].isdecimal():
        return False
    turned = account[4:] + account[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def find_ibans(text: str) -> Iterator[Found]:
    """Accounts of any country with right check digits; Finnish ones of about the right length."""
    for match in _FINNISH.finditer(text):
        yield Found("iban", match.start(), match.end())
    for match in _ACCOUNT.finditer(text):
        signs = [place for place, sign in enumerate(match[1]) if sign.isalnum()]
        account = "".join(match[1][place] for place in signs).upper()
        length = _LENGTHS.get(account[:2], 0)
        if length and is_iban(account[:length]):
            yield Found("iban", match.start(), match.start() + signs[length - 1] + 1)
