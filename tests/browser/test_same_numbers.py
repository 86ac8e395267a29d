"""The page's numbers are the command line's: same picture, same question."""

import asyncio
import io
import json
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from urllib.parse import urlencode

import pytest
from PIL import Image

from gradcam_py.cam.methods import METHODS, cam
from gradcam_py.image.decode import load_image
from gradcam_py.model.folder import load_model_folder, read_from
from gradcam_py.model.native_session import NativeSession
from tests.asking import explain_layers

from .command_line import explain
from .comparison import SAME_HEATMAP, assert_same_answer, cosine

CAT, PUG, ESPRESSO = 285, 254, 967
RECT = {"tool": "rect", "x": 0.05, "y": 0.1, "w": 0.4, "h": 0.8}
PATH = {"tool": "path", "points": [[0.6, 0.2], [0.95, 0.3], [0.8, 0.9]]}
BRUSH = {"tool": "brush", "points": [[0.1, 0.2], [0.4, 0.7]], "radius": 0.1}
ERASE = {"tool": "erase", "points": [[0.2, 0.5], [0.3, 0.5]], "radius": 0.05}
STROKES = [
    {"tool": "brush", "points": [[0.2, 0.2], [0.3, 0.4], [0.35, 0.6]], "radius": 0.05},
    {"tool": "erase", "points": [[0.25, 0.3], [0.3, 0.35]], "radius": 0.05},
    {"tool": "path", "points": [[0.6, 0.6], [0.9, 0.6], [0.8, 0.9]]},
]
# As links have them: what is left out has its usual value. Every fill, method, tool,
# framing and score occurs, every sample, and layers of six sizes.
QUESTIONS = {
    "as opened": {"sample": "cat-and-dog"},
    "rect, gray": {"sample": "cat-and-dog", "shapes": [RECT], "target": CAT},
    "path, black, GradCAM++": {
        **{"sample": "cat-and-dog", "shapes": [PATH], "fill": "black"},
        **{"target": PUG, "layer": "3b", "method": "gradcam++"},
    },
    "brush and erase, mean, XGradCAM": {
        **{"sample": "cat-and-dog", "shapes": [BRUSH, ERASE], "fill": "mean"},
        **{"layer": "5a", "method": "xgradcam"},
    },
    "blur, centre, HiResCAM": {
        **{"sample": "coffee", "shapes": [BRUSH, PATH], "fill": "blur"},
        **{"framing": "crop", "layer": "6d", "method": "hirescam"},
    },
    "noise, LayerCAM": {
        **{"sample": "cat", "shapes": [PATH, ERASE, RECT], "fill": "noise"},
        **{"layer": "1a", "method": "layercam"},
    },
    "EigenCAM at the stem": {
        **{"sample": "rocket", "layer": "stem", "method": "eigencam"},
    },
    "contrast": {"sample": "cat-and-dog", "target": CAT, "versus": PUG, "layer": "4c"},
    "counterfactual": {
        **{"sample": "dog", "target": PUG, "score": "counterfactual"},
        **{"shapes": [BRUSH]},
    },
    "probability, centre": {
        **{"sample": "china", "score": "probability", "framing": "crop"},
        **{"layer": "2b"},
    },
    # GradCAM++ divides by what may be almost 0 below the top: pixels that the two
    # runtimes decode differently are enough to show.
    "GradCAM++ where it is sensitive": {
        **{"sample": "coffee", "shapes": STROKES, "fill": "blur", "target": CAT},
        **{"layer": "4c", "method": "gradcam++"},
    },
    "a class far from the best": {"sample": "coffee", "target": CAT, "layer": "7a"},
}


def link(question):
    """The part of the page's address that asks this."""
    values = {**question, "shapes": json.dumps(question.get("shapes", []))}
    return f"#{urlencode(values)}"


@pytest.fixture
def command_line(served, tmp_path):
    """command_line(photo, asked) -> its answer with the model that the page uses."""
    return lambda photo, asked: explain(served.folder, tmp_path, photo, asked)


@pytest.fixture
def sample_file(served):
    """sample_file(id) -> its picture."""
    folder = served.folder / "samples"
    files = {
        s["id"]: s["file"] for s in json.loads((folder / "samples.json").read_text())
    }
    return lambda name: folder / files[name]


