"""What is left to do, done, and kept."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from types import ModuleType

from ..errors import PlaygroundError
from ..rows.row import Row
from ..words.command_line import crowd as words
from .journal import Journal, Stamp, stamp_of
from .tasks import Result, Task

# Gives a result of each task, in any order; ends what it began when it is closed.
Engine = Callable[[Iterable[Task]], Iterator[Result]]


class Work:
    """So many pictures, of which the journal may know some already."""

    def __init__(self, names: Sequence[str], journal: Journal):
        """``names``: their paths, in the order of the rows."""
        self._names, self._journal = names, journal
        self._left = [name for name in names if not journal.has(name, stamp_of(name))]
        self._stamps: dict[str, Stamp] = {}
        self._passing: dict[str, Row] = {}  # rows that another start tries again
        self.finished = len(names) - len(self._left)

    def do(self, engine: Engine) -> None:
        """Have everything explained that is left. Raises what the engine does."""
        with (
            progress_bar_module().tqdm(
                total=len(self._names),
                initial=self.finished,
                unit=f" {words.UNIT}",
                disable=None,  # where nobody looks on
            ) as bar,
            closing(engine(self._tasks())) as results,  # type: ignore[type-var]
        ):
            for result in results:
                self._keep(result)
                bar.update()

    def rows(self) -> Iterator[Row]:
        """One row of each picture, in their order."""
        for name in self._names:
            yield self._passing.get(name) or self._journal.row(name)

    def _keep(self, result: Result) -> None:
        name = result.task.name
        stamp = self._stamps.pop(name)
        if result.is_final:
            self._journal.add(result, stamp)
            self.finished += 1
        else:
            self._passing[name] = result.row

    def _tasks(self) -> Iterator[Task]:
        for name in self._left:
            self._stamps[name] = stamp_of(name)
            yield Task(name, os.path.abspath(name))


def progress_bar_module() -> ModuleType:
    """What draws the bar; raises `PlaygroundError` where it is not installed."""
    try:
        import tqdm
    except ImportError:
        raise PlaygroundError(words.NO_BAR) from None
    return tqdm
