"""Experiments that test an explanation, each a stream of forward passes."""
