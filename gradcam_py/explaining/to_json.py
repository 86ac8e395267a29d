"""The answer as plain JSON: what ``--json`` prints and the page hands out."""

from typing import Any

from ..model.labels import Labels
from .explanation import Explanation


def state(
    explanation: Explanation, labels: Labels, model: str, picture: str | None
) -> dict[str, Any]:
    """The answer as plain JSON, the same keys as the page's own state.

    >>> import asyncio
    >>> from gradcam_py.explaining.pipeline import Pipeline
    >>> from gradcam_py.explaining.question import Question
    >>> from gradcam_py.explaining.settings import Settings
    >>> from tests.toy_session import LABELS, PICTURE, ToySession
    >>> question = Question(PICTURE, Settings())
    >>> explanation = asyncio.run(Pipeline(ToySession()).explain(question))
    >>> state(explanation, LABELS, "toy", None)["heatmap"]
    {'width': 2, 'height': 2, 'values': [1.0, 0.0, 1.0, 1.0]}
    """
    raw, settings = explanation.cam, explanation.question.settings
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
        "predictions": [vars(row) for row in explanation.predictions(labels)],
        "heatmap": {
            "width": raw.shape[1],
            "height": raw.shape[0],
            "values": [float(value) for value in raw.ravel()],
        },
    }
