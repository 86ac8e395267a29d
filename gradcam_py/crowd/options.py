"""The command line's options with those of many pictures."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from ..cli.options import make_parser, read_options, whole
from ..errors import PlaygroundError
from ..words.command_line import crowd_options as words
from .sources import is_pattern, is_picture_list

FORMATS = ("jsonl", "parquet")
MOST_JOBS = 1024
TIMEOUT = 300  # seconds without any answer
DAY = 86_400
# What only one photo has, and what only many pictures have; None or False: not given.
OF_ONE = ("all_layers", "curves", "occlusion", "rise", "list_layers", "json", "check")
OF_MANY = (
    *("format", "jobs", "timeout", "areas", "overlays", "maps", "report"),
    *("scheduler", "send"),
)


class UseError(PlaygroundError):
    """Options that do not go together."""


def parse_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; leaves with status 2 and one line if it is malformed."""
    parser = make_parser(arguments)
    parser.add_argument("photo", metavar="PHOTO", nargs="+", help=str(words.PHOTO))
    group = parser.add_argument_group(str(words.GROUP), str(words.GROUP_SAYS))
    add = group.add_argument
    add("--format", choices=FORMATS, help=words.format_help(FORMATS[0]))
    add("--jobs", metavar="N", type=whole(1, MOST_JOBS), help=str(words.JOBS))
    add("--timeout", metavar="SECONDS", type=whole(1, DAY), help=words.timeout(TIMEOUT))
    add("--areas", action="store_true", help=str(words.AREAS))
    add("--overlays", action="store_true", help=str(words.OVERLAYS))
    add("--maps", action="store_true", help=str(words.MAPS))
    add("--report", action="store_true", help=str(words.REPORT))
    add("--scheduler", metavar="ADDRESS", help=str(words.SCHEDULER))
    add("--send", action="store_true", help=str(words.SEND))
    return read_options(parser, arguments)


def is_one_photo(options: argparse.Namespace) -> bool:
    """Whether one photo is to be explained, as ever, and not a crowd."""
    if len(options.photo) > 1:
        return False
    (given,) = options.photo
    return not (is_pattern(given) or is_picture_list(given) or Path(given).is_dir())


def of_one_photo(options: argparse.Namespace) -> argparse.Namespace:
    """The options as the command line of one photo has them. Raises `UseError`."""
    given = _given(options, OF_MANY)
    if given:
        raise UseError(words.only_of_many(given))
    (photo,) = options.photo
    return argparse.Namespace(**vars(options) | {"photo": Path(photo)})


def check_crowd(options: argparse.Namespace) -> None:
    """Refuse what many pictures cannot have. Raises `UseError`."""
    given = _given(options, OF_ONE)
    if given:
        raise UseError(words.only_of_one(given))
    if options.out is None:
        raise UseError(words.NO_FOLDER)
    if options.send and not options.scheduler:
        raise UseError(words.SEND_WHERE)
    if options.jobs and options.scheduler:
        raise UseError(words.JOBS_WHERE)


def cores() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _given(options: argparse.Namespace, names: Sequence[str]) -> list[str]:
    return [f"--{n.replace('_', '-')}" for n in names if getattr(options, n)]
