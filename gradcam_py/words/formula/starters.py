"""What students start from: titles, and code whose comments are for them to read."""

from dataclasses import dataclass

from ..language import Text, gettext_lazy

TITLES: dict[str, Text] = {
    "gradcam": gettext_lazy("Grad-CAM"),
    "no-relu": gettext_lazy("Without ReLU"),
    "absolute": gettext_lazy("Absolute values"),
    "one-channel": gettext_lazy("One channel"),
    "random": gettext_lazy("Random weights"),
}


@dataclass(frozen=True)
class Commented:
    """Code with a comment, which is said when it is needed: a `Text` of its own."""

    code: str  # with # where the comment stands
    comment: Text

    def __str__(self) -> str:
        return self.code.replace("#", f"# {self.comment}")


SUM_AND_RELU = Commented(
    """\
def heatmap(activations, gradients, weights):
    #
    total = (weights * activations).sum(axis=0)
    return np.maximum(total, 0)""",
    gettext_lazy("the weighted sum of all channels, and of that what is positive"),
)
SUM = Commented(
    """\
def heatmap(activations, gradients, weights):
    #
    return (weights * activations).sum(axis=0)""",
    gettext_lazy(
        "the weighted sum of all channels: what speaks for the class, and what against "
        "it"
    ),
)
MEAN = Commented(
    """\
def weights(activations, gradients):
    #
    return gradients.mean(axis=(1, 2))""",
    gettext_lazy("one weight for each channel: the mean of its gradients"),
)
ABSOLUTE = Commented(
    """\
def weights(activations, gradients):
    #
    return np.abs(gradients).mean(axis=(1, 2))""",
    gettext_lazy(
        "how much a channel matters, whether it speaks for the class or against it"
    ),
)
ONE_CHANNEL = Commented(
    """\
def weights(activations, gradients):
    #
    means = gradients.mean(axis=(1, 2))
    return np.where(np.arange(len(means)) == means.argmax(), means, 0)""",
    gettext_lazy("of all channels only that with the largest weight"),
)
RANDOM = Commented(
    """\
def weights(activations, gradients):
    #
    random = np.random.default_rng(seed=0)
    return random.normal(size=len(activations))""",
    gettext_lazy("weights that know nothing of the class; another seed gives others"),
)
