"""Signing in and up, a forgotten password, and the address to confirm: a card each; see `page`."""
