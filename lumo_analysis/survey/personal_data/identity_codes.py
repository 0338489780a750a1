"""Finnish personal identity codes, and anything that could be one mistyped.

A right check character makes a finding certain. A wrong one doesn't make it harmless: people
mistype their codes, and whoever knows them still recognises them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lumo_analysis.survey.personal_data.found import Found

CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
# The 1800s +; the 1900s -, and since 2023 Y X W V U; the 2000s A, and since 2023 B C D E F.
CENTURY_SIGNS = "+-YXWVUABCDEF"

# A digit, or the letter that is typed in its place.
_DIGIT = r"[0-9OoIl]"
_GAP = r"[ ./\-]{0,2}"
_CODE = re.compile(
    rf"(?<![0-9])(?P<birth>{_DIGIT}(?:{_GAP}{_DIGIT}){{5}})"
    rf"(?P<between>{_GAP}[+\-A-Fa-fU-Yu-y]?{_GAP})"
    rf"(?P<number>{_DIGIT}(?:{_GAP}{_DIGIT}){{2}})"
    rf"(?:(?P<space>{_GAP})(?P<check>[0-9A-Za-z])(?![0-9]))?"
)
_LONG_YEAR = re.compile(
    r"(?<![0-9])[0-9]{1,2}[. /]{1,2}[0-9]{1,2}[. /]{1,2}(?:18|19|20)[0-9]{2}"
    r" ?[+\-A-Fa-fU-Yu-y] ?[0-9]{3} ?[0-9A-Za-z](?![0-9A-Za-z])"
)
_READ_AS = str.maketrans("OoIil", "00111")
_REAL_DIGITS = 3


def is_identity_code(code: str) -> bool:
    """Whether a code is well formed and has the right check character.

    Temporary codes, whose individual number is 900 to 999, are codes too.

    >>> is_identity_code("131052-900W"), is_identity_code("131052-900U")
    (True, False)
    """
    match = re.fullmatch(rf"([0-9]{{6}})[{re.escape(CENTURY_SIGNS)}]([0-9]{{3}})(.)", code)
    if match is None:
        return False
    birth, number, check = match.groups()
    return _is_day(birth) and check == check_character(birth + number)


def check_character(digits: str) -> str:
    """What the birth date and individual number end in: the rest of their division by 31.

    >>> check_character("131052900")
    'W'
    """
    return CHECK_CHARACTERS[int(digits) % 31]


def find_identity_codes(text: str) -> Iterator[Found]:
    """Whole codes, and those with a slip: another letter, spaces, dashes, a lost or wrong sign."""
    for match in _LONG_YEAR.finditer(text):
        yield Found("identity_code", match.start(), match.end())
    start = 0
    while (code := _CODE.search(text, start)) is not None:
        end = _end_of_code(code)
        if end:
            yield Found("identity_code", code.start(), end)
        # A number before the code must not hide it: "12 010199-900A".
        start = end or code.start() + 1


def _end_of_code(match: re.Match[str]) -> int:
    """Where the code ends, or 0 where this is some other number."""
    if sum(map(str.isdigit, match["birth"] + match["number"])) < _REAL_DIGITS:
        return 0
    digits = re.sub(r"[^0-9]", "", (match["birth"] + match["number"]).translate(_READ_AS))
    sign = match["between"].strip(" ./")
    check = match["check"] or ""
    if match["space"] and match.string[match.end() : match.end() + 1].isalpha():
        # The first letter of the next word: "010199-900 on".
        check = ""
    if not check:
        careful = len(match["birth"] + match["between"] + match["number"]) == len("010199-900")
        return match.end("number") if careful and sign and _is_day(digits) else 0
    right = check.translate(_READ_AS).upper() == check_character(digits)
    # Any number with a sign and a right letter is taken, whatever its date; a date is enough
    # with a sign, a letter or a right digit.
    likely = sign or right or check.isalpha()
    certain = sign and right and check.isalpha()
    return match.end() if certain or (likely and _is_day(digits)) else 0


def _is_day(digits: str) -> bool:
    return 1 <= int(digits[:2]) <= 31 and 1 <= int(digits[2:4]) <= 12
