"""The whole page as one HTML file, for use without network and server."""
