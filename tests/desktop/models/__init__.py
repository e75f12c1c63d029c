"""Tests of the models, through the real server."""
