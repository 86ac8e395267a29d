"""The answer as plain JSON: what ``--json`` prints and the page hands out."""

from typing import Any

from .pipeline import Explanation
from .settings import Settings


def state(
    settings: Settings, explanation: Explanation, model: str, picture: str | None
) -> dict[str, Any]:
    """The answer as plain JSON, the same keys as the page's own state."""
    raw = explanation.cam
    return {
        "model": model,
        "sample": picture,
        "shapes": list(settings.shapes),
        "fill": settings.fill,
        "framing": settings.framing,
        "target": explanation.target,
        "pinned": settings.target is not None,
        "versus": settings.versus,
        "score": settings.score,
        "layer": explanation.layer,
        "method": settings.method,
        "predictions": [vars(row) for row in explanation.predictions],
        "heatmap": {
            "width": raw.shape[1],
            "height": raw.shape[0],
            "values": [float(value) for value in raw.ravel()],
        },
    }
