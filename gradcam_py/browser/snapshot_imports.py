"""Imports what every visit needs, which is then part of a memory snapshot.

site/python/interpreter.mjs imports this. What few visits need comes when they do:
NumPy's generators for noise, Pillow's decoders of rare formats.
"""

import PIL.Image

from ..app import playground  # noqa: F401

PIL.Image.preinit()
