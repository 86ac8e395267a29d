"""One picture and what is asked about it."""

from dataclasses import dataclass, replace

from .picture import Picture
from .settings import Settings


@dataclass(frozen=True)
class Question:
    """One picture and what is asked about it: a value, compared by its content.

    >>> from PIL import Image
    >>> from gradcam_py.explaining.picture import make_picture
    >>> picture = make_picture(Image.new("RGB", (640, 480)), 224, "A black one")
    >>> question = Question(picture, Settings(method="layercam"))
    >>> question.settings.target, question.about(281).settings.target
    (None, 281)
    """

    picture: Picture
    settings: Settings

    def untouched(self) -> "Question":
        """The same without any shape."""
        return Question(self.picture, replace(self.settings, shapes=()))

    def about(self, target: int) -> "Question":
        """The same about the class `target`."""
        return Question(self.picture, replace(self.settings, target=target))

    @property
    def input_key(self) -> tuple[object, ...]:
        """Equal for questions with the same input to the network."""
        settings = self.settings
        fill = settings.fill if settings.shapes else None
        return self.picture, settings.framing, settings.shapes, fill
