"""The app without a window: `plushifyme make` and the demo."""
