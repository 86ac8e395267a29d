"""The languages of a one-file page: all of the site's, or those that are asked for."""

import json
from typing import Any

from gradcam_py.words.language import ENGLISH

from ..languages.packed import FOLDER, REST

NO_LANGUAGES = "languages = {}"  # in early.js

Languages = list[dict[str, Any]]  # as site.json has them


class NotSpokenError(Exception):
    """The site has no such language; the message is one line that says which it has."""


def chosen(listing: dict[str, Any], wanted: list[str] | None) -> Languages:
    """Those that were asked for, by default all. Raises `NotSpokenError`."""
    known = {each["tag"]: each for each in listing["languages"]}
    for tag in wanted or ():
        if tag not in (ENGLISH, *known):
            there = ", ".join([ENGLISH, *known])
            raise NotSpokenError(
                f"there is no language {tag!r} in the built site, only {there}"
            )
    return [each for tag, each in known.items() if wanted is None or tag in wanted]


def paths(languages: Languages) -> set[str]:
    """The files of the site that they need."""
    tags = [each["tag"] for each in languages]
    return {f"{FOLDER}/{tag}{part}.json" for tag in tags for part in ("", REST)}


def early(script: str, languages: Languages, files: dict[str, bytes]) -> str:
    """early.js with what the page says before any of its `files` can be read."""
    said = {}
    for tag in (each["tag"] for each in languages):
        said[tag] = json.loads(files[f"{FOLDER}/{tag}{REST}.json"])["early"]
    told = json.dumps(said).replace("</", r"<\/")
    return script.replace(NO_LANGUAGES, f"languages = {told}")
