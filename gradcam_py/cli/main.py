"""The command line: one photo, its predictions, its heatmaps."""

import argparse
import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from ..errors import PlaygroundError, ShapeError
from ..explaining import occlusion
from ..explaining.explanation import Explanation
from ..explaining.finite_difference import Check, check_head, strongest_channels
from ..explaining.picture import make_picture
from ..explaining.pipeline import Pipeline
from ..explaining.question import Question
from ..explaining.to_json import state
from ..model.session import Session
from ..words.command_line import terminal
from ..words.language import Text
from . import report
from .experiments import measure
from .files import check_output, printable, read_picture, save
from .measured import Measured
from .networks import Network, open_network
from .options import parse_options, to_settings
from .pictures import Pictures, chart_module

CHECKED_CHANNELS = 12
INTERRUPTED = 130  # as shells tell it


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line of one photo; gives the exit status."""
    return answer(parse_options(arguments), run)


def answer(
    options: argparse.Namespace, run: Callable[[argparse.Namespace], str]
) -> int:
    """Print what `run` gives; a user's mistake is one line and exit status 2."""
    try:
        text = run(options)
        _tell(text, sys.stdout)
    except PlaygroundError as error:
        message = " ".join(str(error).split())
        _tell(terminal.refused(options.program, message), sys.stderr)
        return 2
    except KeyboardInterrupt:  # whoever waited has had enough
        return INTERRUPTED
    except BrokenPipeError:  # whoever reads has seen enough
        _silence()
        return 0
    except OSError as error:
        _silence()
        reason = terminal.not_written(error.strerror or error)
        _tell(terminal.refused(options.program, reason), sys.stderr)
        return 2
    return 0


def run(options: argparse.Namespace) -> str:
    """Do what the options ask, and return what is to be printed."""
    _check_outputs(options)
    picture = read_picture(options.photo)
    network = open_network(options)
    if options.list_layers:
        return report.layers(network.session.manifest)
    size = network.session.manifest.input_size
    kept = make_picture(picture, size, options.photo.name)
    question = Question(kept, to_settings(options, network.labels))
    _check_shapes(question)
    pipeline = Pipeline(network.session)
    explanation = asyncio.run(pipeline.explain(question))
    measured = asyncio.run(measure(options, pipeline, explanation))
    if any(_outputs(options).values()):
        shown = occlusion.covered(question, picture, pipeline.filling(question))
        pictures = Pictures(options, network, explanation, shown)
        asyncio.run(_write(pictures, pipeline, measured))
    check = None
    if options.check:
        check = asyncio.run(_check(pipeline.session, explanation))
    return _print(options, network, explanation, measured, check)


def _outputs(options: argparse.Namespace) -> dict[str, Path | None]:
    """The files to write, by the names of their options."""
    return {
        "out": options.out,
        "all-layers": options.all_layers,
        "curves": options.curves,
        "occlusion": options.occlusion,
        "rise": options.rise,
    }


def _check_outputs(options: argparse.Namespace) -> None:
    kept: dict[Text | str, Path] = {terminal.THE_PHOTO: options.photo}
    if options.shapes:
        kept[terminal.THE_SHAPES] = options.shapes
    for name, path in _outputs(options).items():
        if path:
            check_output(path, kept)
            kept[terminal.output_of(name)] = path
    if options.curves:
        chart_module()


async def _write(pictures: Pictures, pipeline: Pipeline, measured: Measured) -> None:
    """Every picture that is asked for."""
    options, score = pictures.options, measured.score
    if options.out:
        save(pictures.overlay(), options.out)
    if options.all_layers:
        layers = await pipeline.layers(pictures.explanation.question)
        save(pictures.sheet(layers), options.all_layers)
    if measured.curves:
        save(pictures.chart(measured.curves, score), options.curves)
    if measured.occlusion:
        save(pictures.occlusion(measured.occlusion, score), options.occlusion)
    if measured.rise:
        save(pictures.rise(measured.rise, score), options.rise)


def _check_shapes(question: Question) -> None:
    """Refuse what hides nothing: its numbers would say that hiding changes nothing."""
    if question.settings.shapes and not occlusion.mask(question).any():
        raise ShapeError(terminal.HIDES_NOTHING)


def _tell(text: str, stream: TextIO) -> None:
    """Print what a terminal can show: a file's name may hold anything."""
    encoding = stream.encoding or "utf-8"
    shown = (
        "\n".join(map(printable, text.split("\n")))
        .encode(encoding, "replace")
        .decode(encoding)
    )
    print(shown, file=stream, flush=True)


def _silence() -> None:
    """Let nothing be written at the end of the process that could not be now."""
    with contextlib.suppress(OSError, ValueError):  # not a stream of the system's
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print(
    options: argparse.Namespace,
    network: Network,
    explanation: Explanation,
    measured: Measured,
    check: Check | None,
) -> str:
    manifest, labels = network.session.manifest, network.labels
    if options.json:
        document = state(explanation, labels, manifest.name, options.photo.name)
        document |= measured.to_json()
        if check:
            document["check"] = check.to_json()
        return json.dumps(document)
    parts = [
        terminal.header(manifest.title, printable(options.photo.name)),
        "\n\n",
        report.summary(explanation, labels, manifest),
        report.experiments(measured, explanation, labels),
        report.check_summary(check) if check else "",
    ]
    return "".join(parts)


async def _check(session: Session, explanation: Explanation) -> Check:
    top = explanation.top
    channels = strongest_channels(top.gradients, CHECKED_CHANNELS)
    return await check_head(session, top.features, explanation.seed, channels)
