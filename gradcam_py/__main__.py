"""``python -m gradcam_py PHOTO``."""

import sys

from .cli.main import main

sys.exit(main())
