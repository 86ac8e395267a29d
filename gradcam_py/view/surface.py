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
