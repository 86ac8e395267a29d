"""Make the sample pictures of the page, and the list of them with their credits.

The first, cat and dog, is the picture of the Grad-CAM lesson: one picture in which the
network sees two things at once, each in its own half.
"""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from gradcam_py.words.titles import SAMPLES as SAMPLE_TITLES

from ..thirdparty.credits import credit
from ..thirdparty.fetch import AssetUnavailable, fetch
from ..thirdparty.table import table
from .cat_and_dog import cat_and_dog

# The longer side of a sample at most: sharp on a projector, small to download, and
# far more than the 224 x 224 pixels that the network sees.
MAX_SIDE = 640
# Full chroma resolution: subsampling smears the colours that the network reads.
JPEG = {"quality": 90, "subsampling": "4:4:4"}

pillow_heif.register_heif_opener()


@dataclass(frozen=True)
class Sample:
    """One sample: its id, the assets it is made of, and how.

    Its title stands with the words, where it is translated.
    """

    id: str
    assets: tuple[str, ...]
    compose: Callable[..., Image.Image]


def bounded(picture: Image.Image, max_side: int = MAX_SIDE) -> Image.Image:
    """The picture, shrunk so that its longer side is at most `max_side`."""
    result = picture.copy()
    result.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    return result


SAMPLES = (
    Sample("cat-and-dog", ("cat", "dog"), cat_and_dog),
    Sample("cat", ("cat",), bounded),
    Sample("dog", ("dog",), bounded),
    Sample("coffee", ("coffee",), bounded),
    Sample("rocket", ("rocket",), bounded),
    Sample("china", ("china",), bounded),
)


def read_picture(path: Path) -> Image.Image:
    """A source picture as sRGB pixels the right way up, without any metadata."""
    with Image.open(path) as source:
        profile = source.info.get("icc_profile")
        picture = ImageOps.exif_transpose(source).convert("RGB")
    if profile:
        embedded = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(picture, embedded, srgb)
        assert converted is not None  # Pillow: None is for inPlace=True alone
        picture = converted
    return Image.frombytes("RGB", picture.size, picture.tobytes())


def to_jpeg(picture: Image.Image) -> bytes:
    """JPEG bytes that depend on nothing but the pixels and the version of Pillow."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", **JPEG)
    return buffer.getvalue()


def make_sample(sample: Sample) -> tuple[dict, bytes]:
    """A sample's entry in samples.json and its JPEG bytes.

    Raises AssetError if a picture that it is made of cannot be had.
    """
    sources = [read_picture(fetch(name)) for name in sample.assets]
    picture = sample.compose(*sources)
    entry = {
        "id": sample.id,
        "file": f"{sample.id}.jpg",
        "title": str(SAMPLE_TITLES[sample.id]),
        "width": picture.width,
        "height": picture.height,
        "credits": [credit(table()[name].work) for name in sample.assets],
    }
    return entry, to_jpeg(picture)


def write_samples(folder: Path) -> list[AssetUnavailable]:
    """Write the samples and samples.json; returns what was left out, and why.

    The page starts with the first sample, so that one has to be there.

    Raises AssetUnavailable for the first sample, AssetHashError for any.
    """
    folder.mkdir(parents=True, exist_ok=True)
    entries: list[dict] = []
    left_out: list[AssetUnavailable] = []
    for sample in SAMPLES:
        try:
            entry, data = make_sample(sample)
        except AssetUnavailable as error:
            if not entries:
                raise
            left_out.append(error)
            continue
        (folder / entry["file"]).write_bytes(data)
        entries.append(entry)
    text = json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
    (folder / "samples.json").write_text(text, encoding="utf-8")
    return left_out
