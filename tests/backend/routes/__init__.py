"""The HTTP contract, on the running application."""
