"""Links: whatever can be asked comes back, whatever else comes in is refused."""

import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcam_py.app.drawing import DECIMALS
from gradcam_py.app.permalink import Looks, Shared, from_fragment, to_fragment
from gradcam_py.cam.methods import METHODS
from gradcam_py.errors import PlaygroundError
from gradcam_py.explaining.settings import Settings
from gradcam_py.image.colormap import COLORMAPS
from gradcam_py.image.fills import FILLS

coordinates = st.floats(-1, 2).map(lambda value: round(value, DECIMALS))
sizes = st.floats(0.01, 1).map(lambda value: round(value, DECIMALS))
points = st.lists(st.tuples(coordinates, coordinates).map(list), min_size=3, max_size=9)
shapes = st.one_of(
    st.fixed_dictionaries(
        {"tool": st.just("rect"), "x": coordinates, "y": coordinates}
        | {"w": sizes, "h": sizes}
    ),
    st.fixed_dictionaries({"tool": st.just("path"), "points": points}),
    st.fixed_dictionaries(
        {"tool": st.sampled_from(["brush", "erase"]), "points": points, "radius": sizes}
    ),
)
classes = st.none() | st.integers(0, 999)
settings = st.builds(
    Settings,
    shapes=st.lists(shapes, max_size=3).map(tuple),
    fill=st.sampled_from(sorted(FILLS)),
    framing=st.sampled_from(["whole", "crop"]),
    target=classes,
    versus=classes,
    layer=st.sampled_from(["stem", "3b", "top"]),
    method=st.sampled_from(sorted(METHODS)),
)
looks = st.builds(
    Looks, st.sampled_from(sorted(COLORMAPS)), st.sampled_from([0.0, 0.35, 1.0])
)
samples = st.none() | st.sampled_from(["cat-and-dog", "dog"])


@given(st.builds(Shared, samples, settings, looks))
def test_a_link_restores_what_was_shared(shared):
    assert from_fragment("#" + to_fragment(shared)) == shared


def test_what_is_as_usual_needs_no_link():
    assert to_fragment(Shared()) == ""


def test_characters_that_addresses_encode_come_back():
    shape = {"tool": "rect", "x": 0.1, "y": 0.2, "w": 0.3, "h": 0.4}
    encoded = quote(json.dumps([shape]), safe="")
    assert from_fragment(f"#shapes={encoded}").settings.shapes == (shape,)


@pytest.mark.parametrize(
    "fragment",
    [
        "#colour=red",
        "#shapes=[",
        "#shapes={}",
        '#shapes=[{"tool":"rect"}]',
        "#shapes=[" + '{"tool":"path","points":[[0,0],[1,0],[NaN,1]]}' + "]",
        "#target=cat",
        "#opacity=a",
        "#colormap=rainbow",
        "#method=" + "x" * 300_000,
    ],
)
def test_a_link_that_no_page_wrote_is_refused(fragment):
    with pytest.raises(PlaygroundError):
        from_fragment(fragment)
