"""Why a question, a link or a saved file is refused, and what to do instead."""

from collections.abc import Collection

from .grammar import listed
from .numbers import count, indices

NO_PICTURE = (
    "the file has no picture, as that was a visitor's own: save it as a lesson, which "
    "holds the picture too"
)

# Something unknown, by the key of what there is to choose.
UNKNOWN = {
    "colormap": "unknown colour map {given!r}: choose {known}",
    "exercise": "unknown exercise {given!r}: choose {known}",
    "experiment": "unknown experiment {given!r}: choose {known}",
    "fill": "unknown fill {given!r}: choose {known}",
    "framing": "unknown framing {given!r}: choose {known}",
    "network": "unknown network {given!r}: choose {known}",
    "preprocessing": "unknown preprocessing {given!r}: choose {known}",
    "mission": "unknown mission {given!r}: choose {known}",
    "method": "unknown method {given!r}: choose {known}",
    "sample": "unknown sample {given!r}: choose {known}",
    "score": "unknown score {given!r}: choose {known}",
    "trial": "unknown experiment {given!r}: choose {known}",
    "setting": "unknown setting {given!r}: choose {known}",
}


def unknown(kind: str, given: object, known: Collection[str]) -> str:
    """Something that does not exist; `kind` is a key of `UNKNOWN`."""
    return UNKNOWN[kind].format(given=given, known=listed(known))


def unknown_layer(given: str, labels: Collection[str]) -> str:
    """A layer that does not exist."""
    known = listed(labels)
    return (
        f"unknown layer {given!r}: choose {known}, a layer's id or "
        f"{indices(len(labels))}"
    )


def unknown_action(name: str) -> str:
    """What no visitor can do."""
    return f"unknown action {name!r}"


def no_class_index(index: int, classes: int) -> str:
    """A class by an index that does not exist."""
    return f"class {index}: expected {indices(classes)}"


def expected_index(text: str, classes: int) -> str:
    """A class by a number that is no index."""
    return f"unknown class {text!r}: expected {indices(classes)}"


def expected_class(text: str, classes: int) -> str:
    """A class that nothing resembles."""
    return f"unknown class {text!r}: give a name or an index, {indices(classes)}"


def similar_classes(text: str, similar: Collection[str]) -> str:
    """A class that does not exist, while others are called alike."""
    return f"unknown class {text!r}: did you mean {listed(similar)}?"


def ambiguous_class(text: str, classes: Collection[str]) -> str:
    """A class whose name others have as well: two at least."""
    one = " or ".join(classes)
    return f"{text!r} names {len(classes)} classes: give the index of one, {one}"


def contrast_of(score: str) -> str:
    """A comparison of two classes by another score than the logit."""
    return f"a contrast of two classes compares logits, not the {score}"


def class_with_itself(index: int) -> str:
    """A class that would be compared with itself."""
    return f"class {index} cannot be compared with itself"


def best_with_itself(index: int) -> str:
    """The same, where the class is explained as it is the best."""
    return f"class {index} is the best and cannot be compared with itself"


def no_shape(index: int, shapes: int) -> str:
    """A shape by an index that does not exist."""
    return f"shape {index} does not exist: there are {shapes}"


def not_one_shape(activations: object, gradients: object) -> str:
    """Arrays that do not belong to one layer, by their shapes."""
    return (
        "expected activations and gradients of one shape [C,h,w], "
        f"not {activations} and {gradients}"
    )


def long_link(characters: int, most: int) -> str:
    """A link that no drawing needs."""
    return f"the link has {count(characters)} characters: {count(most)} at most"


def unknown_in_link(key: str) -> str:
    """A link of another page, or of a later one."""
    return f"the link says {key!r}, which this page does not know"


def unreadable_in_link(key: str, value: str) -> str:
    """A value of a link that is none."""
    return f"the link's {key} cannot be read: {value!r}"


def opacity(value: float) -> str:
    """An opacity that is no share."""
    return f"opacity: expected 0..1, not {value}"


def large_file(title: str, size: int, most: int) -> str:
    """A saved file that the page would not have written."""
    return f"{title}: {count(size)} bytes, {count(most)} at most"


def large_picture(title: str, size: int, most: int) -> str:
    """A picture that would make too large a lesson."""
    return (
        f"{title}: {count(size)} bytes are too many for a lesson ({count(most)} at "
        "most): make the picture smaller first"
    )


def about_file(title: str, reason: object) -> str:
    """Something in a file is refused."""
    return f"{title}: {reason}"


def not_saved_here(title: str, reason: str) -> str:
    """A file that looks like JSON, but is nothing that the page writes."""
    return f"{title}: expected JSON that this page has saved ({reason})"


def too_deep(most: int) -> str:
    """JSON whose brackets are nested too deep."""
    return f"brackets within brackets, {most} deep at most"


def class_index(key: str, value: object) -> str:
    """A saved class that is no index."""
    return f"{key}: expected a class index, not {value!r}"


def other_network(saved: str, here: str) -> str:
    """A file of another network."""
    return (
        f"the file was saved with the network {saved}, this page runs {here}: choose "
        "that network first"
    )


def unexpected(kind: str, error: object) -> str:
    """A mistake in this program."""
    return f"Unexpected error: {kind}: {error}"
