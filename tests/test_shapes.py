"""Masks cover what the shapes cover, measured against exact geometry."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcam_py.errors import ShapeError
from gradcam_py.image.framing import framed_box
from gradcam_py.image.shapes import make_mask, parse_shapes

SQUARE = (1000, 1000)
SIZE = 224
# Edges fall on the canvas, four times finer than the mask: half of such a pixel at
# either side, as a share of a mask pixel.
EDGE = 0.25


def rect(x, y, w, h):
    return {"tool": "rect", "x": x, "y": y, "w": w, "h": h}


def brush(*points, radius=0.1, tool="brush"):
    return {"tool": tool, "points": [list(point) for point in points], "radius": radius}


def path(*points):
    return {"tool": "path", "points": [list(point) for point in points]}


def area(mask):
    """Share of the mask that is covered."""
    return mask.mean(dtype=np.float64)


def tolerance(perimeter):
    """Of an area, for a perimeter in units of the mask's side."""
    return perimeter * EDGE / SIZE


@given(*[st.floats(0, 1) for _ in range(2)], *[st.floats(0.01, 1) for _ in range(2)])
def test_rectangle_covers_its_area_and_nothing_outside(x, y, w, h):
    mask = make_mask([rect(x, y, w, h)], SQUARE)
    inside = max(min(x + w, 1) - x, 0) * max(min(y + h, 1) - y, 0)
    assert area(mask) == pytest.approx(inside, abs=tolerance(2 * (w + h)))
    rows, columns = np.nonzero(mask)
    if len(rows):
        assert columns.min() >= math.floor(x * SIZE - EDGE)
        assert columns.max() <= (x + w) * SIZE + EDGE
        assert rows.min() >= math.floor(y * SIZE - EDGE)
        assert rows.max() <= (y + h) * SIZE + EDGE


def test_half_of_the_picture_is_exactly_half_of_the_mask():
    mask = make_mask([rect(0, 0, 0.5, 1)], (640, 480))
    assert (mask[:, :112] == 1).all()
    assert (mask[:, 112:] == 0).all()


def test_edge_inside_a_pixel_covers_it_partly():
    mask = make_mask([rect(0, 0, 10.5 / SIZE, 1)], SQUARE)
    np.testing.assert_allclose(mask[5, 9:12], [1, 0.5, 0], atol=1 / 255)


