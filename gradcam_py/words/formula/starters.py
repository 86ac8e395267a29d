"""What students start from: titles, and code whose comments are for them to read."""

TITLES = {
    "gradcam": "Grad-CAM",
    "no-relu": "Without ReLU",
    "absolute": "Absolute values",
    "one-channel": "One channel",
    "random": "Random weights",
}

SUM_AND_RELU = """\
def heatmap(activations, gradients, weights):
    # the weighted sum of all channels, and of that what is positive
    total = (weights * activations).sum(axis=0)
    return np.maximum(total, 0)"""
SUM = """\
def heatmap(activations, gradients, weights):
    # the weighted sum of all channels: what speaks for the class, and what against it
    return (weights * activations).sum(axis=0)"""
MEAN = """\
def weights(activations, gradients):
    # one weight for each channel: the mean of its gradients
    return gradients.mean(axis=(1, 2))"""
ABSOLUTE = """\
def weights(activations, gradients):
    # how much a channel matters, whether it speaks for the class or against it
    return np.abs(gradients).mean(axis=(1, 2))"""
ONE_CHANNEL = """\
def weights(activations, gradients):
    # of all channels only that with the largest weight
    means = gradients.mean(axis=(1, 2))
    return np.where(np.arange(len(means)) == means.argmax(), means, 0)"""
RANDOM = """\
def weights(activations, gradients):
    # weights that know nothing of the class; another seed gives others
    random = np.random.default_rng(seed=0)
    return random.normal(size=len(activations))"""
