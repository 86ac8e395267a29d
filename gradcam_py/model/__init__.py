"""The model folder, and the sessions that run its graphs."""
