"""Finds what the page has prepared; its Python has this as `sitecustomize`.

Compiled modules lie in the archive of Python's own, in which no library can be found:
those lie in the folder of packages, each under the path that its module's name has.
Both come before the folder where Python starts.
"""

import sys
import sysconfig
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, ModuleSpec
from importlib.util import spec_from_file_location
from os.path import exists
from zipimport import zipimporter

_FOLDER = sysconfig.get_path("purelib")
_ARCHIVE = zipimporter(next(path for path in sys.path if path.endswith(".zip")))


class Prepared:
    """A finder (`sys.meta_path`)."""

    @staticmethod
    def find_spec(
        name: str, path: object = None, target: object = None
    ) -> ModuleSpec | None:
        """Where a module lies; None if others have to look for it."""
        if path is None:
            return _ARCHIVE.find_spec(name)
        file = f"{_FOLDER}/{name.replace('.', '/')}{EXTENSION_SUFFIXES[0]}"
        if not exists(file):
            return None
        return spec_from_file_location(
            name, file, loader=ExtensionFileLoader(name, file)
        )


sys.meta_path.insert(0, Prepared)
