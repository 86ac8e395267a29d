"""What comes with a network: the names of its classes, and how it wants pixels."""

from __future__ import annotations

import json

import numpy as np
import pytest

from gradcam_py.errors import NetworkError
from gradcam_py.model.label_files import numbered, read_labels
from gradcam_py.network.preprocessing import (
    PREPROCESSINGS,
    Preprocessing,
    from_config,
    guess,
)
from gradcam_py.network.survey import PictureInput

NAMES = ["tench", "goldfish", "great white shark"]
ROUNDING = 1e-6  # float32
LABEL_FILES = {
    "lines.txt": "tench\n\ngoldfish\r\ngreat white shark\n",
    "with a mark.txt": "\ufefftench\ngoldfish\ngreat white shark",
    "teachable machine.txt": "0 tench\n1 goldfish\n2 great white shark\n",
    "metadata.json": json.dumps({"labels": NAMES, "modelName": "mine"}),
    "list.json": json.dumps(NAMES),
    "config.json": json.dumps({"id2label": dict(enumerate(NAMES)), "mean": [0.5]}),
    "timm.json": json.dumps({"label_names": NAMES}),
    "turned.json": json.dumps({name: i for i, name in enumerate(NAMES)}),
    "keras.json": json.dumps(
        {str(i): [f"n0144{i}", n.replace(" ", "_")] for i, n in enumerate(NAMES)}
    ),
    "ours.json": json.dumps([{"index": i, "name": n} for i, n in enumerate(NAMES)]),
    "plain.csv": "tench\ngoldfish\ngreat white shark\n",
    "indexed.csv": "1,goldfish\n0,tench\n2,great white shark\n",
    "headed.csv": "id,name\n2,great white shark\n0,tench\n1,goldfish\n",
    "quoted.csv": 'name,id\n"tench",0\n"goldfish",1\n"great white shark",2\n',
    "tabs.tsv": "0\ttench\n1\tgoldfish\n2\tgreat white shark\n",
}


@pytest.mark.parametrize("name", LABEL_FILES)
def test_labels_are_read_from_every_form(name):
    labels = read_labels(LABEL_FILES[name].encode(), name, 3)
    assert [labels.name(i) for i in range(3)] == NAMES


def test_of_several_names_of_a_class_the_first_is_short():
    labels = read_labels(b"tench, Tinca tinca\ngoldfish", "names.txt", 2)
    assert labels[0].name == "tench"
    assert labels[0].description == "tench, Tinca tinca"
    assert labels.find("goldfish") == 1


def test_classes_without_names_are_numbered():
    assert numbered(3).name(2) == "class 2"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xfe\x00", "expected text in UTF-8"),
        (b"tench\ngoldfish", "found 2 names, but the network has 3 classes"),
        (b"tench", "found one name, but"),
        (b"", "found 0 names"),
        (b'{"a": {"b": 1}}', "found one name"),
        (b"[" * 100_000, "found one name"),
    ],
)
def test_labels_that_do_not_fit_are_refused(data, reason):
    with pytest.raises(NetworkError, match=rf"names\.txt: {reason}"):
        read_labels(data, "names.txt", 3)


def pixels() -> np.ndarray:
    return np.random.default_rng(0).uniform(0, 255, (2, 3, 3)).astype(np.float32)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("0-255", lambda x: x),
        ("0-1", lambda x: x / 255),
        ("-1-1", lambda x: x / 127.5 - 1),
        (
            "imagenet",
            lambda x: (x / 255 - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225],
        ),
    ],
)
def test_named_ways_to_prepare_pixels(name, expected):
    way, x = PREPROCESSINGS[name], pixels()
    np.testing.assert_allclose(way.apply(x), expected(x), rtol=ROUNDING, atol=1e-5)
    turned = way.in_order(bgr=True).apply(x)
    np.testing.assert_array_equal(turned, way.apply(x)[..., ::-1])


def test_one_channel_is_the_brightness():
    x = pixels()
    gray = x @ np.array([0.299, 0.587, 0.114])
    made = PREPROCESSINGS["0-1"].apply(x, channels=1)
    np.testing.assert_allclose(made[..., 0], gray / 255, rtol=1e-5)


CONFIGS = {
    "hugging face": (
        {"image_mean": [0.5, 0.4, 0.3], "image_std": [0.2, 0.3, 0.4]},
        lambda x: (x / 255 - [0.5, 0.4, 0.3]) / [0.2, 0.3, 0.4],
    ),
    "rescaled to -1..1": (
        {"rescale_factor": 1 / 127.5, "image_mean": 1.0, "image_std": [1.0]},
        lambda x: x / 127.5 - 1,
    ),
    "only rescaled": (
        {
            "do_normalize": False,
            "rescale_factor": 1 / 255,
            "image_mean": [9, 9, 9],
            "image_std": [9, 9, 9],
        },
        lambda x: x / 255,
    ),
    "not rescaled": (
        {"do_rescale": False, "image_mean": [120, 110, 100], "image_std": [1, 1, 1]},
        lambda x: x - [120, 110, 100],
    ),
    "timm": (
        {"pretrained_cfg": {"mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}},
        lambda x: x / 127.5 - 1,
    ),
}


@pytest.mark.parametrize("name", CONFIGS)
def test_configurations_are_followed(name):
    config, expected = CONFIGS[name]
    way, x = from_config(json.dumps(config).encode(), "config.json"), pixels()
    np.testing.assert_allclose(way.apply(x), expected(x), rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"{" * 100_000,
        b'{"mean": "red"}',
        b'{"mean": [1, 2], "std": [1, 1, 1]}',
        b'{"mean": [0, 0, 0], "std": [0, 1, 1]}',
        b'{"mean": [0, 0, NaN]}',
        b'{"rescale_factor": 0}',
    ],
)
def test_a_configuration_that_says_nothing_is_refused(data):
    with pytest.raises(NetworkError, match=r"config\.json: expected JSON with image_m"):
        from_config(data, "config.json")


@pytest.mark.parametrize(
    ("dtype", "metadata", "expected"),
    [
        ("float32", {}, PREPROCESSINGS["imagenet"]),
        ("uint8", {}, PREPROCESSINGS["0-255"]),
        (
            "float32",
            {
                "Image.NominalPixelRange": "Normalized_0_1",
                "Image.BitmapPixelFormat": "Bgr8",
            },
            Preprocessing(bgr=True),
        ),
    ],
)
def test_the_guess_follows_what_the_file_says(dtype, metadata, expected):
    picture = PictureInput("x", "NCHW", 224, 3, np.dtype(dtype), fixed=True)
    assert guess(picture, metadata) == expected
