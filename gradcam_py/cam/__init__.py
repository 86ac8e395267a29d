"""Class activation maps: activations and gradients in, one map out. Plain NumPy."""
