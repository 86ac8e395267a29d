"""What a network is: its input, its operators, and what a run must tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..autodiff import Node
from ..errors import NetworkError
from ..onnx_file.content import ONNX_DOMAINS, FileNode, InputInfo, OnnxFile
from ..onnx_file.tensors import ELEMENT_TYPES
from ..words import networks

DEFAULT_SIZE = 224
OLDEST_OPSET, NEWEST_OPSET = 9, 23  # what the gradients are written in
PICTURE_TYPES = ("float32", "float16", "float64", "uint8")
# From which input on an operator is told what to do rather than given numbers.
PARAMETERS = dict.fromkeys(
    ["Clip", "Expand", "Gather", "Pad", "Pow", "ReduceL2", "ReduceMax", "ReduceMean"], 1
)
PARAMETERS |= dict.fromkeys(["ReduceSum", "Resize", "Slice", "Upsample"], 1)


@dataclass(frozen=True)
class PictureInput:
    """The network's input: one picture.

    layout: NCHW or NHWC. size: of the square, in pixels. channels: 1 or 3.
    fixed: the file says the size; otherwise it was chosen.
    """

    name: str
    layout: str
    size: int
    channels: int
    dtype: np.dtype
    fixed: bool

    @property
    def image_shape(self) -> tuple[int, int, int, int]:
        """Of one picture as our graphs take it, [1,h,w,C]."""
        return 1, self.size, self.size, self.channels

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Of one picture as the file takes it."""
        if self.layout == "NHWC":
            return 1, self.size, self.size, self.channels
        return 1, self.channels, self.size, self.size


def picture_input(file: OnnxFile, size: int | None) -> PictureInput:
    """The file's input, for pictures of ``size`` if it leaves that open.

    Raises `NetworkError` for other inputs than one square picture.
    """
    if len(file.inputs) != 1:
        raise NetworkError(networks.inputs([each.name for each in file.inputs]))
    (found,) = file.inputs
    dtype = ELEMENT_TYPES.get(found.code)
    if dtype is None or dtype.name not in PICTURE_TYPES:
        raise NetworkError(networks.input_type(found.name, found.code))
    layout, channels, sides = _layout(found)
    known = [side for side in sides if side]
    if len(set(known)) > 1:
        raise NetworkError(networks.fixed_size(known[0], known[1]))
    if known and size not in (None, known[0]):
        raise NetworkError(networks.wrong_size(size or 0, known[0]))
    side = known[0] if known else size or DEFAULT_SIZE
    return PictureInput(found.name, layout, side, channels, dtype, bool(known))


def _layout(found: InputInfo) -> tuple[str, int, tuple[int | None, ...]]:
    """Layout, channels and the two sides."""
    shape = found.shape
    if shape is None or len(shape) != 4:
        sizes = str(networks.UNKNOWN_SHAPE) if shape is None else _shown(shape)
        raise NetworkError(networks.input_shape(found.name, sizes))
    if shape[0] not in (None, 1):
        raise NetworkError(networks.batch(shape[0]))
    for layout, channels, sides in (
        ("NCHW", shape[1], shape[2:]),
        ("NHWC", shape[3], shape[1:3]),
    ):
        if channels in (1, 3):
            return layout, channels, sides
    if shape[1] is None and shape[3] is None:
        return "NCHW", 3, shape[2:]
    raise NetworkError(networks.input_shape(found.name, _shown(shape)))


def _shown(shape: Sequence[int | None]) -> str:
    return f"[{', '.join('?' if size is None else str(size) for size in shape)}]"


def needed(nodes: Sequence[FileNode], outputs: Sequence[str]) -> tuple[FileNode, ...]:
    """The nodes, still in order, that ``outputs`` depend on."""
    wanted = set(outputs)
    kept = []
    for node in reversed(nodes):
        if wanted.intersection(node.outputs):
            wanted.update(node.inputs)
            kept.append(node)
    return tuple(kept[::-1])


def check_graph(file: OnnxFile) -> None:
    """Refuse other versions of ONNX, and branches and loops, whose reads are hidden.

    Raises `NetworkError`.
    """
    if not OLDEST_OPSET <= file.opset <= NEWEST_OPSET:
        raise NetworkError(networks.opset(file.opset, OLDEST_OPSET, NEWEST_OPSET))
    found = [node.describe() for node in file.nodes if node.has_graphs]
    if found:
        raise NetworkError(networks.subgraphs(found))


def check_operators(nodes: Sequence[FileNode]) -> None:
    """Refuse what no rule will ever cover. Raises `NetworkError`."""
    whole = [node.describe() for node in nodes if _computes_with_integers(node)]
    if whole:
        raise NetworkError(networks.quantized(whole))
    foreign = [node.describe() for node in nodes if node.domain not in ONNX_DOMAINS]
    if foreign:
        raise NetworkError(networks.custom(foreign))


def _computes_with_integers(node: FileNode) -> bool:
    name = node.op_type
    linear = name in ("QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear")
    return (name.startswith("QLinear") or name.endswith("Integer")) and not linear


def asked_for(nodes: Sequence[Node]) -> tuple[list[str], list[str]]:
    """Of which values a run must tell the shape, and of which the numbers."""
    values = [x for node in nodes for x in (*node.inputs, *node.outputs)]
    shapes = [x.name for x in values if x is not None and not x.is_constant and x.name]
    parameters = [
        x.name
        for node in nodes
        for x in node.inputs[PARAMETERS.get(node.op_type, len(node.inputs)) :]
        if x is not None and not x.is_constant
    ]
    made_here = {y.name for node in nodes for y in node.outputs}
    computed = [name for name in dict.fromkeys(parameters) if name not in made_here]
    return list(dict.fromkeys(shapes)), computed
