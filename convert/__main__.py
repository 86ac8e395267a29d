"""``python -m convert``: builds models, samples and page into build/site."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from .content.labels import labels_json
from .content.samples import write_samples
from .export.fingerprint import fingerprint, is_up_to_date
from .interpreter.start import CompilingError
from .models.network import Model, WeightsUnavailable
from .models.registry import MODELS
from .thirdparty.table import AssetError
from .web.assemble import SITE, build_site
from .web.budget import TooLargeError

PRECISIONS = ("int16", "float16", "float32")  # see weights.py
_AUTO = "auto"


def main(arguments: list[str] | None = None) -> int:
    """Build everything that is missing or out of date; the exit status."""
    options = _parser().parse_args(arguments)
    # TensorFlow's start-up notices are no news to somebody who builds a web page.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    try:
        made = _make_models(_wanted(options), options)
        if not made:
            return 1
        for error in write_samples(options.out / "samples"):
            _say(f"left out: {error}")
        build_site(options.out)
    except (AssetError, CompilingError, TooLargeError) as error:
        _say(f"error: {error}")
        return 1
    _say(f"built {options.out} with {', '.join(made)}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m convert",
        description="Build the models, the sample pictures and the page.",
    )
    parser.add_argument(
        "--models",
        choices=(_AUTO, *MODELS),
        default=_AUTO,
        help="which to build; auto: every model whose weights can be had",
    )
    takers = [model.title for model in MODELS.values() if model.takes_weights_file]
    parser.add_argument(
        "--weights",
        type=Path,
        metavar="FILE",
        help=f"a local weights file for {' or '.join(takers)}",
    )
    parser.add_argument(
        "--precision",
        choices=PRECISIONS,
        default=PRECISIONS[0],
        help="of the stored weights (default: int16)",
    )
    parser.add_argument("--out", type=Path, default=SITE, help="default: build/site")
    return parser


def _wanted(options: argparse.Namespace) -> list[Model]:
    return [
        model(options.weights if model.takes_weights_file else None)
        for name, model in MODELS.items()
        if options.models in (_AUTO, name)
    ]


def _make_models(models: list[Model], options: argparse.Namespace) -> list[str]:
    """The titles of the models that are there now; empty means failure, and says why.

    A model that was asked for by name (or by its weights file) has to be there.
    """
    made = []
    for model in models:
        try:
            _make_model(model, options)
            made.append(model.title)
        except WeightsUnavailable as error:
            reason = " ".join(str(error).split())
            if options.models != _AUTO or model.weights_file:
                _say(f"error: {model.title} could not be built: {reason}")
                return []
            _say(f"left out: {model.title}, its weights could not be had: {reason}")
    if not made:
        _say("error: not one model could be built, see the lines above")
    return made


def _make_model(model: Model, options: argparse.Namespace) -> None:
    folder = options.out / "models" / model.name
    weights_id = model.weights_id()
    if weights_id and is_up_to_date(folder, fingerprint(weights_id, options.precision)):
        _say(f"{model.title}: up to date")
        return
    network = model.load()
    from .export.write import write_model_folder  # imports TensorFlow

    _say(f"{model.title}: exporting")
    expected = fingerprint(network.weights.sha256, options.precision)
    labels = labels_json()
    write_model_folder(network, folder, labels, options.precision, expected)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
