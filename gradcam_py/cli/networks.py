"""Which network is asked: a model folder that was built, or one's own file."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from ..errors import ModelFolderError, NetworkError, PlaygroundError
from ..model.folder import built_models, load_model_folder, read_from
from ..model.label_files import read_labels
from ..model.labels import Labels
from ..model.session import Session
from ..network.bring import Bringing, Brought
from ..network.preprocessing import PREPROCESSINGS, Preprocessing, from_config, guess
from ..network.session import PreparedSession, labels_of, manifest_of
from ..onnx_file.protobuf import Source
from ..words.command_line import terminal
from .files import LARGEST_JSON, read_bounded

ENDING = ".onnx"
LARGEST_NETWORK = 2**31 - 1  # what protocol buffers can hold


@dataclass(frozen=True)
class Network:
    """A network that is ready to be asked, with the names of its classes."""

    session: Session
    labels: Labels


def is_own(options: argparse.Namespace) -> bool:
    """Whether the options name one's own file rather than a model that was built."""
    return bool(options.model and options.model.lower().endswith(ENDING))


def open_network(options: argparse.Namespace, threads: int = 0) -> Network:
    """The network that the options name. Raises a `PlaygroundError`.

    ``threads``: how many compute, 0 for as many as there are cores.
    """
    if is_own(options):
        return _own(options, threads)
    given = [name for name in OF_OWN if getattr(options, name) is not None]
    if given:
        raise NetworkError(terminal.only_own(given))
    path = find_model(options.models, options.model)
    folder = load_model_folder(read_from(path))
    sessions = _sessions()
    session = sessions.NativeSession(path, folder.manifest, threads)
    return Network(session, folder.labels)


OF_OWN = ("labels", "preprocess", "bgr", "size")  # options of one's own network


def bring_file(
    path: Path, size: int | None = None, threads: int = 0
) -> tuple[Brought, Session]:
    """A network in a file, with the session that runs it. Raises `PlaygroundError`."""
    sessions = _sessions()
    data = read_bounded(path, LARGEST_NETWORK, terminal.A_NETWORK)

    def read(start: int, stop: int) -> bytes:
        return data[start:stop]

    bringing = Bringing(Source(read, len(data)), size)
    probe = bringing.probe()
    asked = sessions.NativeGraph(probe.model.joined(read))
    brought = bringing.finish(asked.run(probe.outputs, probe.feeds))
    graphs = brought.graphs
    manifest = manifest_of(brought, path.name)
    session = sessions.NativeSession(
        lambda name: graphs[name].joined(read), manifest, threads
    )
    return brought, session


def _own(options: argparse.Namespace, threads: int) -> Network:
    brought, session = bring_file(Path(options.model), options.size, threads)
    preprocessing = _preprocessing(options, brought)
    prepared = PreparedSession(session, preprocessing, brought)
    classes = brought.way.classes
    if options.labels is None:
        return Network(prepared, labels_of(brought))
    data = read_bounded(options.labels, LARGEST_JSON, terminal.LABELS)
    return Network(prepared, read_labels(data, str(options.labels), classes))


def _preprocessing(options: argparse.Namespace, brought: Brought) -> Preprocessing:
    name = options.preprocess
    if name is None:
        found = guess(brought.picture, brought.file.metadata)
    elif name in PREPROCESSINGS:
        found = PREPROCESSINGS[name]
    else:
        data = read_bounded(Path(name), LARGEST_JSON, terminal.PREPROCESSING)
        found = from_config(data, name)
    return found.in_order(bgr=True) if options.bgr else found


def find_model(models: Path, name: str | None) -> Path:
    """The folder of the model asked for, or of the best one that is built."""
    if name and (models / name / "manifest.json").is_file():
        return models / name
    built = built_models(models)
    if built and not name:
        return models / next(iter(built))
    raise ModelFolderError(terminal.no_model(name, models, sorted(built)))


def _sessions() -> ModuleType:
    try:
        # The page does without onnxruntime.
        from ..model import native_session
    except ImportError:
        raise PlaygroundError(terminal.NO_RUNTIME) from None
    return native_session
