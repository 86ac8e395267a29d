"""Which of the package's functions computed what the lesson shows."""

from collections.abc import Callable
from typing import Any

from . import explain, lesson, seeds
from .cam import METHODS, cam, normalise, weighted_sum
from .finite_difference import check_head
from .framing import to_input
from .listing import listing
from .overlay import overlay, scale_map
from .perturbation import blend, make_fill
from .predictions import rank

# The part of the page -> the functions whose work it shows.
SOURCES: dict[str, tuple[Callable, ...]] = {
    "picture": (to_input, blend),
    "features": (explain.predict, explain.explain_layers),
    "scores": (seeds.softmax, rank),
    "target": (explain.make_seed, seeds.one_hot),
    "gradients": (explain.explain_features, explain.explain_layers),
    "weights": (METHODS["gradcam"],),
    "weighted": (lesson.weighted_maps,),
    "sum": (weighted_sum,),
    "relu": (cam, normalise),
    "overlay": (scale_map, overlay),
    "check": (check_head,),
    "fills": (make_fill,),
    **{f"method-{name}": (weights,) for name, weights in METHODS.items()},
}


def sources() -> dict[str, list[dict[str, Any]]]:
    """The source of every part, as plain JSON (see `listing`)."""
    return {
        part: [listing(f) for f in functions] for part, functions in SOURCES.items()
    }
