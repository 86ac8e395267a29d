"""From what was measured to docs/networks.md: pure functions, no measuring."""

from collections.abc import Mapping, Sequence

from .limits import (
    ALL_GRADIENTS,
    ALL_LAYERS,
    ALL_LAYERS_MOBILENET,
    GRADIENTS,
    HEAP_MEGABYTES,
    HEATMAP_SECONDS,
    HEATMAPS,
    OPTIMISED,
    UPDATES,
    Refused,
    Result,
    Row,
    problems,
)

HEADINGS = (
    *("Network", "Exporter", "Opset", "Operator types", "Layers", "Last layer"),
    *("Gradients' error", "All layers: largest error"),
    *("Grad-CAM", "HiResCAM", "LayerCAM", "Optimised"),
    *("Last layer's time", "All layers' time", "Missed"),
)
METHODS = ("gradcam", "hirescam", "layercam")
DIGITS = 6  # of a cosine, which is rounded down: 1 is said of nothing that is less
INTRODUCTION = f"""\
# Networks from anywhere, beside PyTorch

`make zoo` writes this page: it exports torchvision's networks, with seeded random
weights, by both of PyTorch's exporters, brings each file as the command line does, and
compares what it says of one picture and its best class with PyTorch and
pytorch-grad-cam on the real modules. `bench/zoo/test_networks.py` checks the same.

- **Operator types**: of the whole file. **Layers**: that can be explained, at most 18.
- **Gradients' error**: the largest of the last layer, relative to the largest gradient,
  against hooks on the module that this layer is, both from PyTorch's activations; at
  most {GRADIENTS:.0e}.
- **All layers: largest error**: of the gradients of all layers for two classes at once,
  each relative to its layer's largest, against the file evaluated and differentiated
  by PyTorch, each value set to the runtime's; at most {ALL_GRADIENTS:.0e}, and no layer
  whose gradients are all zero.
- **Grad-CAM, HiResCAM, LayerCAM**: cosine of the last layer's heatmap with
  pytorch-grad-cam's, rounded down; at least {HEATMAPS}. "zero" is HiResCAM of ViT's
  patches by its definition: the gradient has come through a LayerNorm, which makes it
  orthogonal to the activations. What runtimes show of it is their rounding.
- **Optimised**: the lowest correlation of the three maps with those of a runtime that
  does not rewrite the graphs; at least {OPTIMISED}.
- **Times**: of explaining the last layer, down to its map, and of the activations and
  gradients of all layers, relative to the forward pass of the file as it is, with
  onnxruntime on one thread.

"""


def document(results: Sequence[Result], setting: Mapping[str, str], rounds: int) -> str:
    """The whole page. setting: name -> value, of what it was measured on and with."""
    operators = {
        name for row in results if isinstance(row, Row) for name in row.operators
    }
    system = ", ".join(f"{name} {value}" for name, value in setting.items())
    return (
        f"{INTRODUCTION}{table(results)}\n"
        f"The {len(operators)} operator types: {', '.join(sorted(operators))}.\n\n"
        f"Times are medians of {rounds} alternating rounds after warm-up. "
        f"Measured with: {system}.\n"
    )


def table(results: Sequence[Result]) -> str:
    """A line for each file."""
    lines = [HEADINGS, ["---"] * len(HEADINGS), *map(_cells, results)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


TAB = "\n## In Chromium"
LIMITS_IN_TAB = f"""{TAB}

`python -m bench.zoo.chromium` brings such a file to the page, in a new profile, and
writes this table.

- **Heatmap after**: seconds from the choice of the file to its first heatmap; at most
  {HEATMAP_SECONDS} for ResNet-50.
- **Python's memory**: megabytes that it has grown by until then; at most
  {HEAP_MEGABYTES}.
- **Updates**: heatmaps while drawing, relative to forward passes of the file as it is
  in the same time; at least {UPDATES}.
- **All layers**: their activations and gradients, relative to that forward pass; at
  most {ALL_LAYERS}, for MobileNetV2 {ALL_LAYERS_MOBILENET}.

"""


def in_chromium(found: Mapping[str, Mapping[str, float]], setting: str) -> str:
    """The section on the page in a browser. found: file -> what was measured of it."""
    lines = ["| File | Heatmap after | Python's memory | Updates | All layers |"]
    lines.append("| --- | --- | --- | --- | --- |")
    for name, one in sorted(found.items()):
        heap = one["heap"] / 1e6
        ratio = one["layers"] / one["forward"]
        cells = f"{one['seconds']:.1f} s", f"{heap:.1f} MB", f"{one['updates']:.2f}"
        lines.append(f"| {' | '.join((name, *cells, f'{ratio:.2f}'))} |")
    return LIMITS_IN_TAB + "\n".join(lines) + f"\n\nMeasured with: {setting}.\n"


def with_section(page: str, section: str) -> str:
    """A page with another section on the page in a browser, which is its last."""
    return page.partition(TAB)[0] + section


def _cells(result: Result) -> Sequence[str]:
    missed = "; ".join(problems(result)).replace("|", "\\|")
    if isinstance(result, Refused):
        empty = [""] * (len(HEADINGS) - 3)
        return [result.network, result.exporter, *empty, f"**{missed}**"]
    return [
        result.network,
        result.exporter,
        str(result.opset),
        str(len(result.operators)),
        str(result.layers),
        result.last,
        f"{result.gradients:.1e}",
        f"{result.all_gradients:.1e}",
        *(_heatmap(result, name) for name in METHODS),
        _rounded_down(result.optimised),
        f"{result.last_time:.2f}",
        f"{result.layers_time:.2f}",
        missed and f"**{missed}**",
    ]


def _heatmap(row: Row, method: str) -> str:
    found = row.heatmaps.get(method)
    return "zero" if found is None else _rounded_down(found)


def _rounded_down(cosine: float) -> str:
    if cosine != cosine:
        return "none"
    return f"{int(cosine * 10**DIGITS) / 10**DIGITS:.{DIGITS}f}"
