"""A report's PDF held against its page: the same numbers in the same order, and no others.

What a PDF adds is known: page numbers, the running head, the contents' page numbers, and the
head of a table again where the table goes on to the next page.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lumo_analysis.publishing.audit.document import Document, PdfPicture
from lumo_analysis.publishing.audit.drawing import Drawing
from lumo_analysis.publishing.audit.numerals import tokens, words_of
from lumo_analysis.publishing.audit.page import Exhibit, Page, Passage
from lumo_analysis.publishing.audit.patterns import normal

_PAGE_NUMBER = "page"
_TOLERANCE = 0.02
_SHOWN = 5
_PART = re.compile(r"\((\d+)/(\d+)\)")


@dataclass(frozen=True)
class Expected:
    """A number that the PDF should show next; `head` are the numbers in its table's head."""

    token: str
    head: tuple[str, ...] = ()


def faults_of_text(page: Page, document: Document) -> list[str]:
    """Where the text of a PDF has other numbers than the page of the same report."""
    printed, starts = _printed(page, document)
    expected = _expected(page)
    if _has_table_in_parts(document):
        # A table in parts repeats its first column, and has its numbers in another order.
        return _surplus(printed, expected, len(document.pages))
    pages = [number for number, start in enumerate(starts) for _ in range(*start)]
    faults: list[str] = []
    place = turn = 0
    begins = {first for first, _ in starts}
    while place < len(printed):
        head = _head_again(printed, place, expected, turn) if place in begins else 0
        if head:
            place += head
            continue
        if turn < len(expected) and _same(expected[turn], printed[place], len(document.pages)):
            place, turn = place + 1, turn + 1
            continue
        return faults + _different(printed[place:], expected[turn:], pages[place:])
    if turn < len(expected):
        faults.append("the PDF lacks numbers that the page has")
    return faults


def _printed(page: Page, document: Document) -> tuple[list[str], list[tuple[int, int]]]:
    """The numbers of the PDF's pages without the running head and foot, and their places."""
    texts = [" ".join(part.text.split()) for part in page.front[:2]]
    # A mark, where there is one, and the title stand at the head of each page.
    heads = [" ".join(texts), *texts]
    found: list[str] = []
    places = []
    for number, text in enumerate(document.pages, start=1):
        line = " ".join(text.split())
        line = line.removesuffix(f"{number} / {len(document.pages)}")
        if number > 1:
            line = next((line.removeprefix(head) for head in heads if line.startswith(head)), line)
        own = words_of(line)
        places.append((len(found), len(found) + len(own)))
        found += own
    return found, places


def _expected(page: Page) -> list[Expected]:
    found: list[Expected] = []
    contents = False
    for text in page.front:
        contents = contents or text.place == "a contents entry"
        found += [Expected(token) for token in words_of(text.text)]
        if text.place == "a contents entry":
            found.append(Expected(_PAGE_NUMBER))
    for part in page.body:
        if isinstance(part, Exhibit):
            found += _of_exhibit(part)
        else:
            found += [Expected(token) for token in words_of(part.text)]
    return found


def _of_exhibit(exhibit: Exhibit) -> list[Expected]:
    head = tuple(token for header in exhibit.headers for token in words_of(header))
    captions = [*exhibit.captions[:1], *exhibit.captions[1:]]
    before = [exhibit.finding, captions[0] if captions else ""]
    # The caption of a figure's table does not repeat the title.
    before += [caption.removesuffix(exhibit.title) for caption in captions[1:]]
    found = [Expected(token) for text in before for token in words_of(text)]
    cells = [*exhibit.headers, *(cell for row in exhibit.rows for cell in row)]
    found += [Expected(token, head) for cell in cells for token in words_of(cell)]
    return found + [Expected(token) for note in exhibit.notes for token in words_of(note)]


def _same(expected: Expected, token: str, pages: int) -> bool:
    if expected.token == _PAGE_NUMBER:
        return token.isdecimal() and 1 <= int(token) <= pages
    return expected.token == token


def _head_again(printed: Sequence[str], place: int, expected: Sequence[Expected], turn: int) -> int:
    """How many numbers at the top of a page are the head of the table that goes on there."""
    near = [e.head for e in (*expected[turn - 1 : turn], *expected[turn : turn + 1]) if e.head]
    for head in near:
        size = len(head)
        if tuple(printed[place : place + size]) != head:
            continue
        after = [e.token for e in expected[turn : turn + _SHOWN]]
        if printed[place + size : place + size + _SHOWN] == after:
            return size
    return 0


