"""The command line of many pictures; one photo is `cli.main`'s."""

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from types import ModuleType

from ..cli.files import printable
from ..cli.main import answer, run
from ..cli.networks import Network, open_network
from ..cli.options import to_settings
from ..errors import PlaygroundError
from ..words.command_line import crowd as words
from .engines.processes import Crew
from .job import Explainer
from .journal import Journal, alone
from .opening import Opening, digest_of, fingerprint
from .options import (
    FORMATS,
    TIMEOUT,
    check_crowd,
    cores,
    is_one_photo,
    of_one_photo,
    parse_options,
)
from .output import parquet_module, write_rows
from .sources import find_pictures
from .tasks import Asked, Task
from .work import Engine, Work, progress_bar_module


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; a user's mistake is one line and exit status 2."""
    options = parse_options(arguments)
    if is_one_photo(options):
        return answer(options, lambda options: run(of_one_photo(options)))
    return answer(options, explain_all)


def explain_all(options: argparse.Namespace) -> str:
    """Explain every picture, write what was found, and say what that is.

    Raises a `PlaygroundError`, for wrong options before anything is written.
    """
    check_crowd(options)
    if options.format == "parquet":
        parquet_module()
    if options.report:
        report_module()
    out = Path(options.out)
    names = find_pictures(options.photo, out)
    network = open_network(options)
    asked = _asked(options, network)
    Explainer(network, asked)  # which refuses what cannot be asked
    opening = Opening(options, asked, digest_of(options))
    with alone(out), closing(Journal(out, fingerprint(opening))) as journal:
        if journal.moved:
            tell(words.starts_anew(journal.changed, journal.moved))
        work = Work(names, journal)
        if work.finished:
            tell(words.goes_on(work.finished, len(names)))
        try:
            if work.finished < len(names):
                work.do(_engine(options, opening, names))
            path = write_rows(work.rows(), out, options.format or FORMATS[0])
            if options.report:
                _write_report(work, journal, asked, network)
        except KeyboardInterrupt:
            tell(words.stopped(work.finished, len(names)))
            raise
        bad = sum(row["error"] is not None for row in work.rows())
        return words.done(len(names), bad, path)


def tell(text: str) -> None:
    """Say something beside the results."""
    print(printable(text), file=sys.stderr, flush=True)


def _write_report(work: Work, journal: Journal, asked: Asked, network: Network) -> None:
    page = report_module()

    def progress(names: Sequence[str]) -> Iterable[str]:
        bar = progress_bar_module().tqdm(names, unit=f" {words.TILES}", disable=None)
        drawn: Iterable[str] = bar
        return drawn

    crowd = page.Crowd(
        work.rows, journal.row, os.path.abspath, journal.folder, asked, network
    )
    page.write_report(crowd, progress)


def report_module() -> ModuleType:
    """What makes the report; raises `PlaygroundError` where Jinja is not installed."""
    try:
        from .report import page
    except ImportError:
        raise PlaygroundError(words.NO_REPORT) from None
    return page


def _asked(options: argparse.Namespace, network: Network) -> Asked:
    settings = to_settings(options, network.labels)
    usual = "probability" if settings.versus is None else "logit"
    return Asked(
        settings,
        options.overlays,
        options.maps or options.report,
        (options.measure or usual) if options.areas else None,
        options.colormap,
        options.opacity,
    )


def _engine(
    options: argparse.Namespace, opening: Opening, names: Sequence[str]
) -> Engine:
    """Who explains: this machine's processes, or those of a cluster."""
    seconds = options.timeout or TIMEOUT
    if not options.scheduler:
        jobs = min(options.jobs or cores(), len(names))
        return Crew(opening, jobs, seconds).results
    try:
        from .engines.cluster import Cluster
    except ImportError:
        raise PlaygroundError(words.NO_CLUSTER) from None
    example = Task(names[0], os.path.abspath(names[0]))
    cluster = Cluster(opening, options.scheduler, example, options.send, seconds)
    return cluster.results
