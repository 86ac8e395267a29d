"""From a picture and settings to predictions and a map, for page and command line."""
