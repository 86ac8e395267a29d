"""What stands at a heatmap: what it is of, and what it says at a place."""

from ..cam.methods import METHODS
from ..explain.explanation import Explanation
from ..model.labels import Labels
from ..model.session import Float32
from . import wording


def question_text(explanation: Explanation, labels: Labels) -> str:
    """What the heatmap explains, in words."""
    settings = explanation.question.settings
    name = labels.name(explanation.target)
    if settings.versus is not None:
        return f"{name} rather than {labels.name(settings.versus)}"
    return f"not {name}" if settings.score == "counterfactual" else name


def map_title(explanation: Explanation, labels: Labels) -> str:
    """What the maps are of, in words; some methods ask for no class at all."""
    if not METHODS[explanation.question.settings.method].asks_class:
        return wording.CLASSLESS
    return question_text(explanation, labels)


def map_text(explanation: Explanation, raw: Float32, labels: Labels) -> str:
    """Where a raw map [h,w] of the explanation's class is strongest."""
    settings = explanation.question.settings
    versus = settings.versus
    return wording.heatmap_text(
        raw,
        labels.name(explanation.target),
        settings.score,
        None if versus is None else labels.name(versus),
    )


def place_text(explanation: Explanation, raw: Float32, x: float, y: float) -> str:
    """A raw map's value at a place, `x` and `y` in 0..1 of the picture."""
    question = explanation.question
    left, top, right, bottom = question.picture.box(question.settings.framing)
    x, y = (x - left) / (right - left), (y - top) / (bottom - top)
    if not (0 <= x <= 1 and 0 <= y <= 1):
        return "Outside of what the network sees"
    return wording.cell_text(raw, x, y)
