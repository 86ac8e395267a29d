"""What there is to choose from, and where the choices stand."""

from typing import NotRequired, TypedDict


class Credit(TypedDict):
    """A picture that a sample is made of."""

    title: str
    author: str
    licence: str
    source: str


class SampleEntry(TypedDict):
    """A sample, as samples.json has it; its size in pixels."""

    id: str
    file: str
    title: str
    width: NotRequired[int]
    height: NotRequired[int]
    credits: list[Credit]


class LayerEntry(TypedDict):
    """A layer; its `block` is a key of `Network.blocks`, its shape (C, h, w)."""

    id: str
    label: str
    block: str
    text: str
    shape: tuple[int, int, int]


class Controls(TypedDict):
    """What the page's choices are filled with: keys and titles."""

    samples: list[SampleEntry]
    methods: dict[str, str]
    scores: dict[str, str]
    fills: dict[str, str]
    colormaps: dict[str, str]


class Fact(TypedDict):
    """Something found in a network's file."""

    term: str
    text: str


class OwnNetwork(TypedDict):
    """A visitor's own network: what was found, and how its pixels are prepared.

    The presets are ways to do so, by key, one of which it may be, else "". mean and
    deviation are of red, green and blue, in shares of 255; size in pixels.
    """

    facts: list[Fact]
    warning: str
    presets: dict[str, str]
    preset: str
    mean: list[float]
    deviation: list[float]
    bgr: bool
    size: int
    size_is_fixed: bool


class Network(TypedDict):
    """The network on the page, and all that can be chosen: names and titles."""

    name: str
    names: dict[str, str]
    text: str
    input: str
    layers: list[LayerEntry]
    blocks: dict[str, str]
    own: OwnNetwork | None


class NetworkProgress(TypedDict):
    """What is being done for another network; empty once it has ended.

    `of_own`: for a visitor's own, which has a panel to tell it.
    """

    text: str
    of_own: bool


class Settings(TypedDict):
    """Where the controls stand; `box` is what the network sees, 0..1 of the picture."""

    fill: str
    framing: str
    score: str
    method: str
    score_matters: bool
    score_text: str
    layer: int
    versus: str
    box: tuple[float, float, float, float]


class Looks(TypedDict):
    """How the heatmaps look."""

    colormap: str
    opacity: float


class Option(TypedDict):
    """A class to choose."""

    value: str
    label: str
    index: int
    description: str


class Suggestions(TypedDict):
    """What fits the text in a field of the page, named by its id."""

    field: str
    options: list[Option]


class GraphicsCard(TypedDict):
    """The switch for the graphics card."""

    text: str
    is_on: bool
    is_busy: bool


class Work(TypedDict):
    """A work that the page uses, as credits.json has it."""

    id: str
    kind: str
    title: str
    version: str
    author: str
    licence: str
    source: str


class Credits(TypedDict):
    """Whom the page thanks."""

    works: list[Work]
