"""Appends nodes and small constants to an ONNX graph under deterministic names."""

from __future__ import annotations

import numpy as np
import onnx_ir as ir


class GraphBuilder:
    """Adds operators to the end of ``graph``; values are named ``<prefix>/<op>_<n>``.

    Equal constants are stored once. Names depend only on the order of the calls, so
    the same calls give the same bytes.
    """

    def __init__(self, graph: ir.Graph, prefix: str = "grad"):
        self.graph = graph
        self._prefix = prefix
        self._tape = ir.tape.Tape(graph)
        self._constants: dict[tuple, ir.Value] = {}
        self._count = 0

    def op(self, op_type: str, *inputs: ir.Value, **attributes) -> ir.Value:
        """Append one single-output node of the default domain; return its output."""
        name = f"{self._prefix}/{op_type}_{self._count}"
        self._count += 1
        value = self._tape.op(op_type, inputs, attributes or None, name=name)
        value.name = name
        return value

    def constant(self, array: np.ndarray) -> ir.Value:
        """An initializer that holds ``array``; one per distinct content."""
        array = np.asarray(array)
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self._constants:
            name = f"{self._prefix}/constant_{len(self._constants)}"
            tensor = ir.tensor(array, name=name)
            self._constants[key] = self._tape.initializer(tensor)
        return self._constants[key]

    def ints(self, values) -> ir.Value:
        """An int64 constant, as shapes, axes and indices are."""
        return self.constant(np.asarray(values, dtype=np.int64))

    def scalar(self, number: float, like: ir.Value) -> ir.Value:
        """A rank-0 constant of the element type of ``like``."""
        return self.constant(np.asarray(number, dtype=like.dtype.numpy()))
