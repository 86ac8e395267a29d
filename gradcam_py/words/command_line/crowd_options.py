"""The --help of many pictures, and what is wrong with their options."""

from collections.abc import Collection

from ..grammar import listed

GROUP = "many pictures"
GROUP_SAYS = "for a folder, a pattern, a list or several photos, with --out DIR"
PHOTO = (
    "JPEG, PNG, WebP, GIF, BMP or TIFF; many of them: a folder, a pattern such as "
    "'photos/*.jpg', a .txt file with a path in each line, or several of these"
)
JOBS = "processes, of one thread each (default: as many as there are cores)"
AREAS = "also measure the areas below the curves of deletion and insertion"
OVERLAYS = "also write the overlays, as JPEG"
MAPS = "also write the raw maps, as npz"
REPORT = "also write report.html, which shows what the network looks at in all of them"
SCHEDULER = "have the workers of this Dask scheduler compute, such as tcp://host:8786"
SEND = "send the pictures to the workers, which need not see your files"

NO_FOLDER = "many pictures need a folder for what is found: --out DIR"
SEND_WHERE = "--send: only with --scheduler"
JOBS_WHERE = "--jobs: not with --scheduler, whose workers are as many as you started"


def format_help(usual: str) -> str:
    """Help of --format."""
    return f"of the rows (default: {usual})"


def timeout(usual: int) -> str:
    """Help of --timeout."""
    return (
        f"for one picture (default: {usual}); one that takes longer becomes a row with "
        "that error, and the others go on"
    )


def only_of_many(options: Collection[str]) -> str:
    """Options that one photo does not have."""
    return f"{listed(options)}: only for many pictures, such as a folder of them"


def only_of_one(options: Collection[str]) -> str:
    """Options that many pictures do not have."""
    return f"{listed(options)}: only for one photo"