def test_triangle_covers_its_area():
    mask = make_mask([path((0.1, 0.2), (0.9, 0.2), (0.5, 0.8))], SQUARE)
    assert area(mask) == pytest.approx(0.24, abs=tolerance(2.3))
    assert mask[int(0.3 * SIZE), SIZE // 2] == 1
    assert mask[int(0.7 * SIZE), int(0.2 * SIZE)] == 0


@pytest.mark.parametrize("backwards", [False, True])
def test_path_that_overlaps_itself_leaves_no_hole(backwards):
    angles = np.arange(5) * 0.8 * math.pi
    star = np.stack([0.5 + 0.4 * np.sin(angles), 0.5 - 0.4 * np.cos(angles)], axis=1)
    twice = np.concatenate([star, star])
    for points in (star, twice):
        mask = make_mask([path(*(points[::-1] if backwards else points))], SQUARE)
        assert mask[SIZE // 2, SIZE // 2] == 1
        assert mask[int(0.15 * SIZE), SIZE // 2] == 1
        assert mask[int(0.15 * SIZE), int(0.3 * SIZE)] == 0


def test_path_and_rectangle_of_the_same_corners_agree():
    corners = [(0.2, 0.3), (0.7, 0.3), (0.7, 0.8), (0.2, 0.8)]
    one = make_mask([path(*corners)], SQUARE)
    other = make_mask([rect(0.2, 0.3, 0.5, 0.5)], SQUARE)
    assert area(np.abs(one - other)) <= tolerance(2)


def test_single_brush_point_is_a_disc():
    mask = make_mask([brush((0.5, 0.5), radius=0.2)], SQUARE)
    expected = math.pi * 0.2**2
    assert area(mask) == pytest.approx(expected, abs=tolerance(2 * math.pi * 0.2))


def centre(mask):
    """Centre of mass, x and y, in units of the mask's side."""
    rows, columns = (np.indices(mask.shape) + 0.5) / SIZE
    total = mask.sum(dtype=np.float64)
    return (mask * columns).sum() / total, (mask * rows).sum() / total


def test_shapes_are_centred_where_they_are_drawn():
    """On average over many places: half a pixel of the canvas would show."""
    places = np.random.default_rng(0).uniform(0.3, 0.7, (100, 2))
    discs = [make_mask([brush(place, radius=0.1)], SQUARE) for place in places]
    corners = np.array([[-0.2, -0.1], [0.2, -0.2], [0, 0.3]])  # their mean is 0
    triangles = [make_mask([path(*(place + corners))], SQUARE) for place in places]
    for masks in (discs, triangles):
        offsets = np.array([centre(mask) for mask in masks]) - places
        assert np.abs(offsets.mean(axis=0)).max() * SIZE < 0.25 / 4


def test_brush_stroke_is_a_capsule_in_every_direction():
    length, radius = 0.4, 0.1
    expected = math.pi * radius**2 + 2 * radius * length
    for angle in np.linspace(0, math.pi, 7):
        half = 0.5 * length * np.array([math.cos(angle), math.sin(angle)])
        mask = make_mask([brush(0.5 - half, 0.5 + half, radius=radius)], SQUARE)
        perimeter = 2 * (math.pi * radius + length)
        assert area(mask) == pytest.approx(expected, abs=tolerance(perimeter))


@pytest.mark.parametrize("picture", [(1000, 500), (500, 1000), (6000, 200)])
def test_brush_is_round_on_the_picture_so_an_ellipse_on_the_squashed_input(picture):
    mask = make_mask([brush((0.5, 0.5), radius=0.02)], picture)
    rows, columns = np.nonzero(mask >= 0.5)
    aspect = picture[0] / picture[1]
    assert np.ptp(columns) + 1 == pytest.approx(2 * 0.02 * SIZE, abs=1.5)
    tall = min(2 * 0.02 * aspect, 1)
    assert np.ptp(rows) + 1 == pytest.approx(tall * SIZE, abs=1.5)


def test_slanted_stroke_has_the_same_width_on_a_squashed_picture():
    """Measured on the picture: the area is that of the capsule, in widths squared."""
    picture, radius = (1000, 500), 0.03
    mask = make_mask([brush((0.3, 0.3), (0.6, 0.8), radius=radius)], picture)
    length = math.hypot(0.3, 0.5 * 0.5)
    expected = (math.pi * radius**2 + 2 * radius * length) / 0.5
    assert area(mask) == pytest.approx(expected, abs=tolerance(4 * length))


def test_repeated_points_add_nothing():
    one = make_mask([brush((0.2, 0.2), (0.6, 0.4))], SQUARE)
    again = make_mask([brush((0.2, 0.2), (0.2, 0.2), (0.6, 0.4), (0.6, 0.4))], SQUARE)
    assert area(np.abs(one - again)) <= tolerance(2 * math.pi * 0.1)


@pytest.mark.parametrize("picture", [(6000, 200), (640, 480)])
@pytest.mark.parametrize("box", [None, "crop"])
def test_brush_larger_than_everything_hides_everything(picture, box):
    box = framed_box(picture, box) if box else None
    assert (make_mask([brush((0.1, 0.1), radius=16)], picture, box) == 1).all()


def test_erase_removes_what_came_before_and_not_what_comes_after():
    hide, erase = rect(0, 0, 1, 1), brush((0.5, 0.5), radius=0.2, tool="erase")
    before = make_mask([hide, erase], SQUARE)
    after = make_mask([erase, hide], SQUARE)
    assert before[112, 112] == 0
    assert before[5, 5] == 1
    assert (after == 1).all()


def test_overlapping_shapes_hide_no_more_than_once():
    mask = make_mask([rect(0, 0, 0.6, 1), rect(0.4, 0, 0.6, 1)], SQUARE)
    assert (mask == 1).all()


def test_centre_crop_sees_the_shapes_where_they_are_on_the_picture():
    picture, box = (640, 480), (80, 0, 560, 480)
    mask = make_mask([rect(0, 0, 0.5, 1)], picture, box)
    assert (mask[:, :112] == 1).all()
    assert (mask[:, 112:] == 0).all()
    outside = make_mask([rect(0, 0, 80 / 640, 1)], picture, box)
    assert (outside == 0).all()


def test_shape_beyond_the_edge_is_cut_off():
    mask = make_mask([rect(-2, -2, 5, 5), brush((3, 3))], SQUARE)
    assert (mask == 1).all()


def test_mask_of_nothing_is_0_and_float32():
    mask = make_mask([], SQUARE, size=32)
    assert mask.shape == (32, 32)
    assert mask.dtype == np.float32
    assert not mask.any()


coordinates = st.floats(-0.5, 1.5)
shapes = st.one_of(
    st.builds(rect, coordinates, coordinates, *[st.floats(1e-3, 2) for _ in range(2)]),
    st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=9).map(
        lambda points: path(*points)
    ),
    st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=9).map(
        lambda points: brush(*points, radius=0.07)
    ),
)


@given(st.lists(shapes, max_size=4), shapes)
@settings(deadline=None, max_examples=50)
def test_one_more_shape_never_uncovers_and_stays_within_0_and_1(drawn, shape):
    before, after = make_mask(drawn, (640, 480)), make_mask([*drawn, shape], (640, 480))
    assert (after >= before).all()
    assert after.min() >= 0
    assert after.max() <= 1


@given(st.lists(shapes, min_size=1, max_size=4))
@settings(deadline=None, max_examples=50)
def test_part_of_the_canvas_that_is_touched_is_all_of_it(drawn):
    everything = brush((0, 0), (1, 1), radius=2, tool="erase")  # of nothing so far
    whole = make_mask([everything, *drawn], SQUARE)
    np.testing.assert_array_equal(make_mask(drawn, SQUARE), whole)


@given(st.lists(shapes, max_size=4))
def test_parsing_leaves_valid_shapes_as_they_are(drawn):
    assert parse_shapes(drawn) == drawn


def test_parsing_turns_whole_numbers_to_floats_and_drops_unknown_keys():
    (parsed,) = parse_shapes([{**rect(0, 0, 1, 1), "colour": "red"}])
    assert parsed == rect(0.0, 0.0, 1.0, 1.0)
    assert all(isinstance(parsed[key], float) for key in "xywh")


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ([], r"expected an object, found \[\]"),
        ({"tool": "spray"}, "unknown tool 'spray': choose rect, path, brush, erase"),
        ({"tool": "rect", "x": 0, "y": 0, "w": 1}, "h: expected a number, found None"),
        (rect(0, 0, 0, 1), "width and height must be greater than 0"),
        (rect(math.nan, 0, 1, 1), "x: expected a number near 0..1, found nan"),
        (rect(0, 0, 1e9, 1), r"w: expected a number near 0..1, found 1000000000\.0"),
        (rect(True, 0, 1, 1), "x: expected a number, found True"),
        (path((0, 0), (1, 1)), "expected a list of at least 3 points"),
        (path((0, 0), (1, 1), (1,)), r"expected points \[x, y\], found \[1\]"),
        (path((0, 0), (1, 1), ("a", 1)), "expected a number, found 'a'"),
        ({"tool": "brush", "points": "no", "radius": 1}, "list of at least 1 points"),
        (brush(radius=0.1), "list of at least 1 points"),
        (brush((0, 0), radius=0), "the radius must be greater than 0"),
        ({"tool": "erase", "points": [[0, 0]]}, "radius: expected a number"),
    ],
)
def test_malformed_shape_is_refused_by_its_number(shape, message):
    with pytest.raises(ShapeError, match=f"^shape 2.*{message}"):
        parse_shapes([rect(0, 0, 1, 1), shape])


def test_shapes_must_be_a_list():
    with pytest.raises(ShapeError, match="expected a list of shapes, found dict"):
        parse_shapes({"shapes": []})
