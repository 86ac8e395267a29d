"""Many pictures: messages of the page's part `trial`, and what can be done then."""

from typing import Literal, TypedDict


class CrowdPicture(TypedDict):
    """A picture by its place among all, with what stands at it."""

    index: int
    name: str
    text: str
    border: str
    alt: str


class CrowdGroup(TypedDict):
    """The pictures of which the network says the same; `alt` is of their mean."""

    label: str
    text: str
    alt: str
    pictures: list[CrowdPicture]


class CrowdSection(TypedDict):
    """Pictures that have something in common."""

    title: str
    text: str
    pictures: list[CrowdPicture]


class CrowdMean(TypedDict):
    """What stands at the mean of all maps."""

    title: str
    text: str


class CrowdFaults(TypedDict):
    """Why pictures could not be explained."""

    title: str
    texts: list[str]


class CrowdSave(TypedDict):
    """What the buttons say."""

    csv: str
    jsonl: str


class TrialCrowd(TypedDict):
    """The contact sheet; in the pixels are the means, that of all and each group's.

    `is_over`: nothing more comes. `classes` is the groups' title, `opens` what a
    picture does when it is pressed.
    """

    kind: Literal["crowd"]
    name: Literal["crowd"]
    is_over: bool
    mean: CrowdMean
    classes: str
    groups: list[CrowdGroup]
    sections: list[CrowdSection]
    faults: CrowdFaults
    opens: str
    save: CrowdSave


class TrialTiles(TypedDict):
    """Pictures under their heatmaps, squares one below the other in the pixels."""

    kind: Literal["tiles"]
    name: Literal["crowd"]
    indices: list[int]


class OpenCrowd(TypedDict):
    """One of the pictures by its place among all."""

    index: int


class SaveCrowd(TypedDict):
    """How its rows are to be written."""

    kind: Literal["csv", "jsonl"]
