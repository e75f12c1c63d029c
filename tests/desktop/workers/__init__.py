"""Tests of the work on worker threads."""
