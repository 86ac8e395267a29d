"""The --help of many pictures, and what is wrong with their options."""

from collections.abc import Collection

from ..grammar import listed
from ..language import _, gettext_lazy

GROUP = gettext_lazy("many pictures")
GROUP_SAYS = gettext_lazy(
    "for a folder, a pattern, a list or several photos, with --out DIR"
)
PHOTO = gettext_lazy(
    "JPEG, PNG, WebP, GIF, BMP or TIFF; many of them: a folder, a pattern such "
    "as 'photos/*.jpg', a .txt file with a path in each line, or several of these"
)
JOBS = gettext_lazy(
    "processes, of one thread each (default: as many as there are cores)"
)
AREAS = gettext_lazy(
    "also measure the areas below the curves of deletion and insertion"
)
OVERLAYS = gettext_lazy("also write the overlays, as JPEG")
MAPS = gettext_lazy("also write the raw maps, as npz")
REPORT = gettext_lazy(
    "also write report.html, which shows what the network looks at in all of them"
)
SCHEDULER = gettext_lazy(
    "have the workers of this Dask scheduler compute, such as tcp://host:8786"
)
SEND = gettext_lazy("send the pictures to the workers, which need not see your files")

NO_FOLDER = gettext_lazy("many pictures need a folder for what is found: --out DIR")
SEND_WHERE = gettext_lazy("--send: only with --scheduler")
JOBS_WHERE = gettext_lazy(
    "--jobs: not with --scheduler, whose workers are as many as you started"
)


def format_help(usual: str) -> str:
    """Help of --format."""
    return _("of the rows (default: {usual})", usual=usual)


def timeout(usual: int) -> str:
    """Help of --timeout."""
    return _(
        "for one picture (default: {usual}); one that takes longer becomes a row with "
        "that error, and the others go on",
        usual=usual,
    )


def only_of_many(options: Collection[str]) -> str:
    """Options that one photo does not have."""
    return _(
        "{options}: only for many pictures, such as a folder of them",
        options=listed(options),
    )


def only_of_one(options: Collection[str]) -> str:
    """Options that many pictures do not have."""
    return _("{options}: only for one photo", options=listed(options))
