"""From a question to its explanation, for the page and for the command line.

Each step is computed once and only when needed. What a question shares with the one
before is kept: the untouched picture's logits, the features while only the class
changes, all layers while only layer or method change.
"""

from dataclasses import replace
from typing import Generic, TypeVar

import numpy as np

from ..cam.methods import cam
from ..model.session import Float32, LayersResult, Session
from . import occlusion, steps
from .explanation import Explanation, Forward
from .question import Question
from .settings import Settings

Kept = TypeVar("Kept")


class Pipeline:
    """Asks a session, and remembers.

    >>> import asyncio
    >>> from tests.toy_session import PICTURE, ToySession  # its classes: red and green
    >>> pipeline = Pipeline(ToySession())
    >>> explanation = asyncio.run(pipeline.explain(Question(PICTURE, Settings())))
    >>> explanation.target, explanation.cam.tolist()
    (0, [[1.0, 0.0], [1.0, 1.0]])
    """

    def __init__(self, session: Session):
        self.session = session
        self._fills: _Latest[Float32] = _Latest()
        self._forwards: _Latest[Forward] = _Latest()
        self._tops: _Latest[Forward] = _Latest()
        self._layers: _Latest[LayersResult] = _Latest()
        self._target: int | None = None  # explained last

    async def explain(self, question: Question) -> Explanation:
        """Everything about one question.

        Raises a `PlaygroundError` for settings that this model cannot answer.
        """
        question.settings.check(self.session.manifest)
        await self.forward(question)  # first what a stroke waits for
        baseline = (await self.forward(question.untouched())).logits
        target, top = await self.top(question)
        activations, gradients = await self._arrays(question, top)
        return Explanation(
            question,
            target,
            top,
            baseline,
            self.session.manifest.layer(question.settings.layer).id,
            activations,
            gradients,
            cam(activations, gradients, question.settings.method),
            self.session.manifest.activation,
        )

    def filling(self, question: Question) -> Float32:
        """What hidden pixels become, see `occlusion.filling`."""
        settings = question.settings
        key = question.picture, settings.framing, settings.fill
        known = self._fills.get(question, key)
        if known is None:
            known = occlusion.filling(question)
        return self._fills.put(question, key, known)

    async def forward(self, question: Question) -> Forward:
        """Features and logits of the question's input."""
        key = question.input_key
        known = self._forwards.get(question, key)
        if known is None:
            image = occlusion.network_input(question, self.filling(question))
            seed = self._likely_seed(question.settings)
            features, head = await steps.predict(self.session, image, seed)
            known = Forward(image, features, head.logits[0], seed, head.gradients[0])
        return self._forwards.put(question, key, known)

    async def top(self, question: Question) -> tuple[int, Forward]:
        """The class explained, and the top layer's arrays for the score asked for."""
        forward = await self.forward(question)
        untouched = await self.forward(question.untouched())
        target = steps.choose_target(question.settings, untouched.logits)
        key = _seed_key(question, target)
        known = self._tops.get(question, key)
        if known is None:
            activation = self.session.manifest.activation
            seed = steps.make_seed(
                question.settings, target, forward.logits, activation
            )
            known = await self._with_seed(forward, seed)
        self._target = target
        return target, self._tops.put(question, key, known)

    async def layers(self, question: Question) -> LayersResult:
        """All layers' arrays for the class and score asked for."""
        target, top = await self.top(question)
        known = self.known_layers(question, target)
        if known is None:
            known = await steps.explain_layers(self.session, top.image, top.seed)
        return self._layers.put(question, _seed_key(question, target), known)

    def known_layers(self, question: Question, target: int) -> LayersResult | None:
        """What `layers` would give for that class, if that needs no inference."""
        return self._layers.get(question, _seed_key(question, target))

    async def cam(self, question: Question) -> Float32:
        """The raw map [h,w] of the layer and method asked for."""
        _, top = await self.top(question)
        return cam(*await self._arrays(question, top), question.settings.method)

    async def _arrays(
        self, question: Question, top: Forward
    ) -> tuple[Float32, Float32]:
        """Activations and gradients [C,h,w] of the layer asked for."""
        manifest = self.session.manifest
        layer = manifest.layer(question.settings.layer).id
        if layer == manifest.features_layer:
            return top.features[0], top.gradients
        layers = await self.layers(question)
        return layers.activations[layer], layers.gradients[layer][0]

    def _likely_seed(self, settings: Settings) -> Float32:
        """The seed that will be asked for if the best class stays the best.

        Zeros where that depends on logits, or where nothing has been explained yet.
        """
        zeros = np.zeros(self.session.manifest.classes, np.float32)
        target = self._target if settings.target is None else settings.target
        if target in (None, settings.versus) or settings.score == "probability":
            return zeros
        return steps.make_seed(settings, target, zeros)

    async def _with_seed(self, forward: Forward, seed: Float32) -> Forward:
        """The forward pass itself if its guess was right, else the head runs again."""
        if np.array_equal(seed, forward.seed):
            return forward
        gradients = await steps.explain_features(self.session, forward.features, seed)
        return replace(forward, seed=seed, gradients=gradients)


def _seed_key(question: Question, target: int) -> tuple[object, ...]:
    """Equal for questions with the same input and the same seed."""
    settings = question.settings
    return *question.input_key, target, settings.versus, settings.score


class _Latest(Generic[Kept]):
    """The latest result of a kind for the perturbed picture, and for the untouched one.

    Keys are compared, not hashed: shapes are plain JSON.
    """

    def __init__(self) -> None:
        self._entries: dict[bool, tuple[object, Kept]] = {}

    def get(self, question: Question, key: object) -> Kept | None:
        """The result kept under that key, if it is still the latest."""
        known, result = self._entries.get(bool(question.settings.shapes), (None, None))
        return result if known == key else None

    def put(self, question: Question, key: object, result: Kept) -> Kept:
        """Keep the result in place of the one before."""
        self._entries[bool(question.settings.shapes)] = (key, result)
        return result
