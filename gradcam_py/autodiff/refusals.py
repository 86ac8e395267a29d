"""What the engine says where a network cannot be differentiated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class NoRule(ValueError):
    """Raised by a rule for a variant of its operator; completes "has no rule for ...".

    The driver adds the node and reports all of them together.

    >>> raise NoRule("dilations")
    Traceback (most recent call last):
    gradcam_py.autodiff.refusals.NoRule: dilations
    """


class UnsupportedOperators(ValueError):
    """Some nodes on the way have no gradient rule; the message lists them all.

    nodes: one clause for each, in the graph's order, for a message of one's own.

    >>> UnsupportedOperators(['Erf "gelu" has no rule'], ["Add", "Mul"]).nodes
    ('Erf "gelu" has no rule',)
    """

    def __init__(self, nodes: Sequence[str], known: Iterable[str]):
        self.nodes = tuple(nodes)
        super().__init__(
            f"cannot differentiate {len(nodes)} node(s): {'; '.join(nodes)}. "
            f"Rules exist for {', '.join(sorted(known))}: add what is missing to "
            "gradcam_py/autodiff/rules"
        )
