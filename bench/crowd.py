"""How fast many pictures are explained, beside the bare runtime and by all cores."""

import time
from itertools import islice
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

from gradcam_py.crowd.engines.processes import Crew
from gradcam_py.crowd.opening import Opening, digest_of
from gradcam_py.crowd.options import TIMEOUT, cores, parse_options
from gradcam_py.crowd.tasks import Asked, Task
from gradcam_py.explaining.settings import Settings

from .context import Context
from .interleave import Work, interleaved
from .networks import NETWORKS
from .report import Result, ratio

PICTURES = 100  # of a round and of each process
FIRST = 10  # pictures of each process that are not counted: its caches are cold
SIZE = (500, 375)  # pixels, as most pictures of ImageNet have
BARE, ONE, ALL = "runtime alone", "one process", "all processes, times their number"


def measure(context: Context) -> list[Result]:
    """All figures of this family; none of a network that is not built."""
    results = []
    names = _pictures(context)
    for network in NETWORKS:
        folder = context.site / "models" / network
        jobs = cores()
        works = {
            BARE: _bare(folder),
            ONE: _crew(folder, names, 1),
            ALL: _crew(folder, names, jobs),
        }
        times = interleaved(works, context.rounds, warm_up=1)
        context.keep(f"crowd {network}", times)
        results += [
            ratio("crowd/one", times, BARE, ONE, network, 1),
            ratio("crowd/all", times, ONE, ALL, network, jobs),
        ]
    return results


def _pictures(context: Context) -> list[str]:
    """JPEG files of parts of the samples, for as many processes as there are cores."""
    folder, rng = context.work / "crowd", np.random.default_rng(0)
    folder.mkdir()
    samples = [
        Image.open(path).convert("RGB")
        for path in sorted((context.site / "samples").glob("*.jpg"))
    ]
    names = []
    for number in range((FIRST + PICTURES) * cores()):
        sample = samples[number % len(samples)]
        left, top = (round(side * rng.uniform(0, 0.3)) for side in sample.size)
        box = (left, top, left + 0.7 * sample.width, top + 0.7 * sample.height)
        names.append(str(folder / f"{number:04}.jpg"))
        sample.resize(SIZE, box=box).save(names[-1], quality=90)
    return names


def _bare(folder: Path) -> Work:
    """Forward pass and head of an input that is there, with one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3  # errors only
    features, head = (
        onnxruntime.InferenceSession(
            str(folder / f"{graph}.onnx"), options, providers=["CPUExecutionProvider"]
        )
        for graph in ("features", "head")
    )
    size = features.get_inputs()[0].shape[1]
    image = np.random.default_rng(0).uniform(0, 255, (1, size, size, 3))
    classes = head.get_inputs()[1].shape[1]
    fed = {"image": image.astype(np.float32)}
    seed = np.zeros((1, classes), np.float32)
    seed[0, 0] = 1

    def work() -> float:
        started = time.perf_counter()
        for _ in range(PICTURES):
            (found,) = features.run(["features"], fed)
            head.run(["logits", "gradients"], {"features": found, "seed": seed})
        return (time.perf_counter() - started) * 1000 / PICTURES

    return work


def _crew(folder: Path, names: list[str], jobs: int) -> Work:
    """So many processes; the time of a picture times their number."""
    where = ["--models", str(folder.parent), "--model", folder.name]
    options = parse_options(["-", *where])
    opening = Opening(options, Asked(Settings()), digest_of(options))

    def work() -> float:
        tasks = (Task(name, name) for name in names[: (FIRST + PICTURES) * jobs])
        results = Crew(opening, jobs, TIMEOUT).results(tasks)
        for _ in islice(results, FIRST * jobs):
            pass
        started = time.perf_counter()
        counted = sum(1 for _ in results)
        # The processes end when the last is there, which takes time of its own.
        return (time.perf_counter() - started) * 1000 / counted * jobs

    return work
