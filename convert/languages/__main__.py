"""`make languages`: bring every catalogue up to date, and tell what is to be done.

`--check` changes nothing and fails for anything that is to be done; `--add it` begins a
language. docs/languages.md is for translators.
"""

import argparse
import sys
from collections.abc import Sequence

from . import catalogues
from .catalogues import DOMAINS
from .check import faults, is_begun


def main(arguments: Sequence[str] | None = None) -> int:
    """Do it for all languages; gives the exit status."""
    parser = argparse.ArgumentParser(prog="make languages", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument("--add", metavar="TAG", help="begin a language, such as pt-BR")
    options = parser.parse_args(arguments)
    is_wrong = False
    for domain in DOMAINS:
        template = domain.template()
        for tag in sorted({*domain.tags(), *filter(None, [options.add])}):
            path = domain.path(tag)
            is_new = not path.exists()
            catalog = catalogues.begin(domain, tag) if is_new else catalogues.read(path)
            if not options.check:
                catalog.update(template)
                catalogues.write(path, catalog)
            found = list(faults(catalog, template, tag))
            is_wrong |= bool(found)
            state = f"{len(found)} to do" if found else "complete"
            if not is_begun(catalog):
                state = "nothing is translated, so the language is not offered"
            elif catalogues.wants_review(catalog):
                state += f". {catalogues.REVIEW}"
            print(f"{domain.pattern.format(tag=tag)}: {state}")
            print("".join(f"  {each}\n" for each in found), end="")
    return 1 if options.check and is_wrong else 0


if __name__ == "__main__":
    sys.exit(main())
