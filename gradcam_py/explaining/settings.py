"""What is asked: everything, besides the picture and the model, that the answer needs.

The command line fills it from its options, the page from its controls and its links.
"""

from dataclasses import dataclass

from ..cam.methods import METHODS
from ..cam.seeds import SCORES
from ..errors import SettingError, TargetError, check_choice
from ..image.fills import FILLS
from ..image.framing import FRAMINGS
from ..image.shapes import Shape
from ..model.manifest import Manifest
from ..words import refusals


@dataclass(frozen=True)
class Settings:
    """One question put to the network.

    >>> from tests.toy_session import ToySession
    >>> Settings(target=2).check(ToySession().manifest)  # which has two classes
    Traceback (most recent call last):
    gradcam_py.errors.TargetError: class 2: expected 0..1
    """

    shapes: tuple[Shape, ...] = ()
    fill: str = "gray"
    framing: str = "whole"
    target: int | None = None  # a class; None: the untouched picture's best
    versus: int | None = None  # a class: why the target rather than this one
    score: str = "logit"
    layer: str = "top"  # as Manifest.layer understands it
    method: str = "gradcam"

    def check(self, manifest: Manifest) -> None:
        """Raise `SettingError` or `TargetError` for what this model cannot answer."""
        check_choice("fill", self.fill, FILLS)
        check_choice("framing", self.framing, FRAMINGS)
        check_choice("score", self.score, SCORES)
        check_choice("method", self.method, METHODS)
        manifest.layer(self.layer)
        for index in (self.target, self.versus):
            if index is not None and not 0 <= index < manifest.classes:
                raise TargetError(refusals.no_class_index(index, manifest.classes))
        if self.versus is not None and self.score != "logit":
            raise SettingError(refusals.contrast_of(self.score))
        if self.versus is not None and self.versus == self.target:
            raise SettingError(refusals.class_with_itself(self.target))
