"""The workers of a Dask cluster. Only this module imports Dask.

Each worker gets the network once, when it joins, and keeps it; a picture goes to
whichever is free, and to another one when a worker is lost.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from distributed import Client, Future, KilledWorker, Worker, WorkerPlugin, as_completed

from ...cli.files import FileError
from ...errors import PlaygroundError
from ...rows.row import SCHEMA, failed
from ...words.command_line import crowd as words
from ...words.language import english
from ..opening import Opening, Parcel, versions
from ..tasks import Result, Task, contents, one_line
from .hand import Hand

WAITING = 2  # pictures that are under way, for each thread of the cluster
CONNECT_SECONDS = 10
RETRIES = 2  # of a picture whose worker failed in some other way than by being lost


class NetworkPlugin(WorkerPlugin):
    """Brings the network to a worker, with everything that is asked."""

    def __init__(self, parcel: Parcel):
        """Called where the command line runs."""
        self.name = f"gradcam-{parcel.opening.digest}"
        self._parcel = parcel

    def setup(self, worker: Worker) -> None:
        """Called in each worker, those that join later as well."""
        folder = Path(worker.local_directory) / self.name
        _openings[self.name] = self._parcel.unpack(folder)


_openings: dict[str, Opening] = {}  # in a worker: by the plugin's name
_of_thread = threading.local()


class Cluster:
    """The workers of a scheduler."""

    def __init__(
        self, opening: Opening, address: str, example: Task, send: bool, seconds: float
    ):
        """Connect, and see whether they can do it. Raises a `PlaygroundError`.

        ``example`` is a picture that they have to see as we do, unless pictures are to
        be sent to them. ``seconds``: of one picture, at most.
        """
        self._opening, self._send, self._seconds = opening, send, seconds
        try:
            self._client = Client(
                address, timeout=CONNECT_SECONDS, set_as_default=False
            )
        except (OSError, ValueError, TypeError) as error:
            raise PlaygroundError(words.no_scheduler(address, error)) from None
        try:
            self._check(address, example)
            self._plugin = NetworkPlugin(Parcel.of(opening))
            self._client.register_plugin(self._plugin)
        except BaseException:
            self._client.close()
            raise

    def results(self, tasks: Iterable[Task]) -> Iterator[Result]:
        """A result of each task, as they are finished; tasks are taken as they can be.

        The connection ends when the iterator is closed.
        """
        left = iter(tasks)
        under_way: dict[Any, Task] = {}
        finished = as_completed(loop=self._client.loop)
        try:
            while True:
                yield from self._fill(left, under_way, finished)
                if not under_way:
                    return
                future = next(finished)
                yield self._result(under_way.pop(future.key), future)
        finally:
            self._client.cancel(list(finished.futures))
            self._client.unregister_worker_plugin(self._plugin.name)
            self._client.close()

    def _fill(
        self, left: Iterator[Task], under_way: dict[Any, Task], finished: as_completed
    ) -> Iterator[Result]:
        """Give the cluster as many pictures as it can take; those we cannot read."""
        threads = sum(self._client.nthreads().values())
        while len(under_way) < WAITING * max(threads, 1):
            task = next(left, None)
            if task is None:
                return
            try:
                sent = replace(task, data=contents(task)) if self._send else task
            except FileError as error:
                yield Result(task, failed(task.name, one_line(error)))
                continue
            future = self._client.submit(
                _explain,
                self._plugin.name,
                sent,
                self._seconds,
                pure=False,
                retries=RETRIES,
            )
            under_way[future.key] = task
            finished.add(future)

    def _result(self, task: Task, future: Future) -> Result:
        if future.cancelled():  # which nobody but a lost scheduler does
            raise PlaygroundError(words.SCHEDULER_LOST)
        error = future.exception()
        if error is None:
            result: Result = future.result()
            return result
        if isinstance(error, KilledWorker):
            with english():  # as all rows are
                row = failed(task.name, words.workers_lost(task.name))
            return Result(task, row, is_final=False)
        raise PlaygroundError(words.worker_failed(one_line(error))) from error

    def _check(self, address: str, example: Task) -> None:
        try:
            self._client.run_on_scheduler(_schema)
        except Exception as error:  # noqa: BLE001  (Dask's, of no narrower kind)
            raise PlaygroundError(
                words.machine_lacks(address, one_line(error))
            ) from None
        ours = {"schema": SCHEMA} | versions()
        shown = None if self._send else example
        told = self._client.run(_tell, shown, on_error="return")
        if not told:
            raise PlaygroundError(words.no_workers(address))
        for worker, answer in told.items():
            if isinstance(answer, BaseException):
                raise PlaygroundError(words.machine_lacks(worker, one_line(answer)))
            theirs, size = answer
            for name, version in ours.items():
                if theirs[name] != version:
                    raise PlaygroundError(
                        words.other_version(worker, name, theirs[name], version)
                    )
            if not self._send and size != _size(example):
                raise PlaygroundError(words.other_files(worker, example.path))


def _schema() -> int:
    """In the scheduler, which has to know what it passes on."""
    return SCHEMA


def _tell(example: Task | None) -> tuple[dict[str, Any], int | None]:
    """In a worker: its versions, and how large a picture is that it should see."""
    return {"schema": SCHEMA} | versions(), _size(example) if example else None


def _size(task: Task) -> int | None:
    try:
        return Path(task.path).stat().st_size
    except (OSError, ValueError):
        return None


def _explain(name: str, task: Task, seconds: float) -> Result:
    """In a worker: explain one picture. Each of its threads has its own session.

    After one that takes too long the next has another session.
    """
    known: dict[str, Hand] = _of_thread.__dict__
    if name not in known:
        known[name] = Hand(_openings[name].open())
    try:
        result = known[name].explain(task, seconds)
    except TimeoutError:
        del known[name]
        reason = words.too_slow(task.name, seconds)
        result = Result(task, failed(task.name, reason), is_final=False)
    return replace(result, task=replace(task, data=None))  # which need not come back
