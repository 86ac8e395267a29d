"""What a heatmap and the predictions say, for those who read or hear the page."""

from . import numbers
from .language import _, gettext_lazy, ngettext

# Of methods that ask for no class, where others name theirs.
CLASSLESS = gettext_lazy("the same for every class and score")
OUTSIDE = gettext_lazy("Outside of what the network sees")


def against(label: str) -> str:
    """What is explained: what speaks against a class."""
    return _("not {label}", label=label)


def contrast(label: str, versus: str) -> str:
    """What is explained: why the one class and not the other."""
    return _("{label} rather than {versus}", label=label, versus=versus)


def subject(explained: str, method: str, layer: str, picture: str, network: str) -> str:
    """All that a heatmap is of."""
    return _(
        "{explained} · {method}, layer {layer} · {picture} · {network}",
        explained=explained,
        method=method,
        layer=layer,
        picture=picture,
        network=network,
    )


def untouched(title: str) -> str:
    """What is explained, of the picture with nothing hidden."""
    return _("{title}, nothing hidden", title=title)


def strongest(row: int, column: int, height: int, width: int, value: float) -> str:
    """Where a map of so many cells is highest; rows and columns count from 1."""
    return _(
        "Strongest in row {row}, column {column} of {size} cells: {value}",
        row=row,
        column=column,
        size=numbers.size(height, width),
        value=numbers.number(value),
    )


def empty_for(label: str) -> str:
    """A map without a positive value, which asked for a class."""
    return _(
        "Nothing here speaks for “{label}”: every weighted sum of this layer's "
        "maps is zero or negative, so the heatmap is empty.",
        label=label,
    )


def empty_against(label: str) -> str:
    """A map without a positive value, which asked what speaks against a class."""
    return _(
        "Nothing here speaks against “{label}”: every weighted sum of this "
        "layer's maps is zero or negative, so the heatmap is empty.",
        label=label,
    )


def empty_contrast(label: str, versus: str) -> str:
    """A map without a positive value, which compared two classes."""
    return _(
        "Nothing here speaks for “{label}” rather than for “{versus}”: every "
        "weighted sum of this layer's maps is zero or negative, so the heatmap "
        "is empty.",
        label=label,
        versus=versus,
    )


def cell(
    row: int, column: int, height: int, width: int, value: float, maximum: float
) -> str:
    """The value of one cell of a map, and its share of the map's maximum."""
    size = numbers.size(height, width)
    told = numbers.number(value)
    if not maximum > 0:
        return _(
            "Row {row}, column {column} of {size}: {value}",
            row=row,
            column=column,
            size=size,
            value=told,
        )
    share = numbers.whole_percent(value / maximum)
    return _(
        "Row {row}, column {column} of {size}: {value}, {share} of the maximum",
        row=row,
        column=column,
        size=size,
        value=told,
        share=share,
    )


def following(label: str) -> str:
    """The class that is explained was chosen by the page."""
    return _("Following the best guess of the whole picture: {label}", label=label)


def pinned(label: str) -> str:
    """The class that is explained was chosen by the visitor."""
    return _("Pinned: {label}", label=label)


def offer(label: str) -> str:
    """Another class has become the best one, which can be explained instead."""
    return _("Best is now {label}: explain it", label=label)


def no_class_asked(method: str) -> str:
    """Why a method that asks for no class leaves nothing to choose."""
    return _(
        "{method} looks at the layer's maps alone: no class and no score matters",
        method=method,
    )


def summary(label: str, probability: float, hiding: int) -> str:
    """The answer in one sentence; `hiding` counts the shapes that hide something."""
    share = numbers.percent(probability)
    if not hiding:
        return _("{label}, {share}; nothing is hidden.", label=label, share=share)
    return ngettext(
        "{label}, {share}; one shape hides a part.",
        "{label}, {share}; {hiding} shapes hide parts.",
        hiding,
        label=label,
        share=share,
        hiding=hiding,
    )
