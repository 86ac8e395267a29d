"""The icons of the installed page, rendered from site/icon.svg."""

import re

import resvg_py

from ..paths import SOURCES

ICON = SOURCES / "icon.svg"
# Whatever shape a system cuts a maskable icon to, it keeps the middle circle of 80 %.
# With this much room around its 64 x 64 square, the icon's grid lies within.
MARGIN = 10


def icons() -> dict[str, bytes]:
    """PNG files by their names in the site."""
    svg = ICON.read_text(encoding="utf-8")
    return {
        "icon-192.png": _render(svg, 192),
        "icon-512.png": _render(svg, 512),
        "icon-maskable.png": _render(maskable(svg), 512),
    }


def maskable(svg: str) -> str:
    """The icon on a ground that fills the whole square, edge to edge."""
    ground = re.search(r'<rect width="64" height="64" rx="14" (fill="#\w+") />', svg)
    if not ground or 'viewBox="0 0 64 64"' not in svg:
        raise ValueError(
            f"{ICON}: expected viewBox 0 0 64 64 and, first, its ground: "
            '<rect width="64" height="64" rx="14" fill="#..." />'
        )
    size = 64 + 2 * MARGIN
    full = f'<rect x="{-MARGIN}" y="{-MARGIN}" width="{size}" height="{size}" '
    svg = svg.replace(ground[0], f"{full}{ground[1]} />")
    return svg.replace("0 0 64 64", f"{-MARGIN} {-MARGIN} {size} {size}")


def _render(svg: str, size: int) -> bytes:
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, width=size, height=size, skip_system_fonts=True
        )
    )
