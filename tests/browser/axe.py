"""axe-core, which looks for what keeps people from using a page."""

from convert.paths import NODE_MODULES

AXE = NODE_MODULES / "axe-core" / "axe.min.js"
