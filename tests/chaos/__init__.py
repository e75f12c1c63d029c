"""The server under attack: `make chaos`, not part of `make test`."""