def _different(
    printed: Sequence[str], expected: Sequence[Expected], pages: Sequence[int]
) -> list[str]:
    wanted = [e.token for e in expected]
    steps = difflib.SequenceMatcher(None, wanted, list(printed), autojunk=False).get_opcodes()
    heads = {token for e in expected for token in e.head}
    faults = []
    for kind, from_wanted, to_wanted, start, end in steps:
        if kind == "equal":
            continue
        added, lacking = printed[start:end], wanted[from_wanted:to_wanted]
        if not lacking and set(added) <= heads and start and pages[start] != pages[start - 1]:
            continue
        if kind == "delete":
            faults.append(f"the PDF lacks {', '.join(lacking[:_SHOWN])}, which the page has")
        else:
            where = f"page {pages[start] + 1} of the PDF"
            faults.append(f"{where} has {', '.join(added[:_SHOWN])}, which the page has not there")
    return faults[:_SHOWN]


def _has_table_in_parts(document: Document) -> bool:
    """Whether captions say "(1/2)" and "(2/2)"; a count and a base may look like one of them."""
    parts = [found.groups() for text in document.pages for found in _PART.finditer(text)]
    wholes = {whole for _, whole in parts if int(whole) > 1}
    return any(
        {(str(part), whole) for part in range(1, int(whole) + 1)} <= {*parts} for whole in wholes
    )


def _surplus(printed: Sequence[str], expected: Sequence[Expected], pages: int) -> list[str]:
    allowed = Counter(e.token for e in expected)
    links = allowed.pop(_PAGE_NUMBER, 0)
    more = [token for token in Counter(printed) if token not in allowed]
    of_links = [t for t in printed if t in more and t.isdecimal() and 1 <= int(t) <= pages]
    if len(of_links) <= links:
        more = [token for token in more if token not in of_links]
    return [f"the PDF has {', '.join(more[:_SHOWN])}, which the page has not"] if more else []


def faults_of_pictures(
    exhibits: Sequence[Exhibit], drawings: Sequence[Drawing], pictures: Sequence[PdfPicture]
) -> list[str]:
    """Where the figures of a PDF say or draw something else than those of the page."""
    drawn = [exhibit for exhibit in exhibits if exhibit.svg]
    if len(drawn) != len(pictures):
        return [f"the PDF has {len(pictures)} figures, and the page {len(drawn)}"]
    faults = []
    for exhibit, drawing, picture in zip(drawn, drawings, pictures, strict=True):
        if normal(exhibit.alt) != normal(picture.alt):
            faults.append(f"the alternative text of {exhibit.name} differs in the PDF")
        if not _alike(drawing, picture):
            faults.append(f"the drawing of {exhibit.name} differs in the PDF")
    return faults


def _alike(drawing: Drawing, picture: PdfPicture) -> bool:
    if len(drawing.strokes) != len(picture.strokes):
        return False
    for ours, theirs in zip(drawing.strokes, picture.strokes, strict=True):
        if len(ours) != len(theirs):
            return False
        for (x, y), (other_x, other_y) in zip(ours, theirs, strict=True):
            if abs(x - other_x) > _TOLERANCE or abs(y - other_y) > _TOLERANCE:
                return False
    return True


def unknown_hidden(page: Page, document: Document) -> list[Passage]:
    """Texts of a PDF's inside that have numbers and are not a text of the page."""
    known = [normal(text.text) for text in page.texts]
    known += [normal(exhibit.alt) for exhibit in page.exhibits if exhibit.alt]
    texts = sorted({text for text in known if tokens(text)}, key=len, reverse=True)
    return [
        passage
        for passage in document.hidden
        if tokens(passage.text) and not _is_known(passage, texts, len(document.pages))
    ]


_OWN = re.compile(
    r"Typst [\d.]+|\d{4}-\d{2}-\d{2}T00:00:00Z|[\w+/]{22}==(?:_source)?|sRGB v[\d.]+"
    r"|https?://\S+|Part Number of ISO 14289 \(PDF/UA\)|W5M0MpCehiHzreSzNTczkc9d"
    r"|[12]|1\.\d|application/pdf"
)


def _is_known(passage: Passage, known: Sequence[str], pages: int) -> bool:
    text = passage.text.strip()
    if _OWN.fullmatch(text) or (passage.place == "the metadata 'NPages'" and text == str(pages)):
        return True
    left = normal(text)
    for phrase in known:
        left = left.replace(phrase, " ")
    rest = words_of(left)
    # A link of the contents says which page it leads to.
    link = passage.place == "a text under /Contents"
    return not rest or (link and len(rest) == 1 and rest[0].isdecimal() and int(rest[0]) <= pages)
