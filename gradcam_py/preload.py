"""Imports everything that the page needs, which is then part of a memory snapshot.

site/interpreter.mjs imports this. Decoders and NumPy's generators come late otherwise.
"""

import numpy.random  # noqa: F401
import PIL.Image

from . import playground  # noqa: F401

PIL.Image.init()
