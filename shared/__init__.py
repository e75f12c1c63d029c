"""The contract between the app and the server, and the draft engine that both run."""
