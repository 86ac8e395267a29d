"""Crowds of pictures for tests, and the command line that explains them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).parent.parent
KINDS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
ENDINGS = (".jpg", ".png", ".webp", ".gif", ".bmp", ".tif")
QUICKLY = {"method": 0, "compress_level": 1}  # of WebP, and of PNG
PATIENCE_SECONDS = 60
SIDES = (8, 300)  # of a picture, in pixels


def make_crowd(folder: Path, count: int, bad_every: int = 50) -> list[Path]:
    """So many pictures of all formats and sizes; every so-many-th one is bad."""
    rng = np.random.default_rng(4)
    made = []
    for number in range(count):
        kind = number % len(KINDS)
        place = folder / f"group-{number % 7}"
        place.mkdir(parents=True, exist_ok=True)
        path = place / f"{number:05}{ENDINGS[kind]}"
        if number % bad_every == bad_every - 1:
            path.write_bytes(b"\xff\xd8\xff damaged" if number % 4 else b"")
        else:
            width, height = rng.integers(*SIDES, 2).tolist()
            coarse = rng.integers(0, 256, (4, 5, 3), np.uint8)
            picture = Image.fromarray(coarse).resize((width, height))
            picture.save(path, KINDS[kind], **QUICKLY)
        made.append(path)
    return made


def command(*arguments: object) -> list[str]:
    """The command line of its own process."""
    return [sys.executable, "-m", "gradcam_py", *map(str, arguments)]


def start(*arguments: object, **options) -> subprocess.Popen:
    """It runs; the processes that it begins are in its group."""
    return subprocess.Popen(
        command(*arguments),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **options,
    )


def explain(*arguments: object) -> tuple[str, str]:
    """What it prints and complains of, when all went well."""
    done = subprocess.run(
        command(*arguments), cwd=ROOT, capture_output=True, text=True, timeout=150
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def rows(out: Path) -> list[dict]:
    """Those of a folder of results."""
    return [json.loads(line) for line in (out / "rows.jsonl").read_text().splitlines()]


def finished(out: Path) -> int:
    """How many pictures a run has finished."""
    try:
        return (out / "journal.jsonl").read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


def wait_until(condition, running: subprocess.Popen | None = None) -> None:
    """Wait until that is so; fails where it does not come true, or the run ends."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < until
        assert running is None or running.poll() is None, running.stderr.read()
        time.sleep(0.005)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path there, but for the journal of the run.

    It has the rows in the order in which they were finished.
    """
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("journal.jsonl", ".lock")
    }


def is_alive(pid: int) -> bool:
    """Whether there is such a process, and it has not ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z" and os.path.exists(f"/proc/{pid}")
