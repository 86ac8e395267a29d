"""Reverse-mode differentiation of a graph of ONNX operators, as a graph again.

ONNX Runtime Web has no autodiff, so the gradients are part of what it runs. The pieces,
in the order a reader needs them: :mod:`graph` (what is differentiated), :mod:`steps`
(as the rules see it), :mod:`rules` (the table: one rule for each operator type), and
:mod:`reverse` (the driver, which knows no operator's name).

Plain Python and NumPy: it knows no file format and runs no network.

>>> x, s, y = (Value(name, ("N", 3), "float32") for name in "xsy")
>>> graph = Graph((Node("Sigmoid", (x,), (s,)), Node("Add", (x, s), (y,))))
>>> gradients = differentiate(graph, y, Value("seed", ("K", 3)), [x])
>>> print(gradients.of[x].name, "of", len(gradients.nodes), "nodes")
grad/Add_3 of 4 nodes
"""

from .builder import GraphBuilder
from .emitted import emitted
from .graph import Graph, Node, Value
from .refusals import NoRule, UnsupportedOperators
from .reverse import Gradients, differentiate
from .rules import RULES, Rule
from .steps import Step

__all__ = [
    "RULES",
    "Gradients",
    "Graph",
    "GraphBuilder",
    "NoRule",
    "Node",
    "Rule",
    "Step",
    "UnsupportedOperators",
    "Value",
    "differentiate",
    "emitted",
]
