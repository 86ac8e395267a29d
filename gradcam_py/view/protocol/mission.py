"""The messages of the page's part `mission`, and what can be done in one."""

from typing import Literal, NotRequired, TypedDict


class BeginMission(TypedDict):
    """A mission by its name."""

    name: str


class LockMission(TypedDict):
    """The answer: a choice, where one does not draw."""

    choice: NotRequired[str]


class MissionEntry(TypedDict):
    """One that can be begun."""

    name: str
    title: str
    task: str


class MissionOption(TypedDict):
    """An answer that can be chosen."""

    key: str
    title: str


class MissionsOffered(TypedDict):
    """All of them."""

    kind: Literal["offered"]
    missions: list[MissionEntry]


class MissionBegun(TypedDict):
    """The prediction can be made; parts of the page that would tell are hidden."""

    kind: Literal["begun"]
    name: str
    title: str
    task: str
    options: list[MissionOption]
    hides: list[str]


class MissionAsked(TypedDict):
    """The words of the mission under way, in another language."""

    kind: Literal["asked"]
    title: str
    task: str
    options: list[MissionOption]


class MissionLocked(TypedDict):
    """The answer cannot be changed any more; everything may be seen."""

    kind: Literal["locked"]


class MissionJudged(TypedDict):
    """What came of it."""

    kind: Literal["judged"]
    points: str
    texts: list[str]


class MissionLeft(TypedDict):
    """There is none under way."""

    kind: Literal["left"]


MissionMessage = (
    MissionsOffered
    | MissionBegun
    | MissionAsked
    | MissionLocked
    | MissionJudged
    | MissionLeft
)
