"""``python -m gradcam_py PHOTO...``."""

import sys

from .crowd.command import main

# What a process of `crowd.engines` imports again must not run again.
if __name__ == "__main__":
    sys.exit(main())
