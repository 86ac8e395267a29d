"""The names of a network's classes, from whatever file came with it.

One name a line; a JSON list, or an object from index to name, on its own or under the
keys that Hugging Face, timm and Teachable Machine use; Keras' pairs of id and name;
comma-separated values, with or without the index.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from ..bounded_json import loads
from ..errors import NetworkError
from ..words import networks
from .labels import Label, Labels

KEYS = ("id2label", "labels", "label_names", "classes", "class_names")
NAMES = ("name", "label", "class", "class_name", "description")
INDICES = ("index", "id", "class_id", "idx")


def numbered(classes: int) -> Labels:
    """Names where there is no file: class 0, class 1, ..."""
    return named([networks.nameless(index) for index in range(classes)])


def read_labels(data: bytes, name: str, classes: int) -> Labels:
    """The names in a file. Raises `NetworkError`, naming the file, unless they fit."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NetworkError(networks.labels_not_text(name)) from None
    names = _from_json(text)
    if names is None:
        names = _from_lines(text, name)
    names = [" ".join(each.split()) for each in names]
    if len(names) != classes:
        raise NetworkError(networks.labels_count(name, len(names), classes))
    return named(names)


def has_names(data: bytes) -> bool:
    """Whether a JSON document has names of classes.

    >>> has_names(b'{"id2label": {"0": "cat"}}'), has_names(b'{"image_mean": 0.5}')
    (True, False)
    """
    return _from_json(data.decode("utf-8-sig", "replace")) is not None


def named(names: Sequence[str]) -> Labels:
    """Classes of these names, the part before a comma: the rest are other names."""
    entries = []
    for index, text in enumerate(names):
        short = text.partition(",")[0].strip() or text or networks.nameless(index)
        entries.append(Label(index, short, text))
    return Labels(tuple(entries))


def _from_json(text: str) -> list[str] | None:
    """The names in a JSON document; None if it is none, or has no names."""
    try:
        document = loads(text)
    except ValueError:
        return None
    if isinstance(document, dict):
        for key in KEYS:
            if isinstance(document.get(key), list | dict):
                document = document[key]
                break
    if isinstance(document, dict):
        document = _in_order(document)
    return [_name(each) for each in document] if isinstance(document, list) else None


def _in_order(names: dict[str, Any]) -> list[Any] | None:
    """The values of {"0": name, ...}, or the keys of {name: 0, ...}."""
    for pairs in (names.items(), [(value, key) for key, value in names.items()]):
        try:
            by_index = {int(index): name for index, name in pairs}
        except (TypeError, ValueError):
            continue
        if sorted(by_index) == list(range(len(names))):
            return [by_index[index] for index in range(len(names))]
    return None


def _name(entry: Any) -> str:
    if isinstance(entry, list) and entry:  # Keras: ["n01440764", "tench"]
        return str(entry[-1]).replace("_", " ")
    if isinstance(entry, dict):
        for key in NAMES:
            if key in entry:
                return str(entry[key])
    return str(entry)


def _from_lines(text: str, name: str) -> list[str]:
    lines = [line for line in text.splitlines() if line.strip()]
    if not name.lower().endswith((".csv", ".tsv")):
        # Teachable Machine writes "0 Cat", "1 Dog".
        parts = [line.split(maxsplit=1) for line in lines]
        counted = [len(p) == 2 and p[0] == str(i) for i, p in enumerate(parts)]
        return [part[1] for part in parts] if lines and all(counted) else lines
    separator = "\t" if name.lower().endswith(".tsv") else ","
    rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator))
    return _from_rows([[cell.strip() for cell in row] for row in rows if row])


def _from_rows(rows: list[list[str]]) -> list[str]:
    if not rows:
        return []
    header = [cell.lower() for cell in rows[0]]
    column = next((header.index(key) for key in NAMES if key in header), None)
    index = next((header.index(key) for key in INDICES if key in header), None)
    if column is not None:
        rows = rows[1:]
    elif len(rows[0]) > 1 and all(row[0].isdecimal() for row in rows):
        column, index = 1, 0
    else:
        column = 0
    if index is not None and all(
        len(row) > index and row[index].isdecimal() for row in rows
    ):
        rows = sorted(rows, key=lambda row: int(row[index]))
    return [row[column] if len(row) > column else "" for row in rows]
