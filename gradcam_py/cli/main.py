"""The command line: one photo, its predictions, its heatmaps."""

import argparse
import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Sequence
from typing import TextIO

from PIL import Image

from ..cam.methods import METHODS
from ..errors import PlaygroundError, ShapeError
from ..explaining import occlusion
from ..explaining.explanation import Explanation
from ..explaining.finite_difference import Check, check_head, strongest_channels
from ..explaining.picture import make_picture
from ..explaining.pipeline import Pipeline
from ..explaining.question import Question
from ..explaining.steps import heatmap
from ..explaining.to_json import state
from ..image.framing import framed_box
from ..image.overlay import overlay
from ..model.session import LayersResult, Session
from ..words import terminal
from . import report
from .contact_sheet import contact_sheet
from .files import check_output, printable, read_picture, save
from .networks import Network, open_network
from .options import parse_options, to_settings

CHECKED_CHANNELS = 12


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; a user's mistake is one line and exit status 2."""
    options = parse_options(arguments)
    try:
        text = run(options)
        _tell(text, sys.stdout)
    except PlaygroundError as error:
        message = " ".join(str(error).split())
        _tell(terminal.refused(options.program, message), sys.stderr)
        return 2
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
    if options.out or options.all_layers:
        shown = occlusion.covered(question, picture, pipeline.filling(question))
    if options.out:
        box = framed_box(picture.size, question.settings.framing)
        result = overlay(shown, explanation.cam, options.colormap, options.opacity, box)
        save(result, options.out)
    if options.all_layers:
        layers = asyncio.run(pipeline.layers(question))
        save(_sheet(options, network, explanation, layers, shown), options.all_layers)
    check = None
    if options.check:
        check = asyncio.run(_check(pipeline.session, explanation))
    return _print(options, network, explanation, check)


def _check_outputs(options: argparse.Namespace) -> None:
    kept = {terminal.THE_PHOTO: options.photo}
    if options.shapes:
        kept[terminal.THE_SHAPES] = options.shapes
    if options.out:
        check_output(options.out, kept)
        kept[terminal.THE_OUTPUT] = options.out
    if options.all_layers:
        check_output(options.all_layers, kept)


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
    check: Check | None,
) -> str:
    manifest, labels = network.session.manifest, network.labels
    if options.json:
        document = state(explanation, labels, manifest.name, options.photo.name)
        if check:
            document["check"] = check.to_json()
        return json.dumps(document)
    parts = [
        terminal.header(manifest.title, printable(options.photo.name)),
        "\n\n",
        report.summary(explanation, labels, manifest),
        report.check_summary(check) if check else "",
    ]
    return "".join(parts)


def _sheet(
    options: argparse.Namespace,
    network: Network,
    explanation: Explanation,
    layers: LayersResult,
    shown: Image.Image,
) -> Image.Image:
    settings = explanation.question.settings
    maps = [
        (layer, heatmap(layers, layer.id, settings.method))
        for layer in network.session.manifest.layers
    ]
    question = report.question(explanation, network.labels)
    # The font that Pillow brings has little beyond ASCII.
    name = options.photo.name.encode("ascii", "replace").decode()
    facts = METHODS[settings.method].title, network.session.manifest.title, name
    return contact_sheet(
        shown,
        maps,
        title=question,
        subtitle=terminal.sheet_facts(*facts),
        colormap=options.colormap,
        opacity=options.opacity,
        box=framed_box(shown.size, settings.framing),
    )


async def _check(session: Session, explanation: Explanation) -> Check:
    top = explanation.top
    channels = strongest_channels(top.gradients, CHECKED_CHANNELS)
    return await check_head(session, top.features, explanation.seed, channels)
