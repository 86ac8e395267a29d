"""What the fills do to the picture on the page, and to the network's answer."""

import numpy as np
from numpy.typing import NDArray

from . import explain, wording
from .labels import Labels
from .lesson_scene import Message, text
from .lesson_tiles import tiles
from .perturbation import FILLS, blend, make_fill
from .predictions import rank
from .presenting import FILLS as FILL_NAMES
from .seeds import softmax
from .session import Float32, Session
from .shapes import Shape

# What is hidden where the visitor has hidden nothing.
MIDDLE: Shape = {"tool": "rect", "x": 0.3, "y": 0.3, "w": 0.4, "h": 0.4}


def filled(image: NDArray[np.uint8], mask: Float32) -> dict[str, Float32]:
    """The input [h,w,3] with the masked part under each fill."""
    return {name: blend(image, mask, make_fill(image, name)) for name in FILLS}


def fills(image: NDArray[np.uint8], mask: Float32, own: bool) -> list[Message]:
    """Each fill on the picture; `own` says that the visitor drew what is hidden."""
    images = filled(image, mask)
    captions = [FILL_NAMES[name] for name in images]
    words = (
        "What you have hidden, under each of the fills:"
        if own
        else "Nothing is hidden at the moment; here is a square in the middle:"
    )
    alt = "The same part of the picture hidden under " + ", ".join(captions)
    return [text("fills", words), tiles("fills", list(images.values()), captions, alt)]


async def compare(
    session: Session,
    labels: Labels,
    image: NDArray[np.uint8],
    mask: Float32,
    target: int,
) -> Message:
    """Ask the network about the untouched picture and every fill of it.

    A table: the best class of each, its probability, and that of the class `target`.
    """
    inputs = {"": image.astype(np.float32), **filled(image, mask)}
    rows = []
    for name, pixels in inputs.items():
        _, logits = await explain.predict(session, pixels)
        probabilities = softmax(logits)
        best = rank(probabilities, 1)[0]
        rows.append(
            {
                "fill": FILL_NAMES[name] if name else "nothing hidden",
                "best": labels.name(best),
                "best_percent": wording.percent(float(probabilities[best])),
                "target_percent": wording.percent(float(probabilities[target])),
            }
        )
    return {"kind": "compared", "rows": rows, "target": labels.name(target)}, None
