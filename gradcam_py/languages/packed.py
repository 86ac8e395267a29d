"""A language's messages as the page fetches them: plain data, looked up by the English.

In the page there is no file that the standard library's gettext could read, and no rule
in C: of each count up to 199 the form is told, and the last two digits tell the rest.
"""

CONTEXT_END = "\x04"  # as in gettext's own files
TOLD = 200  # counts


class Catalogue:
    """What `words.language.choose` takes: translations of one language."""

    def __init__(self, messages: dict[str, list[str]], forms: str):
        """`messages` has the forms of each, `forms` a digit for each count."""
        self._messages, self._forms = messages, forms

    def gettext(self, message: str) -> str:
        """See `words.language.Translations`.

        >>> Catalogue({"one map": ["eine Karte"]}, "").gettext("one map")
        'eine Karte'
        """
        return self._messages.get(message, [message])[0]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """See `words.language.Translations`.

        >>> forms = {"one map": ["eine Karte", "{n} Karten"]}
        >>> Catalogue(forms, "101" + "1" * 197).ngettext("one map", "{n} maps", 1002)
        '{n} Karten'
        """
        known = self._messages.get(msgid1)
        if known is None:
            return msgid1 if n == 1 else msgid2
        return known[int(self._forms[n if n < TOLD else 100 + n % 100])]

    def pgettext(self, context: str, message: str) -> str:
        """See `words.language.Translations`."""
        known = self._messages.get(context + CONTEXT_END + message)
        return known[0] if known else message
