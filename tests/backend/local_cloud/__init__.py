"""The local cloud, with real processes."""
