"""Tests of what the app keeps on this computer."""
