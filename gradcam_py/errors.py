"""What a user can put right: each message is one clear line without a traceback."""

from collections.abc import Collection

from .words import refusals


class PlaygroundError(Exception):
    """Says what was expected, what came, and what to do."""


class ImageError(PlaygroundError):
    """The picture cannot be read."""


class ModelFolderError(PlaygroundError):
    """The model folder is missing, damaged, or made by another version."""


class NetworkError(PlaygroundError):
    """A network that was brought cannot be read or explained."""


class TargetError(PlaygroundError):
    """The class asked for does not exist or is not the only one of its name."""


class ShapeError(PlaygroundError):
    """A shape that hides part of the picture is malformed."""


class CourseError(PlaygroundError):
    """A lesson's file, or an answer in it, is malformed."""


class SettingError(PlaygroundError):
    """An unknown layer, method, score, fill, framing or colour map."""


def check_choice(kind: str, value: object, choices: Collection[str]) -> None:
    """Raise `SettingError` unless `value` is one of `choices`.

    `kind` is a key of `words.refusals.UNKNOWN`.
    """
    if value not in choices:
        raise SettingError(refusals.unknown(kind, value, choices))
