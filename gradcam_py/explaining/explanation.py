"""The answer to a question: every array that a heatmap on the page comes from."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..cam.seeds import ACTIVATIONS
from ..model.labels import Labels
from ..model.session import Float32
from .predictions import Prediction, predictions
from .question import Question


@dataclass(frozen=True, eq=False)
class Forward:
    """One forward pass, with the gradients of one seed.

    >>> import asyncio
    >>> from gradcam_py.explaining.pipeline import Pipeline
    >>> from gradcam_py.explaining.settings import Settings
    >>> from tests.toy_session import PICTURE, ToySession  # the picture is mostly red
    >>> pipeline, question = Pipeline(ToySession()), Question(PICTURE, Settings())
    >>> forward = asyncio.run(pipeline.forward(question))
    >>> forward.logits.tolist(), forward.seed.tolist()
    ([3.0, 1.0], [0.0, 0.0])
    """

    image: Float32  # [h,w,3], 0..255: the network's input
    features: Float32  # [1,C,h,w]: the top layer's activations
    logits: Float32  # [classes]
    seed: Float32  # [classes]; zeros: nothing has been asked for
    gradients: Float32  # [C,h,w] of the features, for that seed


@dataclass(frozen=True, eq=False)
class Explanation:
    """The whole answer to one question.

    >>> import asyncio
    >>> from gradcam_py.explaining.pipeline import Pipeline
    >>> from gradcam_py.explaining.settings import Settings
    >>> from tests.toy_session import PICTURE, ToySession  # the picture is mostly red
    >>> pipeline, question = Pipeline(ToySession()), Question(PICTURE, Settings())
    >>> explanation = asyncio.run(pipeline.explain(question))
    >>> explanation.seed.tolist(), explanation.probabilities.round(3).tolist()
    ([1.0, 0.0], [0.881, 0.119])
    """

    question: Question
    target: int  # the class explained
    top: Forward  # with the gradients of the score asked for
    baseline: Float32  # [classes], the untouched picture's logits
    layer: str  # its id
    activations: Float32  # [C,h,w] of that layer
    gradients: Float32  # [C,h,w]
    cam: Float32  # raw, [h,w]
    activation: str = "softmax"  # what makes probabilities of the logits

    @property
    def image(self) -> Float32:
        """The network's input, [h,w,3], 0..255."""
        return self.top.image

    @property
    def seed(self) -> Float32:
        """The score asked for, as its cotangent, [classes]."""
        return self.top.seed

    @property
    def logits(self) -> Float32:
        """[classes]."""
        return self.top.logits

    @cached_property
    def probabilities(self) -> NDArray[np.float64]:
        """Of the classes: the network's activation of its logits, [classes]."""
        return ACTIVATIONS[self.activation].probabilities(self.logits)

    @cached_property
    def probabilities_before(self) -> NDArray[np.float64]:
        """Those of the untouched picture, [classes]."""
        return ACTIVATIONS[self.activation].probabilities(self.baseline)

    def predictions(self, labels: Labels) -> list[Prediction]:
        """The best classes, with their change by what is hidden."""
        return predictions(self.probabilities, self.probabilities_before, labels)
