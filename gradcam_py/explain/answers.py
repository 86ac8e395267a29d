"""Answers to the page's questions, each computed once and only when needed.

What a question shares with the one before is kept: the untouched picture's logits, the
features while only the class changes, all layers while only layer or method change.
"""

from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import numpy as np

from ..cam.methods import cam
from ..image.fills import blend, make_fill
from ..image.framing import framed_box
from ..image.shapes import make_mask
from ..model.session import Float32, LayersResult, Session
from . import pipeline
from .picture import Picture
from .pipeline import TopResult
from .settings import Settings

Kept = TypeVar("Kept")


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
    seed: Float32 | None  # [classes], a guess of what would be asked; None: no guess
    gradients: Float32  # [C,h,w], of that seed


class Answers:
    """Asks a session, and remembers."""

    def __init__(self, session: Session):
        self.session = session
        self._fills: _Latest[Float32] = _Latest()
        self._forwards: _Latest[Forward] = _Latest()
        self._tops: _Latest[TopResult] = _Latest()
        self._layers: _Latest[LayersResult] = _Latest()
        self._target: int | None = None  # explained last

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
        filling = self._fills.get(question, key)
        if filling is None:
            untouched = question.picture.inputs[settings.framing]
            filling = make_fill(untouched, settings.fill)
        return self._fills.put(question, key, filling)

    async def forward(self, question: Question) -> Forward:
        """Features and logits of the question's input."""
        key = question.input_key
        known = self._forwards.get(question, key)
        if known is None:
            image, seed = self.image(question), self._likely_seed(question.settings)
            features, head = await pipeline.predict(self.session, image, seed)
            known = Forward(image, features, head.logits[0], seed, head.gradients[0])
        return self._forwards.put(question, key, known)

    async def top(self, question: Question) -> TopResult:
        """The top layer's arrays for the class and score asked for."""
        forward = await self.forward(question)
        untouched = await self.forward(question.untouched())
        target = pipeline.choose_target(question.settings, untouched.logits)
        key = _seed_key(question, target)
        known = self._tops.get(question, key)
        if known is None:
            settings = replace(question.settings, target=target)
            known = await self._explained(forward, settings)
        self._target = target
        return self._tops.put(question, key, known)

    def _likely_seed(self, settings: Settings) -> Float32 | None:
        """The seed that will be asked for if the best class stays the best."""
        target = self._target if settings.target is None else settings.target
        if target in (None, settings.versus) or settings.score == "probability":
            return None
        no_logits = np.zeros(self.session.manifest.classes, np.float32)
        return pipeline.make_seed(settings, target, no_logits)

    async def _explained(self, forward: Forward, settings: Settings) -> TopResult:
        """From the forward pass itself if its guess was right, else the head's run."""
        logits, features, target = forward.logits, forward.features, settings.target
        seed = pipeline.make_seed(settings, target, logits)
        if forward.seed is not None and np.array_equal(seed, forward.seed):
            return TopResult(logits, target, seed, features[0], forward.gradients)
        return await pipeline.explain_features(self.session, features, logits, settings)

    async def layers(self, question: Question) -> LayersResult:
        """All layers' arrays for the class and score asked for."""
        top = await self.top(question)
        known = self.known_layers(question, top)
        if known is None:
            image = (await self.forward(question)).image
            known = await pipeline.explain_layers(self.session, image, top)
        return self._layers.put(question, _seed_key(question, top.target), known)

    def known_layers(self, question: Question, top: TopResult) -> LayersResult | None:
        """What `layers` would give, if that needs no inference."""
        return self._layers.get(question, _seed_key(question, top.target))

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


def _seed_key(question: Question, target: int) -> tuple:
    """Equal for questions with the same input and the same seed."""
    settings = question.settings
    return *question.input_key, target, settings.versus, settings.score


class _Latest(Generic[Kept]):
    """The latest result of a kind for the perturbed picture, and for the untouched one.

    Keys are compared, not hashed: shapes are plain JSON.
    """

    def __init__(self) -> None:
        self._entries: dict[bool, tuple[Any, Kept]] = {}

    def get(self, question: Question, key: Any) -> Kept | None:
        """The result kept under that key, if it is still the latest."""
        known, result = self._entries.get(bool(question.settings.shapes), (None, None))
        return result if known == key else None

    def put(self, question: Question, key: Any, result: Kept) -> Kept:
        """Keep the result in place of the one before."""
        self._entries[bool(question.settings.shapes)] = (key, result)
        return result
