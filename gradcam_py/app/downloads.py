"""What visitors take with them: the overlay as PNG, the state with all numbers."""

import io
import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..explaining.to_json import state as explanation_state
from ..image.framing import framed_box
from ..image.overlay import overlay
from ..model.recovery import PageSession
from ..view.presenter import Presenter
from ..words.language import chosen
from .saved import with_picture
from .state import OwnFile


def state(presenter: Presenter, session: PageSession) -> dict[str, Any]:
    """The page's state: the command line's --json, and what only a page has."""
    page = {
        "updates": presenter.updates,
        "timings": {**session.timings, "update": presenter.update_ms},
        "threads": session.threads,
        "backend": session.backend,
        "colormap": presenter.looks.colormap,
        "opacity": presenter.looks.opacity,
        "strip": presenter.strip_is_current(),
    }
    shown = presenter.latest
    if shown is None:
        return {"model": session.manifest.name, **page}
    name, sample = session.manifest.name, shown.question.picture.sample
    return {**explanation_state(shown, presenter.labels, name, sample), **page}


def file(
    kind: str,
    presenter: Presenter,
    session: PageSession,
    own: OwnFile | None = None,
) -> tuple[str, str, NDArray[np.uint8]]:
    """Name, MIME type and bytes of the overlay (`png`) or of the state.

    `own` is the title and the file of a picture that goes with the state.
    """
    stem = f"grad-cam-{presenter.shown.question.picture.sample or 'picture'}"
    if kind == "png":
        return f"{stem}.png", "image/png", _bytes(png(presenter))
    content = state(presenter, session)
    if kind == "lesson":
        content["language"] = chosen()
    if own:
        stem = "grad-cam-lesson"
        content = with_picture(content, own.title, own.data)
    text = json.dumps(content, indent=1, ensure_ascii=False)
    return f"{stem}.json", "application/json", _bytes(text.encode())


def png(presenter: Presenter) -> bytes:
    """The picture as it was hidden from the network, under the heatmap."""
    shown, looks = presenter.shown, presenter.looks
    image = presenter.covered(shown.question.picture.display)
    box = framed_box(image.size, shown.question.settings.framing)
    result = overlay(image, shown.cam, looks.colormap, looks.opacity, box)
    buffer = io.BytesIO()
    result.save(buffer, "PNG")
    return buffer.getvalue()


def _bytes(data: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(data, np.uint8)
