"""`python -m bench.zoo`: compare every network with PyTorch, write docs/networks.md."""

import argparse
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

from . import report
from .corpus import NETWORKS
from .export import EXPORTERS
from .limits import Result, problems
from .measure import measure
from .reference import reference

PAGE = Path(__file__).parents[2] / "docs" / "networks.md"
ROUNDS = 7
PACKAGES = ("torch", "torchvision", "onnxscript", "grad-cam", "onnxruntime", "numpy")


def main() -> int:
    """Measure; 1 if a network misses what it is to reach."""
    options = _parser().parse_args()
    results: list[Result] = []
    for network in NETWORKS:
        if options.only and network.name not in options.only:
            continue
        expected = reference(network)
        for exporter in EXPORTERS:
            found = measure(network, exporter, expected, options.rounds)
            missed = "; ".join(problems(found)) or "agrees"
            print(f"zoo: {network.name} {exporter}: {missed}", file=sys.stderr)
            results.append(found)
    if options.only:
        print(report.table(results))
    else:
        own = report.document(results, _setting(), options.rounds)
        _, mark, measured = PAGE.read_text().partition(report.TAB)
        PAGE.write_text(report.with_section(own, mark + measured))
    return int(any(map(problems, results)))


def _setting() -> dict[str, str]:
    versions = {name: version(name) for name in PACKAGES}
    system = {"Python": platform.python_version(), "cores": str(os.cpu_count())}
    return versions | system | {"system": platform.platform(terse=True)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.zoo", description=__doc__)
    names = [network.name for network in NETWORKS]
    parser.add_argument(
        "--only",
        nargs="+",
        choices=names,
        metavar="NETWORK",
        help=f"show these, write nothing; of {', '.join(names)}",
    )
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help="of the times, default: %(default)s"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
