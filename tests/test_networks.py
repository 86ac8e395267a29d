"""Networks from elsewhere: gradients of every layer against TensorFlow's."""

from __future__ import annotations

from pathlib import Path

import onnx
import pytest

from tests.bringing import bring
from tests.every_layer import check_every_layer

ZOO = Path(onnx.__file__).parent / "backend" / "test" / "data" / "light"
NETWORKS = sorted(path.stem.removeprefix("light_") for path in ZOO.glob("*.onnx"))


def test_the_zoo_is_there():
    assert len(NETWORKS) == 9


@pytest.mark.parametrize("name", NETWORKS)
def test_gradients_of_every_layer_agree_with_tensorflow(name):
    data = (ZOO / f"light_{name}.onnx").read_bytes()
    check_every_layer(bring(data))
