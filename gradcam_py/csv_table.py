"""Tables as CSV, for the programs that people open them with."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

FORMULA = ("=", "+", "-", "@")  # a table's program would compute what begins so
BLANK = ("\t", "\r", "\n")


def csv_table(rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows of cells, in UTF-8 as Excel wants it; None is an empty cell.

    >>> csv_table([["a", 1], ["=b", None]]).decode("utf-8-sig")
    "a,1\\r\\n'=b,\\r\\n"
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    for row in rows:
        writer.writerow([harmless(c) if isinstance(c, str) else c for c in row])
    return table.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """A cell that no table's program takes for a formula.

    >>> harmless("=1+1"), harmless("1+1")
    ("'=1+1", '1+1')
    """
    is_formula = text.lstrip().startswith(FORMULA) or text.startswith(BLANK)
    return f"'{text}" if is_formula else text
