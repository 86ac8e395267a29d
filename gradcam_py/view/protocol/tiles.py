"""The heatmaps that are compared, and what can be done with them."""

from typing import NotRequired, TypedDict


class TileClass(TypedDict):
    """A class that a tile can explain."""

    index: int
    text: str


class Tile(TypedDict):
    """One heatmap; its target is -1 while it is not known."""

    title: str
    text: str
    target: int
    classes: list[TileClass]
    method: str
    methods: dict[str, str]
    layer: str
    layers: list[str]


class Tiles(TypedDict):
    """All of them, with the cosine of each with each; squares below one another."""

    tiles: list[Tile]
    cosines: list[list[str]]
    cosines_text: str
    common: bool
    text: str


class ChangeTile(TypedDict):
    """What is to be asked of a tile instead."""

    index: int
    target: NotRequired[int]
    method: NotRequired[str]
    layer: NotRequired[str]


class OneTile(TypedDict):
    """A tile by its place."""

    index: int


class ScaleTiles(TypedDict):
    """Whether all of them have one scale."""

    common: bool
