"""What a library written in C says on standard error, where it tells nobody else.

libtiff decodes damaged fax pages to garbage, prints a line for each row, and reports
success.
"""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator

STANDARD_ERROR = 2


@contextlib.contextmanager
def heard() -> Iterator[list[str]]:
    """Catch what the block's C libraries print on standard error: a list of lines.

    The list is filled when the block has ended; nothing is shown. Warnings are left
    out: they do not change what is decoded.
    """
    lines: list[str] = []
    with contextlib.suppress(AttributeError, OSError, ValueError):
        sys.stderr.flush()
    with tempfile.TemporaryFile() as file:
        try:
            usual = os.dup(STANDARD_ERROR)
        except OSError:  # closed: nobody would have seen it either
            yield lines
            return
        os.dup2(file.fileno(), STANDARD_ERROR)
        try:
            yield lines
        finally:
            os.dup2(usual, STANDARD_ERROR)
            os.close(usual)
            file.seek(0)
            said = file.read().decode("utf-8", "replace").splitlines()
            lines += [line for line in said if line and "Warning" not in line]
