"""The server: credits, storage and image generation behind a small HTTP API."""
