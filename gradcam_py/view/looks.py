"""What changes the looks of the page and no number."""

from dataclasses import dataclass

from ..image.overlay import OPACITY


@dataclass(frozen=True)
class Looks:
    """What changes the page's looks and no number."""

    colormap: str = "viridis"
    opacity: float = OPACITY  # 0..1
