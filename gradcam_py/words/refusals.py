"""Why a question, a link or a saved file is refused, and what to do instead.

Longer than most: there are many reasons.
"""

from collections.abc import Collection

from .grammar import alternatives, listed
from .language import _, gettext_lazy, ngettext
from .numbers import count, indices

NO_PICTURE = gettext_lazy(
    "the file has no picture, as that was a visitor's own: save it as a lesson, "
    "which holds the picture too"
)

# Something unknown, by the key of what there is to choose.
UNKNOWN = {
    "colormap": gettext_lazy("unknown colour map {given!r}: choose {known}"),
    "exercise": gettext_lazy("unknown exercise {given!r}: choose {known}"),
    "experiment": gettext_lazy("unknown experiment {given!r}: choose {known}"),
    "fill": gettext_lazy("unknown fill {given!r}: choose {known}"),
    "framing": gettext_lazy("unknown framing {given!r}: choose {known}"),
    "language": gettext_lazy("unknown language {given!r}: choose {known}"),
    "network": gettext_lazy("unknown network {given!r}: choose {known}"),
    "preprocessing": gettext_lazy("unknown preprocessing {given!r}: choose {known}"),
    "mission": gettext_lazy("unknown mission {given!r}: choose {known}"),
    "method": gettext_lazy("unknown method {given!r}: choose {known}"),
    "sample": gettext_lazy("unknown sample {given!r}: choose {known}"),
    "score": gettext_lazy("unknown score {given!r}: choose {known}"),
    "trial": gettext_lazy("unknown experiment {given!r}: choose {known}"),
    "setting": gettext_lazy("unknown setting {given!r}: choose {known}"),
}


def unknown(kind: str, given: object, known: Collection[str]) -> str:
    """Something that does not exist; `kind` is a key of `UNKNOWN`."""
    return str(UNKNOWN[kind]).format(given=given, known=listed(known))


def unknown_layer(given: str, labels: Collection[str]) -> str:
    """A layer that does not exist."""
    known = listed(labels)
    return _(
        "unknown layer {given!r}: choose {known}, a layer's id or {indices}",
        given=given,
        known=known,
        indices=indices(len(labels)),
    )


def unknown_action(name: str) -> str:
    """What no visitor can do."""
    return _("unknown action {name!r}", name=name)


def no_class_index(index: int, classes: int) -> str:
    """A class by an index that does not exist."""
    return _("class {index}: expected {classes}", index=index, classes=indices(classes))


def expected_index(text: str, classes: int) -> str:
    """A class by a number that is no index."""
    return _(
        "unknown class {text!r}: expected {classes}",
        text=text,
        classes=indices(classes),
    )


def expected_class(text: str, classes: int) -> str:
    """A class that nothing resembles."""
    return _(
        "unknown class {text!r}: give a name or an index, {classes}",
        text=text,
        classes=indices(classes),
    )


def similar_classes(text: str, similar: Collection[str]) -> str:
    """A class that does not exist, while others are called alike."""
    return _(
        "unknown class {text!r}: did you mean {similar}?",
        text=text,
        similar=listed(similar),
    )


def ambiguous_class(text: str, classes: Collection[str]) -> str:
    """A class whose name others have as well: two at least."""
    return ngettext(
        "{text!r} names {number} class: give the index of one, {classes}",
        "{text!r} names {number} classes: give the index of one, {classes}",
        len(classes),
        text=text,
        number=len(classes),
        classes=alternatives(classes),
    )


def contrast_of(score: str) -> str:
    """A comparison of two classes by another score than the logit."""
    return _("a contrast of two classes compares logits, not the {score}", score=score)


def class_with_itself(index: int) -> str:
    """A class that would be compared with itself."""
    return _("class {index} cannot be compared with itself", index=index)


def best_with_itself(index: int) -> str:
    """The same, where the class is explained as it is the best."""
    return _(
        "class {index} is the best and cannot be compared with itself", index=index
    )


def no_shape(index: int, shapes: int) -> str:
    """A shape by an index that does not exist."""
    return _(
        "shape {index} does not exist: there are {shapes}", index=index, shapes=shapes
    )


def not_one_shape(activations: object, gradients: object) -> str:
    """Arrays that do not belong to one layer, by their shapes."""
    return _(
        "expected activations and gradients of one shape [C,h,w], not "
        "{activations} and {gradients}",
        activations=activations,
        gradients=gradients,
    )


def long_link(characters: int, most: int) -> str:
    """A link that no drawing needs."""
    return _(
        "the link has {characters} characters: {most} at most",
        characters=count(characters),
        most=count(most),
    )


def unknown_in_link(key: str) -> str:
    """A link of another page, or of a later one."""
    return _("the link says {key!r}, which this page does not know", key=key)


def unreadable_in_link(key: str, value: str) -> str:
    """A value of a link that is none."""
    return _("the link's {key} cannot be read: {value!r}", key=key, value=value)


def opacity(value: float) -> str:
    """An opacity that is no share."""
    return _("opacity: expected 0..1, not {value}", value=value)


def large_file(title: str, size: int, most: int) -> str:
    """A saved file that the page would not have written."""
    return _(
        "{title}: {size} bytes, {most} at most",
        title=title,
        size=count(size),
        most=count(most),
    )


def large_picture(title: str, size: int, most: int) -> str:
    """A picture that would make too large a lesson."""
    return _(
        "{title}: {size} bytes are too many for a lesson ({most} at most): make "
        "the picture smaller first",
        title=title,
        size=count(size),
        most=count(most),
    )


def about_file(title: str, reason: object) -> str:
    """Something in a file is refused."""
    return _("{title}: {reason}", title=title, reason=reason)


def not_saved_here(title: str, reason: str) -> str:
    """A file that looks like JSON, but is nothing that the page writes."""
    return _(
        "{title}: expected JSON that this page has saved ({reason})",
        title=title,
        reason=reason,
    )


def too_deep(most: int) -> str:
    """JSON whose brackets are nested too deep."""
    return _("brackets within brackets, {most} deep at most", most=most)


def class_index(key: str, value: object) -> str:
    """A saved class that is no index."""
    return _("{key}: expected a class index, not {value!r}", key=key, value=value)


def other_network(saved: str, here: str) -> str:
    """A file of another network."""
    return _(
        "the file was saved with the network {saved}, this page runs {here}: "
        "choose that network first",
        saved=saved,
        here=here,
    )


def unexpected(kind: str, error: object) -> str:
    """A mistake in this program."""
    return _("Unexpected error: {kind}: {error}", kind=kind, error=error)
