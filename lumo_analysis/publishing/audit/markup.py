"""An HTML page as a tree in which nothing is lost: texts, attributes and comments alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

COMMENT = "!"
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"})


@dataclass
class Node:
    """An element, or a comment (tag "!" with its text); children in the order of the page."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def has_class(self, name: str) -> bool:
        """Whether the element carries a class."""
        return name in self.attributes.get("class", "").split()

    def walk(self) -> Iterator[Node]:
        """This element and all elements in it, in the order of the page."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(child for child in reversed(node.children) if isinstance(child, Node))

    def find(self, tag: str, class_name: str = "") -> list[Node]:
        """All elements in it with a tag, and with a class where one is given."""
        return [
            node
            for node in self.walk()
            if node.tag == tag and (not class_name or node.has_class(class_name))
        ]

    def text(self) -> str:
        r"""The text in it as a reader sees it: white space is one space.

        >>> parse_html("<p>Well\n or <b>very</b> well</p>").text()
        'Well or very well'
        """
        return " ".join("".join(self.texts()).replace("\u00a0", "\x00").split()).replace(
            "\x00", "\u00a0"
        )

    def texts(self) -> Iterator[str]:
        """The pieces of text in it, one for each place between two tags."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag != COMMENT:
                yield from child.texts()


def parse_html(page: str) -> Node:
    """The tree of a page; its root has no tag.

    >>> parse_html('<p class="a">One<br>two</p><!-- three -->').children
    [Node(tag='p', attributes={'class': 'a'}, children=['One', Node(tag='br', attributes={}, \
children=[]), 'two']), Node(tag='!', attributes={}, children=[' three '])]
    """
    parser = _Parser()
    parser.feed(page)
    parser.close()
    return parser.root


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        self._open[-1].children.append(Node(COMMENT, children=[data]))

    def handle_decl(self, decl: str) -> None:
        if decl.casefold() != "doctype html":
            self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)
