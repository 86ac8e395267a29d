"""Where things lie in this repository."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "site"  # of the page
PACKAGE = ROOT / "gradcam_py"
NODE_MODULES = ROOT / "node_modules"
BUILD = ROOT / "build"
SITE = BUILD / "site"  # the page as it is served
CACHE = BUILD / "cache"  # what was downloaded or measured once
