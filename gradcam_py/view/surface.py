"""The protocol between what is shown and where it is shown: a page, or a test."""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray


class View(Protocol):
    """What the page can show."""

    def show(
        self, part: str, data: dict[str, Any], pixels: NDArray[np.uint8] | None = None
    ) -> None:
        """Bring one part of the page up to date; `pixels` are RGBA [h,w,4]."""
        ...


class ViewForATime:
    """A view that is somebody's until it is closed; then it shows nothing any more."""

    def __init__(self, view: View):
        self._view: View | None = view

    def show(
        self, part: str, data: dict[str, Any], pixels: NDArray[np.uint8] | None = None
    ) -> None:
        """See `View.show`."""
        if self._view:
            self._view.show(part, data, pixels)

    def close(self) -> None:
        """What is still under way is not shown."""
        self._view = None
