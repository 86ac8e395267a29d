"""The processes of this machine, each with one thread of the runtime.

A process may be ended from outside at any moment, most often because memory is short.
Its pictures then go to another one, each by itself: one that ends a process when it is
alone in it, `TRIES` times, becomes a row that says so. A process that answers nothing
for too long is ended by us, and a picture that was alone in it becomes a row at once.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

from ...errors import PlaygroundError
from ...rows.row import failed
from ...words.command_line import crowd as words
from ...words.language import english
from ..opening import Opening
from ..tasks import Result, Task
from .worker import Ready, Refused, work

WINDOW = 3  # pictures of one process: it computes one, has the next, decodes a third
TRIES = 2
PATIENCE = 5  # seconds for a process to end


class _Process:
    """One of them, and which pictures it has."""

    def __init__(self, opening: Opening):
        context = multiprocessing.get_context("spawn")
        self.connection, other_end = context.Pipe()
        self.process: BaseProcess = context.Process(
            target=work, args=(opening, other_end), daemon=True
        )
        self.process.start()
        other_end.close()  # so that the end of the process is noticed
        self.tasks: deque[Task] = deque()
        self.is_ready = False
        self.has_suspect = False
        self.is_late = False
        self.heard = time.monotonic()  # of it, or since when it has something to do

    def give(self, task: Task) -> None:
        if not self.tasks:
            self.heard = time.monotonic()
        self.tasks.append(task)
        self.connection.send(task)

    def hear(self) -> object:
        """What it says. Raises EOFError or OSError where it has ended."""
        message: object = self.connection.recv()
        self.heard = time.monotonic()
        return message

    def left(self, seconds: float) -> float:
        """How long it may still be silent, where it has anything to say."""
        is_busy = self.tasks or not self.is_ready
        return self.heard + seconds - time.monotonic() if is_busy else seconds

    def end(self) -> None:
        self.process.terminate()
        self.process.join(PATIENCE)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        self.connection.close()


class Crew:
    """So many processes."""

    def __init__(self, opening: Opening, jobs: int, seconds: float):
        """They begin with `results`. In so many seconds each has to say something."""
        self._opening, self._jobs, self._seconds = opening, jobs, seconds
        self._processes: list[_Process] = []
        self._suspects: deque[Task] = deque()
        self._deaths: dict[str, int] = {}
        self._false_starts = 0
        self._all_given = False

    def results(self, tasks: Iterable[Task]) -> Iterator[Result]:
        """A result of each task, as they are finished.

        Tasks are taken when there is room for them. Raises a `PlaygroundError` where
        the processes cannot begin. They end when the iterator is closed.
        """
        left = iter(tasks)
        try:
            self._processes = [self._begin() for _ in range(self._jobs)]
            while self._give(left):
                yield from self._take()
        finally:
            for each in self._processes:
                each.end()

    def _begin(self) -> _Process:
        return _Process(self._opening)

    def _give(self, left: Iterator[Task]) -> bool:
        """Share out what there is room for; whether anything is to be waited for."""
        for each in self._processes:
            try:
                self._fill(each, left)
            except OSError:  # it has ended, which `_take` finds out
                continue
        in_work = any(each.tasks for each in self._processes)
        return in_work or bool(self._suspects) or not self._all_given

    def _fill(self, each: _Process, left: Iterator[Task]) -> None:
        while each.is_ready and not each.has_suspect and len(each.tasks) < WINDOW:
            if self._suspects and not each.tasks:
                each.has_suspect = True
                each.give(self._suspects.popleft())
                return
            if self._suspects:
                return
            task = next(left, None)
            if task is None:
                self._all_given = True
                return
            each.give(task)

    def _take(self) -> Iterator[Result]:
        """What has come since."""
        patience = min(each.left(self._seconds) for each in self._processes)
        told = wait([each.connection for each in self._processes], max(patience, 0))
        for each in list(self._processes):
            if each.connection not in told:
                if each.left(self._seconds) <= 0 and not each.connection.poll():
                    each.is_late = True
                    yield from self._lost(each)
                continue
            try:
                message = each.hear()
            except (EOFError, OSError):
                yield from self._lost(each)
                continue
            if isinstance(message, Refused):
                raise PlaygroundError(message.reason)
            if isinstance(message, Ready):
                each.is_ready, self._false_starts = True, 0
                continue
            assert isinstance(message, Result)  # there is nothing else
            each.tasks.popleft()
            each.has_suspect = False
            yield message

    def _lost(self, each: _Process) -> Iterator[Result]:
        """Another process for one that is over or late, and what comes of its tasks."""
        if not each.is_late:
            each.process.join(PATIENCE)  # or it would seem to be ended by us
        each.end()
        code = each.process.exitcode
        if not each.is_ready:
            self._false_starts += 1
            if self._false_starts > self._jobs:
                late = words.slow_start(self._seconds)
                raise PlaygroundError(late if each.is_late else words.no_start(code))
        if len(each.tasks) > 1:
            self._suspects.extend(each.tasks)
        elif each.tasks:
            (task,) = each.tasks
            self._deaths[task.name] = self._deaths.get(task.name, 0) + 1
            if not each.is_late and self._deaths[task.name] < TRIES:
                self._suspects.append(task)
            else:
                with english():  # as all rows are
                    if each.is_late:
                        reason = words.too_slow(task.name, self._seconds)
                    else:
                        reason = words.process_ended(task.name, code)
                yield Result(task, failed(task.name, reason), is_final=False)
        self._processes[self._processes.index(each)] = self._begin()
