"""Hides parts of a picture from the network: frame, mask and fill, for any question.

What the settings' shapes cover is found once, on the network's own input. The picture
that people see is hidden by the same mask, so that it shows what the network was given.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..image.fills import blend, make_fill
from ..image.framing import framed_box
from ..image.overlay import hide
from ..image.shapes import make_mask
from ..model.session import Float32
from .question import Question


def untouched_input(question: Question) -> NDArray[np.uint8]:
    """The network's input without any shape, uint8 [h,w,3].

    >>> from gradcam_py.explaining.picture import make_picture
    >>> from gradcam_py.explaining.settings import Settings
    >>> picture = make_picture(Image.new("RGB", (640, 480), "red"), 4, "Red")
    >>> untouched_input(Question(picture, Settings())).shape
    (4, 4, 3)
    """
    return question.picture.inputs[question.settings.framing]


def mask(question: Question) -> Float32:
    """What the shapes hide of the input, [h,w], 0..1.

    >>> from gradcam_py.explaining.picture import make_picture
    >>> from gradcam_py.explaining.settings import Settings
    >>> picture = make_picture(Image.new("RGB", (640, 480), "red"), 4, "Red")
    >>> left = {"tool": "rect", "x": 0.0, "y": 0.0, "w": 0.5, "h": 1.0}
    >>> question = Question(picture, Settings(shapes=(left,), fill="black"))
    >>> mask(question)[0].tolist()
    [1.0, 1.0, 0.0, 0.0]
    """
    picture, settings = question.picture, question.settings
    box = framed_box(picture.size, settings.framing)
    side = len(untouched_input(question))
    return make_mask(settings.shapes, picture.size, box, side)


def filling(question: Question) -> Float32:
    """What hidden pixels become, [h,w,3] or [1,1,3], 0..255: see `fills.make_fill`.

    >>> from gradcam_py.explaining.picture import make_picture
    >>> from gradcam_py.explaining.settings import Settings
    >>> picture = make_picture(Image.new("RGB", (640, 480), "red"), 4, "Red")
    >>> filling(Question(picture, Settings(fill="mean"))).tolist()
    [[[255.0, 0.0, 0.0]]]
    """
    return make_fill(untouched_input(question), question.settings.fill)


def network_input(question: Question, filling: Float32) -> Float32:
    """The input with the shapes filled, float32 [h,w,3], 0..255.

    >>> from gradcam_py.explaining.picture import make_picture
    >>> from gradcam_py.explaining.settings import Settings
    >>> picture = make_picture(Image.new("RGB", (640, 480), "red"), 4, "Red")
    >>> left = {"tool": "rect", "x": 0.0, "y": 0.0, "w": 0.5, "h": 1.0}
    >>> question = Question(picture, Settings(shapes=(left,), fill="black"))
    >>> network_input(question, filling(question))[0, :, 0].tolist()  # the red
    [0.0, 0.0, 255.0, 255.0]
    """
    image = untouched_input(question)
    if not question.settings.shapes:
        return image.astype(np.float32)
    return blend(image, mask(question), filling)


def covered(question: Question, image: Image.Image, filling: Float32) -> Image.Image:
    """`image`, the picture at any size, as it was hidden from the network.

    >>> from gradcam_py.explaining.picture import make_picture
    >>> from gradcam_py.explaining.settings import Settings
    >>> picture = make_picture(Image.new("RGB", (640, 480), "red"), 4, "Red")
    >>> left = {"tool": "rect", "x": 0.0, "y": 0.0, "w": 0.5, "h": 1.0}
    >>> question = Question(picture, Settings(shapes=(left,), fill="black"))
    >>> shown = covered(question, picture.display, filling(question))
    >>> shown.size, shown.getpixel((100, 240)), shown.getpixel((500, 240))
    ((640, 480), (0, 0, 0), (255, 0, 0))
    """
    if not question.settings.shapes:
        return image
    box = framed_box(image.size, question.settings.framing)
    return hide(image, mask(question), filling, box)
