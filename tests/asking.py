"""Questions about a picture as tests ask them, each answered from scratch."""

from typing import Any

from PIL import Image

from gradcam_py.explaining import occlusion
from gradcam_py.explaining.explanation import Explanation
from gradcam_py.explaining.picture import make_picture
from gradcam_py.explaining.pipeline import Pipeline
from gradcam_py.explaining.question import Question
from gradcam_py.explaining.settings import Settings
from gradcam_py.model.session import Float32, LayersResult, Session


def question_about(picture: Image.Image, settings: Settings, size: int) -> Question:
    """The question for a network whose input is `size` wide and high."""
    return Question(make_picture(picture, size, "a picture"), settings)


def network_sees(picture: Image.Image, settings: Settings, size: int = 224) -> Float32:
    """The network's input, [size,size,3], 0..255."""
    question = question_about(picture, settings, size)
    return occlusion.network_input(question, occlusion.filling(question))


async def explain(
    session: Session, picture: Image.Image, settings: Settings
) -> Explanation:
    """The whole answer."""
    size = session.manifest.input_size
    return await Pipeline(session).explain(question_about(picture, settings, size))


async def explain_layers(
    session: Session, picture: Image.Image, **settings: Any
) -> tuple[LayersResult, int]:
    """All layers' arrays, and the class that they explain."""
    size = session.manifest.input_size
    question = question_about(picture, Settings(**settings), size)
    pipeline = Pipeline(session)
    target, _ = await pipeline.top(question)
    return await pipeline.layers(question), target
