"""The table of third-party assets, `assets.toml`, read into typed records."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE_FILE = Path(__file__).with_name("assets.toml")


class AssetError(Exception):
    """Something about an asset went wrong; the message is one clear line."""


@dataclass(frozen=True)
class Package:
    """One release in a package registry.

    `archive` ("wheel" or "sdist") and `sha256` are the archive's, for PyPI only: npm's
    lock file holds the hashes of its packages.
    """

    name: str
    registry: str
    version: str
    archive: str = ""
    sha256: str = ""

    def __str__(self) -> str:
        if self.registry == "npm":
            return f"npm {self.name}@{self.version}"
        return f"PyPI {self.name}=={self.version}"


@dataclass(frozen=True)
class Member:
    """An origin: one file inside a package."""

    package: Package
    path: str

    def __str__(self) -> str:
        return str(self.package)


@dataclass(frozen=True)
class Url:
    """An origin: a file behind a plain URL."""

    url: str

    def __str__(self) -> str:
        return self.url


@dataclass(frozen=True)
class Work:
    """What the page credits; `version` is empty where the work has none of its own."""

    id: str
    kind: str
    title: str
    author: str
    licence: str
    source: str
    version: str = ""


@dataclass(frozen=True)
class Asset:
    """One file that the build needs; `origins` in the order in which to try them."""

    name: str
    file: str
    sha256: str
    work: Work
    origins: tuple[Member | Url, ...]


@dataclass(frozen=True)
class Table:
    """The whole of `assets.toml`; every mapping keeps the file's order."""

    packages: dict[str, Package]
    works: dict[str, Work]
    assets: dict[str, Asset]

    def __getitem__(self, name: str) -> Asset:
        if name not in self.assets:
            known = ", ".join(self.assets)
            raise AssetError(f"there is no asset {name!r}; the table has {known}")
        return self.assets[name]

    def members_of(self, package: Package) -> list[tuple[Asset, str]]:
        """Every asset that this package holds, with its path inside."""
        return [
            (asset, origin.path)
            for asset in self.assets.values()
            for origin in asset.origins
            if isinstance(origin, Member) and origin.package == package
        ]


def parse(text: str) -> Table:
    """Read a table; a field that is missing or unknown raises TypeError or KeyError."""
    data = tomllib.loads(text)
    packages = {
        name: Package(name, **fields) for name, fields in data["packages"].items()
    }

    def work(work_id: str, fields: dict) -> Work:
        shipped = fields.get("package")
        own = {key: value for key, value in fields.items() if key != "package"}
        version = packages[shipped].version if shipped else ""
        return Work(work_id, **own, version=version)

    def origin(fields: dict) -> Member | Url:
        if "url" in fields:
            return Url(**fields)
        return Member(packages[fields["package"]], fields["member"])

    works = {
        work_id: work(work_id, fields) for work_id, fields in data["works"].items()
    }
    assets = {
        name: Asset(
            name,
            fields["file"],
            fields["sha256"],
            works[fields["work"]],
            tuple(map(origin, fields["origins"])),
        )
        for name, fields in data["assets"].items()
    }
    return Table(packages, works, assets)


@cache
def table() -> Table:
    """The project's own table."""
    return parse(TABLE_FILE.read_text(encoding="utf-8"))
