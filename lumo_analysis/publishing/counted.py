"""Numbers of things in the messages of a run, in the singular where there is one."""

from __future__ import annotations


def counted(number: int, thing: str) -> str:
    """A number with its noun, which takes an s in the plural.

    >>> counted(1, "report"), counted(0, "report"), counted(1200, "published number")
    ('1 report', '0 reports', '1,200 published numbers')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def are(number: int) -> str:
    """The verb after so many things.

    >>> are(1), are(2)
    ('is', 'are')
    """
    return "is" if number == 1 else "are"
