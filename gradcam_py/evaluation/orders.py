"""In which order the pixels of an input are hidden: by a map, at random, by place.

An order is a permutation of the pixels' indices [side*side], the most important first.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Order = NDArray[np.intp]

RANDOM_SEEDS = (0, 1, 2)  # of the random orders that an explanation is compared with


def by_map(raw: NDArray[np.floating], side: int, seed: int = RANDOM_SEEDS[0]) -> Order:
    """Order pixels by a map [h,w], scaled up bilinearly to [side,side].

    Where the map says nothing, as it does wherever it is 0, pixels of equal value
    come in the order of `at_random` with that seed: so does all of a constant map.

    >>> by_map(np.array([[1.0, 0.0], [0.0, 2.0]]), 2).tolist()[:2]
    [3, 0]
    >>> bool((by_map(np.ones((7, 7)), 224) == at_random((7, 7), 224, 0)).all())
    True
    """
    ties = _scaled(_noise(raw.shape, seed), side)
    return np.lexsort((-ties.ravel(), -_scaled(raw, side).ravel()))


def at_random(shape: tuple[int, int], side: int, seed: int) -> Order:
    """Order pixels by chance, in patches as coarse as a map of that shape [h,w].

    Hiding single pixels here and there would be another matter: it strews a texture
    over all of the picture, which harms the network more than any region does.

    >>> at_random((2, 2), 2, 0).tolist() == at_random((2, 2), 2, 0).tolist()
    True
    """
    noise = _scaled(_noise(shape, seed), side)
    return np.lexsort((-noise.ravel(),))


def centre_first(side: int) -> Order:
    """Order pixels by how near they are to the picture's centre.

    Photographers put things there, so it is hard to beat without looking.

    >>> centre_first(3).tolist()[0]
    4
    """
    places = np.arange(side) - (side - 1) / 2
    distances = places[:, None] ** 2 + places**2
    return np.argsort(distances.ravel(), kind="stable")


def _noise(shape: tuple[int, ...], seed: int) -> NDArray[np.float64]:
    return np.random.default_rng(seed).random(shape)


def _scaled(raw: NDArray[np.floating], side: int) -> NDArray[np.float32]:
    image = Image.fromarray(np.asarray(raw, np.float32))
    return np.asarray(image.resize((side, side), Image.Resampling.BILINEAR))
