"""What visitors can do to the drawing and to the question, each by its name.

The values that come with each are declared in view/protocol/actions.py; what else can
be done stands in `playground.OTHERS`.
"""

from collections.abc import Callable

from ..explain.settings import Settings
from .drawing import Drawing
from .query import Inquiry

DRAWING: dict[str, Callable[..., Drawing]] = {
    "sketch": Drawing.sketch,
    "place": Drawing.place,
    "move": Drawing.move,
    "delete": Drawing.delete,
    "clear": Drawing.clear,
    "undo": Drawing.undo,
    "redo": Drawing.redo,
}
INQUIRY: dict[str, Callable[..., Settings]] = {
    "choose": Inquiry.choose,
    "explain": Inquiry.explain,
    "follow": Inquiry.follow,
    "search": Inquiry.search,
    "compare": Inquiry.compare,
}
# What happens without a decision of the visitor's, or is no success in itself.
PASSING = ("point", "watch", "suggest", "dismiss", "retry")
