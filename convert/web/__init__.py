"""The page in build/site, and what serves it on this machine."""
