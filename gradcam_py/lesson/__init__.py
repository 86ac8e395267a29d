"""The ten steps of "How does it work?", drawn from the arrays on the page."""
