"""Tests of the HTTP and event-stream client."""
