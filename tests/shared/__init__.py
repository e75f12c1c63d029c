"""Tests of the contract and of the draft engine."""
