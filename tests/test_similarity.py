import numpy as np
import pytest

from gradcam_py.cam.similarity import similarity


def test_similarity_sees_neither_scale_nor_what_is_elsewhere():
    left = np.array([[1.0, 2], [0, 0]])
    assert similarity(left, 7 * left) == pytest.approx(1)
    assert similarity(left, left[::-1]) == 0
    assert similarity(left, np.zeros((2, 2))) == 0
