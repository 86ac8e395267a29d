"""Answers to the page's questions, each computed once and only when needed.

What a question shares with the one before is kept: the untouched picture's logits, the
features while only the class changes, all layers while only layer or method change.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from . import explain
from .cam import cam
from .explain import TopResult
from .image import framed_box
from .perturbation import blend, make_fill
from .picture import Picture
from .session import Float32, LayersResult, Session
from .settings import Settings
from .shapes import make_mask

# Results kept of a kind: of the perturbed picture, and of the untouched one.
KEPT = 2


@dataclass(frozen=True)
class Question:
    """One picture and what is asked about it."""

    picture: Picture
    settings: Settings

    def untouched(self) -> "Question":
        """The same without any shape."""
        return Question(self.picture, replace(self.settings, shapes=()))

    @property
    def input_key(self) -> tuple:
        """Equal for questions with the same input to the network."""
        settings = self.settings
        fill = settings.fill if settings.shapes else None
        return self.picture, settings.framing, settings.shapes, fill


@dataclass(frozen=True, eq=False)
class Forward:
    """One forward pass."""

    image: Float32  # [h,w,3], 0..255: the network's input
    features: Float32  # [1,C,h,w]
    logits: Float32  # [classes]


class Answers:
    """Asks a session, and remembers."""

    def __init__(self, session: Session):
        self.session = session
        self._fills = _Recent()
        self._forwards = _Recent()
        self._tops = _Recent()
        self._layers = _Recent()

    def image(self, question: Question) -> Float32:
        """The network's input, [h,w,3], 0..255."""
        picture, settings = question.picture, question.settings
        untouched = picture.inputs[settings.framing]
        if not settings.shapes:
            return untouched.astype(np.float32)
        size = untouched.shape[0]
        box = framed_box(picture.size, settings.framing)
        mask = make_mask(settings.shapes, picture.size, box, size)
        return blend(untouched, mask, self.filling(question))

    def filling(self, question: Question) -> Float32:
        """What hidden pixels become, see `perturbation.make_fill`."""
        settings = question.settings
        key = question.picture, settings.framing, settings.fill
        filling = self._fills.get(key)
        if filling is None:
            untouched = question.picture.inputs[settings.framing]
            filling = self._fills.put(key, make_fill(untouched, settings.fill))
        return filling

    async def forward(self, question: Question) -> Forward:
        """Features and logits of the question's input."""
        key = question.input_key
        if (known := self._forwards.get(key)) is None:
            image = self.image(question)
            features, logits = await explain.predict(self.session, image)
            known = self._forwards.put(key, Forward(image, features, logits))
        return known

    async def top(self, question: Question) -> TopResult:
        """The top layer's arrays for the class and score asked for."""
        settings = question.settings
        key = *question.input_key, settings.target, settings.versus, settings.score
        if (known := self._tops.get(key)) is None:
            forward = await self.forward(question)
            answer = await explain.explain_features(
                self.session, forward.features, forward.logits, settings
            )
            known = self._tops.put(key, answer)
        return known

    async def layers(self, question: Question) -> LayersResult:
        """All layers' arrays for the class and score asked for."""
        top = await self.top(question)
        key = self._layers_key(question, top)
        if (known := self._layers.get(key)) is None:
            image = (await self.forward(question)).image
            answer = await explain.explain_layers(self.session, image, top)
            known = self._layers.put(key, answer)
        return known

    def known_layers(self, question: Question, top: TopResult) -> LayersResult | None:
        """What `layers` would give, if that needs no inference."""
        return self._layers.get(self._layers_key(question, top))

    async def arrays(self, question: Question) -> tuple[Float32, Float32]:
        """Activations and gradients [C,h,w] of the layer asked for."""
        manifest = self.session.manifest
        layer = manifest.layer(question.settings.layer).id
        top = await self.top(question)
        if layer == manifest.features_layer:
            return top.activations, top.gradients
        layers = await self.layers(question)
        return layers.activations[layer], layers.gradients[layer][0]

    async def cam(self, question: Question) -> Float32:
        """The raw map [h,w] of the layer and method asked for."""
        return cam(*await self.arrays(question), question.settings.method)

    @staticmethod
    def _layers_key(question: Question, top: TopResult) -> tuple:
        settings = question.settings
        return *question.input_key, top.target, settings.versus, settings.score


class _Recent:
    """The last few results. Keys need not be hashable: shapes are plain JSON."""

    def __init__(self) -> None:
        self._entries: list[tuple[Any, Any]] = []

    def get(self, key: Any) -> Any:
        for entry in self._entries:
            if entry[0] == key:
                # used last, dropped last
                self._entries.remove(entry)
                self._entries.append(entry)
                return entry[1]
        return None

    def put(self, key: Any, value: Any) -> Any:
        self._entries = [*self._entries, (key, value)][-KEPT:]
        return value
