"""Courses: what a teacher writes, a file of it, and what a class answers."""
