"""Tasks with a prediction: say what will happen, see what does, and why."""
