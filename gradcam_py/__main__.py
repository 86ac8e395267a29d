"""``python -m gradcam_py PHOTO``."""

import sys

from .cli import main

sys.exit(main())
