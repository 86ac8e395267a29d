"""The missions' titles, and what is to be done in them."""

from ..language import gettext_lazy

DECIDES = gettext_lazy("What decides?")
DECIDES_TASK = gettext_lazy(
    "Before you see any heatmap: draw over the part of the picture that the "
    "network went by for its best guess. Draw as little as you need: whoever "
    "covers everything has said nothing."
)
FLIP = gettext_lazy("The smallest patch that changes its mind")
FLIP_TASK = gettext_lazy(
    "Hide as little as you can so that the best guess becomes another one. Undo, "
    "erase and try again as often as you like; what is hidden when you lock it "
    "counts."
)
CLASSES = gettext_lazy("Two classes in one picture")
CLASSES_TASK = gettext_lazy(
    "The network sees a cat and a dog here. Suppose the brightest part of the "
    "cat's heatmap is hidden. What becomes of the dog: its probability, and its "
    "score before the softmax, the logit?"
)
CLASSES_OPTIONS = {
    "both": gettext_lazy("both rise clearly"),
    "probability": gettext_lazy(
        "the probability rises clearly, the logit hardly changes"
    ),
    "neither": gettext_lazy("neither changes much"),
    "fall": gettext_lazy("both fall"),
}
ROCKET_CLASS = "drilling platform"  # of ImageNet
ROCKET = gettext_lazy("Why is the rocket a “drilling platform”?")
ROCKET_TASK = gettext_lazy(
    "The network knows no launch tower. Before you see the heatmap: draw over "
    "what makes it say “drilling platform”."
)
FILL = gettext_lazy("Which cover changes most?")
FILL_TASK = gettext_lazy(
    "The brightest part of the heatmap is about to be hidden, under each of the "
    "five covers. Under which one does the best guess's score change most, the "
    "logit before the softmax?"
)
WARM = gettext_lazy("Warm, and yet not needed")
WARM_TASK = gettext_lazy(
    "Find a place that is warm on the heatmap and whose hiding costs the class "
    "little. Your points: how warm it is, times the share of the probability "
    "that is left."
)
