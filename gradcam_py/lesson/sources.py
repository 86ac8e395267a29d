"""Which of the package's functions computed what the lesson shows."""

from collections.abc import Callable
from typing import Any

from ..cam import seeds
from ..cam.methods import METHODS, cam, normalise, weighted_sum
from ..explaining import steps
from ..explaining.finite_difference import check_head
from ..explaining.layer_check import check_layer
from ..explaining.predictions import rank
from ..image.fills import blend, make_fill
from ..image.framing import to_input
from ..image.overlay import overlay, scale_map
from . import decomposition
from .source_listing import listing

# The part of the page -> the functions whose work it shows.
SOURCES: dict[str, tuple[Callable, ...]] = {
    "picture": (to_input, blend),
    "features": (steps.predict, steps.explain_layers),
    "scores": (seeds.softmax, rank),
    "target": (steps.make_seed, seeds.one_hot),
    "gradients": (steps.explain_features, steps.explain_layers),
    "weights": (METHODS["gradcam"].weights,),
    "weighted": (decomposition.weighted_maps,),
    "sum": (weighted_sum,),
    "relu": (cam, normalise),
    "overlay": (scale_map, overlay),
    "check": (check_head, check_layer),
    "fills": (make_fill,),
    **{f"method-{name}": (method.weights,) for name, method in METHODS.items()},
}


def sources() -> dict[str, list[dict[str, Any]]]:
    """The source of every part, as plain JSON (see `listing`)."""
    return {
        part: [listing(f) for f in functions] for part, functions in SOURCES.items()
    }
