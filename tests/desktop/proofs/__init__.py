"""Proofs about what is kept on a person's computer. `make proofs` runs their long versions."""

import os

IS_LONG = os.environ.get("PROOFS") == "long"


def scale(short: int, long: int) -> int:
    """How much to try: a little with every test run, a lot when it is asked for."""
    return long if IS_LONG else short
