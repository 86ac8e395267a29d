"""The whole playground as one HTML file, for classes without network or server.

`python -m convert.onefile.bundle` packs the built site: the same page and code, but for
the one module that says where files come from. Everything that is not code is gzip in
base64, unpacked when it is asked for. The same site gives the same file, byte for byte.
"""

import argparse
import base64
import gzip
import hashlib
import json
import sys
from html import escape
from pathlib import Path
from typing import Any

from gradcam_py.words.language import ENGLISH

from ..web.assemble import FONT, SITE
from ..web.openings import FOLDER as OPENINGS
from ..web.openings import path_of as opening_path
from ..web.program import MADE, bundle_module, put, staged
from ..web.site_json import NAME as LISTING
from ..web.site_json import as_json
from . import spoken
from .one_page import OnePage, nonce_of
from .prepared import PreparedError, model_of, prepare

OUT = SITE.parent / "gradcam-playground.html"
ONE_FILE = Path(__file__).parent
LARGEST = 36_000_000  # bytes
# Files that only a page on a server has a use for.
HOSTED = ("app.json", "icon-192.png", "icon-512.png", "icon-maskable.png")
# Put into the style sheet that names it.
EMBEDDED = (FONT,)
# Modules that the page imports when somebody needs them: the program has them.
IMPORTED = ("formula/", "crowd/", "vendor/jpeg/mozjpeg_dec.js")
# Code that is no part of the program: it is started from its own bytes.
WORKER = "worker.js"


class BundleError(Exception):
    """The file cannot be made; the message is one line that says why."""


def make_bundle(
    site: Path,
    model: str = "",
    sample: str = "",
    lesson: Path | None = None,
    languages: list[str] | None = None,
) -> bytes:
    """The page with one model (by default the site's first) in one file.

    It opens with the sample `sample`, or as `lesson` says, which may be a lesson with
    pages. It speaks English and `languages`, by default all. Raises `BundleError`,
    `PreparedError` or `NotSpokenError`.
    """
    listing = json.loads((site / LISTING).read_bytes())
    listing["languages"] = spoken.chosen(listing, languages)
    asked_for = model or (model_of(lesson) if lesson else None)
    chosen = _choose("model", listing["models"], "name", asked_for)
    samples = json.loads((site / "samples" / "samples.json").read_bytes())
    first = _choose("sample", samples, "id", sample)
    samples.sort(key=lambda each: each is not first)  # the others keep their order
    files = {path: (site / path).read_bytes() for path in _packed(listing, chosen)}
    manifest = files[f"models/{chosen['name']}/manifest.json"]
    opening = prepare(lesson, manifest, samples, files) if lesson else {}
    files["samples/samples.json"] = as_json(samples)
    page = _page(site, listing | {"models": [chosen]}, files, opening)
    if len(page) > LARGEST:
        raise BundleError(f"{len(page):,} bytes, {LARGEST:,} at most")
    return page


def _choose(
    what: str, choices: list[dict[str, Any]], key: str, wanted: str | None
) -> dict[str, Any]:
    """The one that was asked for, or the first."""
    for choice in choices:
        if wanted in ("", None, choice[key]):
            return choice
    known = ", ".join(choice[key] for choice in choices)
    raise BundleError(f"there is no {what} {wanted!r} in the built site, only {known}")


def _packed(listing: dict[str, Any], model: dict[str, Any]) -> list[str]:
    """The files that the page fetches, one model's only."""
    mine = f"models/{model['name']}/"
    said = spoken.paths(listing["languages"])
    tags = [ENGLISH, *(each["tag"] for each in listing["languages"])]
    openings = {opening_path(model["name"], tag) for tag in tags}
    return [
        path
        for path in listing["files"]
        if (path not in listing["page"] or path == WORKER)
        and path not in (*HOSTED, *EMBEDDED)
        and (path not in listing["optional"] or path in said)
        and not path.startswith(IMPORTED)
        and (path in openings or not path.startswith(f"{OPENINGS}/"))
        and (path.startswith(mine) or not path.startswith("models/"))
    ]


def _page(
    site: Path,
    listing: dict[str, Any],
    files: dict[str, bytes],
    opening: dict[str, str],
) -> bytes:
    """`opening` goes to start.js, as data of its tag."""
    source = (site / "index.html").read_text(encoding="utf-8")
    early, start = (
        (ONE_FILE / name).read_text(encoding="utf-8")
        for name in ("early.js", "start.js")
    )
    early = spoken.early(early, listing["languages"], files)
    nonce = nonce_of(source.encode(), early.encode(), start.encode(), *files.values())
    warner = f'<script nonce="{nonce}">{early}</script>'
    own = {path: _entry(data) for path, data in files.items()}
    told = as_json(listing | {"page": [], "files": own}).decode().replace("</", r"<\/")
    listed = f'<script type="application/json" id="site">{told}</script>'
    packed = [_pack(path, data) for path, data in files.items()]
    told_it = (
        f'data-{name}="{escape(value)}"' for name, value in opening.items() if value
    )
    starter = f'<script nonce="{nonce}" {" ".join(told_it)}>{start}</script>'
    # The program is known once the page's tags have been read, hence the mark.
    mark = f"<!-- {nonce} -->"
    content = "\n".join((warner, listed, *packed, mark, starter, ""))
    page = OnePage(lambda path: (site / path).read_bytes(), content, nonce)
    text = page.convert(source)
    program = _pack("program.js", _program(site, page.scripts))
    return text.replace(mark, program).encode()


def _entry(data: bytes) -> dict[str, Any]:
    """What site.json says of a file."""
    return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _pack(path: str, data: bytes) -> str:
    text = base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()
    return f'<script type="application/gzip" data-path="{escape(path)}">{text}</script>'


def _program(site: Path, scripts: list[str]) -> bytes:
    """All code of the page as one module, which is PyScript's interpreter as well."""
    with staged() as stage:
        put((ONE_FILE / "origin.mjs").read_bytes(), stage / "files/origin.js")
        for script in scripts:
            if not (stage / script).exists():  # another's, which the page loads itself
                put((site / script).read_bytes(), stage / script)
        entry = stage / "entry.js"
        *others, program = scripts
        imports = [f'import "{script}";\n' for script in others]
        entry.write_text("".join(imports) + f'export * from "{program}";\n')
        bundle_module(entry, stage / MADE)
        return (stage / MADE).read_bytes()


def main(arguments: list[str] | None = None) -> int:
    """Write the file; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m convert.onefile.bundle")
    parser.add_argument("--model", default="", help="default: the site's first")
    parser.add_argument("--sample", default="", help="the picture it opens with")
    parser.add_argument(
        "--lesson",
        type=Path,
        metavar="FILE",
        help="a lesson, JSON that the page saved, or a shared link: how it opens",
    )
    parser.add_argument(
        "--languages",
        type=lambda text: text.split(","),
        metavar="TAGS",
        help="that it can speak besides English, as in de,es; default: all",
    )
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    try:
        page = make_bundle(
            SITE, options.model, options.sample, options.lesson, options.languages
        )
        options.out.write_bytes(page)
    except (OSError, BundleError, PreparedError, spoken.NotSpokenError) as error:
        print(f"bundle: {error}", file=sys.stderr)
        return 1
    print(f"{options.out}: {len(page) / 1e6:.1f} MB, opens with a double click")
    return 0


if __name__ == "__main__":
    sys.exit(main())
