"""Our side of the conversation with a peer's process; see :mod:`bench.peers`."""

import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent


class PeerError(RuntimeError):
    """A peer's process ended or said something else than how long it took."""


class Peer:
    """One process that does the same work again and again, when asked to."""

    def __init__(self, python: Path, module: str, *arguments: str):
        """Start `module` with that Python; returns when it is ready."""
        self._module = module
        self._process = subprocess.Popen(
            [python, "-m", module, *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None  # a pipe, as asked for
        assert stdout is not None
        self._questions, self._answers = stdin, stdout
        self.versions: dict[str, str] = json.loads(self._line())

    def __enter__(self) -> "Peer":
        return self

    def __exit__(self, *_) -> None:
        self._questions.close()
        self._process.wait()

    def work(self) -> float:
        """Have it done once; how long the peer says it took, in ms."""
        self._questions.write("\n")
        self._questions.flush()
        return float(self._line())

    def _line(self) -> str:
        line = self._answers.readline()
        if not line:
            status = self._process.wait()
            raise PeerError(f"{self._module} ended with status {status}, see above")
        return line
