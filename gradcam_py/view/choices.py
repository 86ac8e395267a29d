"""What there is to choose from on the page, as plain data."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Protocol

from ..cam.methods import METHODS
from ..cam.seeds import SCORES
from ..image.colormap import COLORMAPS
from ..image.fills import FILLS
from ..model.labels import Labels
from ..model.manifest import Manifest
from ..words import titles
from ..words.language import Text
from .captions import layer_text


def class_names(labels: Labels) -> list[str]:
    """Names to choose from; where two classes share one, with the index."""
    names = [label.name for label in labels.entries]
    counts = Counter(names)
    return [
        titles.class_and_index(name, index) if counts[name] > 1 else name
        for index, name in enumerate(names)
    ]


def suggestions(field: str, found: list[int], labels: Labels) -> dict[str, Any]:
    """The classes that fit what was typed into a field of the page."""
    return {
        "field": field,
        "options": [
            {"value": str(index), "label": labels.name(index), "index": index}
            | {"description": labels[index].description}
            for index in found
        ],
    }


class _Titled(Protocol):
    @property
    def title(self) -> Text | str: ...


def _titles(choices: Mapping[str, _Titled]) -> dict[str, str]:
    return {key: str(choice.title) for key, choice in choices.items()}


def controls(samples: list[dict[str, Any]]) -> dict[str, Any]:
    """What the page's choices are filled with, once."""
    named = [
        {**each, "title": titles.sample(each["id"], each["title"])} for each in samples
    ]
    return {
        "samples": named,
        "methods": _titles(METHODS),
        "scores": _titles(SCORES),
        "fills": _titles(FILLS),
        "colormaps": _titles(COLORMAPS),
    }


def network(
    manifest: Manifest, name: str, names: dict[str, str], own: dict[str, Any] | None
) -> dict[str, Any]:
    """The network on the page, and the others by `names`: name -> title.

    `own` is what is shown of a visitor's own network, if it is that.
    """
    size = manifest.input_size
    return {
        "name": name,
        "names": names,
        "text": _network_text(manifest),
        "input": titles.network_input(size),
        "layers": [
            {
                "id": layer.id,
                "label": layer.label,
                "block": layer.kind,
                "text": layer_text(layer),
                "shape": list(layer.shape),
            }
            for layer in manifest.layers
        ],
        "blocks": {layer.kind: titles.block(layer.kind) for layer in manifest.layers},
        "own": own,
    }


def _network_text(manifest: Manifest) -> str:
    raw = manifest.raw
    if "weights" not in raw:
        return titles.own_model(manifest.title, len(manifest.layers), manifest.classes)
    return titles.model(
        manifest.title,
        parameters=raw["parameters"],
        accuracy=manifest.imagenet_top1,
        source=raw["weights"]["source"],
        licence=raw["weights"]["licence"],
    )
