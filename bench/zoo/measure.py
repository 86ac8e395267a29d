"""One exported file, explained here and by PyTorch, side by side."""

from statistics import median

from gradcam_py.cam.methods import cam
from gradcam_py.errors import NetworkError

from .corpus import Network
from .export import exported
from .limits import Refused, Result, Row, correlation, cosine, error, highest, lowest
from .ours import Ours
from .reference import Reference, as_heatmap


def measure(
    network: Network, exporter: str, expected: Reference, rounds: int
) -> Result:
    """Compare a file with what PyTorch says; times are medians of `rounds`."""
    path = exported(network, exporter)
    try:
        ours = Ours(path)
    except NetworkError as refusal:
        return Refused(network.name, exporter, str(refusal))
    found = ours.network.layers[-1]
    if (1, *found.packed_shape) != expected.activations.shape:
        sizes = (
            f"{list(found.packed_shape)}, not {list(expected.activations.shape[1:])}"
        )
        return Refused(network.name, exporter, f"the last layer is {sizes}")
    image, best = network.picture(), expected.best
    times = ours.times(image, best, rounds)
    forward = median(times["forward"])
    features, gradients = ours.explained(image, best)
    plain = ours.explained(image, best, optimised=False)
    shown = ours.map(features), ours.map(gradients)
    shown_plain = ours.map(plain[0]), ours.map(plain[1])
    maps = {name: cam(*shown, name) for name in expected.heatmaps}
    plain_maps = {name: cam(*shown_plain, name) for name in expected.heatmaps}
    forced = ours.gradients(expected.activations, best)
    return Row(
        network=network.name,
        exporter=exporter,
        opset=ours.network.file.opset,
        operators=tuple(sorted({node.op_type for node in ours.network.file.nodes})),
        layers=len(ours.network.layers),
        last=found.node.op_type,
        activations=error(features, expected.activations),
        gradients=error(forced, expected.gradients),
        all_gradients=highest(ours.layer_errors(image).values()),
        heatmaps={
            name: cosine(as_heatmap(maps[name], network.size), expected.heatmaps[name])
            for name in expected.heatmaps
        },
        optimised=lowest(correlation(maps[x], plain_maps[x]) for x in maps),
        last_time=median(times["last"]) / forward,
        layers_time=median(times["layers"]) / forward,
    )
