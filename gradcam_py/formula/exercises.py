"""Exercises: a map to make, and how near a student's comes to it.

A new one is one entry of `EXERCISES`. What a map is compared with is computed anew from
the arrays on the page, and from those of `trial`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..cam.methods import Array, cam, gradcam_weights, weighted_sum
from ..cam.similarity import similarity
from ..words.formula import exercises as words
from ..words.language import Text
from .trial import trial_arrays

ENOUGH = 0.999  # of a cosine: one map, but for rounding
STRONGEST = 10  # channels

Goal = Callable[[Array, Array], Array]  # A and dy/dA [C,h,w] -> the map [h,w]


@dataclass(frozen=True)
class Exercise:
    """Something to make of the formula."""

    title: Text
    task: Text
    goal: Goal


@dataclass(frozen=True, eq=False)
class Outcome:
    """How near a map comes to an exercise's goal."""

    goal: Array  # [h,w], on the page's arrays
    here: float  # cosine with it
    trial: float  # cosine on the arrays of `trial`
    is_told_apart: bool  # here the goal is another map than Grad-CAM's
    resembles: str | None  # the exercise whose goal it is by the trial, or "gradcam"

    @property
    def is_passed(self) -> bool:
        """Whether it is the goal, and not on these arrays by chance alone."""
        is_here = self.here >= ENOUGH or not self.goal.any()
        return is_here and self.trial >= ENOUGH


def positive_weights(activations: Array, gradients: Array) -> Array:
    """Only the channels that speak for the class: max(alpha, 0) in Eq. 1."""
    weights = np.maximum(gradcam_weights(activations, gradients), 0)
    return np.maximum(weighted_sum(activations, weights), 0)


def against(activations: Array, gradients: Array) -> Array:
    """What speaks against the class: Selvaraju et al. 2017, section 3."""
    weights = gradcam_weights(activations, gradients)
    return np.maximum(-weighted_sum(activations, weights), 0)


def strongest_channels(activations: Array, gradients: Array) -> Array:
    """Only the channels of the ten largest weights, whatever their signs."""
    weights = gradcam_weights(activations, gradients)
    chosen = np.argsort(-np.abs(weights[:, 0, 0]), kind="stable")[:STRONGEST]
    return np.maximum(weighted_sum(activations[chosen], weights[chosen]), 0)


def hirescam(activations: Array, gradients: Array) -> Array:
    """The page's own."""
    return cam(activations, gradients, "hirescam")


def layercam(activations: Array, gradients: Array) -> Array:
    """The page's own."""
    return cam(activations, gradients, "layercam")


EXERCISES: dict[str, Exercise] = {
    "positive": Exercise(words.POSITIVE, words.POSITIVE_TASK, positive_weights),
    "against": Exercise(words.AGAINST, words.AGAINST_TASK, against),
    "strongest": Exercise(words.STRONGEST, words.STRONGEST_TASK, strongest_channels),
    "hirescam": Exercise(words.HIRESCAM, words.HIRESCAM_TASK, hirescam),
    "layercam": Exercise(words.LAYERCAM, words.LAYERCAM_TASK, layercam),
}


def compare(
    name: str, activations: Array, gradients: Array, made: Array, made_on_trial: Array
) -> Outcome:
    """Compare a student's maps, of A and dy/dA and of the trial, with a goal's.

    The maps are [h,w], of the arrays' height and width.
    """
    goal = EXERCISES[name].goal(activations, gradients)
    unchanged = cam(activations, gradients)
    trial = trial_arrays()
    return Outcome(
        goal,
        similarity(made, goal),
        similarity(made_on_trial, EXERCISES[name].goal(*trial)),
        similarity(goal, unchanged) < ENOUGH,
        _resembled(made_on_trial, trial),
    )


def _resembled(made: NDArray, trial: tuple[Array, Array]) -> str | None:
    goals: dict[str, Goal] = {"gradcam": cam}
    goals |= {name: exercise.goal for name, exercise in EXERCISES.items()}
    for name, goal in goals.items():
        if similarity(made, goal(*trial)) >= ENOUGH:
            return name
    return None
