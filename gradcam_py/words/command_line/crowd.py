"""What the command line says of many pictures.

Longer than most: much may go wrong where many machines compute.
"""

from collections.abc import Collection, Sequence

from ..grammar import listed
from ..language import _, gettext_lazy, ngettext
from ..numbers import count, rough

A_LIST = gettext_lazy("a list of pictures")
# What is counted while it goes on.
UNIT = gettext_lazy("pictures")
TILES = gettext_lazy("tiles of the report")

NETWORK_CHANGED = gettext_lazy(
    "the network's files were changed meanwhile: start again, which begins anew"
)
NO_BAR = gettext_lazy("tqdm is not installed: pip install 'gradcam-playground[native]'")
NO_PARQUET = gettext_lazy(
    "pyarrow is not installed: pip install 'gradcam-playground[parquet]'"
)
NO_CLUSTER = gettext_lazy(
    "dask is not installed: pip install 'gradcam-playground[cluster]'"
)
NO_REPORT = gettext_lazy(
    "jinja2 is not installed: pip install 'gradcam-playground[report]'"
)
SCHEDULER_LOST = gettext_lazy(
    "the scheduler has gone: start it again, and the same command goes on from here"
)


def no_pictures(given: Sequence[str], endings: Collection[str]) -> str:
    """Nothing to explain."""
    return _(
        "no picture in {given} (expected names in {endings})",
        given=listed(given),
        endings=listed(endings),
    )


def nothing_matches(pattern: str) -> str:
    """A pattern of no file."""
    return _("{pattern}: no file matches", pattern=pattern)


def no_such_file(path: object) -> str:
    """A picture that is not there."""
    return _("{path}: no such file or folder", path=path)


def list_not_text(path: object, reason: object) -> str:
    """A list that is not UTF-8."""
    return _(
        "{path}: expected a path in each line, in UTF-8 ({reason})",
        path=path,
        reason=reason,
    )


def unreadable_folder(path: object, reason: object) -> str:
    """A folder that cannot be looked into."""
    return _("{path}: cannot be looked into ({reason})", path=path, reason=reason)


def out_is_source(path: object) -> str:
    """Pictures and results in one folder: the overlays would be pictures, too."""
    return _(
        "{path}: has the pictures; choose another folder for --out, such as one in it",
        path=path,
    )


def no_regular_file(path: object) -> str:
    """A path that leads to a folder, a pipe or a device."""
    return _("{path}: expected a picture, found no regular file", path=path)


def unforeseen(path: object, kind: str, said: str) -> str:
    """An error that is no fault of the picture's, such as a full memory."""
    return _(
        "{path}: {kind} {said}; the next start tries this picture again",
        path=path,
        kind=kind,
        said=said,
    )


def process_ended(path: object, code: object) -> str:
    """The error of a picture that ended the processes that explained it."""
    return _(
        "{path}: the process that explained it was ended ({code}); if memory is "
        "short, fewer --jobs need less",
        path=path,
        code=_exit(code),
    )


def too_slow(path: object, seconds: float) -> str:
    """The error of a picture that hangs what explains it."""
    return _(
        "{path}: not explained within {seconds} seconds; the next start tries it "
        "again, and --timeout gives it more time",
        path=path,
        seconds=rough(seconds),
    )


def slow_start(seconds: float) -> str:
    """Processes that do not get as far as their network."""
    return _(
        "the network is not loaded within {seconds} seconds; --timeout gives it more",
        seconds=rough(seconds),
    )


def no_start(code: object) -> str:
    """Processes that end before they have loaded the network."""
    return _(
        "the processes end before the network is loaded ({code}); if memory is "
        "short, fewer --jobs need less",
        code=_exit(code),
    )


def no_scheduler(address: str, reason: object) -> str:
    """An address that leads to no scheduler."""
    return _(
        "--scheduler {address}: cannot be reached ({reason})",
        address=address,
        reason=reason,
    )


def no_workers(address: str) -> str:
    """A scheduler without workers."""
    return _(
        "--scheduler {address}: has no workers yet; start some: dask worker {address}",
        address=address,
    )


def machine_lacks(address: str, reason: object) -> str:
    """A worker or scheduler where this program is not, or something that it needs."""
    return _(
        "{address} lacks this program or a part of it ({reason}): pip install "
        "'gradcam-playground[native,cluster]' there",
        address=address,
        reason=reason,
    )


def other_version(worker: str, name: str, theirs: object, ours: object) -> str:
    """A worker that might give other numbers."""
    return _(
        "the worker {worker} has {name} {theirs}, here is {ours}: install the "
        "same there, so that all rows have the same numbers",
        worker=worker,
        name=name,
        theirs=theirs,
        ours=ours,
    )


def other_files(worker: str, path: object) -> str:
    """A worker without the pictures."""
    return _(
        "the worker {worker} does not see {path}: share the folder with it, or "
        "send the pictures with --send",
        worker=worker,
        path=path,
    )


def workers_lost(path: object) -> str:
    """The error of a picture whose workers were all lost."""
    return _(
        "{path}: the workers that explained it were lost, one after the other",
        path=path,
    )


def worker_failed(reason: object) -> str:
    """Something that is no fault of a picture."""
    return _("a worker failed: {reason}", reason=reason)


def unusable_folder(path: object, reason: object) -> str:
    """A folder that cannot hold the results."""
    return _("{path}: cannot hold what is found ({reason})", path=path, reason=reason)


def folder_in_use(path: object) -> str:
    """A folder that another run writes to."""
    return _(
        "{path}: another run writes there; wait for it, or choose another --out",
        path=path,
    )


def strange_folder(path: object) -> str:
    """A folder with files that have our names but are not ours."""
    return _(
        "{path}: has rows that this program did not write; choose another --out",
        path=path,
    )


def starts_anew(changed: Sequence[str], folder: object) -> str:
    """Other options or another network than before."""
    return _(
        "starts anew, for {changed} changed; what was there is in {folder}",
        changed=listed(changed),
        folder=folder,
    )


def goes_on(finished: int, total: int) -> str:
    """Some were finished before."""
    return _(
        "goes on: {finished} of {total} are finished",
        finished=count(finished),
        total=count(total),
    )


def stopped(finished: int, total: int) -> str:
    """Somebody interrupted."""
    return _(
        "stopped: {finished} of {total} are finished, and the same command goes "
        "on from there",
        finished=count(finished),
        total=count(total),
    )


def done(total: int, bad: int, path: object) -> str:
    """All of it."""
    explained = ngettext(
        "1 picture explained",
        "{count} pictures explained",
        total - bad,
        count=count(total - bad),
    )
    unreadable = ngettext("1 could not be", "{bad} could not be", bad, bad=count(bad))
    return _(
        "{explained}, {unreadable}: {path}",
        explained=explained,
        unreadable=unreadable,
        path=path,
    )


def _exit(code: object) -> str:
    if isinstance(code, int) and code < 0:
        return _("signal {number}", number=-code)
    return _("exit status {code}", code=code)
