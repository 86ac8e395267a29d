"""What is asked about the picture: class, score, layer, method, fill and framing."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..errors import check_choice
from ..explaining.settings import Settings
from ..model.labels import Labels
from ..model.manifest import Manifest
from ..view.choices import class_names

# Settings that a control of the page sets as they are.
PLAIN = ("fill", "framing", "score", "layer", "method")


class Inquiry:
    """The ways to change the settings; each gives the settings that come of it.

    A class is explained because it was chosen (`target`, "pinned") or, without a
    target, because it is the untouched picture's best guess ("following"). Hiding parts
    so never changes which class is explained; only the visitor does.

    Every method raises a `PlaygroundError` for what this model cannot answer.
    """

    def __init__(
        self, manifest: Manifest, labels: Labels, explained: Callable[[], int]
    ):
        """`explained` gives the class that is explained at the moment."""
        self.manifest, self.labels = manifest, labels
        self.classes = class_names(labels)
        self._explained = explained

    def checked(self, settings: Settings) -> Settings:
        """Settings that this model can answer, without shapes."""
        settings.check(self.manifest)
        layer = self.manifest.layer(settings.layer).label  # whatever it was called
        return replace(settings, shapes=(), layer=layer)

    def choose(self, settings: Settings, name: str, value: str) -> Settings:
        """Set one of the `PLAIN` settings."""
        check_choice("setting", name, PLAIN)
        plain: dict[str, Any] = {name: value}
        return self.checked(replace(settings, **plain))

    def explain(self, settings: Settings, target: int) -> Settings:
        """Explain this class from now on."""
        return self.checked(replace(settings, target=target))

    def follow(self, settings: Settings) -> Settings:
        """Explain whichever class is the untouched picture's best."""
        return self.checked(fresh(settings))

    def search(self, settings: Settings, text: str) -> Settings:
        """Explain the class that was typed."""
        return self.explain(settings, self._class(text))

    def compare(self, settings: Settings, text: str) -> Settings:
        """Why the explained class rather than the one typed; empty text ends it.

        The class explained stays the same from then on, whichever becomes the best.
        """
        if not text.strip():
            return self.checked(replace(settings, versus=None))
        target, versus = self._explained(), self._class(text)
        changes = replace(settings, target=target, versus=versus, score="logit")
        return self.checked(changes)

    def _class(self, text: str) -> int:
        """The class of a name as it is offered, or as people type it."""
        if text in self.classes:
            return self.classes.index(text)
        return self.labels.find(text)


# What visitors can ask, by the names of view/protocol/actions.py.
INQUIRY: dict[str, Callable[..., Settings]] = {
    "choose": Inquiry.choose,
    "explain": Inquiry.explain,
    "follow": Inquiry.follow,
    "search": Inquiry.search,
    "compare": Inquiry.compare,
}


def fitting(settings: Settings, manifest: Manifest, same_classes: bool) -> Settings:
    """Those for another network: what it cannot answer is asked no longer."""
    if settings.layer not in [layer.label for layer in manifest.layers]:
        settings = replace(settings, layer=Settings().layer)
    return settings if same_classes else fresh(settings)


def fresh(settings: Settings) -> Settings:
    """Those for a new picture: how it is asked stays, what is asked does not."""
    return replace(settings, target=None, versus=None)
