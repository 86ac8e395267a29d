"""What all families of figures share during one run."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Playwright

ROOT = Path(__file__).parent.parent


@dataclass
class Context:
    """Where things are, how often to measure, and what was measured so far."""

    playwright: Playwright
    origin: str  # of the benchmark's site
    site: Path  # its folder
    work: Path  # for files that live as long as the run
    rounds: int
    python: Path = Path(sys.executable)
    peers_python: Path = ROOT / ".venv-bench" / "bin" / "python"
    versions: dict[str, str] = field(default_factory=dict)
    samples: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    _profiles: int = 0

    def profile(self) -> Path:
        """A new, empty profile folder for a browser."""
        self._profiles += 1
        return self.work / f"profile-{self._profiles}"

    def keep(self, name: str, times: dict[str, list[float]]) -> dict[str, list[float]]:
        """Put raw measurements into build/bench.json; gives them back."""
        self.samples[name] = times
        print(f"bench: {name}", file=sys.stderr, flush=True)
        return times
