"""Many pictures, on the page."""
