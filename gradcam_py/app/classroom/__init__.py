"""Lessons with pages, on the page: read, answered, written."""