@pytest.mark.parametrize("name", QUESTIONS)
def test_page_and_command_line_answer_the_same(
    playground, command_line, sample_file, name
):
    question = QUESTIONS[name]
    playground.follow_link(link(question))
    found = playground.state()
    assert found["sample"] == question["sample"]
    assert_same_answer(found, command_line(sample_file(question["sample"]), question))


@pytest.fixture(scope="module")
def native_layers(served):
    """native_layers(sample) -> all layers' arrays of it by onnxruntime itself."""
    folder = served.folder / "models" / "lite0"
    manifest = load_model_folder(read_from(folder)).manifest

    async def answer(data):
        session = NativeSession(folder, manifest)
        layers, _ = await explain_layers(session, load_image(data))
        return layers

    @cache
    def native_layers(sample):
        data = (served.folder / "samples" / f"{sample}.jpg").read_bytes()
        with ThreadPoolExecutor() as pool:  # Playwright's loop runs in this thread
            return pool.submit(asyncio.run, answer(data)).result()

    return native_layers


@pytest.mark.parametrize("sample", ["cat-and-dog", "china"])
@pytest.mark.parametrize("method", METHODS)
def test_every_layer_of_the_page_is_the_native_one(
    playground, native_layers, method, sample
):
    layers = native_layers(sample)
    playground.follow_link(link({"sample": sample, "method": method}))
    playground.wait_all_layers()
    alike = {}
    for place, layer in enumerate(layers.activations):
        playground.move_layer(place)
        found = playground.state()
        assert (found["layer"], found["method"]) == (layer, method)
        expected = cam(layers.activations[layer], layers.gradients[layer][0], method)
        alike[layer] = cosine(found["heatmap"]["values"], expected.ravel())
    assert len(alike) == 18
    assert min(alike.values()) >= SAME_HEATMAP, alike


def test_what_was_drawn_and_chosen_by_hand_answers_the_same(
    playground, command_line, sample_file
):
    playground.use_tool("brush")
    playground.draw(*((0.1 + 0.02 * step, 0.3 + 0.01 * step) for step in range(15)))
    playground.use_tool("path")
    playground.draw((0.1, 0.6), (0.4, 0.65), (0.3, 0.95), (0.15, 0.9))
    playground.choose_class(playground.state()["predictions"][2]["index"])
    playground.select("#method", "layercam")
    playground.move_layer(8)
    state = playground.state()
    assert len(state["shapes"]) == 2
    assert_same_answer(state, command_line(sample_file("cat-and-dog"), state))


def test_uploaded_picture_answers_the_same(
    playground, command_line, sample_file, tmp_path
):
    """Transparent, turned by its EXIF tag, and not of a sample's aspect."""
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    with Image.open(sample_file("coffee")) as coffee:
        picture = coffee.resize((500, 200)).convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    picture.save(buffer, "PNG", exif=exif)
    photo = tmp_path / "own.png"
    photo.write_bytes(buffer.getvalue())
    playground.upload(photo.name, photo.read_bytes())
    playground.wait("playground.state().sample === null")
    playground.wait_ready()
    playground.draw((0.1, 0.1), (0.9, 0.4))
    state = playground.state()
    assert_same_answer(state, command_line(photo, state))


@pytest.mark.parametrize("colours", ["4:2:0", "4:2:2"])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_cameras_jpeg_answers_the_same(
    playground, command_line, sample_file, tmp_path, colours, progressive
):
    """Its colours are stored at half the resolution; see gradcam_py/image/jpeg.py."""
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = tmp_path / "camera.jpg"
    with Image.open(sample_file("coffee")) as coffee:
        small = coffee.convert("RGB").resize((333, 251))
    options = {"progressive": progressive, "exif": exif, "quality": 80}
    small.save(photo, "JPEG", subsampling=colours, **options)
    playground.upload(photo.name, photo.read_bytes())
    playground.wait("playground.state().sample === null")
    playground.wait_ready()
    state = playground.state()
    assert_same_answer(state, command_line(photo, state))
