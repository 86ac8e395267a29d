"""What the student's map looks like beside the page's, and how alike they are."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...cam.methods import METHODS
from ...cam.similarity import similarity
from ...explaining.explanation import Explanation
from ...formula.exercises import ENOUGH, EXERCISES, Outcome, compare
from ...image.colormap import colourise
from ...image.overlay import scale_map
from ...image.signed_colours import signed
from ...lesson.message import limit_of, share_of
from ...view.looks import Looks
from ...view.payloads import Pixels, rgba
from ...words.formula import exercises as verdicts
from ...words.formula import maps as words
from ...words.grammar import sentences


@dataclass(frozen=True, eq=False)
class Made:
    """A map that the student's code has made."""

    cam: NDArray[np.float32]  # [h,w], of either sign
    trial: NDArray[np.float32] | None  # on the arrays of `trial`, for an exercise
    printed: str
    shown: Explanation  # whose arrays they were
    exercise: str  # or none
    looks: Looks


def answer(made: Made, method: str) -> tuple[dict[str, Any], Pixels]:
    """The message that shows it: the page's map, the student's, and the goal if any.

    `method` is what the page's map is called.
    """
    page = made.shown.cam
    maps = {words.PAGE: page, words.YOURS: made.cam}
    verdict, is_passed = "", False
    if made.exercise and made.trial is not None:
        shown = made.shown
        outcome = compare(
            made.exercise, shown.activations, shown.gradients, made.cam, made.trial
        )
        maps[words.GOAL] = outcome.goal
        verdict, is_passed = judged(outcome), outcome.is_passed
    captions = [caption(str(name), cam) for name, cam in maps.items()]
    cosine = similarity(made.cam, page)
    is_empty = not (made.cam.any() and page.any())
    data = {
        "kind": "answer",
        "captions": captions,
        "alt": words.alt(captions),
        "cosine": cosine,
        "difference": share_of(limit_of(made.cam - page), limit_of(page)),
        "text": words.empty(method) if is_empty else words.likeness(method, cosine),
        "verdict": verdict,
        "is_passed": is_passed,
        "printed": made.printed,
    }
    drawn = [pixels(cam, made.shown, made.looks) for cam in maps.values()]
    return data, np.concatenate(drawn)


def judged(outcome: Outcome) -> str:
    """How near the map is to the goal, and what to do."""
    if outcome.is_passed:
        if not outcome.goal.any():
            return verdicts.passed_where_empty()
        return verdicts.passed(outcome.here)
    if outcome.here >= ENOUGH:
        said = [verdicts.by_chance(outcome.trial)]
    else:
        said = [verdicts.not_yet(outcome.here, ENOUGH)]
    if outcome.resembles:
        titles = {"gradcam": METHODS["gradcam"].title}
        titles |= {name: str(exercise.title) for name, exercise in EXERCISES.items()}
        said.append(verdicts.resembles(titles[outcome.resembles]))
    if not outcome.is_told_apart:
        said.append(verdicts.not_told_apart())
    return sentences(*said)


def caption(name: str, cam: NDArray) -> str:
    """Under a map."""
    told = words.caption(name, float(cam.min()), float(cam.max()))
    return f"{told}\n{words.SIGNED}" if cam.min() < 0 else told


def pixels(cam: NDArray, shown: Explanation, looks: Looks) -> Pixels:
    """A map over the network's input: in the page's colours, or in blue, white and red
    where it has negative values.
    """
    picture = Image.fromarray(np.rint(shown.image).clip(0, 255).astype(np.uint8))
    if cam.min() >= 0:
        colours = colourise(scale_map(cam, picture.size), looks.colormap)
    else:
        shares = Image.fromarray(np.asarray(cam / limit_of(cam), np.float32))
        scaled = shares.resize(picture.size, Image.Resampling.BICUBIC)
        colours = signed(np.asarray(scaled), 1)
    return rgba(Image.blend(picture, Image.fromarray(colours), looks.opacity))
