"""What a page opens with: read from what "Save JSON" or "Share link" made."""

import json
from pathlib import Path
from typing import Any

from gradcam_py.app.permalink import from_fragment, to_fragment
from gradcam_py.app.saved import shared_of
from gradcam_py.errors import PlaygroundError
from gradcam_py.model.manifest import parse_manifest


class PreparedError(Exception):
    """The file describes nothing that the page could open with, and why."""


def model_of(path: Path) -> str | None:
    """The model that a saved state was made with; links do not tell."""
    state = _state(path)
    return state.get("model") if state else None


def read_fragment(path: Path, manifest: bytes, samples: set[str]) -> str:
    """The link's part after its # that opens the page as `path` describes it.

    Raises `PreparedError` if the page could not show that.
    """
    try:
        state = _state(path)
        text = path.read_text(encoding="utf-8").strip()
        shared = shared_of(state) if state else from_fragment(text.split("#")[-1])
        shared.settings.check(parse_manifest(manifest))
    except (KeyError, TypeError, ValueError, PlaygroundError) as error:
        raise PreparedError(
            f"{path}: expected the JSON that the page saves, or a link that it made: "
            f"{type(error).__name__}: {error}"
        ) from None
    if shared.sample not in samples:
        raise PreparedError(
            f"{path}: its picture is {shared.sample or 'a visitor’s own'}; it has to "
            f"be one of the samples: {', '.join(sorted(samples))}"
        )
    return to_fragment(shared)


def _state(path: Path) -> dict[str, Any] | None:
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if text.lstrip().startswith("{") else None
