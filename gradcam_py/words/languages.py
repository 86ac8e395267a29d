"""What is said of languages themselves."""

from collections.abc import Collection

from .grammar import listed
from .language import _, gettext_lazy

NO_BABEL = gettext_lazy(
    "babel is not installed: pip install 'gradcam-playground[native]'"
)


def unknown(given: str, known: Collection[str]) -> str:
    """A language that is not spoken."""
    return _(
        "unknown language {given!r}: choose {known}", given=given, known=listed(known)
    )
