"""What is asked about the picture: class, score, layer, method, fill and framing."""

from collections.abc import Callable
from dataclasses import replace

from ..errors import SettingError
from ..explain.settings import Settings
from ..model.labels import Labels
from ..model.manifest import Manifest
from ..view.payloads import class_names

# Settings that a control of the page sets as they are.
PLAIN = ("fill", "framing", "score", "layer", "method")


class Inquiry:
    """The settings, without the shapes, and the ways to change them.

    A class is explained because it was chosen (`target`, "pinned") or, without a
    target, because it is the untouched picture's best guess ("following"). Hiding parts
    so never changes which class is explained; only the visitor does.

    Every method leaves all as it was when it raises a `PlaygroundError`.
    """

    def __init__(
        self, manifest: Manifest, labels: Labels, explained: Callable[[], int]
    ):
        """`explained` gives the class that is explained at the moment."""
        self.manifest, self.labels = manifest, labels
        self.classes = class_names(labels)
        self.settings = Settings()
        self._explained = explained

    def take(self, settings: Settings) -> None:
        """Take over settings that this model can answer."""
        settings.check(self.manifest)
        layer = self.manifest.layer(settings.layer).label  # whatever it was called
        self.settings = replace(settings, shapes=(), layer=layer)

    def fresh(self) -> Settings:
        """Those for a new picture: how it is asked stays, what is asked does not."""
        return replace(self.settings, target=None, versus=None)

    def choose(self, name: str, value: str) -> None:
        """Set one of the `PLAIN` settings."""
        if name not in PLAIN:
            raise SettingError(f"unknown setting {name!r}: choose {', '.join(PLAIN)}")
        self.take(replace(self.settings, **{name: value}))

    def explain(self, target: int) -> None:
        """Explain this class from now on."""
        self.take(replace(self.settings, target=target))

    def follow(self) -> None:
        """Explain whichever class is the untouched picture's best."""
        self.take(self.fresh())

    def search(self, text: str) -> None:
        """Explain the class that was typed."""
        self.explain(self._class(text))

    def compare(self, text: str) -> None:
        """Why the explained class rather than the one typed; empty text ends it.

        The class explained stays the same from then on, whichever becomes the best.
        """
        if not text.strip():
            self.take(replace(self.settings, versus=None))
            return
        target, versus = self._explained(), self._class(text)
        changes = {"target": target, "versus": versus, "score": "logit"}
        self.take(replace(self.settings, **changes))

    def _class(self, text: str) -> int:
        """The class of a name as it is offered, or as people type it."""
        if text in self.classes:
            return self.classes.index(text)
        return self.labels.find(text)
