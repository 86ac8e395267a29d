"""Compose the picture of the Grad-CAM lesson: a cat and a pug, one in each half.

One picture in which the network sees two things at once. The cat's photo is a wide
close-up: its head cannot stand whole in an upright half of the picture. So the cat
looks over the back of the pug's sofa, without its own background, and the pug is
mirrored to face it. The cat's ears end where its photo ends, at the picture's upper
edge. Cut and scale were searched with EfficientNet-Lite0, so that it names both
animals early, the cat first, and the pug first when the left half is hidden.
"""

from collections.abc import Iterable

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

SIZE = (640, 480)
Point = tuple[float, float]

# The part of the mirrored dog's photo that becomes the scene, in shares of it.
SCENE = (0.062, 0.397, 0.641, 0.977)
# The cat's photo keeps its pixels; it is moved so far to the left that the head begins
# near the edge.
CAT_SHIFT = -12
# The neck below the cat's photo: its last rows, mirrored and stretched, out of focus.
NECK_ROWS, NECK_HEIGHT, NECK_BLUR = 16, 70, 3
# Blur of the outlines: fur fades into the wall; sofa and pug are sharp.
FUR_BLUR, EDGE_BLUR = 4, 1.5

# Outlines followed by hand. The cat's head and neck, in pixels of its photo; points
# outside of it keep the blur away from the picture's edges.
CAT_OUTLINE = (
    *((38, -20), (36, 50), (31, 95), (18, 125), (-20, 140), (-20, 400), (290, 400)),
    *((296, 300), (303, 285), (318, 255), (330, 215), (347, 185), (360, 150)),
    *((366, 110), (362, 70), (380, 35), (400, -20)),
)
# What stands before the cat, in shares of the mirrored dog's photo: the sofa ...
SOFA_OUTLINE = (
    *((-0.1, 1.1), (-0.1, 0.596), (0, 0.596), (0.03, 0.6), (0.05, 0.613)),
    *((0.06, 0.627), (0.075, 0.66), (0.085, 0.695), (0.1, 0.738), (0.11, 0.748)),
    *((0.14, 0.755), (0.17, 0.77), (0.19, 0.783), (0.21, 0.795), (0.222, 0.79)),
    *((0.235, 0.797), (0.25, 0.803), (0.3, 0.813), (0.36, 0.835), (0.46, 0.85)),
    *((1.1, 0.85), (1.1, 1.1)),
)
# ... and the pug's face.
PUG_OUTLINE = (
    *((0.6, 0.46), (0.47, 0.475), (0.44, 0.482), (0.4, 0.5), (0.375, 0.535)),
    *((0.365, 0.57), (0.355, 0.6), (0.36, 0.625), (0.347, 0.66), (0.345, 0.69)),
    *((0.36, 0.72), (0.4, 0.745), (0.43, 0.77), (0.46, 0.85), (1.1, 0.85), (1.1, 0.46)),
)


def cat_and_dog(cat: Image.Image, dog: Image.Image) -> Image.Image:
    """The cat in the left half, the pug in the right: RGB, of `SIZE`."""
    mirrored = ImageOps.mirror(dog)
    scene = mirrored.resize(SIZE, Image.Resampling.LANCZOS, box=_scene_box(dog.size))
    foreground = ImageChops.lighter(
        _outline(map(_in_scene, SOFA_OUTLINE), EDGE_BLUR),
        _outline(map(_in_scene, PUG_OUTLINE), EDGE_BLUR),
    )
    head = _outline(((x + CAT_SHIFT, y) for x, y in CAT_OUTLINE), FUR_BLUR)
    visible = ImageChops.multiply(head, ImageChops.invert(foreground))
    return Image.composite(_cat_layer(cat), scene, visible)


def _scene_box(size: tuple[int, int]) -> tuple[float, float, float, float]:
    """`SCENE` in pixels of a photo of `size`."""
    left, top, right, bottom = SCENE
    width, height = size
    return left * width, top * height, right * width, bottom * height


def _in_scene(point: Point) -> Point:
    """A place of the mirrored dog's photo (shares) in pixels of the picture."""
    left, top, right, bottom = SCENE
    x, y = (point[0] - left) / (right - left), (point[1] - top) / (bottom - top)
    return x * SIZE[0], y * SIZE[1]


def _outline(points: Iterable[Point], blur: float) -> Image.Image:
    """A mask of `SIZE`: 255 within the outline, 0 outside, blurred in between."""
    mask = Image.new("L", SIZE)
    ImageDraw.Draw(mask).polygon(list(points), fill=255)
    return mask.filter(ImageFilter.GaussianBlur(blur))


def _cat_layer(cat: Image.Image) -> Image.Image:
    """The cat's photo at its place on black, with a neck below it."""
    layer = Image.new("RGB", SIZE)
    last_rows = cat.crop((0, cat.height - NECK_ROWS, cat.width, cat.height))
    neck = ImageOps.flip(last_rows).resize((cat.width, NECK_HEIGHT))
    neck = neck.filter(ImageFilter.GaussianBlur(NECK_BLUR))
    layer.paste(neck, (CAT_SHIFT, cat.height))
    layer.paste(cat, (CAT_SHIFT, 0))
    return layer
