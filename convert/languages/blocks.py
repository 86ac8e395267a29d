"""The texts of index.html, block by block: the messages that are translated.

A block is the smallest element with text of its own. Inline elements in it become
numbered placeholders: `<1>..</1>` where their text belongs to the sentence, `<2/>`
where there is none, or none that is translated with it, as in a formula or a control.
Controls at the beginning and the end of a block are no part of its message.

site/dom/blocks.mjs does the same in the page, which keeps its elements and puts other
texts around them: a change of these rules is a change of both.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

# What is worth translating: a word, or a number that languages write differently.
SAYS = re.compile(r"[^\W\d_]{2}|\d[.,]\d")
SPACE = re.compile(r"[ \t\n\f\r]+")
ATTRIBUTES = (
    *("alt", "aria-label", "aria-roledescription", "placeholder", "title"),
    "data-missing",  # what guard.js says
)
# Elements without any text of the page's own.
SILENT = ("head", "math", "noscript", "script", "style", "svg")
# Elements whose text is a part of the sentence around them.
INLINE = ("a", "cite", "code", "dfn", "em", "small", "span", "strong")
# Never dropped from a sentence's ends: a formula can be its subject.
KEPT = ("math",)
VOID = ("br", "hr", "img", "input", "link", "meta", "source", "wbr")


@dataclass
class Element:
    """An element with what it holds, in order."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: "list[Element | str]" = field(default_factory=list)

    @property
    def is_silent(self) -> bool:
        """Whether nothing in it is translated."""
        return self.tag in SILENT or self.attributes.get("translate") == "no"


def messages(html: str) -> Iterator[tuple[int, str]]:
    """Line and text of every message of a page. Raises ValueError for an open tag."""
    yield from _of(tree(html))


def without(html: str, ids: Collection[str]) -> set[str]:
    """The messages of a page, but for those of its elements `ids`."""
    root = tree(html)
    _remove(root, ids)
    return {text for _, text in _of(root)}


def tree(html: str) -> "Element":
    """What a page is made of. Raises ValueError for an open tag."""
    reader = _Tree()
    reader.feed(html)
    reader.close()
    if len(reader.open) > 1:
        raise ValueError(f"<{reader.open[-1].tag}> has no end")
    return reader.open[0]


def _remove(element: "Element", ids: Collection[str]) -> None:
    element.children = [
        child
        for child in element.children
        if isinstance(child, str) or child.attributes.get("id") not in ids
    ]
    for child in element.children:
        if not isinstance(child, str):
            _remove(child, ids)


def _of(element: Element) -> Iterator[tuple[int, str]]:
    if element.is_silent:
        return
    for name in ATTRIBUTES:
        if SAYS.search(element.attributes.get(name, "")):
            yield element.line, element.attributes[name]
    inside: set[int] = set()
    if has_text(element):
        yield element.line, message(element, inside)
    yield from _below(element, inside)


def _below(element: Element, inside: set[int]) -> Iterator[tuple[int, str]]:
    """The messages of what a block holds; elements `inside` its own have only names."""
    for child in element.children:
        if isinstance(child, str):
            continue
        if id(child) not in inside:
            yield from _of(child)
            continue
        for name in ATTRIBUTES:
            if SAYS.search(child.attributes.get(name, "")):
                yield child.line, child.attributes[name]
        yield from _below(child, inside)


def has_text(element: Element) -> bool:
    """Whether some of its text is not that of an element in it."""
    return any(isinstance(each, str) and SAYS.search(each) for each in element.children)


def message(element: Element, inside: set[int]) -> str:
    """The message of a block; the elements that are said with it go `inside`."""
    children = list(element.children)
    while children and _is_dropped(children[0]):
        del children[0]
    while children and _is_dropped(children[-1]):
        del children[-1]
    numbers = iter(range(1, 1000))
    return SPACE.sub(" ", _written(children, numbers, inside)).strip(" ")


def _is_dropped(child: Element | str) -> bool:
    if isinstance(child, str):
        return not child.strip()
    return not _is_said(child) and child.tag not in KEPT


def _is_said(child: Element) -> bool:
    """Whether an element's text belongs to the sentence around it."""
    return (
        child.tag in INLINE and not child.is_silent and bool(SAYS.search(_text(child)))
    )


def _text(element: Element) -> str:
    return "".join(
        each if isinstance(each, str) else _text(each) for each in element.children
    )


def _written(
    children: list[Element | str], numbers: Iterator[int], inside: set[int]
) -> str:
    text = ""
    for child in children:
        if isinstance(child, str):
            text += child
            continue
        number = next(numbers)
        if _is_said(child):
            inside.add(id(child))
            within = _written(child.children, numbers, inside)
            text += f"<{number}>{within}</{number}>"
        else:
            text += f"<{number}/>"
    return text


class _Tree(HTMLParser):
    """Builds the elements of a page whose tags are all closed; `open` has its root."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {}, 0)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        made = Element(tag, values, self.getpos()[0])
        self.open[-1].children.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            raise ValueError(
                f"line {self.getpos()[0]}: </{tag}> in <{self.open[-1].tag}>"
            )
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
