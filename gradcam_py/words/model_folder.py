"""Why a model folder is refused; all of it can be built again."""

from collections.abc import Iterable

from .grammar import plural
from .numbers import count

REBUILD = "run `make site` to build it again"


def not_json(error: object) -> str:
    """A manifest that is no JSON."""
    return f"manifest.json is not JSON ({error}): {REBUILD}"


def no_version(version: object, expected: int) -> str:
    """A manifest of no version, or of none that there ever was."""
    return (
        f"manifest.json: expected schema_version {expected}, found {version!r}: "
        f"{REBUILD}"
    )


def newer(version: int, known: int) -> str:
    """A manifest of a version that is yet to come."""
    return (
        f"manifest.json has schema version {version}, newer than the {known} this "
        f"program knows: update it, or {REBUILD}"
    )


def malformed(error: object) -> str:
    """A manifest that lacks something or has something else in its place."""
    return f"manifest.json: missing or malformed entry ({error!r}): {REBUILD}"


def other_type(expected: str, found: object) -> str:
    """An entry of the manifest of another type than expected."""
    return f"expected {expected}, found {found!r}"


def other_choice(entry: str, known: Iterable[str], found: object) -> str:
    """An entry of the manifest that is none of those there are."""
    return f"{entry}: expected one of {', '.join(known)}, found {found!r}"


def other_features(layer: str, shape: list[int]) -> str:
    """Features that are no layer's."""
    return (
        f"manifest.json: features are {layer} {shape}, but the layers do not list it "
        f"so: {REBUILD}"
    )


def unlisted(name: str) -> str:
    """A file that the manifest forgets."""
    return f"manifest.json does not list the file {name}: {REBUILD}"


def not_plain(name: str) -> str:
    """A file's name that leads elsewhere."""
    return f"manifest.json: expected plain file names, found {name!r}: {REBUILD}"


def malformed_labels(error: object) -> str:
    """Labels that are no list of classes."""
    return f"labels.json is malformed ({error!r}): {REBUILD}"


def disordered_labels() -> str:
    """Labels that are not in the order of the logits."""
    return f"labels.json: expected indices 0, 1, 2, ... in order: {REBUILD}"


def other_number(name: str, labels: int, classes: int) -> str:
    """Labels for another number of classes."""
    return plural(
        labels,
        one=f"{name} has 1 entry, expected {classes}: {REBUILD}",
        other=f"{name} has {labels} entries, expected {classes}: {REBUILD}",
    )


def other_size(name: str, size: int, expected: int) -> str:
    """A file of another size."""
    return plural(
        size,
        one=f"{name} has 1 byte, expected {count(expected)}: {REBUILD}",
        other=f"{name} has {count(size)} bytes, expected {count(expected)}: {REBUILD}",
    )


def other_hash(name: str, sha256: str, expected: str) -> str:
    """A file of other content."""
    return f"{name} has sha256 {sha256}, expected {expected}: {REBUILD}"


def missing(name: str) -> str:
    """A file that is not there."""
    return f"{name} is missing from the model folder: {REBUILD}"


def unreadable(name: str, reason: str | None) -> str:
    """A file that is there and cannot be read."""
    return f"{name} cannot be read ({reason}): {REBUILD}"


def within(folder: str, reason: object) -> str:
    """Which of several folders is meant."""
    return f"{folder}: {reason}"
