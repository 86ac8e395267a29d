"""JSON that anyone may have written: nested no deeper than the page's own is.

Python's reader calls itself for every bracket within a bracket. In a browser that ends
the interpreter, and the page with it, before Python can raise its `RecursionError`.
"""

import json
import re
from typing import Any

from .words import refusals

DEEPEST = 50  # brackets within brackets
# A string, which may lack its end, or a bracket. Nothing is ever tried twice.
MARK = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]', re.DOTALL)


def loads(text: str | bytes, **options: Any) -> Any:
    """`json.loads`. Raises ValueError for JSON that is nested too deep, too.

    >>> loads("[[1]]")
    [[1]]
    """
    if isinstance(text, bytes):
        text = text.decode(json.detect_encoding(text), "surrogatepass")
    depth = 0
    for mark in MARK.finditer(text):
        first = mark[0][0]
        depth += (first in "[{") - (first in "]}")
        if depth > DEEPEST:
            raise ValueError(refusals.too_deep(DEEPEST))
    return json.loads(text, **options)
