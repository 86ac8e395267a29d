"""Pictures in and out: decoding, framing, hiding parts, colours. NumPy and Pillow."""
