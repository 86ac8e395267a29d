"""The language that a command line asks for, which is needed before it is read."""

import argparse
from collections.abc import Sequence
from itertools import pairwise

from ..words.command_line.argument_parser import counted, said
from .catalogues import speak

OPTION, SHORTEST = "--language", "--lan"  # as argparse lets it be cut short


def speak_as_asked(arguments: Sequence[str]) -> None:
    """Speak what the arguments ask for, else the environment's language.

    So does argparse, whose own words have no other way to a catalogue than the two
    names that it knows gettext by. Raises `LanguageError`.
    """
    argparse._, argparse.ngettext = said, counted  # type: ignore[attr-defined]
    speak(wanted(arguments))


def wanted(arguments: Sequence[str]) -> str | None:
    """The tag behind --language.

    >>> wanted(["a.jpg", "--language=de"]), wanted(["--lang", "fr"]), wanted([])
    ('de', 'fr', None)
    """
    for word, following in pairwise([*arguments, ""]):
        option, is_joined, value = word.partition("=")
        if option.startswith(SHORTEST) and OPTION.startswith(option):
            return value if is_joined else following
    return None
