"""The command line: one photo, its predictions, its heatmaps."""
