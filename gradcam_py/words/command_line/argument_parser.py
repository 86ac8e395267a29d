"""What Python's own argparse says: it asks these two functions for its words.

Its messages are in the library's own form, with % in place of braces. One that is not
here, as other versions of Python may have, stays English.
"""

from ..language import gettext_lazy, ngettext

MESSAGES = {
    text.message: text
    for text in (
        gettext_lazy("usage: "),
        gettext_lazy("positional arguments"),
        gettext_lazy("options"),
        gettext_lazy("show this help message and exit"),
        gettext_lazy("argument %(argument_name)s: %(message)s"),
        gettext_lazy("the following arguments are required: %s"),
        gettext_lazy("unrecognized arguments: %s"),
        gettext_lazy("expected one argument"),
        gettext_lazy("expected at least one argument"),
        gettext_lazy("ignored explicit argument %r"),
        gettext_lazy("invalid %(type)s value: %(value)r"),
        gettext_lazy("invalid choice: %(value)r (choose from %(choices)s)"),
        gettext_lazy("ambiguous option: %(option)s could match %(matches)s"),
    )
}
EXPECTED = "expected %s argument"  # of an option that takes several values


def said(message: str) -> str:
    """A message of argparse's, as its gettext would say it."""
    return str(MESSAGES.get(message, message))


def counted(one: str, other: str, number: int) -> str:
    """The same of one with forms by count."""
    if one == EXPECTED:
        return ngettext("expected %s argument", "expected %s arguments", number)
    return one if number == 1 else other
