"""A small part of Markdown (CommonMark) as plain nodes, which no browser can run.

Paragraphs, headings, emphasis, code, lists and links to https addresses; all else, HTML
among it, is text. The page makes elements of the nodes and never reads markup.
markdown-it-py finds the structure. It comes with the rest of the lessons' code, once
somebody opens or writes one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

RULES = ["heading", "lheading", "list", "fence", "emphasis", "backticks", "link"]
RULES += ["escape", "entity", "newline"]
# What opens and closes on the page, of what does so in Markdown.
TAGS = {
    "paragraph_open": "p",
    "bullet_list_open": "ul",
    "ordered_list_open": "ol",
    "list_item_open": "li",
    "em_open": "em",
    "strong_open": "strong",
}
ABOVE = 2  # the level of the page's heading that stands above
LOWEST = 6
DEEPEST = 16  # nodes within nodes; what is nested deeper loses its marks
SAFE = "https://"

Node = str | dict[str, Any]  # text, or {"tag", "children", "href"?}

_markdown = MarkdownIt("zero").enable(RULES)


def nodes(text: str) -> list[Node]:
    """The nodes of a text: strings, and {tag, children} with `href` for links.

    >>> nodes("Look *here*: <b>")
    [{'tag': 'p', 'children': ['Look ', {'tag': 'em', 'children': ['here']}, ': <b>']}]
    >>> nodes("[a](javascript:alert()) [b](https://b.org)")[0]["children"][1]
    {'tag': 'a', 'children': ['b'], 'href': 'https://b.org'}
    """
    made: list[Node] = []
    level = ABOVE
    open_nodes: list[tuple[dict[str, Any] | None, list[Node]]] = [(None, made)]
    for token in _flat(_markdown.parse(text)):
        _, children = open_nodes[-1]
        if token.nesting == 1:
            node = _opened(token, level) if len(open_nodes) <= DEEPEST else None
            if node and token.type == "heading_open":
                level = int(node["tag"][1:])
            open_nodes.append((node, node["children"] if node else children))
            if node:
                children.append(node)
        elif token.nesting == -1:
            open_nodes.pop()
        else:
            _add(children, _single(token))
    return made


def _flat(tokens: Sequence[Token]) -> Iterator[Token]:
    """What is within a line stands where the line does."""
    for token in tokens:
        if token.type == "inline":
            yield from token.children or ()
        else:
            yield token


def _opened(token: Token, level: int) -> dict[str, Any] | None:
    """What opens here; None for what only holds others.

    `level` is that of the heading before: none leaves out a level.
    """
    if token.type == "heading_open":
        wanted = ABOVE + int(token.tag[1:])
        return _element(f"h{min(wanted, level + 1, LOWEST)}")
    if token.type == "link_open":
        address = str(token.attrs["href"])
        is_safe = address.startswith(SAFE)
        return {**_element("a"), "href": address} if is_safe else None
    if token.type in TAGS and not token.hidden:
        return _element(TAGS[token.type])
    return None


def _single(token: Token) -> Node:
    """What neither opens nor closes anything."""
    if token.type == "softbreak":
        return "\n"
    if token.type == "hardbreak":
        return _element("br")
    if token.type == "code_inline":
        return _element("code", token.content)
    if token.type == "fence":
        return _element("pre", _element("code", token.content))
    return token.content


def _element(tag: str, *children: Node) -> dict[str, Any]:
    return {"tag": tag, "children": list(children)}


def _add(children: list[Node], node: Node) -> None:
    """At the end; texts that stand beside each other are one."""
    if isinstance(node, str) and children and isinstance(children[-1], str):
        children[-1] += node
    elif node:
        children.append(node)
