"""What Python says: the calls of gettext in gradcam_py/words.

A translator reads beside a message where it stands and what it is for: the first line
of the docstring of its function, or the comment above a constant.
"""

import ast
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file

from ..paths import PACKAGE

WORDS = "words"
KEYWORDS = DEFAULT_KEYWORDS | {"gettext_lazy": None, "pgettext_lazy": ((1, "c"), 2)}
FLAGS = ("python-format", "python-brace-format")  # guessed: a per cent sign is none


def template(package: Path = PACKAGE) -> Catalog:
    """Every message of Python's, without translations."""
    catalog = Catalog(fuzzy=False)
    for file in sorted((package / WORDS).rglob("*.py")):
        name = file.relative_to(package.parent).as_posix()
        purposes = _purposes(file.read_text(encoding="utf-8"))
        found = extract_from_file(
            "python", file, KEYWORDS, options={"encoding": "utf-8"}
        )
        for line, message, _, context in found:
            purpose = purposes.get(line, "")
            notes = [purpose] if purpose else []
            catalog.add(
                message, None, [(name, line)], auto_comments=notes, context=context
            )
    drop_guesses(catalog)
    return catalog


def drop_guesses(catalog: Catalog) -> None:
    """Forget what Babel takes for formats of Python's: here it is none."""
    for message in catalog:
        message.flags.difference_update(FLAGS)


def _purposes(text: str) -> dict[int, str]:
    """What each line of a module is for: its number -> words, "" if there are none."""
    found: dict[int, str] = {}
    lines = text.splitlines()
    for node in ast.parse(text).body:
        rows = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        if isinstance(node, ast.FunctionDef):
            purpose = (ast.get_docstring(node) or "").partition("\n")[0]
        else:
            purpose = _comment(lines, node.lineno - 1)
        found |= dict.fromkeys(rows, purpose)
    return found


def _comment(lines: list[str], index: int) -> str:
    """What the constant in that line is: the comment behind it, or above its group."""
    behind = re.search(r"  # (.*)", lines[index])
    if behind:
        return behind[1]
    above = index
    while above and lines[above].strip() and not lines[above].startswith("#"):
        above -= 1
    comment: list[str] = []
    while lines[above].startswith("# "):
        comment.insert(0, lines[above].removeprefix("# "))
        above -= 1
    return " ".join(comment)
