"""The offline plush renderer: a photo in, a picture of a plush toy out. NumPy and OpenCV only."""
