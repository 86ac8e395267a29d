"""licenses.html: the licence texts of everything that the page is made of.

They come from where the works come from: npm packages, wheels, the asset table. Where
a package ships no text, the SPDX list has that of the licence it names.
"""

import json
import re
import zipfile
from dataclasses import dataclass
from html import escape
from importlib.metadata import distribution, version
from pathlib import Path

from ..paths import NODE_MODULES
from .fetch import fetch
from .table import table

LOCK = NODE_MODULES.parent / "package-lock.json"
SPDX = NODE_MODULES / "spdx-license-list" / "licenses"
IS_LICENCE = re.compile(r"(licen[cs]e|copying|notice|thirdparty)[^/]*$", re.IGNORECASE)
# Needed on a developer's machine, or outside of browsers.
NOT_SHIPPED = re.compile(r"node_modules/(@types/.*|undici-types|ws)$")
WHEELS = {"numpy": "numpy-wasm", "pillow": "pillow-wasm"}
# Their sources are in the page as they are installed here.
INSTALLED = ("markdown-it-py", "mdurl")
# Compiled into Pyodide's and ONNX Runtime's WebAssembly; no package of ours has them.
COMPILED_IN = {
    "CPython": ("Python-2.0.1", "Python Software Foundation"),
    "Emscripten": ("MIT", "The Emscripten Authors"),
    "musl libc": ("MIT", "Rich Felker and others"),
}
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>Licences: Grad-CAM Playground</title>
</head>
<body>
<h1>Licences</h1>
<p>What the Grad-CAM Playground is made of, with the licence of each work.</p>
{notices}
</body>
</html>
"""


@dataclass(frozen=True)
class Notice:
    """One work: whose it is, and its licence in full."""

    title: str
    licence: str  # an SPDX identifier, or plain words
    author: str
    text: str


def licenses_page() -> bytes:
    """The whole page. Raises ValueError for a licence whose text is not at hand."""
    notices = [own(), *works(), *npm_packages(), *wheels()]
    notices += [*installed(), *compiled_in()]
    return PAGE.format(notices="\n".join(map(_show, notices))).encode()


def own() -> Notice:
    """The project itself."""
    text = (LOCK.parent / "LICENSE").read_text(encoding="utf-8")
    return Notice("Grad-CAM Playground", "MIT", "", text)


def works() -> list[Notice]:
    """The works of the asset table: models, data, pictures, software."""
    return [
        Notice(_versioned(work.title, work.version), work.licence, by, text)
        for work in table().works.values()
        for by, text in [(f"{work.author}; {work.source}", spdx_text(work.licence))]
    ]


def npm_packages() -> list[Notice]:
    """The packages whose code is in the page, with what they themselves bring."""
    packages = json.loads(LOCK.read_bytes())["packages"]
    return [
        _npm_package(LOCK.parent / place)
        for place, package in packages.items()
        if place and not package.get("dev") and not NOT_SHIPPED.search(place)
    ]


def _npm_package(folder: Path) -> Notice:
    package = json.loads((folder / "package.json").read_bytes())
    files = sorted(path for path in folder.iterdir() if IS_LICENCE.search(path.name))
    texts = [path.read_text(encoding="utf-8") for path in files if path.is_file()]
    text = "\n\n".join(texts) or spdx_text(package["license"])
    author = package.get("author", "")
    author = author.get("name", "") if isinstance(author, dict) else author
    title = f"{package['name']} {package['version']}"
    return Notice(title, package["license"], author, text)


def wheels() -> list[Notice]:
    """NumPy and Pillow, with the libraries compiled into them."""
    notices = []
    for name, asset in WHEELS.items():
        with zipfile.ZipFile(fetch(asset)) as wheel:
            members = [m for m in wheel.namelist() if ".dist-info/licenses/" in m]
            texts = [wheel.read(member).decode() for member in sorted(members)]
        if name == "pillow":
            # Only this machine's build of the release tells of the image libraries.
            texts += _texts_of(name)
        notices.append(Notice(f"{name} and its libraries", "", "", _distinct(texts)))
    return notices


def installed() -> list[Notice]:
    """Packages of plain Python, which come with what needs them."""
    return [
        Notice(f"{name} {version(name)}", "MIT", "", _distinct(_texts_of(name)))
        for name in INSTALLED
    ]


def compiled_in() -> list[Notice]:
    """What else is in the WebAssembly."""
    runtime = _distinct(_texts_of("onnxruntime"))
    return [
        Notice("ONNX Runtime and its libraries", "MIT", "Microsoft", runtime),
        *(
            Notice(title, licence, author, spdx_text(licence))
            for title, (licence, author) in COMPILED_IN.items()
        ),
    ]


def spdx_text(expression: str) -> str:
    """The full text of each licence that an SPDX expression names.

    Raises ValueError for what is no licence; the public domain needs none.
    """
    if expression == "Public domain":
        return "This work is in the public domain."
    names = re.findall(r"[A-Za-z0-9.-]+", expression)
    files = [SPDX / f"{name}.json" for name in names if name not in ("AND", "OR")]
    missing = [path.stem for path in files if not path.exists()]
    if missing or not files:
        raise ValueError(f"{expression!r}: no licence of the SPDX list")
    texts = [json.loads(path.read_bytes())["licenseText"] for path in files]
    return "\n\n".join(texts)


def _texts_of(package: str) -> list[str]:
    """The licence files of an installed Python package."""
    files = distribution(package).files
    if files is None:
        raise ValueError(f"{package}: its installation lists no files; reinstall it")
    paths = sorted(path for path in files if IS_LICENCE.search(path.name))
    return [path.read_text(encoding="utf-8") for path in paths]


def _distinct(texts: list[str]) -> str:
    return "\n\n".join(dict.fromkeys(text.strip() for text in texts))


def _versioned(title: str, version: str) -> str:
    return f"{title} {version}".strip()


def _show(notice: Notice) -> str:
    heading = ", ".join(filter(None, (notice.title, notice.licence)))
    by = f"<p>{escape(notice.author)}</p>\n" if notice.author else ""
    return (
        f"<details>\n<summary>{escape(heading)}</summary>\n"
        f"{by}<pre>{escape(notice.text)}</pre>\n</details>"
    )
