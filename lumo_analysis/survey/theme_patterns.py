"""The patterns of a theme: which words of an answer suggest it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pydantic import Field, field_validator, model_validator

from lumo_analysis.survey.scales import Line, Record

MAX_WITHIN = 20
_SPARE_WORDS = 2
_WORD = re.compile(r"(?P<inner>-)?(?P<text>[^\W_]+(?:-[^\W_]+)*)(?P<open>-|\*)?")
_ADVICE = "write 'word', '-part', 'part-', '-part-' or 'beginning*', in small letters"


@dataclass(frozen=True)
class WordTest:
    """What one word must be: a lemma, a part of a compound, or a beginning.

    `begins` and `ends` say that `text` must stand at the beginning or the end of the word (a
    whole word has both, a part of a compound one or none); `prefix` that `text` need only be
    how the word, or with `begins` false a part of it, begins.
    """

    text: str
    begins: bool = True
    ends: bool = True
    prefix: bool = False


def word_test(written: str) -> WordTest:
    """One word of a pattern as written in a codebook; `ValueError` says what is wrong.

    >>> word_test("kiire")
    WordTest(text='kiire', begins=True, ends=True, prefix=False)
    >>> word_test("-pula")
    WordTest(text='pula', begins=False, ends=True, prefix=False)
    >>> word_test("saastu*")
    WordTest(text='saastu', begins=True, ends=False, prefix=True)
    >>> word_test("Kiire!")
    Traceback (most recent call last):
    ...
    ValueError: 'Kiire!' is no word to look for; write 'word', '-part', 'part-', '-part-' or \
'beginning*', in small letters
    """
    found = _WORD.fullmatch(written)
    if found is None or written != written.casefold():
        raise ValueError(f"'{written}' is no word to look for; {_ADVICE}")
    # Words are compared without the hyphens inside them, which writers use or leave out.
    text, end = found["text"].replace("-", ""), found["open"]
    if end == "*" and len(text) < 3:
        raise ValueError(f"'{written}' is too short a beginning; give three letters or more")
    return WordTest(text, begins=not found["inner"], ends=end is None, prefix=end == "*")


class Pattern(Record):
    """A word, or a phrase of words that stand near each other.

    In a codebook it is mostly text: `kiire` is that lemma as a whole word, `-pula` a word that
    it ends (or is), `asiakas-` one that it begins, `-psykiatria-` one that has it anywhere,
    `saastu*` a word that begins so, `johto/esihenkilö` either of the two. Words with spaces are
    a phrase: all of them, in any order, within as many words and two more. Keys change that.

    >>> Pattern.model_validate("liian vähän aika").words_within
    5
    >>> Pattern.model_validate({"phrase": "ei tukea", "within": 3, "ordered": True}).ordered
    True
    """

    phrase: Line
    within: int | None = Field(None, ge=2, le=MAX_WITHIN)
    ordered: bool = False

    @model_validator(mode="before")
    @classmethod
    def _text_is_a_phrase(cls, value: object) -> object:
        return {"phrase": value} if isinstance(value, str) else value

    @field_validator("phrase")
    @classmethod
    def _words_can_be_read(cls, phrase: str) -> str:
        words = [word_test(choice) for word in phrase.split() for choice in word.split("/")]
        if not words:
            raise ValueError(f"no word to look for; {_ADVICE}")
        return " ".join(phrase.split())

    @model_validator(mode="after")
    def _window_has_room(self) -> Pattern:
        words = len(self.slots)
        if words == 1 and (self.within is not None or self.ordered):
            raise ValueError("'within' and 'ordered' are for phrases; give two words or more")
        if self.words_within > MAX_WITHIN:
            raise ValueError(f"at most {MAX_WITHIN - _SPARE_WORDS} words")
        if self.words_within < words:
            raise ValueError(f"{words} words do not fit within {self.within}")
        return self

    @cached_property
    def slots(self) -> tuple[tuple[WordTest, ...], ...]:
        """For each word of the phrase what it may be."""
        return tuple(
            tuple(word_test(choice) for choice in word.split("/")) for word in self.phrase.split()
        )

    @property
    def words_within(self) -> int:
        """How many words in a row must hold the whole phrase."""
        if self.within is not None:
            return self.within
        words = len(self.slots)
        return words if words == 1 else words + _SPARE_WORDS
