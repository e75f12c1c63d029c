"""Tests of the offline plush renderer."""
