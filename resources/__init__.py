"""Bundled files; `shared.resources` finds them."""
