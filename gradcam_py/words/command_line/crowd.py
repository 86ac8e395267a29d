"""What the command line says of many pictures."""

from collections.abc import Collection, Sequence

from ..grammar import listed, plural
from ..numbers import count

A_LIST = "a list of pictures"
UNIT = " pictures"
TILES = " tiles of the report"

NETWORK_CHANGED = (
    "the network's files were changed meanwhile: start again, which begins anew"
)
NO_BAR = "tqdm is not installed: pip install 'gradcam-playground[native]'"
NO_PARQUET = "pyarrow is not installed: pip install 'gradcam-playground[parquet]'"
NO_CLUSTER = "dask is not installed: pip install 'gradcam-playground[cluster]'"
NO_REPORT = "jinja2 is not installed: pip install 'gradcam-playground[report]'"
SCHEDULER_LOST = (
    "the scheduler has gone: start it again, and the same command goes on from here"
)


def no_pictures(given: Sequence[str], endings: Collection[str]) -> str:
    """Nothing to explain."""
    return f"no picture in {listed(given)} (expected names in {listed(endings)})"


def nothing_matches(pattern: str) -> str:
    """A pattern of no file."""
    return f"{pattern}: no file matches"


def no_such_file(path: object) -> str:
    """A picture that is not there."""
    return f"{path}: no such file or folder"


def list_not_text(path: object, reason: object) -> str:
    """A list that is not UTF-8."""
    return f"{path}: expected a path in each line, in UTF-8 ({reason})"


def unreadable_folder(path: object, reason: object) -> str:
    """A folder that cannot be looked into."""
    return f"{path}: cannot be looked into ({reason})"


def out_is_source(path: object) -> str:
    """Pictures and results in one folder: the overlays would be pictures, too."""
    return (
        f"{path}: has the pictures; choose another folder for --out, such as one in it"
    )


def no_regular_file(path: object) -> str:
    """A path that leads to a folder, a pipe or a device."""
    return f"{path}: expected a picture, found no regular file"


def unforeseen(path: object, kind: str, said: str) -> str:
    """An error that is no fault of the picture's, such as a full memory."""
    return f"{path}: {kind} {said}; the next start tries this picture again"


def process_ended(path: object, code: object) -> str:
    """The error of a picture that ended the processes that explained it."""
    return (
        f"{path}: the process that explained it was ended ({_exit(code)}); if memory "
        "is short, fewer --jobs need less"
    )


def too_slow(path: object, seconds: float) -> str:
    """The error of a picture that hangs what explains it."""
    return (
        f"{path}: not explained within {seconds:g} seconds; the next start tries it "
        "again, and --timeout gives it more time"
    )


def slow_start(seconds: float) -> str:
    """Processes that do not get as far as their network."""
    return (
        f"the network is not loaded within {seconds:g} seconds; --timeout gives it more"
    )


def no_start(code: object) -> str:
    """Processes that end before they have loaded the network."""
    return (
        f"the processes end before the network is loaded ({_exit(code)}); if memory "
        "is short, fewer --jobs need less"
    )


def no_scheduler(address: str, reason: object) -> str:
    """An address that leads to no scheduler."""
    return f"--scheduler {address}: cannot be reached ({reason})"


def no_workers(address: str) -> str:
    """A scheduler without workers."""
    return (
        f"--scheduler {address}: has no workers yet; start some: dask worker {address}"
    )


def machine_lacks(address: str, reason: object) -> str:
    """A worker or scheduler where this program is not, or something that it needs."""
    return (
        f"{address} lacks this program or a part of it ({reason}): pip install "
        "'gradcam-playground[native,cluster]' there"
    )


def other_version(worker: str, name: str, theirs: object, ours: object) -> str:
    """A worker that might give other numbers."""
    return (
        f"the worker {worker} has {name} {theirs}, here is {ours}: install the same "
        "there, so that all rows have the same numbers"
    )


def other_files(worker: str, path: object) -> str:
    """A worker without the pictures."""
    return (
        f"the worker {worker} does not see {path}: share the folder with it, or send "
        "the pictures with --send"
    )


def workers_lost(path: object) -> str:
    """The error of a picture whose workers were all lost."""
    return f"{path}: the workers that explained it were lost, one after the other"


def worker_failed(reason: object) -> str:
    """Something that is no fault of a picture."""
    return f"a worker failed: {reason}"


def unusable_folder(path: object, reason: object) -> str:
    """A folder that cannot hold the results."""
    return f"{path}: cannot hold what is found ({reason})"


def folder_in_use(path: object) -> str:
    """A folder that another run writes to."""
    return f"{path}: another run writes there; wait for it, or choose another --out"


def strange_folder(path: object) -> str:
    """A folder with files that have our names but are not ours."""
    return f"{path}: has rows that this program did not write; choose another --out"


def starts_anew(changed: Sequence[str], folder: object) -> str:
    """Other options or another network than before."""
    return f"starts anew, for {listed(changed)} changed; what was there is in {folder}"


def goes_on(finished: int, total: int) -> str:
    """Some were finished before."""
    return f"goes on: {count(finished)} of {count(total)} are finished"


def stopped(finished: int, total: int) -> str:
    """Somebody interrupted."""
    return (
        f"stopped: {count(finished)} of {count(total)} are finished, and the same "
        "command goes on from there"
    )


def done(total: int, bad: int, path: object) -> str:
    """All of it."""
    explained = plural(
        total - bad,
        one="1 picture explained",
        other=f"{count(total - bad)} pictures explained",
    )
    unreadable = plural(bad, one="1 could not be", other=f"{count(bad)} could not be")
    return f"{explained}, {unreadable}: {path}"


def _exit(code: object) -> str:
    if isinstance(code, int) and code < 0:
        return f"signal {-code}"
    return f"exit status {code}"
