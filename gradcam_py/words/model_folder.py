"""Why a model folder is refused; all of it can be built again."""

from collections.abc import Iterable

from .grammar import listed
from .language import _, gettext_lazy, ngettext
from .numbers import count

REBUILD = gettext_lazy("run `make site` to build it again")


def not_json(error: object) -> str:
    """A manifest that is no JSON."""
    return _(
        "manifest.json is not JSON ({error}): {rebuild}", error=error, rebuild=REBUILD
    )


def no_version(version: object, expected: int) -> str:
    """A manifest of no version, or of none that there ever was."""
    return _(
        "manifest.json: expected schema_version {expected}, found {version!r}: "
        "{rebuild}",
        expected=expected,
        version=version,
        rebuild=REBUILD,
    )


def newer(version: int, known: int) -> str:
    """A manifest of a version that is yet to come."""
    return _(
        "manifest.json has schema version {version}, newer than the {known} this "
        "program knows: update it, or {rebuild}",
        version=version,
        known=known,
        rebuild=REBUILD,
    )


def malformed(error: object) -> str:
    """A manifest that lacks something or has something else in its place."""
    return _(
        "manifest.json: missing or malformed entry ({error!r}): {rebuild}",
        error=error,
        rebuild=REBUILD,
    )


def other_type(expected: str, found: object) -> str:
    """An entry of the manifest of another type than expected."""
    return _("expected {expected}, found {found!r}", expected=expected, found=found)


def other_choice(entry: str, known: Iterable[str], found: object) -> str:
    """An entry of the manifest that is none of those there are."""
    return _(
        "{entry}: expected one of {known}, found {found!r}",
        entry=entry,
        known=listed(known),
        found=found,
    )


def other_features(layer: str, shape: list[int]) -> str:
    """Features that are no layer's."""
    return _(
        "manifest.json: features are {layer} {shape}, but the layers do not list "
        "it so: {rebuild}",
        layer=layer,
        shape=shape,
        rebuild=REBUILD,
    )


def unlisted(name: str) -> str:
    """A file that the manifest forgets."""
    return _(
        "manifest.json does not list the file {name}: {rebuild}",
        name=name,
        rebuild=REBUILD,
    )


def not_plain(name: str) -> str:
    """A file's name that leads elsewhere."""
    return _(
        "manifest.json: expected plain file names, found {name!r}: {rebuild}",
        name=name,
        rebuild=REBUILD,
    )


def malformed_labels(error: object) -> str:
    """Labels that are no list of classes."""
    return _(
        "labels.json is malformed ({error!r}): {rebuild}", error=error, rebuild=REBUILD
    )


def disordered_labels() -> str:
    """Labels that are not in the order of the logits."""
    return _(
        "labels.json: expected indices 0, 1, 2, ... in order: {rebuild}",
        rebuild=REBUILD,
    )


def other_number(name: str, labels: int, classes: int) -> str:
    """Labels for another number of classes."""
    return ngettext(
        "{name} has 1 entry, expected {classes}: {rebuild}",
        "{name} has {labels} entries, expected {classes}: {rebuild}",
        labels,
        name=name,
        classes=classes,
        rebuild=REBUILD,
        labels=labels,
    )


def other_size(name: str, size: int, expected: int) -> str:
    """A file of another size."""
    return ngettext(
        "{name} has 1 byte, expected {expected}: {rebuild}",
        "{name} has {size} bytes, expected {expected}: {rebuild}",
        size,
        name=name,
        expected=count(expected),
        rebuild=REBUILD,
        size=count(size),
    )


def other_hash(name: str, sha256: str, expected: str) -> str:
    """A file of other content."""
    return _(
        "{name} has sha256 {sha256}, expected {expected}: {rebuild}",
        name=name,
        sha256=sha256,
        expected=expected,
        rebuild=REBUILD,
    )


def missing(name: str) -> str:
    """A file that is not there."""
    return _(
        "{name} is missing from the model folder: {rebuild}", name=name, rebuild=REBUILD
    )


def unreadable(name: str, reason: str | None) -> str:
    """A file that is there and cannot be read."""
    return _(
        "{name} cannot be read ({reason}): {rebuild}",
        name=name,
        reason=reason,
        rebuild=REBUILD,
    )


def within(folder: str, reason: object) -> str:
    """Which of several folders is meant."""
    return _("{folder}: {reason}", folder=folder, reason=reason)
