"""A mission's points, computed natively from the arrays: no code of the missions'."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np

from gradcam_py.app.permalink import from_fragment
from gradcam_py.explaining import occlusion
from gradcam_py.explaining.picture import make_picture
from gradcam_py.explaining.pipeline import Pipeline
from gradcam_py.explaining.question import Question
from gradcam_py.image.decode import load_image
from gradcam_py.image.overlay import scale_map
from gradcam_py.model.folder import load_model_folder, read_from
from gradcam_py.model.native_session import NativeSession

from .other_browsers import MISSION


@cache
def mission_points(site):
    """The points of `MISSION`: heat inside, from chance to the best possible."""
    folder = site / "models" / "lite0"
    manifest = load_model_folder(read_from(folder)).manifest
    shared = from_fragment(MISSION)
    photo = site / "samples" / f"{shared.sample}.jpg"
    image = load_image(photo.read_bytes(), photo.name)
    picture = make_picture(image, manifest.input_size, photo.name)
    question = Question(picture, shared.settings)
    pipeline = Pipeline(NativeSession(folder, manifest))
    with ThreadPoolExecutor() as threads:  # Playwright's loop runs in this one
        asked = pipeline.explain(question.untouched())
        shown = threads.submit(asyncio.run, asked).result()
    side = manifest.input_size
    heat = scale_map(shown.cam, (side, side)).astype(float)
    mask = occlusion.mask(question).astype(float)
    area = mask.mean()
    inside = (heat * mask).sum() / heat.sum()
    ordered = np.sort(heat, axis=None)[::-1]
    best = ordered[: round(area * heat.size)].sum() / heat.sum()
    return 100 * (inside - area) / (best - area)
